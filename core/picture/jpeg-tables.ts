import { byteAt } from './numbers.ts'

/** Whether a segment of tables (DHT, DAC, DQT, DRI) is full of tables to its last byte, with nothing behind them (ITU-T T.81, B.2.4). */
export function hasTableShape(bytes: Uint8Array, code: number, from: number, to: number): boolean {
  if (code === 0xdd) return to - from === 2
  if (code === 0xcc) return (to - from) % 2 === 0
  let at = from
  while (at < to) at += code === 0xdb ? quantization(bytes, at) : huffman(bytes, at)
  return at === to
}

/** 64 numbers of one byte, or of two. */
const quantization = (bytes: Uint8Array, at: number): number => 1 + 64 * (byteAt(bytes, at) >> 4 === 0 ? 1 : 2)

/** How many codes there are of each length from 1 to 16, and what each stands for. */
function huffman(bytes: Uint8Array, at: number): number {
  let length = 17
  for (let i = 1; i <= 16; i += 1) length += byteAt(bytes, at + i)
  return length
}

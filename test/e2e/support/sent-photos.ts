import type { CarriedFile } from '../../../protocol/file.ts'
import { clientId } from '../../support/builders.ts'
import type { Person } from './browser.ts'

export type SentPhoto = {
  width: number
  height: number
  /** Of the sky, in degrees. */
  hue: number
  facts?: Pick<CarriedFile, 'taken' | 'place'>
}
export type SentFile = { name: string; start: string; kind: 'photo' | 'file' }

let made = 0
const nextId = () => clientId(++made, 14)

/**
 * Sends a message with photos, each with its small picture, or with files, by the browser's own session as any tus client does. The photos are
 * real JPEGs, drawn on a canvas. Answers the seq of the message.
 */
export async function sendPhotos(
  { page }: Person,
  roomId: string,
  text: string,
  { photos = [], files = [] }: { photos?: SentPhoto[]; files?: SentFile[] },
): Promise<number> {
  const ids = photos.map(() => ({ id: nextId(), thumb: nextId() }))
  const input = {
    ...{ roomId, text, post: nextId() },
    photos: photos.map((photo, i) => ({ ...photo, ...(ids[i] as { id: string; thumb: string }), no: i + 1 })),
    files: files.map((file) => ({ ...file, id: nextId() })),
  }
  return page.evaluate(async ({ roomId, text, post, photos, files }) => {
    const base64 = (value: string) => btoa(String.fromCharCode(...new TextEncoder().encode(value)))
    const upload = async (facts: { id: string; kind: string; name: string }, body: Blob) => {
      const metadata = Object.entries(facts).map(([key, value]) => `${key} ${base64(value)}`)
      const tus = { 'tus-resumable': '1.0.0' }
      const headers = { ...tus, 'upload-length': `${body.size}`, 'upload-metadata': metadata.join(',') }
      const base = `/api/rooms/${roomId}/uploads`
      const answers = [await fetch(base, { method: 'POST', headers })]
      for (let at = 0; at < body.size; at += 200_000) {
        const headers = { ...tus, 'upload-offset': `${at}`, 'content-type': 'application/offset+octet-stream' }
        answers.push(
          await fetch(`${base}/${facts.id}`, { method: 'PATCH', headers, body: body.slice(at, at + 200_000) }),
        )
      }
      for (const { ok, status } of answers) if (!ok) throw new Error(`the upload answered ${status}`)
    }
    const draw = async ({ width, height, hue, no }: (typeof photos)[number], longest: number): Promise<Blob> => {
      const scale = longest / Math.max(width, height)
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(width * scale)
      canvas.height = Math.round(height * scale)
      const to = canvas.getContext('2d') as CanvasRenderingContext2D
      to.scale(canvas.width, canvas.height)
      const sky = to.createLinearGradient(0, 0, 0, 0.7)
      sky.addColorStop(0, `hsl(${hue} 55% 45%)`)
      sky.addColorStop(1, `hsl(${hue} 60% 88%)`)
      to.fillStyle = sky
      to.fillRect(0, 0, 1, 1)
      for (let hill = 0; hill < 4; hill += 1) {
        to.fillStyle = `hsl(${120 + hill * 8} 25% ${42 - hill * 8}%)`
        to.beginPath()
        to.moveTo(0, 1)
        for (let x = 0; x <= 1.02; x += 0.02)
          to.lineTo(x, 0.5 + hill * 0.1 + 0.06 * Math.sin(x * (5 + hill) + hue + no))
        to.lineTo(1, 1)
        to.fill()
      }
      to.fillStyle = '#c4161c'
      to.fillRect(0.3, 0.68, 0.42, 0.16)
      to.fillStyle = '#f4f4f4'
      to.fillRect(0.58, 0.7, 0.11, 0.06)
      to.fillStyle = '#222'
      for (const x of [0.38, 0.63]) {
        to.beginPath()
        to.arc(x, 0.85, 0.035, 0, 7)
        to.fill()
      }
      return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob as Blob), 'image/jpeg', 0.8))
    }
    for (const photo of photos) {
      await upload({ id: photo.id, kind: 'photo', name: `IMG_${photo.no}.jpg` }, await draw(photo, 1_600))
      await upload({ id: photo.thumb, kind: 'thumb', name: 'thumb.jpg' }, await draw(photo, 320))
    }
    for (const { id, kind, name, start } of files) {
      const bytes = Uint8Array.from(start + '訓練'.repeat(400), (letter) => letter.charCodeAt(0))
      await upload({ id, kind, name }, new Blob([bytes]))
    }
    const named = photos.map(({ id, thumb, width, height, facts }) => ({ id, thumb, width, height, ...facts }))
    const body = JSON.stringify({ t: 'post', id: post, text, files: [...named, ...files.map(({ id }) => ({ id }))] })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`/api/rooms/${roomId}/commands`, { method: 'POST', headers, body })
    const { seq } = await answer.json()
    if (typeof seq !== 'number') throw new Error(`the message was answered ${answer.status}`)
    return seq
  }, input)
}

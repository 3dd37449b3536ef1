import { createRoot } from 'solid-js'
import { expect, test } from 'vitest'
import { createOutbox } from '../../../web/store/talk/outbox.ts'
import type { KeptPending, OutboxCommand } from '../../../web/store/talk/outbox-queue.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const post = (n: number): OutboxCommand => ({ t: 'post', id: id(n), text: `text ${n}` })

/** A device that writes when it is told to, and a connection that is there or not. */
function anOutbox() {
  const disk: KeptPending[] = []
  const sent: string[] = []
  const settled: string[] = []
  const seenTo: true[] = []
  const device = {
    isConnected: true,
    fails: false,
    write: [] as (() => void)[],
    isSlow: false,
    whole: new Set<string>(),
    seenTo: 0,
  }
  const written = () => (device.isSlow ? new Promise<void>((resolve) => device.write.push(resolve)) : Promise.resolve())
  const without = (gone: string) => disk.filter(({ command }) => command.id !== gone)
  const outbox = createRoot(() =>
    createOutbox({
      now: () => 0,
      later: () => undefined,
      isWhole: (post) => device.whole.has(post),
      seeToFiles: () => seenTo.push(true),
      send: (command) => device.isConnected && sent.push(command.id) > 0,
      keeping: {
        rows: async () => [...disk],
        async put(pending) {
          await written()
          if (device.fails) throw new Error('full')
          disk.push(pending)
        },
        change: (changed, next) => {
          const row = disk.find(({ command }) => command.id === changed)
          if (row) disk.splice(disk.indexOf(row), 1, { command: row.command, ...next })
        },
        remove: (gone) => void disk.splice(0, disk.length, ...without(gone)),
        settled: (ids) => void settled.push(...ids),
      },
    }),
  )
  const shown = () => outbox.items().map(({ command, status }) => `${Number(command.id.slice(-4))} ${status}`)
  return { outbox, disk, sent, settled, seenTo, device, shown }
}

test('[CL1] a message is shown and sent when it is on the device, and not before', async () => {
  const { outbox, device, disk, sent, shown } = anOutbox()
  device.isSlow = true
  const added = outbox.add(post(1))
  await Promise.resolve()
  expect(shown()).toEqual([])
  device.write.shift()?.()
  await added
  expect(disk).toHaveLength(1)
  expect(shown()).toEqual(['1 underway'])
  expect(sent).toEqual([id(1)])
})

test('[CL1] a device that cannot keep it says so, and shows nothing', async () => {
  const { outbox, device, shown } = anOutbox()
  device.fails = true
  await expect(outbox.add(post(1))).rejects.toThrow()
  expect(shown()).toEqual([])
  device.fails = false
  await outbox.add(post(2))
  expect(shown()).toEqual(['2 underway'])
})

test('[CL1] it lies there until its entry is shown, with its number once the room has stored it', async () => {
  const { outbox, disk, settled, shown } = anOutbox()
  await outbox.add(post(1))
  outbox.answered({ id: id(1), seq: 7 })
  expect(disk).toEqual([{ command: post(1), seq: 7 }])
  expect(shown()).toEqual(['1 stored'])
  outbox.shown((seq) => seq === 7)
  expect(shown()).toEqual([])
  expect(settled).toEqual([id(1)])
})

test('[CL2] messages leave one after another in the order of the device, also those of another tab', async () => {
  const { outbox, disk, sent, shown } = anOutbox()
  await outbox.add(post(1))
  disk.push({ command: post(2) })
  await outbox.reload()
  await outbox.add(post(3))
  expect(shown()).toEqual(['1 underway', '2 waiting', '3 waiting'])
  outbox.answered({ id: id(1), seq: 1 })
  outbox.answered({ id: id(2), seq: 2 })
  expect(sent).toEqual([id(1), id(2), id(3)])
})

test('[CL2] what another tab has sent is not sent again, and what was taken away here does not come back', async () => {
  const { outbox, disk, sent, device, shown } = anOutbox()
  device.isConnected = false
  await outbox.add(post(1))
  await outbox.add(post(2))
  const read = outbox.reload()
  outbox.remove(id(2))
  await read
  expect(shown()).toEqual(['1 waiting'])
  disk.splice(0)
  await outbox.reload()
  expect(shown()).toEqual([])
  device.isConnected = true
  outbox.pump()
  expect(sent).toEqual([])
})

test('[RG4] 緊急 stays with its message on the device, through a restart, a lost connection, a refusal and another try', async () => {
  const urgent: OutboxCommand = { t: 'post', id: id(1), text: 'fire', urgent: true }
  const { outbox, disk, device } = anOutbox()
  device.isConnected = false
  await outbox.add(urgent)
  expect(disk).toEqual([{ command: urgent }])
  await outbox.reload()
  device.isConnected = true
  outbox.pump()
  outbox.interrupted()
  outbox.answered({ id: id(1), refusal: 'slow_down' })
  outbox.answered({ id: id(1), refusal: 'not_allowed' })
  outbox.retry(id(1))
  expect(outbox.items().map(({ command }) => command)).toEqual([urgent])
  expect(disk).toEqual([{ command: urgent }])
})

test('[CL3] what was taken back leaves the device and is handed back; what has left is not', async () => {
  const { outbox, disk } = anOutbox()
  await outbox.add(post(1), { heldUntil: 3_000 })
  expect(outbox.takeBack(id(1))).toEqual(post(1))
  expect(disk).toEqual([])
  await outbox.add(post(2))
  expect(outbox.takeBack(id(2))).toBeNull()
})

test('[CL13] a message with photos is seen to, holds up nobody, and leaves when they are whole', async () => {
  const { outbox, device, sent, seenTo, shown } = anOutbox()
  await outbox.add({ t: 'post', id: id(1), text: '', files: [{ id: id(9) }] })
  await outbox.add(post(2))
  expect(shown()).toEqual(['1 waiting', '2 underway'])
  expect([sent, outbox.isBusy(), seenTo.length > 0]).toEqual([[id(2)], true, true])
  outbox.answered({ id: id(2), seq: 1 })
  device.whole.add(id(1))
  outbox.pump()
  expect(sent).toEqual([id(2), id(1)])
})

test('[CL15] what the server wants in no case fails with its reason, and is tried again when somebody wants that', async () => {
  const { outbox, device, disk, sent } = anOutbox()
  await outbox.add({ t: 'post', id: id(1), text: '', files: [{ id: id(9) }] })
  outbox.answered({ id: id(1), refusal: 'quota_full' })
  expect(outbox.items()).toMatchObject([{ status: 'failed', refusal: 'quota_full' }])
  expect(disk).toMatchObject([{ refusal: 'quota_full' }])
  outbox.retry(id(1))
  device.whole.add(id(1))
  outbox.pump()
  expect(sent).toEqual([id(1)])
})

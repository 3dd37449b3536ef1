import { expect, test } from 'vitest'
import * as queue from '../../../web/store/notes/notes-queue.ts'
import { clientId } from '../../support/builders.ts'
import { noteContent, noteTold } from '../../support/note-builders.ts'

const note = clientId(1, 9)
const other = clientId(2, 9)
const body = (text: string) => noteContent({ body: text })

const save = (n: number, text: string, rest: Partial<queue.NewSave> = {}): queue.NewSave => ({
  ...{ roomId: 'b'.repeat(32), organizationId: 'c'.repeat(32), noteId: note, id: clientId(n, 1) },
  ...{ content: body(text), isQuiet: false, base: 3, baseContent: body('版3'), at: n },
  ...rest,
})
const always = () => true
const texts = (saves: readonly queue.NoteSave[]) => saves.map(({ content }) => content.body)
const after = (...saves: queue.NewSave[]) =>
  saves.reduce<readonly queue.NoteSave[]>((held, one) => queue.withSave(held, one), [])

test('[CL23] a save that never left gives way to a later one of its note, which goes from the same version', () => {
  const held = after(save(1, '一'), save(2, '別', { noteId: other }), save(3, '一二', { base: 9 }))
  expect(texts(held)).toEqual(['別', '一二'])
  expect(held[1]).toMatchObject({ base: 3, baseContent: body('版3') })
})

test('[CL23] a save that may have reached the server stays as it was, and the next of its note waits for the answer', () => {
  const held = queue.withSave(queue.tried(after(save(1, '一')), clientId(1, 1)), save(2, '一二'))
  expect(texts(held)).toEqual(['一', '一二'])
  expect(queue.nextSave(held, always)?.id).toBe(clientId(1, 1))
  const answered = queue.answered(held, clientId(1, 1), noteTold({ id: note, version: 4, body: '一' }))
  expect(answered).toHaveLength(1)
  expect(queue.nextSave(answered, always)).toMatchObject({
    base: 4,
    baseContent: { body: '一' },
    content: { body: '一二' },
  })
})

test('[CL24] somebody else was first: the newest text waits for its author, and other notes go on', () => {
  const held = queue.withSave(
    queue.withSave(queue.tried(after(save(1, '一')), clientId(1, 1)), save(2, '一二')),
    save(3, '別', { noteId: other }),
  )
  const theirs = noteTold({ id: note, version: 4, body: '相手' })
  const met = queue.conflicted(held, clientId(1, 1), theirs, clientId(8, 1))
  expect(queue.conflictOf(met, note)).toMatchObject({ content: { body: '一二' }, base: 3, theirs: { body: '相手' } })
  expect(queue.nextSave(met, always)?.noteId).toBe(other)
  // What is written meanwhile goes into the same choice.
  const later = queue.withSave(met, save(4, '一二三'))
  expect(later.filter(({ noteId }) => noteId === note)).toMatchObject([
    { state: 'conflict', content: { body: '一二三' } },
  ])
})

test('[CL24] what was chosen goes from their version under a new key', () => {
  const theirs = noteTold({ id: note, version: 4, body: '相手' })
  const met = queue.conflicted(after(save(1, '一')), clientId(1, 1), theirs, clientId(8, 1))
  const chosen = queue.chosen(met, note, body('両方'), clientId(9, 1))
  expect(queue.nextSave(chosen, always)).toMatchObject({
    id: clientId(9, 1),
    base: 4,
    content: { body: '両方' },
    isTried: false,
  })
  expect(chosen[0]).not.toHaveProperty('theirs')
})

test('[CL24] a tick goes onto their version by itself where the two do not touch, and waits for its author where they do', () => {
  const boxes = '集合\n\n- [ ] 手袋'
  const tick = save(1, '集合\n\n- [x] 手袋', { isQuiet: true, baseContent: body(boxes) })
  const apart = noteTold({ id: note, version: 4, body: '集合は8時\n\n- [ ] 手袋', title: '題名' })
  const met = queue.conflicted(after(tick), clientId(1, 1), apart, clientId(8, 1))
  expect(met).toMatchObject([
    { state: 'waiting', base: 4, isQuiet: true, content: { body: '集合は8時\n\n- [x] 手袋' } },
  ])
  const touching = noteTold({ id: note, version: 4, body: '集合\n\n- [ ] 厚い手袋' })
  expect(queue.conflicted(after(tick), clientId(1, 1), touching, clientId(8, 1))).toMatchObject([{ state: 'conflict' }])
})

test('[CL24] who wrote the same as the other has nothing to choose', () => {
  const theirs = noteTold({ id: note, version: 4, body: '一' })
  expect(queue.conflicted(after(save(1, '一')), clientId(1, 1), theirs, clientId(8, 1))).toEqual([])
})

test('[CL23] a tick after a change that never left is told with the change; ticks alone are not', () => {
  expect(after(save(1, '一'), save(2, '一', { isQuiet: true }))).toMatchObject([{ isQuiet: false }])
  expect(after(save(1, '一', { isQuiet: true }), save(2, '一', { isQuiet: true }))).toMatchObject([{ isQuiet: true }])
})

test('[CL23] what the server refuses keeps its text until its author has it back, and holds up no other note', () => {
  const held = queue.refused(after(save(1, '一'), save(2, '別', { noteId: other })), clientId(1, 1), 'read_only_room')
  expect(held[0]).toMatchObject({ state: 'failed', refusal: 'read_only_room', content: { body: '一' } })
  expect(queue.nextSave(held, always)?.noteId).toBe(other)
  expect(queue.without(held, note)).toHaveLength(1)
  expect(queue.withSave(held, save(3, '一と二'))).toMatchObject([{ noteId: other }, { content: { body: '一と二' } }])
})

test('[CL40] a save whose files are not whole steps aside for other notes, and not for the next of its own', () => {
  const held = after(save(1, '一'), save(2, '別', { noteId: other }))
  const later = queue.withSave(queue.tried(held, clientId(1, 1)), save(3, '一二'))
  const without = (text: string) => (one: queue.NoteSave) => one.content.body !== text
  expect(queue.nextSave(later, without('一'))?.content.body).toBe('別')
  expect(queue.nextSave(queue.tried(later, clientId(2, 1)), () => false)).toBeNull()
  expect(queue.nextSave(later, always)?.content.body).toBe('一')
})

test('[CL41] a file that the room will not have sends what carries it back to its author, with the reason, and nothing else', () => {
  const file = clientId(5, 7)
  const held = after(
    save(1, '一', { content: noteContent({ files: [file] }) }),
    save(2, '別', { noteId: other }),
    save(3, '三', { noteId: clientId(3, 9), content: noteContent({ files: [file] }) }),
  )
  const met = queue.refusedFile(
    queue.conflicted(held, clientId(3, 1), noteTold({ id: clientId(3, 9) }), clientId(8, 1)),
    file,
    'quota_full',
  )
  expect(met.map(({ state, refusal }) => [state, refusal])).toEqual([
    ['failed', 'quota_full'],
    ['waiting', undefined],
    ['conflict', undefined],
  ])
})

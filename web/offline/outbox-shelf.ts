import type { Id } from '../../protocol/ids.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Vault } from './vault.ts'

/** The rows that wait, in the order in which they were written; of one room, or of all. */
export async function rowsInOutbox(vault: Vault, roomId?: Id): Promise<OutboxRow[]> {
  const rows = await vault.getAll('outbox')
  return roomId === undefined ? rows : rows.filter((row) => row.roomId === roomId)
}

/**
 * Writes a row and forgets the draft that it was made from, in one transaction that is on the disk and not only on its way there when this
 * returns. Answers its number.
 */
export async function putInOutbox(vault: Vault, row: OutboxRow): Promise<number> {
  const change = vault.transaction(['outbox', 'drafts'], 'readwrite', { durability: 'strict' })
  const no = await change.objectStore('outbox').add(row)
  if (row.command.t === 'post') await change.objectStore('drafts').delete(row.roomId)
  await change.done
  return no
}

/** Changes a row that is still there; null takes it away. */
export async function changeInOutbox(
  vault: Vault,
  id: string,
  next: ((row: OutboxRow) => OutboxRow) | null,
): Promise<void> {
  const change = vault.transaction('outbox', 'readwrite')
  const cursor = await change.store.index('byId').openCursor(id)
  if (cursor) await (next === null ? cursor.delete() : cursor.update(next(cursor.value)))
  await change.done
}

/** Rooms where something waits: a row to be sent, or a read pointer to be told. */
export async function roomsWaiting(vault: Vault): Promise<Id[]> {
  const [rows, pointers] = await Promise.all([vault.getAll('outbox'), vault.getAllKeys('pointers')])
  const unsent = rows.filter(({ seq, refusal }) => seq === undefined && refusal === undefined)
  return [...new Set([...unsent.map(({ roomId }) => roomId), ...pointers])]
}

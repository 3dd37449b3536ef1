import { describe, expect, test } from 'vitest'
import { bytesElsewhere, type LobbyRoom, storageIn } from '../../core/lobby-state.ts'
import { isStorageFull } from '../../core/storage-quota.ts'
import { limits } from '../../protocol/limits.ts'
import { id } from '../support/builders.ts'

const aRoom = (name: string, more: Partial<LobbyRoom> = {}): LobbyRoom => ({
  ...{ roomId: id(name), version: 1, name, kind: 'open', memberCount: 1, head: 1, countable: 0, members: {} },
  ...more,
})

describe('one quota for all rooms', () => {
  test('[FI20] what is held here and elsewhere and what comes fit in, to the byte', () => {
    const standing = { held: 300, elsewhere: 600, quota: 1_000 }
    expect(isStorageFull(standing, 100)).toBe(false)
    expect(isStorageFull(standing, 101)).toBe(true)
  })

  test('[FI20] a quota that was made smaller than what is held takes nothing more', () => {
    expect(isStorageFull({ held: 300, elsewhere: 0, quota: 200 }, 1)).toBe(true)
    expect(isStorageFull({ held: 0, elsewhere: 300, quota: 200 }, 1)).toBe(true)
  })

  test('[FI20] a room that was never told takes up to a bound of its own, and never more than the quota', () => {
    const untold = { held: 0, elsewhere: null }
    expect(isStorageFull({ ...untold, quota: limits.storageBytes }, limits.untoldStorageBytes)).toBe(false)
    expect(isStorageFull({ ...untold, quota: limits.storageBytes }, limits.untoldStorageBytes + 1)).toBe(true)
    expect(isStorageFull({ ...untold, quota: 10 }, 11)).toBe(true)
  })
})

describe('what a lobby knows of bytes', () => {
  const rooms = [
    aRoom('ami', { bytes: 10, quota: 500, revision: 4 }),
    aRoom('ben', { bytes: 70, quota: 900, revision: 7 }),
    // Reported before rooms told their bytes.
    aRoom('old'),
  ]

  test('[FI20] a room is told what all others hold', () => {
    expect(bytesElsewhere(rooms, id('ami'))).toBe(70)
    expect(bytesElsewhere(rooms, id('new'))).toBe(80)
  })

  const withMember = (room: LobbyRoom): LobbyRoom => ({ ...room, members: { [id('cho')]: { read: 0, mentions: 0 } } })

  test('[FI21] the sum, own rooms with the largest first, and the newest quota that any room knows', () => {
    expect(storageIn(rooms.map(withMember), id('cho'))).toEqual({
      bytes: 80,
      quota: 900,
      rooms: [
        { roomId: id('ben'), name: 'ben', bytes: 70 },
        { roomId: id('ami'), name: 'ami', bytes: 10 },
        { roomId: id('old'), name: 'old', bytes: 0 },
      ],
      others: { rooms: 0, bytes: 0 },
    })
    const none = { bytes: 0, quota: limits.storageBytes, rooms: [], others: { rooms: 0, bytes: 0 } }
    expect(storageIn([], id('cho'))).toEqual(none)
  })

  test('[FI21] of rooms in which the administrator is not, nothing but how many and how much', () => {
    const [first, ...others] = rooms
    const storage = storageIn([withMember(first!), ...others], id('cho'))
    expect(storage).toMatchObject({ bytes: 80, quota: 900, rooms: [{ name: 'ami' }], others: { rooms: 2, bytes: 70 } })
    expect(JSON.stringify(storage)).not.toContain('ben')
  })
})

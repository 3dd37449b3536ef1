import { expect, vi } from 'vitest'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { Phone } from './phone.ts'

/** The one message of a room that says this, once the room has stored it. */
export const storedMessage = (reader: Phone, roomId: string, text: string): Promise<MessageEntry> =>
  vi.waitFor(
    async () => {
      const { entries } = await reader.sync(roomId)
      const found = entries.filter((entry): entry is MessageEntry => entry.kind === 'message' && entry.text === text)
      expect(found).toHaveLength(1)
      return found[0] as MessageEntry
    },
    { timeout: 15_000, interval: 50 },
  )

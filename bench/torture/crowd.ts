import type { Id } from '../../protocol/ids.ts'
import type { SeededRandom } from '../../test/support/random.ts'
import type { MintedTown } from '../minted.ts'
import { Phone, type PhoneWish } from './phone.ts'

/** People's phones, each with a source of chance of its own, so that one phone's fate does not change another's. */
export function phonesOf(
  minted: MintedTown,
  townPort: () => number,
  random: SeededRandom,
  wish: (place: number) => Partial<PhoneWish> = () => ({}),
): Promise<Phone[]> {
  return Promise.all(
    minted.people.map((person, place) =>
      Phone.make({ person, organizationId: minted.organizationId, townPort, random: random.fork(), ...wish(place) }),
    ),
  )
}

/** Opens a room on all phones, and waits until each has caught up. */
export async function enterAll(phones: readonly Phone[], roomId: Id, deadlineMs = 60_000): Promise<void> {
  await Promise.all(
    phones.map((phone) => {
      const room = phone.room(roomId)
      room.enter()
      return room.until.holds('the room is open', () => room.isConnected && room.isCaughtUp, deadlineMs)
    }),
  )
}

export const putAway = async (phones: readonly Phone[]): Promise<void> => {
  await Promise.all(phones.map((phone) => phone.putAway()))
}

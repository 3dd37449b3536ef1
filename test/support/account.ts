import { env, runInDurableObject } from 'cloudflare:test'
import { Account } from '../../durable/account-object.ts'
import type { DeviceInfo, DeviceSession, DirectoryAccount } from '../../protocol/account-bindings.ts'
import type { EndedSessions, Profile } from '../../protocol/bindings.ts'
import type { Result } from '../../protocol/result.ts'
import { freshId } from './real-room.ts'

/** The value of a result that is expected to be good. */
export function granted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`)
  return result.value
}

/** The secret within a refresh token. */
export const secretIn = ({ refresh }: Pick<DeviceSession, 'refresh'>): string => refresh.split('.')[2] ?? ''

/** A created account in its real object. */
export async function anAccount() {
  const accountId = freshId()
  const profile: Profile = { accountId, loginId: `p-${accountId}`, name: '火見 太郎', organizations: [] }
  const stub = env.ACCOUNT.getByName(accountId)
  let last: DirectoryAccount = { revision: 1, profile, disabled: false }
  const apply = async (next: Partial<DirectoryAccount>) => {
    last = { ...last, disabled: false, ...next }
    await stub.applyDirectory(last)
  }
  await apply({})
  return { stub, accountId, profile, apply: Object.assign(apply, { last: () => last }) }
}

type Told = { id: string; accountId: string; deviceIds: EndedSessions['deviceIds'] }

/** Rooms, lobbies and a directory that note what they are told, and may be away; and a clock that may be ahead. */
export function aFakeHouse({ away = new Set<string>(), isDirectoryAway = false, aheadMs = 0 } = {}) {
  const underWay: Promise<unknown>[] = []
  const told: Told[] = []
  const copies: { accountId: string; devices: Omit<DeviceInfo, 'current'>[] }[] = []
  const places = {
    idFromName: (name: string) => name as never,
    get: (id: unknown) => ({
      noteRinger: async () => {},
      endSessions: async ({ accountId, deviceIds }: EndedSessions) => {
        if (away.has(String(id))) throw new Error('away')
        told.push({ id: String(id), accountId, deviceIds })
      },
    }),
  }
  const house = {
    away,
    isDirectoryAway,
    told,
    copies,
    env: {
      ROOM: places,
      LOBBY: places,
      DIRECTORY: {
        recordDevices: async (accountId: string, devices: Omit<DeviceInfo, 'current'>[]) => {
          if (house.isDirectoryAway) throw new Error('away')
          copies.push({ accountId, devices })
        },
      },
      CLOCK_AHEAD_MS: `${aheadMs}`,
    },
    /** Runs the account's code on its real storage, in this house. */
    in: <T>(stub: DurableObjectStub, work: (account: Account, state: DurableObjectState) => Promise<T>): Promise<T> =>
      runInDurableObject(stub, (_, state) => {
        const waitUntil = (promise: Promise<unknown>) => void underWay.push(promise)
        return work(new Account(Object.assign(state, { waitUntil }), house.env), state)
      }),
    /** Until what was started after an answer has ended. */
    settled: () => Promise.all(underWay),
  }
  return house
}

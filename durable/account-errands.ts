import type { Place } from '../protocol/account-bindings.ts'
import type { DirectoryRpc, LobbyRpc, RoomRpc } from '../protocol/bindings.ts'
import type { EpochMs } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import type { AccountStorage, Errand, ErrandName } from './account-storage.ts'
import { retryPauseMs } from './retry-pause.ts'

type Namespace<T> = { idFromName(name: string): DurableObjectId; get(id: DurableObjectId): T }

export type AccountEnv = {
  ROOM: Namespace<Pick<RoomRpc, 'endSessions'>>
  LOBBY: Namespace<Pick<LobbyRpc, 'endSessions' | 'noteRinger'>>
  /** Absent where the Worker runs without D1: the copy waits. */
  DIRECTORY?: Pick<DirectoryRpc, 'recordDevices'>
  CLOCK_AHEAD_MS?: string
}

/** The device list goes to D1 this long after a change, with all that changed meanwhile. */
const gatherCopyMs = 2_000

/**
 * What an Account object does after its answer, until it is done: telling places to close the sockets of ended devices, telling the lobbies
 * whether there is a device to be rung, and the copy of the device list in D1. Each errand is a row, written together with its cause; the alarm stands at the earliest one.
 */
export class AccountErrands {
  readonly #storage: AccountStorage
  readonly #alarm: DurableObjectStorage
  readonly #env: AccountEnv
  readonly #ringer: () => { version: number; hasDevice: boolean }

  constructor(
    storage: AccountStorage,
    alarm: DurableObjectStorage,
    env: AccountEnv,
    ringer: () => { version: number; hasDevice: boolean },
  ) {
    this.#ringer = ringer
    this.#storage = storage
    this.#alarm = alarm
    this.#env = env
  }

  /** Part of the transaction that ended devices. The first telling follows at once; the alarm stands for the case of a crash. */
  noteNotices(now: EpochMs): void {
    if (this.#storage.notices().length > 0) this.#note('notices', now + limits.retryMs)
  }

  /** Part of a transaction after which there is a device that could be rung, or none any more, or another lobby to be told. */
  noteRinger(now: EpochMs): void {
    this.#note('ringer', now + limits.retryMs)
  }

  /** Part of a transaction that changed the device list. */
  noteCopy(now: EpochMs): void {
    this.#note('copy', now + gatherCopyMs)
  }

  /** Puts the alarm at the earliest errand. Delays, not times, since the clock of a test town may run ahead of the platform's. */
  schedule(now: EpochMs): void {
    const due = this.#waiting().map((errand) => errand.dueAt)
    if (due.length > 0) void this.#alarm.setAlarm(Date.now() + Math.max(0, Math.min(...due) - now))
  }

  /** Runs what is due; what fails is due again later. Never throws. */
  async runDue(now: EpochMs): Promise<void> {
    const due = this.#waiting().filter((errand) => errand.dueAt <= now)
    await Promise.all(due.map((errand) => this.#run(errand, now)))
    this.schedule(now)
  }

  #run(errand: Errand, now: EpochMs): Promise<void> {
    switch (errand.name) {
      case 'notices':
        return this.tellPlaces(now)
      case 'ringer':
        return this.tellLobbies(now)
      case 'copy':
        return this.#copyDevices(errand, now)
    }
  }

  /** Tells the lobbies of all own organizations; saying it twice is harmless. */
  async tellLobbies(now: EpochMs): Promise<void> {
    const [account, errand] = [this.#storage.account(), this.#storage.errands().find(({ name }) => name === 'ringer')]
    if (account === null || errand === undefined) return
    const { accountId, organizations } = account.profile
    const ringer = { accountId, ...this.#ringer() }
    const tell = ({ id }: { id: string }) => this.#env.LOBBY.get(this.#env.LOBBY.idFromName(id)).noteRinger(ringer)
    const told = await Promise.allSettled(organizations.map(tell))
    const mark = this.#storage.errands().find(({ name }) => name === 'ringer')?.mark
    if (told.some(({ status }) => status === 'rejected')) this.#again(errand, now)
    else if (mark === errand.mark) this.#storage.removeErrand('ringer')
  }

  /** Tells every place that has not answered yet. Saying it twice is harmless. */
  async tellPlaces(now: EpochMs): Promise<void> {
    const account = this.#storage.account()
    if (account === null) return
    const tell = async (place: Place, deviceIds: string[]) => {
      await this.#stub(place).endSessions({ accountId: account.profile.accountId, deviceIds })
      this.#storage.removeNotice(place, deviceIds)
    }
    await Promise.allSettled(this.#storage.notices().map(({ place, deviceIds }) => tell(place, deviceIds)))
    const errand = this.#storage.errands().find(({ name }) => name === 'notices')
    if (errand === undefined) return
    if (this.#storage.notices().length === 0) this.#storage.removeErrand('notices')
    else this.#again(errand, now)
  }

  async #copyDevices(errand: Errand, now: EpochMs): Promise<void> {
    const account = this.#storage.account()
    if (account === null || this.#env.DIRECTORY === undefined) return
    const devices = this.#storage
      .devices()
      .map(({ id, name, createdAt, seenAt }) => ({ id, name, createdAt, lastSeenAt: seenAt }))
    try {
      await this.#env.DIRECTORY.recordDevices(account.profile.accountId, devices)
      const mark = this.#storage.errands().find(({ name }) => name === 'copy')?.mark
      if (mark === errand.mark) this.#storage.removeErrand('copy')
    } catch {
      this.#again(errand, now)
    }
  }

  #note(name: ErrandName, dueAt: EpochMs): void {
    const earlier = this.#storage.errands().find((errand) => errand.name === name)
    const due = earlier === undefined ? dueAt : Math.min(earlier.dueAt, dueAt)
    this.#storage.putErrand({ name, dueAt: due, tries: 0, mark: (earlier?.mark ?? 0) + 1 })
  }

  #again(errand: Errand, now: EpochMs): void {
    this.#storage.putErrand({ ...errand, dueAt: now + retryPauseMs(errand.tries), tries: errand.tries + 1 })
  }

  /** Without a directory the copy stays noted, and wakes nobody. */
  #waiting(): Errand[] {
    return this.#storage.errands().filter(({ name }) => name !== 'copy' || this.#env.DIRECTORY !== undefined)
  }

  #stub({ kind, id }: Place) {
    return kind === 'room'
      ? this.#env.ROOM.get(this.#env.ROOM.idFromName(id))
      : this.#env.LOBBY.get(this.#env.LOBBY.idFromName(id))
  }
}

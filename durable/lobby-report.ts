import type { Change } from '../core/change.ts'
import { preview } from '../core/preview.ts'
import { presentStay, presentStays, type RoomState, unreadMentions } from '../core/room-state.ts'
import type { LobbyRpc, RoomReport } from '../protocol/bindings.ts'
import type { Entry } from '../protocol/entry.ts'
import type { EpochMs, Id, MemberNo, Seq } from '../protocol/ids.ts'
import { limits } from '../protocol/limits.ts'
import { freshIn } from './fresh-entries.ts'
import type { RoomStorage } from './storage/room-storage.ts'

/** What the lobby answered. */
type Told = Pick<Awaited<ReturnType<LobbyRpc['report']>>, 'wantsWhole' | 'bytesElsewhere'>

/** Grows with every change of the room: seqs, revs and directory revisions only grow. */
export const reportVersion = (state: RoomState): number => state.head + state.rev + state.revision

/**
 * What the lobby does not know yet. Whose counts moved is remembered in memory; after an eviction the next report is whole,
 * so nothing has to be kept for it but up to which version the lobby was told.
 */
export class LobbyReporter {
  readonly #storage: RoomStorage
  #moved: Set<MemberNo> | null = null
  #gone = new Set<Id>()
  /** Head of the last report that arrived; null when nobody remembers. */
  #toldHead: Seq | null = null

  constructor(storage: RoomStorage) {
    this.#storage = storage
  }

  isBehind(state: RoomState): boolean {
    return this.#storage.toldVersion() < reportVersion(state)
  }

  /** After an eviction: when the lobby knows everything, whose counts move from now on is all that the next report needs. */
  wake(state: RoomState): void {
    if (this.isBehind(state)) return
    this.#moved = new Set()
    this.#toldHead = state.head
  }

  /** Notes whose counts a commit moved. */
  note(state: RoomState, changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'pointers') for (const move of change.moves) this.#moved?.add(move.no)
      if (change.type !== 'entry') continue
      this.#moved?.add(change.entry.by)
      const { body } = change.entry
      if ('mentions' in body) for (const no of body.mentions ?? []) this.#moved?.add(no)
      if (body.kind !== 'membership') continue
      for (const no of body.joined) this.#moved?.add(no)
      for (const no of body.left) this.#gone.add(state.people[no - 1]?.accountId ?? '')
    }
  }

  /** What is to be told now; what moves while it is under way belongs to the next report. */
  report(state: RoomState, now: EpochMs): RoomReport {
    const report = this.#build(state, now)
    this.#moved = new Set()
    this.#gone = new Set()
    return report
  }

  #build(state: RoomState, now: EpochMs): RoomReport {
    const isWhole = this.#moved === null
    const stays = isWhole
      ? presentStays(state)
      : [...(this.#moved ?? [])].map((no) => presentStay(state, no)).filter((stay) => stay !== null)
    const last = this.#last(state)
    return {
      roomId: state.facts.id,
      version: reportVersion(state),
      since: isWhole ? 0 : this.#storage.toldVersion(),
      name: state.facts.name,
      kind: state.facts.kind,
      memberCount: state.present,
      head: state.head,
      countable: state.countable,
      ...(last ? { last } : {}),
      members: stays.map((stay) => ({
        accountId: state.people[stay.no - 1]?.accountId ?? '',
        read: stay.seen + stay.ownAhead.length,
        mentions: unreadMentions(state, stay),
      })),
      whole: isWhole,
      bytes: this.#storage.heldBytes(),
      quota: state.facts.storageBytes ?? limits.storageBytes,
      revision: state.revision,
      gone: isWhole ? [] : [...this.#gone].filter((accountId) => !isPresent(state, accountId)),
      ...freshIn(state, this.#storage, this.#toldHead, now),
    }
  }

  /** The lobby has taken a report. One that lost what it had wants the whole. */
  told({ version, head }: RoomReport, { wantsWhole, bytesElsewhere }: Told): void {
    if (wantsWhole) this.#moved = null
    else this.#toldHead = head
    this.#storage.noteTold(wantsWhole ? 0 : version)
    this.#storage.noteElsewhere(bytesElsewhere)
  }

  /** The report may not have arrived: the next one says everything. */
  failed(): void {
    this.#moved = null
  }

  #last(state: RoomState): RoomReport['last'] {
    for (let seq = state.head; seq > Math.max(0, state.head - 20); seq -= 1) {
      const entry = this.#storage.entry(seq)
      const line = entry && preview(entry, this.#target(entry))
      if (entry && line) return { seq, storedAt: entry.storedAt, by: state.people[entry.by - 1]?.name ?? '', ...line }
    }
    return undefined
  }

  #target(entry: Entry): Entry | null {
    return entry.kind === 'correction' ? this.#storage.entry(entry.target) : null
  }
}

function isPresent(state: RoomState, accountId: Id): boolean {
  const no = state.byAccount.get(accountId)
  return no !== undefined && presentStay(state, no) !== null
}

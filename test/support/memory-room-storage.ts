import type { Change, LoggedEntry } from '../../core/change.ts'
import { evolve } from '../../core/evolve.ts'
import type { NotedVersion } from '../../core/log-reader.ts'
import { emptyRoom, type RoomState } from '../../core/room-state.ts'
import { serve } from '../../core/served-entry.ts'
import type { RoomStorage } from '../../durable/storage/room-storage.ts'
import type { Entry, Mark, MarkKind } from '../../protocol/entry.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import type { Versions } from '../../protocol/server-message.ts'

/** A room kept as the list of everything that ever happened: its `load` is the fold of that list, the oracle of every other storage. */
export class MemoryRoomStorage implements RoomStorage {
  readonly changes: Change[] = []
  /** Whole uploads, with whose they are. */
  readonly uploads: { by: number; file: CarriedFile }[] = []
  #told = 0

  load(): RoomState | null {
    const first = this.changes.find((change) => change.type === 'directory')
    if (!first) return null
    const state = emptyRoom(first.facts)
    for (const change of structuredClone(this.changes)) evolve(state, change)
    return state
  }

  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T {
    return work()
  }

  append({ by, clientId }: LoggedEntry): boolean {
    return clientId === undefined || this.byClientId(by, clientId) === null
  }

  write(changes: readonly Change[]): void {
    this.changes.push(...structuredClone(changes))
  }

  entries(from: number, to: number): Entry[] {
    return this.#log()
      .filter((entry) => entry.seq >= from && entry.seq <= to)
      .map((entry) => serve(entry, this.#latest(entry)))
  }

  encodedEntries(from: number, to: number): string {
    return JSON.stringify(this.entries(from, to))
  }

  entry(seq: number): Entry | null {
    return this.entries(seq, seq)[0] ?? null
  }

  byClientId(no: number, clientId: string): LoggedEntry | null {
    return this.#log().find((entry) => entry.by === no && entry.clientId === clientId) ?? null
  }

  ownUpload(no: number, id: string): CarriedFile | null {
    const isCarried = this.#log().some(
      ({ body }) => body.kind === 'message' && body.files?.some((file) => file.id === id),
    )
    const own = this.uploads.find(({ by, file }) => by === no && file.id === id)
    return own && !isCarried ? own.file : null
  }

  noteEntries(note: string): NotedVersion[] {
    return this.#log().flatMap(({ seq, body }) =>
      body.kind === 'note' && body.note === note ? [{ version: body.version, seq, change: body.change }] : [],
    )
  }

  countableAt(seq: number): number {
    return this.#log().find((entry) => entry.seq === seq)?.countable ?? 0
  }

  mark(seq: number, kind: MarkKind, no: number): Mark | null {
    return this.#marks().find((mark) => mark.seq === seq && mark.kind === kind && mark.no === no) ?? null
  }

  marksSince(rev: number): Mark[] {
    return this.#marks().filter((mark) => mark.rev > rev)
  }

  marksOn(from: number, to: number): Mark[] {
    return this.#marks().filter((mark) => mark.seq >= from && mark.seq <= to && mark.value !== null)
  }

  pins(): Mark[] {
    return this.#marks().filter((mark) => mark.kind === 'pin' && mark.value !== null)
  }

  versions(seq: number): Versions['versions'] {
    if (this.entry(seq)?.kind !== 'message') return []
    return this.#log().flatMap(({ seq: at, body, storedAt }) => {
      if (at === seq && body.kind === 'message') return [{ version: 0, text: body.text, storedAt }]
      if (body.kind === 'correction' && body.target === seq)
        return [{ version: body.version, text: body.text, storedAt }]
      return []
    })
  }

  toldVersion(): number {
    return this.#told
  }

  noteTold(version: number): void {
    this.#told = version
  }

  heldBytes(): number {
    return this.uploads.reduce((sum, { file }) => sum + file.size, 0)
  }

  /** What the other rooms hold concerns uploads alone, and nothing in memory decides about those. */
  noteElsewhere(): void {}

  #log(): LoggedEntry[] {
    return this.changes.flatMap((change) => (change.type === 'entry' ? [change.entry] : []))
  }

  #marks(): Mark[] {
    const latest = new Map<string, Mark>()
    for (const change of this.changes) {
      if (change.type === 'mark') latest.set(`${change.mark.seq} ${change.mark.kind} ${change.mark.no}`, change.mark)
    }
    return [...latest.values()].sort((a, b) => a.rev - b.rev)
  }

  #latest({ seq, body }: LoggedEntry): LoggedEntry | null {
    const target = ('target' in body && body.target) || seq
    return this.#log().findLast((entry) => 'target' in entry.body && entry.body.target === target) ?? null
  }
}

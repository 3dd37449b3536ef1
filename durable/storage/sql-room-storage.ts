import type { Change, LoggedEntry, NoteBody } from '../../core/change.ts'
import { readOwnEntries, rememberRecent, restoreStay } from '../../core/evolve.ts'
import type { NotedVersion } from '../../core/log-reader.ts'
import { emptyRoom, type RoomState, recentEntries } from '../../core/room-state.ts'
import { serve } from '../../core/served-entry.ts'
import type { Entry, Mark, MarkKind } from '../../protocol/entry.ts'
import type { CarriedFile } from '../../protocol/file.ts'
import type { ClientId, MemberNo, Rev, Seq } from '../../protocol/ids.ts'
import type { Versions } from '../../protocol/server-message.ts'
import { PhotoDueStorage } from './photo-due-storage.ts'
import { PositionStorage } from './position-storage.ts'
import { roomSchema } from './room-schema.ts'
import type { RoomStorage } from './room-storage.ts'
import {
  type EntryRow,
  entryOfRow,
  type FactsRow,
  type MarkRow,
  markOfRow,
  type PointersRow,
  pointersRow,
  type StaysRow,
  staysOfRows,
} from './rows.ts'
import { hasSchema, runSchemaSteps } from './schema-steps.ts'
import { carriedFile, UploadStorage } from './upload-storage.ts'

const entryColumns = (alias: string) =>
  ['seq', 'by', 'stored_at', 'sent_at', 'client_id', 'countable', 'body'].map((name) => `${alias}.${name}`).join(', ')

/** An entry as `serve` makes it, as JSON, of what nothing superseded and what supersedes nothing; null for all others. */
const encodedEntry = `
  SELECT CASE WHEN superseded_by IS NULL AND target IS NULL THEN
    '{"seq":' || seq || ',"by":' || by || ',"storedAt":' || stored_at || coalesce(',"sentAt":' || sent_at, '') || ',' || substr(body, 2)
  END AS encoded FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq`

/** A room in the SQLite of its Durable Object. Writes nothing until the first change is kept. */
export class SqlRoomStorage implements RoomStorage {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage
  /** Of a room that was loaded or created; before that there are no tables. */
  readonly uploads: UploadStorage
  readonly positions: PositionStorage
  readonly photosDue: PhotoDueStorage
  #isReady = false

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#sql = storage.sql
    this.uploads = new UploadStorage(this.#sql)
    this.positions = new PositionStorage(this.#sql)
    this.photosDue = new PhotoDueStorage(this.#sql)
  }

  load(): RoomState | null {
    if (!hasSchema(this.#sql)) return null
    this.#prepare(0)
    const facts = this.#fact<FactsRow>('directory')
    if (!facts) return null
    const state = emptyRoom(facts.facts)
    state.revision = facts.revision
    state.people = facts.people
    state.byAccount = new Map(facts.people.map((person) => [person.accountId, person.no]))
    const pointers = this.#fact<PointersRow>('pointers') ?? { rev: 0, at: [], ahead: {} }
    for (const entry of this.#newest(recentEntries)) rememberRecent(state, entry)
    for (const stay of staysOfRows(this.#fact<StaysRow>('stays') ?? [], pointers)) {
      readOwnEntries(stay, state.recent)
      restoreStay(state, stay)
    }
    const last = state.recent.at(-1)
    state.head = last?.seq ?? 0
    state.countable = last?.countable ?? 0
    state.rev = Math.max(pointers.rev, this.#number('SELECT max(rev) AS n FROM mark'))
    return state
  }

  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T {
    return this.#storage.transactionSync(work as () => T)
  }

  append(entry: LoggedEntry): boolean {
    this.#prepare(entry.storedAt)
    const target = 'target' in entry.body ? entry.body.target : null
    const { rowsWritten } = this.#sql.exec(
      `INSERT INTO entry (seq, by, stored_at, sent_at, client_id, target, countable, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (by, client_id) WHERE client_id IS NOT NULL DO NOTHING`,
      entry.seq,
      entry.by,
      entry.storedAt,
      entry.sentAt ?? null,
      entry.clientId ?? null,
      target,
      entry.countable,
      JSON.stringify(entry.body),
    )
    if (rowsWritten === 0) return false
    if (entry.body.kind === 'message' && entry.body.files) this.uploads.carry(entry.body.files, entry.seq)
    this.#notePhotos(entry)
    if (entry.body.kind === 'note') this.#noteEntry(entry.seq, entry.body)
    if (target !== null) this.#sql.exec('UPDATE entry SET superseded_by = ? WHERE seq = ?', entry.seq, target)
    return true
  }

  write(changes: readonly Change[], state: RoomState): void {
    this.#prepare(0)
    let isMembershipTouched = false
    let arePointersTouched = false
    for (const change of changes) {
      if (change.type === 'entry') {
        isMembershipTouched ||= change.entry.body.kind === 'membership'
        // Pointers that moved over own entries are made again from the newest entries; this keeps them within those.
        arePointersTouched ||= change.entry.seq % (recentEntries / 2) === 0
      } else if (change.type === 'mark') this.#putMark(change.mark)
      else if (change.type === 'pointers') arePointersTouched = true
      else
        this.#putFact('directory', {
          revision: state.revision,
          facts: state.facts,
          people: state.people,
        } satisfies FactsRow)
    }
    if (isMembershipTouched)
      this.#putFact(
        'stays',
        state.stays.map(({ pointer: _p, seen: _s, ownAhead: _o, ...stay }) => stay),
      )
    if (isMembershipTouched || arePointersTouched) this.#putFact('pointers', pointersRow(state.rev, state.stays))
  }

  entries(from: Seq, to: Seq): Entry[] {
    const rows = this.#sql
      .exec<EntryRow & { latest: number | null }>(
        `SELECT ${entryColumns('e')}, coalesce(e.superseded_by, t.superseded_by) AS latest
         FROM entry e LEFT JOIN entry t ON t.seq = e.target WHERE e.seq BETWEEN ? AND ? ORDER BY e.seq`,
        from,
        to,
      )
      .toArray()
    return rows.map((row) =>
      serve(entryOfRow(row), row.latest === null || row.latest === row.seq ? null : this.#logged(row.latest)),
    )
  }

  /** Seqs from `from` to before `before` of messages with a place, or with a photo that has one; newest first. Retracted ones among them. */
  placedSeqs(from: Seq, before: Seq, limit: number): Seq[] {
    const rows = this.#sql.exec<{ seq: number }>(
      `SELECT seq FROM entry INDEXED BY entry_place
       WHERE instr(body, '"place":{') > 0 AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
      ...[from, before, limit],
    )
    return rows.toArray().map(({ seq }) => seq)
  }

  encodedEntries(from: Seq, to: Seq): string {
    const rows = this.#sql.exec<{ encoded: string | null }>(encodedEntry, from, to).toArray()
    return `[${rows.map(({ encoded }, i) => encoded ?? JSON.stringify(this.entry(from + i))).join()}]`
  }

  entry(seq: Seq): Entry | null {
    return this.entries(seq, seq)[0] ?? null
  }

  byClientId(no: MemberNo, clientId: ClientId): LoggedEntry | null {
    const row = this.#sql
      .exec<EntryRow>(`SELECT ${entryColumns('e')} FROM entry e WHERE e.by = ? AND e.client_id = ?`, no, clientId)
      .toArray()[0]
    return row ? entryOfRow(row) : null
  }

  ownUpload(no: MemberNo, id: ClientId): CarriedFile | null {
    const upload = this.uploads.find(id)
    const file = upload?.by === no && upload.seq === null && upload.state !== 'going' ? carriedFile(upload) : null
    // A copy names its small picture by itself; one that did not come, it goes without.
    if (file?.thumb === undefined || this.ownUpload(no, file.thumb) !== null) return file
    const { thumb: _, ...rest } = file
    return rest
  }

  noteEntries(note: ClientId): NotedVersion[] {
    return this.#sql
      .exec<NotedVersion>('SELECT version, seq, change FROM note_entry WHERE note = ? ORDER BY version', note)
      .toArray()
  }

  mark(seq: Seq, kind: MarkKind, no: MemberNo): Mark | null {
    return this.#marks('seq = ? AND kind = ? AND no = ?', seq, kind, no)[0] ?? null
  }

  countableAt(seq: Seq): number {
    return this.#number('SELECT countable AS n FROM entry WHERE seq = ?', seq)
  }

  marksSince(rev: Rev): Mark[] {
    return this.#marks('rev > ? ORDER BY rev', rev)
  }

  marksOn(from: Seq, to: Seq): Mark[] {
    return this.#marks('seq BETWEEN ? AND ? AND value IS NOT NULL', from, to)
  }

  pins(): Mark[] {
    return this.#marks("kind = 'pin' AND value IS NOT NULL")
  }

  versions(seq: Seq): Versions['versions'] {
    const message = this.#logged(seq)
    if (message?.body.kind !== 'message') return []
    const later: Versions['versions'] = []
    let at: Seq | undefined = this.#number('SELECT superseded_by AS n FROM entry WHERE seq = ?', seq) || undefined
    while (at !== undefined) {
      const entry: LoggedEntry | null = this.#logged(at)
      if (entry?.body.kind !== 'correction' && entry?.body.kind !== 'retraction') break
      if (entry.body.kind === 'correction') {
        later.unshift({ version: entry.body.version, text: entry.body.text, storedAt: entry.storedAt })
      }
      at = entry.body.previous
    }
    return [{ version: 0, text: message.body.text, storedAt: message.storedAt }, ...later]
  }

  toldVersion(): number {
    return this.#fact<number>('told') ?? 0
  }

  noteTold(version: number): void {
    this.#putFact('told', version)
  }

  heldBytes(): number {
    return this.uploads.sums().bytes
  }

  noteElsewhere(bytes: number): void {
    this.uploads.noteElsewhere(bytes)
  }

  #prepare(now: number): void {
    if (this.#isReady) return
    runSchemaSteps(this.#sql, roomSchema, now)
    this.#isReady = true
  }

  /** A message with photos, or the one that a retraction takes them from. */
  #notePhotos({ seq, body }: LoggedEntry): void {
    const at = body.kind === 'retraction' ? body.target : seq
    const message = body.kind === 'retraction' ? this.#logged(at)?.body : body
    if (message?.kind === 'message' && message.files?.some(({ kind }) => kind === 'photo')) this.photosDue.note(at)
  }

  #noteEntry(seq: Seq, { note, version, change, files = [] }: NoteBody): void {
    this.uploads.carryByNote(files, seq, note)
    this.#sql.exec(
      'INSERT INTO note_entry (note, version, seq, change) VALUES (?, ?, ?, ?)',
      ...[note, version, seq, change],
    )
  }

  #putMark({ seq, kind, no, value, by, rev, at }: Mark): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO mark (seq, kind, no, value, by, rev, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      seq,
      kind,
      no,
      value,
      by ?? null,
      rev,
      at,
    )
  }

  #marks(where: string, ...bindings: (string | number)[]): Mark[] {
    return this.#sql
      .exec<MarkRow>(`SELECT seq, kind, no, value, by, rev, at FROM mark WHERE ${where}`, ...bindings)
      .toArray()
      .map(markOfRow)
  }

  #newest(count: number): LoggedEntry[] {
    const rows = this.#sql
      .exec<EntryRow>(`SELECT ${entryColumns('e')} FROM entry e ORDER BY e.seq DESC LIMIT ?`, count)
      .toArray()
    return rows.reverse().map(entryOfRow)
  }

  #logged(seq: Seq): LoggedEntry | null {
    const row = this.#sql.exec<EntryRow>(`SELECT ${entryColumns('e')} FROM entry e WHERE e.seq = ?`, seq).toArray()[0]
    return row ? entryOfRow(row) : null
  }

  #fact<T>(name: string): T | null {
    const row = this.#sql.exec<{ value: string }>('SELECT value FROM room_fact WHERE name = ?', name).toArray()[0]
    return row ? (JSON.parse(row.value) as T) : null
  }

  #putFact(name: string, value: unknown): void {
    this.#sql.exec('INSERT OR REPLACE INTO room_fact (name, value) VALUES (?, ?)', name, JSON.stringify(value))
  }

  #number(query: string, ...bindings: number[]): number {
    return this.#sql.exec<{ n: number | null }>(query, ...bindings).toArray()[0]?.n ?? 0
  }
}

import { createEffect, createRoot, on, untrack } from 'solid-js'
import type { Post } from '../../../protocol/client-message.ts'
import type { ClientId, Id } from '../../../protocol/ids.ts'
import { bothShelves } from '../../offline/both-shelves.ts'
import type { DeviceStore } from '../../offline/device-store.ts'
import { memoryUploads } from '../../offline/memory-uploads.ts'
import { keepSent } from '../../offline/spare-shelf.ts'
import { type KeptUpload, type NewUpload, type UploadShelf, uploadShelf } from '../../offline/upload-shelf.ts'
import { askToStay } from '../../offline/vault.ts'
import { comeBackWhenAlive } from '../../transport/session-keeper.ts'
import { Tus, type UploadAsk, type UploadOutcome } from '../../transport/tus.ts'
import { uploadPaths } from '../../transport/upload-paths.ts'
import { mayKeepRoom } from '../talk/may-keep-room.ts'
import type { KeptPending } from '../talk/outbox-queue.ts'
import { pageOutbox } from '../talk/page-outbox.ts'
import type { RoomSession } from '../talk/room-session.ts'
import type { LateSource, LateUpload } from './late-uploads.ts'
import { showUploads } from './shown-uploads.ts'
import { uploadBoard } from './upload-board.ts'
import { type NoteCarriers, type WaitingCarrier, waitingCarriers } from './upload-carriers.ts'
import { UploadPauses } from './upload-pauses.ts'
import { isWhole, nextUpload, uploadsOf } from './upload-queue.ts'

/**
 * Brings photos and files of waiting messages into their rooms, one after another, from the tab that sends.
 * 1. A message leaves when all that it carries is whole. 2. What is on its way lies on the device until its message is stored or taken away.
 * 3. After any trouble an upload goes on where its room has it. 4. What comes later (originals, lost bytes again) leaves while nothing else waits.
 */
class Uploading {
  private readonly sessions = new Map<Id, RoomSession>()
  private shelf: Promise<UploadShelf>
  private notes: NoteCarriers | null = null
  private readonly tus: Tus
  /** Told to their rooms in this page; of all others the first question is whether the room knows them. */
  private readonly begun = new Set<ClientId>()
  private readonly pauses: UploadPauses
  /** Messages whose uploads the room had and lost, and that are brought a second time without anybody's asking. */
  private readonly broughtAgain = new Set<ClientId>()
  /** How far each had come when its room said so last. */
  private readonly stood = new Map<ClientId, number>()
  /** Messages that were on their way to their room: it may have them, with all that they carry. */
  private readonly left = new Set<ClientId>()
  private underWay: { upload: KeptUpload | LateUpload; stop: AbortController; isLate: boolean } | null = null
  private readonly late: LateSource[] = []
  private isRunning = false
  private isWokenMeanwhile = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly parts: UploadingParts) {
    const { store, keeper } = parts
    this.shelf = store.vault.then((vault) =>
      vault === null ? memoryUploads(pageOutbox(this.sessions)) : uploadShelf(vault),
    )
    this.pauses = new UploadPauses(parts.now)
    this.tus = new Tus({ as: store.accountId, now: parts.now, signedOut: keeper.recheck })
    createRoot(() =>
      createEffect(
        on(store.sender.isMine, (isMine) => {
          if (!isMine) this.underWay?.stop.abort()
          this.wake()
        }),
      ),
    )
    const hope = () => {
      this.pauses.clear()
      this.wake()
    }
    window.addEventListener('online', hope)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && hope())
  }

  /** From now on this room's messages are seen to as well. */
  seeTo(session: RoomSession): void {
    if (this.sessions.get(session.roomId) === session) return
    this.sessions.set(session.roomId, session)
    createRoot(() => createEffect(on(session.outbox.items, () => this.looked(session))))
  }

  /** From now on what saved notes carry is brought up too, after what messages do. */
  carryFor(notes: NoteCarriers): void {
    if (this.notes !== null) return
    this.notes = notes
    this.shelf = this.shelf.then((own) => bothShelves(own, notes.shelf))
    createRoot(() =>
      createEffect(
        on(notes.carriers, (carriers) => {
          const { upload, stop } = this.underWay ?? {}
          const isWanted = carriers.some(({ files }) => files.some(({ id }) => id === upload?.id))
          if (upload && 'postId' in upload && upload.ofNote && !isWanted) stop?.abort()
          this.wake()
        }),
      ),
    )
  }

  /** On the device with all that it carries when the promise ends, and on screen from then on. */
  async post(
    session: RoomSession,
    pending: KeptPending,
    uploads: readonly NewUpload[],
    choices: ClientId[] = [],
  ): Promise<void> {
    const shelf = await this.shelf
    this.seeTo(session)
    await shelf.put({ roomId: session.roomId, ...pending }, uploads, choices)
    await showUploads(await shelf.rows())
    for (const { row, bytes } of uploads) if (row.kind === 'thumb') uploadBoard.addPicture(row.id, bytes)
    await this.told(session)
    askToStay()
  }

  /** Takes one photo or file out of a message that has not left. The last one of a message without a word takes the message along. */
  async takeOut(session: RoomSession, post: Post, fileId: ClientId): Promise<void> {
    if (session.whole.has(post.id)) return
    if (post.files?.length === 1 && post.text === '') session.outbox.remove(post.id)
    else {
      await (await this.shelf).takeOut(post.id, fileId)
      await this.told(session)
    }
    const gone = uploadsOf({ files: post.files?.filter(({ id }) => id === fileId) ?? [] })
    if (gone.includes(this.underWay?.upload.id ?? '')) this.underWay?.stop.abort()
    this.wake()
  }

  /** From now on this leaves too, when nothing else waits. */
  alsoLate(source: LateSource): void {
    this.late.push(source)
    this.wake()
  }

  /** What comes later is another, or the line is. `ended`: nobody wants this one any more. */
  lateChanged(ended?: LateUpload): void {
    if (this.underWay?.isLate && (!ended || this.underWay.upload.id === ended.id)) this.underWay.stop.abort()
    if (ended && this.begun.delete(ended.id)) void this.tus.end(uploadPaths.one(ended.roomId, ended.id))
    this.wake()
  }

  /** The outbox on the device is another. */
  private async told(session: RoomSession): Promise<void> {
    this.parts.store.tellOutboxChanged(session.roomId)
    if ((await this.parts.store.vault) !== null) await session.outbox.reload()
  }

  private looked(session: RoomSession): void {
    const items = session.outbox.items()
    const current = this.underWay
    const { upload } = current ?? {}
    const isOver =
      upload && 'postId' in upload
        ? !upload.ofNote &&
          upload.roomId === session.roomId &&
          !items.some(({ command }) => command.id === upload.postId)
        : session.outbox.isBusy()
    if (isOver) current?.stop.abort()
    for (const { command, status, refusal } of items) {
      if (status === 'underway' || status === 'stored') this.left.add(command.id)
      if (status !== 'failed' || refusal !== 'upload_unknown' || !session.whole.delete(command.id)) continue
      void this.bringAgain(session, command as Post)
    }
    this.wake()
  }

  /** The room has lost what it had, as after a day without a network: it is brought once more. */
  private async bringAgain(session: RoomSession, post: Post): Promise<void> {
    const shelf = await this.shelf
    const rows = (await shelf.rows()).filter(({ postId }) => postId === post.id)
    for (const { id } of rows) this.begun.delete(id)
    await shelf.noteWhole(rows, false)
    if (this.broughtAgain.has(post.id)) return
    this.broughtAgain.add(post.id)
    session.outbox.retry(post.id)
  }

  /** There is perhaps something to do. */
  wake(): void {
    clearTimeout(this.timer)
    this.isWokenMeanwhile = true
    if (!this.isRunning) void this.run()
  }

  private async run(): Promise<void> {
    this.isRunning = true
    try {
      while (this.isWokenMeanwhile) {
        this.isWokenMeanwhile = false
        while (await this.step());
      }
    } catch {
      // The store closed: another person signed in, or this one signed out.
    } finally {
      this.isRunning = false
    }
  }

  /** Does the next thing; false when there is nothing to be done now. */
  private async step(): Promise<boolean> {
    const shelf = await this.shelf
    await this.tidy(shelf)
    const rows = await shelf.rows()
    await showUploads(rows, shelf)
    const carriers = waitingCarriers(this.sessions.values())
    const byId = new Map(rows.map((row) => [row.id, row]))
    for (const carrier of carriers) if (isWhole(carrier, byId)) this.release(carrier)
    const { store, keeper, now } = this.parts
    if (!untrack(store.sender.isMine)) return false
    const going = rows.find((row) => row.isGoing && !this.pauses.isResting(row.id))
    const ofNotes = this.notes ? untrack(this.notes.carriers) : []
    const { rests } = this.pauses
    const due = nextUpload(carriers, byId, rests, now()) ?? nextUpload(ofNotes, byId, rests, now())
    const next = due ?? going
    const late = next === undefined ? await this.nextLate() : null
    if (next === undefined && late === null) return this.rest(rows)
    if ((await keeper.ready()) === 'signed-out') {
      comeBackWhenAlive(keeper, () => this.wake())
      return false
    }
    if (next === undefined) await this.bringLate(late as LateUpload)
    else if (next.isGoing) await this.end(next, shelf)
    else {
      byId.delete(next.id)
      const afterIt = nextUpload(carriers, byId, rests, now())
      if (afterIt !== null) this.tus.announce(this.askOf(afterIt, shelf, new AbortController()))
      await this.bring(next, shelf)
    }
    return true
  }

  private async bring(upload: KeptUpload, shelf: UploadShelf): Promise<void> {
    const stop = new AbortController()
    this.underWay = { upload, stop, isLate: false }
    const outcome = await this.tus.upload(this.askOf(upload, shelf, stop))
    this.underWay = null
    if (!stop.signal.aborted) await this.after(outcome, upload, shelf)
  }

  /** What comes later passes nothing that waits in a room. */
  private async nextLate(): Promise<LateUpload | null> {
    if ([...this.sessions.values()].some(({ outbox }) => untrack(outbox.isBusy))) return null
    for (const source of this.late) {
      const upload = await source.next((id) => this.pauses.isResting(id))
      if (upload) return upload
    }
    return null
  }

  private async bringLate(upload: LateUpload): Promise<void> {
    const { id, roomId, facts, bytes } = upload
    const [stop, isBegun] = [new AbortController(), this.begun.has(id)]
    this.underWay = { upload, stop, isLate: true }
    const stands = (sent: number) => {
      this.begun.add(id)
      upload.stands(sent)
    }
    const ask = { path: uploadPaths.all(roomId), facts, bytes, isBegun, signal: stop.signal, stands }
    const outcome = await this.tus.upload(ask)
    this.underWay = null
    if (outcome.is === 'cut' && !stop.signal.aborted) this.pauses.add(id)
    if (outcome.is !== 'cut') this.begun.delete(id)
    // A room that has forgotten it is told of it again.
    if (outcome.is !== 'lost' || !isBegun) await upload.settled(outcome)
  }

  private askOf(upload: KeptUpload, shelf: UploadShelf, stop: AbortController): UploadAsk {
    const { id, kind, name, size, roomId, postId } = upload
    return {
      path: uploadPaths.all(roomId),
      facts: { id, kind, name, size },
      bytes: () => shelf.bytes(upload),
      isBegun: this.begun.has(id),
      signal: stop.signal,
      stands: (offset) => {
        this.begun.add(id)
        // Whoever gets on has no reason to wait longer and longer.
        if (offset > (this.stood.get(id) ?? 0)) this.pauses.gotOn(postId)
        this.stood.set(id, offset)
        uploadBoard.stands(id, offset)
      },
    }
  }

  private async after(outcome: UploadOutcome, upload: KeptUpload, shelf: UploadShelf): Promise<void> {
    const { id, postId, roomId } = upload
    if (outcome.is === 'whole') return shelf.noteWhole([upload], true)
    if (outcome.is === 'refused') {
      this.begun.delete(id)
      if (upload.ofNote) return this.notes?.refused(upload, outcome.code)
      return this.sessions.get(roomId)?.outbox.answered({ id: postId, refusal: outcome.code })
    }
    if (outcome.is === 'lost') this.begun.delete(id)
    this.pauses.add(postId)
  }

  private async end(upload: KeptUpload, shelf: UploadShelf): Promise<void> {
    const isTold = await this.tus.end(uploadPaths.one(upload.roomId, upload.id))
    if (isTold) await shelf.end([upload], { told: false })
    else this.pauses.add(upload.id)
  }

  /** Comes again when the first of what rests may be tried, and to clear away what has just been stored. */
  private rest(rows: readonly KeptUpload[]): false {
    const waits = this.pauses.waits()
    if (rows.some((row) => !row.isGoing && this.isSettled(row))) waits.push(settlingMs)
    if (waits.length > 0) this.timer = setTimeout(() => this.wake(), Math.min(...waits))
    return false
  }

  /** The message may leave. */
  private release({ id, session }: WaitingCarrier): void {
    if (session.whole.has(id)) return
    session.whole.add(id)
    session.outbox.pump()
  }

  /** What belongs to no message any more goes; its room is told where no message can have taken it. */
  private async tidy(shelf: UploadShelf): Promise<void> {
    const lonely = await shelf.lonely()
    if (lonely.length === 0) return
    const [left = [], stayed] = [true, false].map((has) => lonely.filter(({ postId }) => this.left.has(postId) === has))
    const mayKeep = (roomId: Id) => mayKeepRoom(this.sessions.get(roomId))
    await keepSent(this.parts.store, left, { mayKeep, at: this.parts.now() })
    await shelf.end(left, { told: false })
    await shelf.end(stayed ?? [], { told: true })
  }

  /** Its message is not waiting any more, and is about to leave the device. */
  private isSettled({ roomId, postId, ofNote }: KeptUpload): boolean {
    const session = this.sessions.get(roomId)
    return (
      !ofNote && session !== undefined && !untrack(session.outbox.items).some(({ command }) => command.id === postId)
    )
  }
}

export type UploadingParts = Pick<RoomSession['parts'], 'store' | 'keeper' | 'now'>

/** A room that was shown is kept within about a second. */
const settlingMs = 1_500

const ofStores = new WeakMap<DeviceStore, Uploading>()

/** What brings up photos and files for the person who is signed in on this page. */
export function uploadingFor({ parts }: { parts: UploadingParts }): Uploading {
  const uploading = ofStores.get(parts.store) ?? new Uploading(parts)
  ofStores.set(parts.store, uploading)
  return uploading
}

export const seeTo = (session: RoomSession): void => uploadingFor(session).seeTo(session)

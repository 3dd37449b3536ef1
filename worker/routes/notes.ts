import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { ClientId } from '../../protocol/ids.ts'
import {
  ArchiveNote,
  Note,
  NoteList,
  NoteOpens,
  NoteRevisions,
  NoteVersion,
  OpenLink,
  OrderNotes,
  SaveNote,
} from '../../protocol/note.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { accessNote, accessRoomNotes, type NotesDoor, type NotesWish } from '../access.ts'
import { described } from '../describe.ts'
import { directoryObjects } from '../directory/context.ts'
import { openDatabase } from '../directory/database.ts'
import type { AppEnv } from '../env.ts'
import { seqIn } from '../middleware/seq-in.ts'
import { validated } from '../middleware/validate.ts'
import { archiveNote, orderNotes } from '../notes/arrange-notes.ts'
import { countOpen, readOpens } from '../notes/link-opens.ts'
import type { NotesContext } from '../notes/notes-context.ts'
import { listNotes, listRevisions, readNote, readRevision } from '../notes/read-notes.ts'
import { saveNote } from '../notes/save-note.ts'
import { answered, done, refused } from '../on-error.ts'

/** Notes of a room, for those who are in it. They are in the directory; what the room's log tells of them, it is told by the outbox. */
export const noteRoutes = new Hono<AppEnv>()

const noes: RefusalCode[] = ['not_found', 'directory_unavailable']
const writing: RefusalCode[] = [...noes, 'read_only_room']
const ListQuery = v.strictObject({ archived: v.optional(v.literal('1')) })

noteRoutes.get(
  '/api/rooms/:room/notes',
  described({
    operationId: 'listNotes',
    summary: 'The notes of a room without their texts, pinned ones first; with archived=1 those in the archive',
    tag: 'notes',
    answer: NoteList,
    refusals: noes,
  }),
  validated('query', ListQuery),
  (c) =>
    ofRoom(c, async (context) => {
      const notes = await listNotes(context, c.req.valid('query').archived === '1')
      return c.json({ notes } satisfies NoteList)
    }),
)

noteRoutes.put(
  '/api/rooms/:room/notes',
  described({
    operationId: 'orderNotes',
    summary: 'Put the notes of a room in order',
    tag: 'notes',
    refusals: writing,
  }),
  validated('json', OrderNotes),
  (c) => ofRoom(c, async (context) => done(c, await orderNotes(context, c.req.valid('json').ids))),
)

noteRoutes.get(
  '/api/rooms/:room/notes/:note',
  described({ operationId: 'readNote', summary: 'A note, whole', tag: 'notes', answer: Note, refusals: noes }),
  (c) => ofNote(c, {}, async (context, id) => answered(c, await readNote(context, id))),
)

noteRoutes.put(
  '/api/rooms/:room/notes/:note',
  described({
    operationId: 'saveNote',
    summary: 'Save a note as its next version, from the newest one. The same save again gets the same answer',
    tag: 'notes',
    answer: Note,
    refusals: [
      ...writing,
      ...(['note_changed', 'client_id_reused', 'text_empty', 'note_too_long', 'too_many_notes'] as const),
      ...(['upload_unknown', 'slow_down'] as const),
    ],
  }),
  validated('json', SaveNote),
  (c) => {
    const save = c.req.valid('json')
    const wish = { uploads: save.content.files, isSaying: !save.quiet }
    return ofNote(c, wish, async (context, id) => answered(c, await saveNote(context, id, save)))
  },
)

noteRoutes.put(
  '/api/rooms/:room/notes/:note/archived',
  described({
    operationId: 'archiveNote',
    summary: 'Put a note into the archive, or bring it back',
    tag: 'notes',
    refusals: [...writing, 'note_changed', 'slow_down'],
  }),
  validated('json', ArchiveNote),
  (c) =>
    ofNote(c, { isSaying: true }, async (context, id) =>
      done(c, await archiveNote(context, id, c.req.valid('json').archived)),
    ),
)

noteRoutes.get(
  '/api/rooms/:room/notes/:note/revisions',
  described({
    operationId: 'listNoteRevisions',
    summary: 'Who saved a note when, the newest first',
    tag: 'notes',
    answer: NoteRevisions,
    refusals: noes,
  }),
  (c) => ofNote(c, {}, async (context, id) => answered(c, await listRevisions(context, id))),
)

noteRoutes.get(
  '/api/rooms/:room/notes/:note/revisions/:version',
  described({
    operationId: 'readNoteRevision',
    summary: 'One version of a note, whole',
    tag: 'notes',
    answer: NoteVersion,
    refusals: noes,
  }),
  (c) =>
    ofNote(c, {}, async (context, id) => answered(c, await readRevision(context, id, seqIn(c.req.param('version'))))),
)

noteRoutes.post(
  '/api/rooms/:room/notes/:note/opens',
  described({
    operationId: 'openNoteLink',
    summary: 'Count that a link of a list was opened: once for each person, link and day',
    tag: 'notes',
    refusals: noes,
  }),
  validated('json', OpenLink),
  (c) =>
    ofNote(c, {}, async (context, id) =>
      done(c, await countOpen(context, id, c.req.valid('json').url, c.get('secrets').pepper)),
    ),
)

noteRoutes.get(
  '/api/rooms/:room/notes/:note/opens',
  described({
    operationId: 'readNoteOpens',
    summary: 'How many opened each link of a list, this month and the last, for whoever may write it',
    tag: 'notes',
    answer: NoteOpens,
    refusals: [...noes, 'not_allowed'],
  }),
  (c) => ofNote(c, {}, async (context, id) => answered(c, await readOpens(context, id))),
)

async function ofRoom(c: Context<AppEnv>, answer: (context: NotesContext) => Promise<Response>): Promise<Response> {
  const access = await accessRoomNotes(c.env, c.get('actor'), c.req.param('room') ?? '')
  return access.ok ? answer(contextOf(c, access.value)) : refused(c, access.refusal)
}

async function ofNote(
  c: Context<AppEnv>,
  wish: NotesWish,
  answer: (context: NotesContext, id: ClientId) => Promise<Response>,
): Promise<Response> {
  const access = await accessNote(c.env, c.get('actor'), c.req.param('room') ?? '', c.req.param('note') ?? '', wish)
  return access.ok ? answer(contextOf(c, access.value), access.value.noteId) : refused(c, access.refusal)
}

const contextOf = (c: Context<AppEnv>, { roomId, standing, database }: NotesDoor): NotesContext => ({
  ...{ roomId, standing, now: c.get('now') },
  db: openDatabase(database),
  objects: directoryObjects(c.env),
  waitUntil: (work: Promise<unknown>) => c.executionCtx.waitUntil(work),
})

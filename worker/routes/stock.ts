import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { minuteInName } from '../../core/photo-name.ts'
import { Id } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { Selection, SelectPhotos, SetPhotoFacts, StockPage } from '../../protocol/stock.ts'
import { accessStock, type StockDoor } from '../access.ts'
import { described } from '../describe.ts'
import { openDatabase } from '../directory/database.ts'
import type { AppEnv } from '../env.ts'
import { contentDisposition } from '../files/content-disposition.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done, refused } from '../on-error.ts'
import { changePhotos } from '../stock/change-photos.ts'
import { listPhotos, StockQuery } from '../stock/list-photos.ts'
import { photoReader } from '../stock/photo-reader.ts'
import { askRooms, type RoomsWord } from '../stock/rooms-word.ts'
import type { Looker } from '../stock/seen-photos.ts'
import { findSelection, selectPhotos } from '../stock/select-photos.ts'
import { zipPhotos } from '../stock/zip-photos.ts'

/** Photos of all own rooms of an organization: found, told of and taken along. */
export const stockRoutes = new Hono<AppEnv>()

const noes: RefusalCode[] = ['not_found', 'directory_unavailable']

stockRoutes.get(
  '/api/organizations/:organization/stock',
  described({
    operationId: 'listStock',
    summary: 'Photos of all own rooms, newest first, by words, consent, unit, room and time',
    tag: 'stock',
    answer: StockPage,
    refusals: noes,
  }),
  validated('query', StockQuery),
  (c) =>
    inStock(c, async ({ looker, word }) =>
      c.json((await listPhotos(looker, word, c.req.valid('query'))) satisfies StockPage),
    ),
)

stockRoutes.put(
  '/api/organizations/:organization/stock',
  described({
    operationId: 'setPhotoFacts',
    summary: 'Say of photos whether they may be shown, who is to be seen, whom to name, and words to find them by',
    tag: 'stock',
    refusals: [...noes, 'not_allowed'],
  }),
  validated('json', SetPhotoFacts),
  (c) =>
    inStock(c, async ({ looker, word }) =>
      done(c, await changePhotos(looker, word, c.req.valid('json'), c.get('now'))),
    ),
)

stockRoutes.post(
  '/api/organizations/:organization/stock/selections',
  described({
    operationId: 'selectPhotos',
    summary: 'Choose photos for a zip; says what will be left out and why',
    tag: 'stock',
    answer: Selection,
    status: 201,
    refusals: [...noes, 'selection_too_large'],
  }),
  validated('json', SelectPhotos),
  (c) =>
    inStock(c, async ({ looker, word }) =>
      answered(c, await selectPhotos(looker, word, c.req.valid('json'), c.get('now')), 201),
    ),
)

stockRoutes.get(
  '/api/organizations/:organization/stock/zip/:selection',
  described({
    operationId: 'downloadPhotos',
    summary: 'The chosen photos as one zip, with a list of them; for whoever chose them, for a quarter of an hour',
    tag: 'stock',
    status: 200,
    refusals: noes,
  }),
  (c) =>
    inStock(c, async (stock) => {
      const id = c.req.param('selection')
      const now = c.get('now')
      if (!v.is(Id, id)) return refused(c, 'not_found')
      const selection = await findSelection(stock.looker, id, now)
      if (!selection.ok) return refused(c, selection.refusal)
      const { kind, photos } = selection.value
      const reader = photoReader(c.env, c.get('actor'), now)
      const name = `写真_${minuteInName(now)}.zip`
      c.set('servesFile', zipType)
      c.header('content-type', zipType)
      c.header('content-disposition', contentDisposition({ name, type: zipType }))
      return c.body(zipPhotos({ ...stock, reader }, kind, photos))
    }),
)

const zipType = 'application/zip'

async function inStock(
  c: Context<AppEnv>,
  answer: (stock: { looker: Looker; word: RoomsWord }) => Promise<Response>,
): Promise<Response> {
  const access = accessStock(c.env, c.get('profile'), c.req.param('organization') ?? '')
  if (!access.ok) return refused(c, access.refusal)
  const { organizationId, isAdmin, database }: StockDoor = access.value
  const actor = c.get('actor')
  const looker = { db: openDatabase(database), organizationId, accountId: actor.accountId }
  return answer({ looker, word: askRooms(c.env, actor, isAdmin) })
}

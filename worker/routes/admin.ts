import { Hono } from 'hono'
import { AskAudit, AuditPage, MadeAccount, MakeAccount, SetDisabled, SetHolder, SetTitle } from '../../protocol/http.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { described } from '../describe.ts'
import { readAudit } from '../directory/organizations.ts'
import { makeAccount, reissueActivation, setDisabled, setTitle } from '../directory/people.ts'
import { setHolder } from '../directory/positions.ts'
import { inDirectory } from '../directory/request-context.ts'
import type { AppEnv } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done } from '../on-error.ts'

/** For the administrators of an organization; to everyone else nothing of this is there. */
export const adminRoutes = new Hono<AppEnv>()

const noes: RefusalCode[] = ['not_found', 'changed_meanwhile', 'directory_unavailable']

adminRoutes.post(
  '/api/organizations/:organization/accounts',
  described({
    operationId: 'makeAccount',
    summary: 'Make an account with a one-time code, which is told here and never again',
    tag: 'admin',
    status: 201,
    answer: MadeAccount,
    refusals: [...noes, 'login_id_taken'],
  }),
  validated('json', MakeAccount),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makeAccount(context, organization, wish)), 201)
  },
)

adminRoutes.post(
  '/api/organizations/:organization/accounts/:account/activation',
  described({
    operationId: 'reissueActivation',
    summary: 'Issue a new one-time code. The old one is void at once; the password goes on until the new one is used',
    tag: 'admin',
    status: 201,
    answer: MadeAccount,
    refusals: [...noes, 'not_allowed'],
  }),
  async (c) => {
    const account = c.req.param('account')
    const work = inDirectory(c, (context, organization) => reissueActivation(context, organization, account))
    return answered(c, await work, 201)
  },
)

adminRoutes.put(
  '/api/organizations/:organization/accounts/:account/title',
  described({
    operationId: 'setTitle',
    summary:
      'Give another title, or none; rooms and organizations filled by rank or title follow. A member by rule has the title of the source',
    tag: 'admin',
    refusals: [...noes, 'not_allowed'],
  }),
  validated('json', SetTitle),
  async (c) => {
    const [account, { titleId }] = [c.req.param('account'), c.req.valid('json')]
    return done(c, await inDirectory(c, (context, organization) => setTitle(context, organization, account, titleId)))
  },
)

adminRoutes.put(
  '/api/organizations/:organization/accounts/:account/disabled',
  described({
    operationId: 'setDisabled',
    summary: 'Disable an account, which leaves every room and ends its devices, or bring it back',
    tag: 'admin',
    refusals: [...noes, 'not_allowed'],
  }),
  validated('json', SetDisabled),
  async (c) => {
    const [account, { disabled }] = [c.req.param('account'), c.req.valid('json')]
    return done(
      c,
      await inDirectory(c, (context, organization) => setDisabled(context, organization, account, disabled)),
    )
  },
)

adminRoutes.put(
  '/api/organizations/:organization/positions/:position/holder',
  described({
    operationId: 'setHolder',
    summary: 'Put a person into a seat, or empty it; rooms follow',
    tag: 'admin',
    refusals: [...noes, 'seat_taken'],
  }),
  validated('json', SetHolder),
  async (c) => {
    const [position, wish] = [c.req.param('position'), c.req.valid('json')]
    return done(c, await inDirectory(c, (context, organization) => setHolder(context, organization, position, wish)))
  },
)

adminRoutes.get(
  '/api/organizations/:organization/audit',
  described({
    operationId: 'readAudit',
    summary: 'What happened in the directory, newest first',
    tag: 'admin',
    answer: AuditPage,
    refusals: noes,
  }),
  validated('query', AskAudit),
  async (c) => {
    const { before } = c.req.valid('query')
    return answered(
      c,
      await inDirectory(c, ({ db, actor }, organization) => readAudit(db, organization, actor, before)),
    )
  },
)

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

const noes: RefusalCode[] = ['not_found', 'changed_meanwhile', 'directory_unavailable']

/** For the administrators of an organization; to everyone else nothing of this exists. */
export const adminRoutes = new Hono<AppEnv>()
  .post(
    '/api/organizations/:organization/accounts',
    described({
      operationId: 'makeAccount',
      summary: 'A new member with a one-time code, which is told here and never again.',
      tag: 'admin',
      answer: MadeAccount,
      status: 201,
      refusals: [...noes, 'login_id_taken'],
    }),
    validated('json', MakeAccount),
    async (c) =>
      answered(
        c,
        await inDirectory(c, (context) =>
          makeAccount({ ...context, secrets: c.get('secrets') }, c.req.param('organization'), c.req.valid('json')),
        ),
        201,
      ),
  )
  .post(
    '/api/organizations/:organization/accounts/:account/activation',
    described({
      operationId: 'reissueActivation',
      summary: 'A new one-time code. The old one is void at once; the password goes on until the new one is used.',
      tag: 'admin',
      answer: MadeAccount,
      status: 201,
      refusals: [...noes, 'not_allowed'],
    }),
    async (c) => {
      const { organization, account } = c.req.param()
      const work = inDirectory(c, (context) =>
        reissueActivation({ ...context, secrets: c.get('secrets') }, organization, account),
      )
      return answered(c, await work, 201)
    },
  )
  .put(
    '/api/organizations/:organization/accounts/:account/title',
    described({
      operationId: 'setTitle',
      summary: 'Another title, or none; rooms filled by rank or title follow.',
      tag: 'admin',
      refusals: noes,
    }),
    validated('json', SetTitle),
    async (c) => {
      const { organization, account } = c.req.param()
      const { titleId } = c.req.valid('json')
      return done(c, await inDirectory(c, (context) => setTitle(context, organization, account, titleId)))
    },
  )
  .put(
    '/api/organizations/:organization/accounts/:account/disabled',
    described({
      operationId: 'setDisabled',
      summary: 'Disables an account, which leaves every room and ends its devices, or brings it back.',
      tag: 'admin',
      refusals: [...noes, 'not_allowed'],
    }),
    validated('json', SetDisabled),
    async (c) => {
      const { organization, account } = c.req.param()
      const { disabled } = c.req.valid('json')
      return done(c, await inDirectory(c, (context) => setDisabled(context, organization, account, disabled)))
    },
  )
  .put(
    '/api/organizations/:organization/positions/:position/holder',
    described({
      operationId: 'setHolder',
      summary: 'Puts a person into a seat, or empties it; rooms follow.',
      tag: 'admin',
      refusals: [...noes, 'seat_taken'],
    }),
    validated('json', SetHolder),
    async (c) => {
      const { organization, position } = c.req.param()
      const wish = c.req.valid('json')
      return done(c, await inDirectory(c, (context) => setHolder(context, organization, position, wish)))
    },
  )
  .get(
    '/api/organizations/:organization/audit',
    described({
      operationId: 'readAudit',
      summary: 'What happened in the directory, newest first.',
      tag: 'admin',
      answer: AuditPage,
      refusals: ['not_found', 'directory_unavailable'],
    }),
    validated('query', AskAudit),
    async (c) => {
      const { before } = c.req.valid('query')
      return answered(
        c,
        await inDirectory(c, ({ db, actor }) => readAudit(db, c.req.param('organization'), actor, before)),
      )
    },
  )

import { Hono } from 'hono'
import * as http from '../../protocol/http.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { described } from '../describe.ts'
import { makeOrganization } from '../directory/further-organization.ts'
import { addMember } from '../directory/members.ts'
import { setOrganizationRule } from '../directory/organization-rule.ts'
import { changeOrganization, readOrganization } from '../directory/organization-settings.ts'
import { inDirectory } from '../directory/request-context.ts'
import { changePosition, changeTitle, changeUnit, makePosition, makeTitle, makeUnit } from '../directory/structure.ts'
import type { AppEnv } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { answered, done } from '../on-error.ts'

/** How an organization is built: units, titles, positions, who belongs to it; for its administrators, and for nobody else there. */
export const structureRoutes = new Hono<AppEnv>()

const noes: RefusalCode[] = ['not_found', 'changed_meanwhile', 'directory_unavailable']

const making = (operationId: string, summary: string) =>
  described({ operationId, summary, tag: 'admin', status: 201, answer: http.Made, refusals: noes })
const changing = (operationId: string, summary: string, more: RefusalCode[] = []) =>
  described({ operationId, summary, tag: 'admin', refusals: [...noes, ...more] })

structureRoutes.get(
  '/api/organizations/:organization',
  described({
    operationId: 'readOrganization',
    summary: 'What was said of clients, of 緊急, of notifications and of storage',
    tag: 'admin',
    answer: http.OrganizationSettings,
    refusals: ['not_found', 'directory_unavailable'],
  }),
  async (c) => answered(c, await inDirectory(c, readOrganization)),
)

structureRoutes.patch(
  '/api/organizations/:organization',
  changing(
    'changeOrganization',
    'Say what clients do here, who may write 緊急, what a notification shows, and how much may be stored',
  ),
  validated('json', http.ChangeOrganization),
  async (c) => {
    const wish = c.req.valid('json')
    return done(c, await inDirectory(c, (context, organization) => changeOrganization(context, organization, wish)))
  },
)

structureRoutes.post(
  '/api/organizations/:organization/units',
  making('makeUnit', 'Make a unit, at the top or below another one'),
  validated('json', http.MakeUnit),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makeUnit(context, organization, wish)), 201)
  },
)

structureRoutes.patch(
  '/api/organizations/:organization/units/:unit',
  changing('changeUnit', 'Give a unit another name, parent or place; rooms filled by units follow'),
  validated('json', http.ChangeUnit),
  async (c) => {
    const [unit, wish] = [c.req.param('unit'), c.req.valid('json')]
    return done(c, await inDirectory(c, (context, organization) => changeUnit(context, organization, unit, wish)))
  },
)

structureRoutes.post(
  '/api/organizations/:organization/titles',
  making('makeTitle', 'Make a title with its rank'),
  validated('json', http.MakeTitle),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makeTitle(context, organization, wish)), 201)
  },
)

structureRoutes.patch(
  '/api/organizations/:organization/titles/:title',
  changing('changeTitle', 'Give a title another name or rank; rooms and organizations filled by rank follow'),
  validated('json', http.ChangeTitle),
  async (c) => {
    const [title, wish] = [c.req.param('title'), c.req.valid('json')]
    return done(c, await inDirectory(c, (context, organization) => changeTitle(context, organization, title, wish)))
  },
)

structureRoutes.post(
  '/api/organizations/:organization/positions',
  making('makePosition', 'Make a position in a unit, nobody’s at first'),
  validated('json', http.MakePosition),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => makePosition(context, organization, wish)), 201)
  },
)

structureRoutes.patch(
  '/api/organizations/:organization/positions/:position',
  changing('changePosition', 'Give a position another name, kind, unit or place, or make it unique', ['seat_taken']),
  validated('json', http.ChangePosition),
  async (c) => {
    const [position, wish] = [c.req.param('position'), c.req.valid('json')]
    return done(
      c,
      await inDirectory(c, (context, organization) => changePosition(context, organization, position, wish)),
    )
  },
)

structureRoutes.post(
  '/api/organizations/:organization/members',
  described({
    operationId: 'addMember',
    summary: 'Make somebody who has an account a member, or give a member another unit and title',
    tag: 'admin',
    answer: http.AddedMember,
    refusals: noes,
  }),
  validated('json', http.AddMember),
  async (c) => {
    const wish = c.req.valid('json')
    return answered(c, await inDirectory(c, (context, organization) => addMember(context, organization, wish)))
  },
)

structureRoutes.put(
  '/api/organizations/:organization/member-rule',
  described({
    operationId: 'setOrganizationRule',
    summary:
      'Say who belongs by rule, from another organization that one administers too; they follow every change there',
    tag: 'admin',
    answer: http.OrganizationRuleSet,
    refusals: noes,
  }),
  validated('json', http.SetOrganizationRule),
  async (c) => {
    const wish = c.req.valid('json')
    const work = inDirectory(c, (context, organization) => setOrganizationRule(context, organization, wish))
    return answered(c, await work)
  },
)

structureRoutes.post(
  '/api/organizations/:organization/organizations',
  making('makeOrganization', 'Make a further organization and administer it: administrators of the first one'),
  validated('json', http.MakeOrganization),
  async (c) => {
    const wish = c.req.valid('json')
    const work = inDirectory(c, (context, organization) => makeOrganization(context, organization, wish))
    return answered(c, await work, 201)
  },
)

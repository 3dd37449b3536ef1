import { Hono } from 'hono'
import * as v from 'valibot'
import {
  type Badges,
  Badges as BadgesSchema,
  ChangePassword,
  type Devices,
  Devices as DevicesSchema,
  Session,
} from '../../protocol/http.ts'
import { Id } from '../../protocol/ids.ts'
import { accessOrganization } from '../access.ts'
import { noteInAudit } from '../audit-note.ts'
import { described } from '../describe.ts'
import { type AppEnv, objectNamed } from '../env.ts'
import { validated } from '../middleware/validate.ts'
import { refused } from '../on-error.ts'
import { sessionBody } from '../session-answer.ts'
import { changeOwnPassword } from '../sign-in/change-password.ts'
import { clearSessionCookies } from '../tokens/cookies.ts'
import { signInContext } from './session.ts'

export const meRoutes = new Hono<AppEnv>()

meRoutes.get(
  '/api/me',
  described({ operationId: 'readMe', summary: 'Who is signed in', tag: 'session', answer: Session }),
  (c) => c.json(sessionBody(c.get('profile'), c.get('actor'), c.get('accessEndsAt'), c.get('now'))),
)

meRoutes.get(
  '/api/me/devices',
  described({
    operationId: 'readDevices',
    summary: 'Own devices, the newest used first',
    tag: 'session',
    answer: DevicesSchema,
  }),
  async (c) => {
    const { accountId, deviceId } = c.get('actor')
    const devices = await objectNamed(c.env.ACCOUNT, accountId).devices(deviceId)
    return c.json({ devices } satisfies Devices)
  },
)

meRoutes.delete(
  '/api/me/devices/:device',
  described({
    operationId: 'endDevice',
    summary: 'End one of the own devices. Another one than this is told `device_ended` when it comes again',
    tag: 'session',
    refusals: ['not_found'],
  }),
  async (c) => {
    const { accountId, deviceId } = c.get('actor')
    const ended = c.req.param('device')
    if (!v.is(Id, ended)) return refused(c, 'not_found')
    const outcome = await objectNamed(c.env.ACCOUNT, accountId).endDevice(ended, deviceId)
    if (!outcome.ok) return refused(c, outcome.refusal)
    noteInAudit(c, { action: 'session.device_ended', targetKind: 'device', targetId: ended, actorId: accountId })
    if (ended === deviceId) clearSessionCookies(c)
    return c.body(null, 204)
  },
)

meRoutes.put(
  '/api/me/password',
  described({
    operationId: 'changePassword',
    summary: 'Set a new password; the other devices end',
    tag: 'session',
    refusals: [
      'password_wrong',
      'password_too_short',
      'password_too_common',
      'password_too_long',
      'changed_meanwhile',
      'slow_down',
      'directory_unavailable',
    ],
  }),
  validated('json', ChangePassword),
  async (c) => {
    const context = await signInContext(c, c.get('profile').loginId)
    if (!context.ok) return refused(c, context.refusal)
    const changed = await changeOwnPassword(context.value, c.get('actor'), c.req.valid('json'))
    return changed.ok ? c.body(null, 204) : refused(c, changed.refusal)
  },
)

meRoutes.get(
  '/api/me/badges',
  described({
    operationId: 'readBadges',
    summary: 'Unread and mentions of all own organizations',
    tag: 'session',
    answer: BadgesSchema,
  }),
  async (c) => {
    const [profile, { accountId }] = [c.get('profile'), c.get('actor')]
    const badgeOf = async (organizationId: Id) => {
      const access = accessOrganization(c.env, profile, organizationId)
      return access.ok ? [{ organizationId, ...(await access.value.lobby.badge(accountId)) }] : []
    }
    // A lobby that does not answer now leaves its badge out and not the others.
    const told = await Promise.allSettled(profile.organizations.map(({ id }) => badgeOf(id)))
    const badges = told.flatMap((badge) => (badge.status === 'fulfilled' ? badge.value : []))
    return c.json({ badges } satisfies Badges)
  },
)

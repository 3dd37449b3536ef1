import { env } from 'cloudflare:workers'
import type { Id } from '../../protocol/ids.ts'
import { newId } from '../../worker/directory/new-id.ts'
import { deliverEverything, plantOrganization, plantPeople, plantRooms } from '../../worker/directory/planting.ts'
import { hashPassword } from '../../worker/passwords/password-hash.ts'
import { aFakeHouse } from '../support/account.ts'
import { testSecrets } from '../support/test-secrets.ts'
import { bindings } from './browser.ts'

export type SmallTown = { organizationId: Id; roomId: Id; people: Townsperson[] }
export type Townsperson = { id: Id; loginId: string; name: string }

export const password = 'hotaru ga tobu kawa'

let hashed: Promise<string> | undefined

/** An organization of its own with one room for all; every person has the same password. Delivered: its objects know of it. */
export async function aTown(count = 1, { isDelivered = true, isActivated = true } = {}): Promise<SmallTown> {
  hashed ??= hashPassword(testSecrets.PASSWORD_PEPPER, password)
  const passwordHash = await hashed
  const [organizationId, unitId, roomId] = [newId(), newId(), newId()]
  const planting = { env: bindings(), now: Date.now() }
  await plantOrganization(planting, {
    ...{ id: organizationId, name: '消防団', badge: '団', titles: [], positions: [] },
    units: [{ id: unitId, parentId: null, name: '第1分団', order: 1 }],
  })
  const people = Array.from({ length: count }, (_, i): Townsperson => {
    const id = newId()
    return { id, loginId: `p${i}-${id.slice(0, 12)}`, name: `火見 ${i}郎` }
  })
  await plantPeople(
    planting,
    people.map((person, i) => ({
      ...person,
      memberships: [{ organizationId, unitId, isAdmin: i === 0 }],
      ...(isActivated ? { passwordHash } : {}),
    })),
  )
  await plantRooms(planting, [{ id: roomId, organizationId, name: '連絡', rule: { everyone: true } }])
  if (isDelivered) await deliverEverything(planting)
  return { organizationId, roomId, people }
}

export const accountObject = (id: Id) => env.ACCOUNT.get(env.ACCOUNT.idFromName(id))

/** Accounts whose clock is ahead where they renew. */
export function accountsAhead(aheadMs: number) {
  return {
    idFromName: (name: string) => name,
    get: (accountId: string) => ({
      refresh: (deviceId: string, secret: string) =>
        aFakeHouse({ aheadMs }).in(accountObject(accountId), (account) => account.refresh(deviceId, secret)),
    }),
  } as never
}

export async function passwordHashOf(id: Id): Promise<string | null> {
  const row = await env.DB.prepare('SELECT password_hash FROM accounts WHERE id = ?')
    .bind(id)
    .first<{ password_hash: string | null }>()
  return row?.password_hash ?? null
}

export async function setPasswordHash(id: Id, hash: string): Promise<void> {
  await env.DB.prepare('UPDATE accounts SET password_hash = ? WHERE id = ?').bind(hash, id).run()
}

/** In D1 alone, as in the moment before the account's object is told. */
export async function disable(id: Id): Promise<void> {
  await env.DB.prepare('UPDATE accounts SET disabled = 1 WHERE id = ?').bind(id).run()
}

/** What the audit says that this account did, or what was done to it. */
export async function auditActions(id: Id): Promise<string[]> {
  const { results } = await env.DB.prepare(
    "SELECT action FROM audit WHERE (actor_id = ?1 OR target_id = ?1) AND (action LIKE 'session.%' OR action LIKE 'account.password%') ORDER BY id",
  )
    .bind(id)
    .all<{ action: string }>()
  return results.map(({ action }) => action)
}

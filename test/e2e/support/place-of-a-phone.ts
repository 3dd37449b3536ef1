import { expect } from 'vitest'
import { demoPassword } from '../../town/sign-ins.ts'
import type { Person } from './browser.ts'

/** The browser may say where it is, and says this. */
export async function isHere({ context }: Person, latitude: number, longitude: number, accuracy = 12): Promise<void> {
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude, longitude, accuracy })
}

/** The captain of the 12th division, on another device. */
export async function enter(person: Person, organization: string, room: string, loginId = 'bundan12'): Promise<Person> {
  await person.signIn(loginId, demoPassword)
  await person.choose(organization, room)
  return person
}

/** The browser was told to say nothing of where it is. */
export async function isDenied({ context, page }: Person, url: string): Promise<void> {
  await context.clearPermissions()
  const cdp = await context.newCDPSession(page)
  const permission = { permission: { name: 'geolocation' }, setting: 'denied' as const }
  await cdp.send('Browser.setPermission', { ...permission, origin: new URL(url).origin })
}

/** Its browser goes, and it had no trouble until then. */
export async function leaves(person: Person): Promise<void> {
  expect(person.troubles).toEqual([])
  await person.context.close()
}

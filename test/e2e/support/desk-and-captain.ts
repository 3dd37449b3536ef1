import type { Browser } from 'playwright-core'
import { demoPassword } from '../../town/sign-ins.ts'
import { type Look, Person } from './browser.ts'

/** Where the two meet. */
export type Meeting = { url: string; organization: string; room: string }

/** Somebody of the corps' desk and the captain of the 12th division at a phone, each with the room open. */
export async function deskAndCaptain(
  browser: Browser,
  { url, organization, room }: Meeting,
  deskLook: Look = {},
): Promise<{ desk: Person; captain: Person }> {
  const desk = await Person.at(browser, url, deskLook)
  const captain = await Person.at(browser, url)
  await desk.signIn('jimukyoku', demoPassword)
  await captain.signIn('bundan12', demoPassword)
  await desk.choose(organization, room)
  await captain.choose(organization, room)
  return { desk, captain }
}

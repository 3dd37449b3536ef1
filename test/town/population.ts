import { namesOf, type PersonName, samplePhone } from './names.ts'
import { idOf } from './random.ts'
import type { Membership, Person, Role } from './town.ts'

/** The people of the town while it is being planned. */
export type Population = {
  people: Person[]
  cast: Map<Role, Person>
  /** A new person with a name of their own, who plays this role. The login is the role's, or the surname in Latin letters. */
  add(role: Role, gender: 'man' | 'woman', loginId?: string): Person
  /** The person of a role, who must be there. */
  get(role: Role): Person
  /** Gives a person one role more. */
  alsoPlays(role: Role, person: Person): void
}

export function populationOf(seed: string): Population {
  const nextName = namesOf(seed)
  const people: Person[] = []
  const cast = new Map<Role, Person>()
  const logins = new Set<string>()

  const freeLogin = (name: PersonName) => {
    for (let n = 1; ; n += 1) {
      const login = n === 1 ? name.romaji : `${name.romaji}${n}`
      if (!logins.has(login)) return login
    }
  }
  const alsoPlays = (role: Role, person: Person) => {
    if (cast.has(role)) throw new Error(`two people play ${role}`)
    cast.set(role, person)
  }
  return {
    people,
    cast,
    alsoPlays,
    add(role, gender, loginId) {
      const name = nextName(gender)
      const login = loginId ?? freeLogin(name)
      logins.add(login)
      const person: Person = {
        id: idOf(seed, 'person', role),
        loginId: login,
        name: name.name,
        kana: name.kana,
        phone: samplePhone(people.length + 1),
        memberships: [],
        positions: [],
      }
      people.push(person)
      alsoPlays(role, person)
      return person
    },
    get(role) {
      const person = cast.get(role)
      if (person === undefined) throw new Error(`nobody plays ${role}`)
      return person
    },
  }
}

/** Makes a person a member of an organization; in each at most once. */
export function join(person: Person, membership: Membership): void {
  if (person.memberships.some((held) => held.organizationId === membership.organizationId)) {
    throw new Error(`${person.name} is a member already`)
  }
  person.memberships.push(membership)
}

/** Lets a member administer an organization, and make rooms in it. */
export function makeAdmin(person: Person, organizationId: string): void {
  const membership = person.memberships.find((held) => held.organizationId === organizationId)
  if (membership === undefined) throw new Error(`${person.name} is not a member`)
  Object.assign(membership, { isAdmin: true, mayMakeRooms: true })
}

import { join, makeAdmin, type Population } from './population.ts'
import { idOf } from './random.ts'
import type { Organization, Person, Position, Unit } from './town.ts'

/** 火見市消防団: headquarters, 33 divisions and the women's division, and the desk on the city's side. */

const titles = [
  ['団長', 100],
  ['副団長', 90],
  ['本部員', 80],
  ['分団長', 70],
  ['副分団長', 60],
  ['部長', 50],
  ['班長', 40],
  ['団員', 30],
  ['事務局', 10],
] as const

/** The places where the divisions 1 to 33 are at home. */
export const divisionPlaces = [
  ...['本町', '栄町', '旭町', '末広', '緑台', '中川原', '新田', '宮下', '東原', '西原', '南台'],
  ...['大淵上', '大淵下', '渡戸', '川久保', '水沢', '柳島', '石橋', '稲荷前', '下河原', '船場', '向井'],
  ...['岩戸', '奥岩戸', '霧沢', '楢原', '峠', '滝ノ上', '日影', '日向', '杉平', '金山', '風越'],
] as const

export const divisionCount = 34

/** 34 is the women's division. */
export const divisionName = (n: number): string => (n === divisionCount ? '女性分団' : `第${n}分団`)

const areas = ['中央方面隊', '大淵方面隊', '岩戸方面隊'] as const

/** City staff who serve in the corps after work, by role there; everyone else has another day job. */
const staffToo: Record<string, string> = {
  captain5: 'gesui/係長',
  captain19: 'nosei/主査',
  captain27: 'iwato/主任',
  captain34: 'kenko/主査',
  hq4: 'zeimu/課長補佐',
  desk1: 'shobo/係長',
  desk2: 'shobo/主査',
  desk3: 'shobo/主任',
  desk4: 'shobo/主事',
}

type Draft = { seed: string; id: string; population: Population; units: Unit[]; positions: Position[] }

/** The corps and its people; `members` adds the 580 of the divisions. Roles: chief, vice1–3, hq1–6, captain1–34, desk1–4, member12-3. */
export function planCorps(seed: string, population: Population, members: boolean): Organization {
  const draft: Draft = { seed, id: idOf(seed, 'organization', 'corps'), population, units: [], positions: [] }
  addHeadquarters(draft)
  addDesk(draft)
  addDivisions(draft)
  if (members) for (let n = 1; n <= divisionCount; n += 1) addMembers(draft, n)
  return {
    key: 'corps',
    id: draft.id,
    name: '火見市消防団',
    badge: '団',
    peopleWord: '団員',
    moderatorKinds: ['desk', 'headquarters'],
    units: draft.units,
    titles: titles.map(([name, rank]) => ({ id: titleId(draft, name), name, rank })),
    positions: draft.positions,
  }
}

function addHeadquarters(draft: Draft): void {
  const unitId = addUnit(draft, 'hq', '団本部', null)
  const seat = (role: string, name: string, title: string, loginId: string, isUnique: boolean) => {
    const person = serve(draft, role, title, unitId, loginId)
    person.positions.push({
      organizationId: draft.id,
      positionId: addSeat(draft, role, name, 'headquarters', unitId, isUnique),
    })
  }
  seat('chief', '団長', '団長', 'dancho', true)
  for (let n = 1; n <= 3; n += 1)
    seat(`vice${n}`, `${areas[n - 1]?.replace('隊', '')} 副団長`, '副団長', `fukudancho${n}`, true)
  for (let n = 1; n <= 6; n += 1) seat(`hq${n}`, '本部員', '本部員', `honbu${n}`, true)
}

function addDesk(draft: Draft): void {
  const unitId = addUnit(draft, 'desk', '消防団事務局', null)
  const positionId = addSeat(draft, 'desk', '消防団事務局', 'desk', unitId, false)
  for (let n = 1; n <= 4; n += 1) {
    const person = serve(draft, `desk${n}`, '事務局', unitId)
    person.positions.push({ organizationId: draft.id, positionId })
  }
  makeAdmin(draft.population.get('desk1'), draft.id)
  const digital = draft.population.get('digital/課長補佐')
  const title = titleId(draft, '事務局')
  join(digital, { organizationId: draft.id, unitId, titleId: title, isAdmin: true, mayMakeRooms: true })
}

function addDivisions(draft: Draft): void {
  const parents = areas.map((name, i) => addUnit(draft, `area${i + 1}`, name, null))
  for (let n = 1; n <= divisionCount; n += 1) {
    const parent = n === divisionCount ? null : (parents[Math.floor((n - 1) / 11)] as string)
    const unitId = addUnit(draft, `division${n}`, divisionName(n), parent)
    const person = serve(draft, `captain${n}`, '分団長', unitId, `bundan${String(n).padStart(2, '0')}`)
    const positionId = addSeat(draft, `captain${n}`, `${divisionName(n)} 分団長`, 'captain', unitId, true)
    person.positions.push({ organizationId: draft.id, positionId })
  }
}

/** Seventeen members in each division, and one more in the first two: 580. */
function addMembers(draft: Draft, n: number): void {
  const count = n <= 2 ? 18 : 17
  for (let m = 1; m <= count; m += 1) {
    const title = m === 1 ? '副分団長' : m <= 3 ? '部長' : m <= 6 ? '班長' : '団員'
    const login = `dan${String(n).padStart(2, '0')}${String(m).padStart(2, '0')}`
    serve(draft, `member${n}-${m}`, title, divisionUnitId(draft.seed, n), login, n === divisionCount ? 'woman' : 'man')
  }
}

/** The person of a role: somebody of the city, where `staffToo` says so, or somebody new. */
function serve(
  draft: Draft,
  role: string,
  title: string,
  unitId: string,
  loginId?: string,
  gender?: 'man' | 'woman',
): Person {
  const staffRole = staffToo[role]
  const person = staffRole ? draft.population.get(staffRole) : draft.population.add(role, gender ?? 'man', loginId)
  if (staffRole) draft.population.alsoPlays(role, person)
  join(person, { organizationId: draft.id, unitId, titleId: titleId(draft, title) })
  return person
}

const titleId = (draft: Draft, title: string) => idOf(draft.seed, 'corps', 'title', title)

export const divisionUnitId = (seed: string, n: number): string => idOf(seed, 'corps', 'unit', `division${n}`)

export const captainPositionId = (seed: string, n: number): string => idOf(seed, 'corps', 'position', `captain${n}`)

function addUnit(draft: Draft, key: string, name: string, parentId: string | null): string {
  const id = idOf(draft.seed, 'corps', 'unit', key)
  draft.units.push({ id, parentId, name, order: draft.units.length + 1 })
  return id
}

function addSeat(draft: Draft, key: string, name: string, kind: string, unitId: string, isUnique: boolean): string {
  const id = idOf(draft.seed, 'corps', 'position', key)
  draft.positions.push({ id, unitId, name, kind, isUnique, order: draft.positions.length + 1 })
  return id
}

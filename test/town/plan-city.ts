import { join, makeAdmin, type Population } from './population.ts'
import { type Chance, chanceOf, idOf } from './random.ts'
import type { Organization, Person, Position, Title, Unit } from './town.ts'

/** 火見市: eight departments, twenty sections, 160 people. The same titles are used for disasters. */

export const cityTitles = [
  ['市長', 90],
  ['副市長', 80],
  ['部長', 70],
  ['課長', 60],
  ['課長補佐', 50],
  ['係長', 40],
  ['主査', 30],
  ['主任', 20],
  ['主事', 10],
] as const

export type CityTitle = (typeof cityTitles)[number][0]

export const rankOf = (title: CityTitle): number => cityTitles.find(([name]) => name === title)?.[1] ?? 0

/** Department, the title of who leads it, and its sections: key of the roles, name, people. */
export const departments = [
  {
    key: 'koshitsu',
    name: '市長公室',
    head: '市長公室長',
    sections: [
      ['hisho', '秘書課', 5],
      ['koho', '広報戦略課', 6],
      ['digital', 'デジタル戦略課', 7],
    ],
  },
  {
    key: 'somubu',
    name: '総務部',
    head: '総務部長',
    sections: [
      ['somu', '総務課', 8],
      ['kiki', '危機管理課', 8],
      ['zeimu', '税務課', 9],
    ],
  },
  {
    key: 'shiminbu',
    name: '市民生活部',
    head: '市民生活部長',
    sections: [
      ['shimin', '市民課', 8],
      ['kankyo', '環境保全課', 7],
      ['obuchi', '大淵地域課', 8],
      ['iwato', '岩戸地域課', 7],
    ],
  },
  {
    key: 'fukushibu',
    name: '保健福祉部',
    head: '保健福祉部長',
    sections: [
      ['fukushi', '社会福祉課', 8],
      ['kenko', '健康増進課', 8],
    ],
  },
  {
    key: 'sangyobu',
    name: '産業経済部',
    head: '産業経済部長',
    sections: [
      ['nosei', '農政課', 7],
      ['shoko', '商工観光課', 6],
    ],
  },
  {
    key: 'toshibu',
    name: '都市建設部',
    head: '都市建設部長',
    sections: [
      ['kensetsu', '建設課', 9],
      ['gesui', '下水道課', 8],
    ],
  },
  {
    key: 'kyoiku',
    name: '教育部',
    head: '教育部長',
    sections: [
      ['gakumu', '学務課', 7],
      ['shogai', '生涯学習課', 7],
    ],
  },
  {
    key: 'shobohonbu',
    name: '消防本部',
    head: '消防長',
    sections: [
      ['shobo', '消防総務課', 8],
      ['keibo', '警防課', 9],
    ],
  },
] as const

/** Who works in a section of so many people. */
const ladder: Record<number, readonly CityTitle[]> = {
  5: ['課長', '係長', '主査', '主任', '主事'],
  6: ['課長', '課長補佐', '係長', '主査', '主任', '主事'],
  7: ['課長', '課長補佐', '係長', '主査', '主任', '主任', '主事'],
  8: ['課長', '課長補佐', '係長', '係長', '主査', '主任', '主事', '主事'],
  9: ['課長', '課長補佐', '係長', '係長', '主査', '主査', '主任', '主事', '主事'],
}

/** Logins that say who it is; the others are surnames. City staff who are captains too have one login for both. */
const logins: Record<string, string> = {
  mayor: 'shicho',
  'kiki/係長': 'kakaricho',
  'obuchi/主任': 'suimon',
  'shobo/係長': 'jimukyoku',
  'digital/課長補佐': 'admin',
  'gesui/係長': 'bundan05',
  'nosei/主査': 'bundan19',
  'iwato/主任': 'bundan27',
  'kenko/主査': 'josei',
}

type City = { organization: Organization; titleIds: ReadonlyMap<CityTitle, string> }

type Draft = {
  seed: string
  id: string
  population: Population
  chance: Chance
  units: Unit[]
  positions: Position[]
  titleIds: Map<CityTitle, string>
}

/** The city and its people. Roles: 'mayor', 'viceMayor', the department's key for its head, 'gesui/係長', 'gesui/係長2'. */
export function planCity(seed: string, population: Population): City {
  const id = idOf(seed, 'organization', 'city')
  const titles: Title[] = cityTitles.map(([name, rank]) => ({ id: idOf(seed, 'city', 'title', name), name, rank }))
  const titleIds = new Map(cityTitles.map(([name]): [CityTitle, string] => [name, idOf(seed, 'city', 'title', name)]))
  const draft: Draft = { seed, id, population, chance: chanceOf(seed, 'city'), units: [], positions: [], titleIds }
  const root = addUnit(draft, 'root', '市役所', null)
  addLeader(draft, 'mayor', '市長', '市長', root)
  addLeader(draft, 'viceMayor', '副市長', '副市長', root)
  for (const department of departments) addDepartment(draft, department, root)
  makeAdmin(population.get('digital/課長補佐'), id)
  makeAdmin(population.get('digital/課長'), id)
  return {
    titleIds,
    organization: {
      key: 'city',
      id,
      name: '火見市',
      badge: '市',
      peopleWord: '職員',
      moderatorKinds: ['executive', 'staff'],
      units: draft.units,
      titles,
      positions: draft.positions,
    },
  }
}

function addDepartment(draft: Draft, department: (typeof departments)[number], root: string): void {
  const unit = addUnit(draft, department.key, department.name, root)
  addLeader(draft, department.key, department.head, '部長', unit)
  for (const [key, name, size] of department.sections) {
    const section = addUnit(draft, key, name, unit)
    addSection(draft, key, ladder[size] ?? [], section)
  }
}

function addSection(draft: Draft, key: string, staff: readonly CityTitle[], unitId: string): void {
  const seen = new Map<string, number>()
  for (const title of staff) {
    const n = (seen.get(title) ?? 0) + 1
    seen.set(title, n)
    const person = addPerson(draft, `${key}/${title}${n === 1 ? '' : n}`)
    join(person, {
      organizationId: draft.id,
      unitId,
      titleId: draft.titleIds.get(title) as string,
      mayMakeRooms: title === '課長',
    })
  }
}

/** Somebody whose seat has a name of its own: 市長, 消防長. */
function addLeader(draft: Draft, role: string, seat: string, title: CityTitle, unitId: string): void {
  const person = addPerson(draft, role)
  join(person, { organizationId: draft.id, unitId, titleId: draft.titleIds.get(title) as string, mayMakeRooms: true })
  const positionId = idOf(draft.seed, 'city', 'position', role)
  draft.positions.push({
    id: positionId,
    unitId,
    name: seat,
    kind: 'executive',
    isUnique: true,
    order: draft.positions.length + 1,
  })
  person.positions.push({ organizationId: draft.id, positionId })
}

function addPerson(draft: Draft, role: string): Person {
  const gender = draft.chance.upTo(5) < 2 ? 'woman' : 'man'
  return draft.population.add(role, logins[role] === 'josei' ? 'woman' : gender, logins[role])
}

function addUnit(draft: Draft, key: string, name: string, parentId: string | null): string {
  const id = idOf(draft.seed, 'city', 'unit', key)
  draft.units.push({ id, parentId, name, order: draft.units.length + 1 })
  return id
}

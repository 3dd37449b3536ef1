import { type CityTitle, cityTitles, departments, rankOf } from './plan-city.ts'
import { isIn, join, makeAdmin, type Population } from './population.ts'
import { idOf } from './random.ts'
import type { Organization, Person, Position, Unit } from './town.ts'

/** 災害連絡用: everyone of the city from 主査 up, all of the fire headquarters, and who stands at shelters and water gates. */

export const shelters = [
  '火見中央小学校',
  '大淵中学校',
  '大淵公民館',
  '岩戸小学校',
  '岩戸交流センター',
  '霧沢集会所',
] as const

/** Two people for each shelter, in the order of `shelters`; roles shelter1 … shelter12. */
const shelterStaff = [
  ['gakumu/主任', 'gakumu/主事'],
  ['gakumu/主任2', 'shogai/主事'],
  ['obuchi/主事', 'shogai/主任'],
  ['kenko/主事', 'fukushi/主任'],
  ['kenko/主任', 'fukushi/主事'],
  ['shimin/主任', 'shimin/主事'],
] as const

/** Who opens and closes the gate, and who knows the river; roles gateFire1 … and gateArea1 …. */
const gateFire = ['keibo/係長', 'keibo/係長2', 'keibo/主査', 'keibo/主任'] as const
const gateArea = ['obuchi/課長', 'obuchi/課長補佐', 'obuchi/係長', 'obuchi/主任'] as const

const staff = ['kiki/課長', 'kiki/課長補佐', 'kiki/係長', 'kiki/係長2', 'kiki/主査'] as const

export const leastDisasterRank = rankOf('主査')

export function planDisaster(seed: string, population: Population, city: Organization): Organization {
  const id = idOf(seed, 'organization', 'disaster')
  const titleId = (title: string) => idOf(seed, 'disaster', 'title', title)
  const unitId = (key: string) => idOf(seed, 'disaster', 'unit', key)
  const units: Unit[] = [
    { id: unitId('root'), parentId: null, name: '本部', order: 1 },
    ...departments.map(({ key, name }, i) => ({ id: unitId(key), parentId: unitId('root'), name, order: i + 2 })),
    { id: unitId('obuchi'), parentId: unitId('shiminbu'), name: '大淵地域課', order: 1 },
    { id: unitId('shelters'), parentId: unitId('root'), name: '避難所', order: departments.length + 2 },
  ]
  const enter = (person: Person) => {
    if (isIn(person, id)) return
    const { department, title } = placeOf(person, city)
    join(person, { organizationId: id, unitId: unitId(department), titleId: titleId(title) })
  }
  const positions = seats(seed, population, { id, unitId }, enter)
  for (const person of population.people) {
    const place = placeOf(person, city)
    if (rankOf(place.title) >= leastDisasterRank || place.department === 'shobohonbu') enter(person)
  }
  makeAdmin(population.get('digital/課長補佐'), id)
  makeAdmin(population.get('kiki/課長補佐'), id)
  return {
    key: 'disaster',
    id,
    name: '災害連絡用',
    badge: '災',
    peopleWord: '職員',
    moderatorKinds: ['staff'],
    units,
    titles: cityTitles.map(([name, rank]) => ({ id: titleId(name), name, rank })),
    positions,
  }
}

type Home = { id: string; unitId: (key: string) => string }

function seats(seed: string, population: Population, home: Home, enter: (person: Person) => void): Position[] {
  const positions: Position[] = []
  const seat = (key: string, name: string, kind: string, unit: string, holders: readonly string[]) => {
    const id = idOf(seed, 'disaster', 'position', key)
    positions.push({ id, unitId: home.unitId(unit), name, kind, isUnique: false, order: positions.length + 1 })
    for (const role of holders) {
      const person = population.get(role)
      enter(person)
      person.positions.push({ organizationId: home.id, positionId: id })
    }
  }
  seat('staff', '災害対策本部 事務局', 'staff', 'somubu', staff)
  seat('gate-fire', '大淵水門 操作担当', 'gate', 'shobohonbu', gateFire)
  seat('gate-area', '大淵水門 地域担当', 'gate', 'obuchi', gateArea)
  shelters.forEach((shelter, i) => {
    seat(`shelter-${i + 1}`, `${shelter} 避難所担当`, 'shelter', 'shelters', shelterStaff[i] ?? [])
  })
  const name = (roles: readonly string[], as: string) => {
    roles.forEach((role, i) => {
      population.alsoPlays(`${as}${i + 1}`, population.get(role))
    })
  }
  name(gateFire, 'gateFire')
  name(gateArea, 'gateArea')
  name(shelterStaff.flat(), 'shelter')
  return positions
}

/** In which department of the city, and with which title, a person works. */
function placeOf(person: Person, city: Organization): { department: string; title: CityTitle } {
  const membership = person.memberships.find((held) => held.organizationId === city.id)
  if (membership === undefined) throw new Error(`${person.name} does not work for the city`)
  const title = city.titles.find((one) => one.id === membership.titleId)?.name as CityTitle
  let unit = city.units.find((one) => one.id === membership.unitId)
  while (unit !== undefined) {
    const here = unit
    const department = departments.find(({ name }) => name === here.name)
    if (department !== undefined) return { department: department.key, title }
    unit = city.units.find((one) => one.id === here.parentId)
  }
  return { department: 'root', title }
}

import { rankOf } from './plan-city.ts'
import { join, makeAdmin, type Population } from './population.ts'
import { idOf } from './random.ts'
import type { Organization, Position, Unit } from './town.ts'

/**
 * 災害連絡用: by rule everyone of the city from 主査 up, all of the fire headquarters, and who stands at shelters and water gates,
 * with unit and title of the city. Its two administrators are members made by hand, whatever becomes of their rank.
 */

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

const administrators = ['digital/課長補佐', 'kiki/課長補佐'] as const

/** Of its own it has units for its seats alone. */
const unitNames = [
  ['root', '本部'],
  ['staff', '事務局'],
  ['gate-fire', '消防本部（水門）'],
  ['gate-area', '大淵地域課（水門）'],
  ['shelters', '避難所'],
] as const

type UnitKey = (typeof unitNames)[number][0]

export function planDisaster(seed: string, population: Population, city: Organization): Organization {
  const id = idOf(seed, 'organization', 'disaster')
  const unitId = (key: UnitKey) => idOf(seed, 'disaster', 'unit', key)
  const units = unitNames.map(([key, name], i): Unit => {
    return { id: unitId(key), parentId: key === 'root' ? null : unitId('root'), name, order: i + 1 }
  })
  for (const role of administrators) joinAsAdmin(population, role, { id, city })
  const listed = [...gateFire, ...gateArea, ...shelterStaff.flat()].map((role) => population.get(role).id)
  return {
    key: 'disaster',
    id,
    name: '災害連絡用',
    badge: '災',
    peopleWord: '職員',
    moderatorKinds: ['staff'],
    // Nothing may wait in a disaster, not even for second thoughts.
    sendsAtOnce: true,
    membersFrom: {
      fromOrganizationId: city.id,
      rule: { minRank: leastDisasterRank, units: [fireHeadquartersId(seed)], accounts: [...new Set(listed)] },
    },
    units,
    titles: [],
    positions: seats(seed, population, { id, unitId }),
  }
}

/** The city's 消防本部. */
export const fireHeadquartersId = (seed: string): string => idOf(seed, 'city', 'unit', 'shobohonbu')

function joinAsAdmin(population: Population, role: string, { id, city }: { id: string; city: Organization }): void {
  const person = population.get(role)
  const held = person.memberships.find((membership) => membership.organizationId === city.id)
  if (held === undefined) throw new Error(`${person.name} does not work for the city`)
  const { unitId, titleId } = held
  join(person, { organizationId: id, unitId, ...(titleId !== undefined && { titleId }) })
  makeAdmin(person, id)
}

type Home = { id: string; unitId: (key: UnitKey) => string }

function seats(seed: string, population: Population, home: Home): Position[] {
  const positions: Position[] = []
  const seat = (key: string, name: string, kind: string, unit: UnitKey, holders: readonly string[]) => {
    const id = idOf(seed, 'disaster', 'position', key)
    positions.push({ id, unitId: home.unitId(unit), name, kind, isUnique: false, order: positions.length + 1 })
    for (const role of holders) population.get(role).positions.push({ organizationId: home.id, positionId: id })
  }
  seat('staff', '災害対策本部 事務局', 'staff', 'staff', staff)
  seat('gate-fire', '大淵水門 操作担当', 'gate', 'gate-fire', gateFire)
  seat('gate-area', '大淵水門 地域担当', 'gate', 'gate-area', gateArea)
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

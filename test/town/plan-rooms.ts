import type { MemberRule } from '../../protocol/http.ts'
import { rankOf } from './plan-city.ts'
import { captainPositionId, divisionCount, divisionName, divisionPlaces, divisionUnitId } from './plan-corps.ts'
import { fireHeadquartersId, leastDisasterRank } from './plan-disaster.ts'
import { idOf } from './random.ts'
import type { DeskRooms, Organization, OrganizationKey, Room } from './town.ts'

/** The rooms of the interview and a few more; who is in them is a rule, never a list. */

type Sketch = { name: string; purpose: string; rule: MemberRule; kind?: 'open' | 'announce'; postRule?: MemberRule }

export function planRooms(seed: string, organizations: Organization[], members: boolean): Room[] {
  const of = (key: OrganizationKey, sketches: Record<string, Sketch>): Room[] => {
    const organization = organizations.find((one) => one.key === key) as Organization
    return Object.entries(sketches).map(([name, sketch]) => ({
      kind: 'open',
      ...sketch,
      key: name,
      id: idOf(seed, 'room', name),
      organizationId: organization.id,
    }))
  }
  return [
    ...of('disaster', disasterRooms(seed)),
    ...of('corps', corpsRooms),
    ...of('corps', members ? memberRooms(seed) : {}),
    ...of('city', cityRooms(seed)),
  ]
}

/** The 34 rooms between the desk and each captain's seat; keys desk1 … desk34. */
export function planDeskRooms(seed: string, corps: Organization): DeskRooms {
  const rooms = Array.from({ length: divisionCount }, (_, i) => ({
    key: `desk${i + 1}`,
    id: idOf(seed, 'room', `desk${i + 1}`),
    positionId: captainPositionId(seed, i + 1),
  }))
  return { organizationId: corps.id, positionKind: 'captain', deskKind: 'desk', rooms }
}

const disasterRooms = (seed: string): Record<string, Sketch> => ({
  disaster: {
    name: '災害連絡グループ',
    purpose: '停電・断水・道路・避難所など、災害時の状況を各担当が報告します。',
    rule: {
      minRank: leastDisasterRank,
      positionKinds: ['shelter', 'gate'],
      units: [fireHeadquartersId(seed)],
    },
  },
  gate: {
    name: '大淵水門連絡用',
    purpose: '大淵水門の開け閉めについて、消防本部と大淵地域課が相談し、記録します。',
    rule: { positionKinds: ['gate'] },
  },
  shelters: {
    name: '避難所担当連絡',
    purpose: '避難所の開設、受入れ、物資の連絡に使います。',
    rule: { positionKinds: ['shelter', 'staff'] },
  },
  executives: {
    name: '幹部連絡',
    purpose: '部長級以上の相談に使います。',
    rule: { minRank: rankOf('部長') },
  },
})

const corpsRooms: Record<string, Sketch> = {
  everyCaptain: {
    name: '消防団一斉連絡',
    purpose: '団本部・事務局から全分団長への連絡です。質問や回答もここでできます。',
    rule: { positionKinds: ['headquarters', 'captain', 'desk'] },
  },
  captains: {
    name: '分団長連絡用',
    purpose: '分団長への事前連絡と、訓練で気づいたことの共有に使います。',
    rule: { positionKinds: ['captain', 'desk'] },
  },
  headquarters: {
    name: '消防団(正副団長・本部員)連絡',
    purpose: '正副団長・本部員と事務局の事務連絡に使います。',
    rule: { positionKinds: ['headquarters', 'desk'] },
  },
}

function memberRooms(seed: string): Record<string, Sketch> {
  const rooms: Record<string, Sketch> = {
    everyMember: {
      name: '消防団全員',
      purpose: '団本部・事務局から団員全員へのお知らせです。',
      kind: 'announce',
      rule: { everyone: true },
      postRule: { positionKinds: ['headquarters', 'desk'] },
    },
  }
  for (let n = 1; n <= divisionCount; n += 1) {
    const place = divisionPlaces[n - 1]
    rooms[`division${n}`] = {
      name: divisionName(n),
      purpose: place ? `${divisionName(n)}（${place}）の連絡に使います。` : `${divisionName(n)}の連絡に使います。`,
      rule: { units: [divisionUnitId(seed, n)] },
    }
  }
  return rooms
}

function cityRooms(seed: string): Record<string, Sketch> {
  const unit = (key: string) => idOf(seed, 'city', 'unit', key)
  return {
    notices: {
      name: '全庁お知らせ',
      purpose: '庁内全員へのお知らせです。投稿は総務課・危機管理課・デジタル戦略課が行います。',
      kind: 'announce',
      rule: { everyone: true },
      postRule: { units: [unit('somu'), unit('kiki'), unit('digital')] },
    },
    heads: { name: '課長会議', purpose: '課長級以上の連絡に使います。', rule: { minRank: rankOf('課長') } },
    help: {
      name: 'やぐら相談室',
      purpose: 'このトークの使い方を、デジタル戦略課がお答えします。',
      rule: { everyone: true },
    },
    drill: {
      name: '総合防災訓練 準備',
      purpose: '市総合防災訓練の準備を関係課で進めます。',
      rule: { units: [unit('kiki'), unit('shobohonbu'), unit('koho'), unit('gakumu')] },
    },
    sewage: { name: '下水道課', purpose: '課内の連絡に使います。', rule: { units: [unit('gesui')] } },
    fire: {
      name: '消防本部 日勤連絡',
      purpose: '消防総務課と警防課の連絡に使います。',
      rule: { units: [unit('shobohonbu')] },
    },
  }
}

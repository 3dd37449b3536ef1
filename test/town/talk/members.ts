import { divisionCount, divisionName } from '../plan-corps.ts'
import { pin, type RoomTalk, reacts, type Stage, type Step, say } from './script.ts'

/** The rooms that are there when the 580 members are: one of all, and one for each division. */
export const membersTalk = (stage: Stage): RoomTalk[] => [everyMemberTalk(stage), ...divisionTalk(stage)]

function everyMemberTalk({ calendar: c }: Stage): RoomTalk {
  const first = Array.from({ length: divisionCount }, (_, i) => `member${i + 1}-${1 + (i % 5)}`)
  return {
    room: 'everyMember',
    steps: [
      say(
        c.on(-7, '18:00'),
        'desk1',
        [
          '団員の皆さん、はじめまして。消防団事務局です。',
          'ここは団本部と事務局からのお知らせ専用です。質問は、分団のルームで分団長へお願いします。',
        ],
        { key: 'hello' },
      ),
      pin(c.on(-7, '18:01'), 'desk1', 'hello'),
      ...reacts(c.on(-7, '18:05'), 'hello', 'roger', first, 7),
      say(
        c.on(-3, '17:45'),
        'chief',
        `${c.date(-2)}の夕方から大雨の見込みです。集合の指示は分団長から出ます。家族と自分の安全を先に考えてください。`,
        { key: 'warning' },
      ),
      ...reacts(c.on(-3, '17:50'), 'warning', 'roger', first.slice(4, 26), 5),
      say(c.on(-1, '7:15'), 'chief', '全分団の待機を解きました。夜通しの活動、ありがとうございました。', {
        key: 'home',
      }),
      ...reacts(c.on(-1, '7:20'), 'home', 'roger', first.slice(9, 30), 4),
      say(c.on(-1, '12:05'), 'desk1', `${c.date(0)}の合同訓練は延期します。`),
      say(
        c.on(1, '10:30'),
        'desk1',
        `合同訓練の新しい日程は${c.date(14)} 8:30から、集合は大淵河川敷運動場 北側駐車場です。参加する人は分団長にお尋ねください。`,
        { key: 'drill' },
      ),
      ...reacts(c.on(1, '10:40'), 'drill', 'roger', first.slice(0, 20), 13),
      say(c.ago(140), 'chief', '大雨の夜の活動に、市民の方から感謝の言葉が届いています。皆さんのおかげです。', {
        key: 'thanks',
      }),
      ...reacts(c.ago(130), 'thanks', 'roger', first.slice(12, 24), 6),
    ],
  }
}

/** What captains pass on, and how the members answer; the words differ from division to division. */
function divisionTalk(stage: Stage): RoomTalk[] {
  return Array.from({ length: divisionCount }, (_, i) => ({
    room: `division${i + 1}`,
    steps: divisionSteps(stage, i + 1),
  }))
}

const greetings = [
  '分団のルームができました。連絡はここにまとめます。電話もこれまでどおり使えます。',
  'ここで分団の連絡をします。読むだけで構いません。返事が要るときはそう書きます。',
  '分団の皆さん、よろしくお願いします。夜の通知は切っておいて構いません。',
]
const drillReplies = [
  '参加できます。',
  '仕事のため欠席します。',
  '出ます。車を出せます。',
  '9時からなら行けます。',
  '参加します。',
]
const rainReplies = ['家で待機しています。', '会社を18時に出ます。', '詰所の鍵を持っています。', '了解です。']

function divisionSteps({ calendar: c }: Stage, n: number): Step[] {
  const captain = `captain${n}`
  const shift = (n % 7) * 9 * 60_000
  const member = (m: number) => `member${n}-${1 + ((n * 3 + m * 5) % 17)}`
  return [
    say(c.on(-7, '18:30') + shift, captain, `${divisionName(n)}です。${greetings[n % greetings.length]}`, {
      key: 'hello',
    }),
    ...reacts(c.on(-7, '18:50') + shift, 'hello', 'roger', [0, 1, 2, 3, 4, 5].map(member), 4),
    say(c.on(-5, '19:10') + shift, captain, `${c.date(0)}の合同訓練に出られる人は、ここに書いてください。`, {
      key: 'drill',
    }),
    ...[0, 1, 2, 3].map((m) =>
      say(
        c.on(-5, '19:20') + shift + m * (11 + (n % 4)) * 60_000,
        member(m),
        drillReplies[(n + m) % drillReplies.length] as string,
        { replyTo: 'drill' },
      ),
    ),
    say(c.on(-2, '17:55') + shift / 3, captain, '自宅で待機をお願いします。飲酒は控えてください。', { key: 'standby' }),
    ...[4, 5].map((m) =>
      say(c.on(-2, '18:25') + m * 120_000, member(m), rainReplies[(n + m) % rainReplies.length] as string, {
        replyTo: 'standby',
      }),
    ),
    say(c.on(-1, '12:20') + shift, captain, '合同訓練は延期になりました。新しい日程が決まったら知らせます。', {
      key: 'later',
    }),
    ...reacts(c.on(-1, '12:35') + shift, 'later', 'roger', [0, 2, 3, 6, 7].map(member), 15),
  ]
}

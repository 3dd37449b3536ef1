import { shelters } from '../plan-disaster.ts'
import { correct, pin, type RoomTalk, reacts, type Stage, type Step, say } from './script.ts'

/** How many people each shelter counted, hour by hour, on the night of rain. */
const counts: readonly (readonly [clock: string, people: readonly number[]])[] = [
  ['21:30', [3, 2, 5, 9, 14, 4]],
  ['22:30', [5, 4, 11, 12, 21, 8]],
  ['23:30', [5, 6, 19, 13, 23, 8]],
  ['25:30', [5, 6, 16, 13, 23, 8]],
]

/** 避難所担当連絡: two people at each of six shelters. */
export function sheltersTalk(stage: Stage): RoomTalk {
  return {
    room: 'shelters',
    steps: [...before(stage), ...open(stage), ...hourly(stage), ...needs(stage), ...close(stage)],
  }
}

function before({ calendar: c }: Stage): Step[] {
  return [
    say(
      c.on(-18, '15:00'),
      'kiki/係長2',
      [
        '避難所担当の皆さんの連絡用です。鍵の受け取り場所と開け方は、各施設の封筒に入れました。',
        `今年度の担当は、${shelters.join('、')}の6か所、各2名です。`,
      ],
      { key: 'start' },
    ),
    pin(c.on(-18, '15:01'), 'kiki/係長2', 'start'),
    ...reacts(
      c.on(-18, '15:10'),
      'start',
      'roger',
      ['shelter1', 'shelter2', 'shelter3', 'shelter5', 'shelter6', 'shelter8', 'shelter9', 'shelter11'],
      14,
    ),
    say(
      c.on(-18, '16:20'),
      'shelter4',
      '大淵中学校の体育館は、入口の鍵が2本に増えたと聞きました。封筒のものはどちらですか。',
      { key: 'lock' },
    ),
    say(c.on(-17, '9:30'), 'kiki/係長2', '新しいほうに入れ替えました。赤い札が目印です。', { replyTo: 'lock' }),
    say(c.on(-2, '16:20'), 'kiki/係長2', '今夜開けるかもしれません。各施設の1名は19:00から近くで待機をお願いします。', {
      key: 'ready',
    }),
    ...reacts(
      c.on(-2, '16:22'),
      'ready',
      'roger',
      ['shelter1', 'shelter3', 'shelter5', 'shelter7', 'shelter9', 'shelter10', 'shelter12'],
      5,
    ),
  ]
}

function open({ calendar: c }: Stage): Step[] {
  const doors = [
    ['shelter1', '20:52'],
    ['shelter3', '20:57'],
    ['shelter5', '20:54'],
    ['shelter7', '20:50'],
    ['shelter9', '20:49'],
    ['shelter11', '21:02'],
  ] as const
  return [
    say(
      c.on(-2, '20:46'),
      'kiki/係長2',
      '21:00に「高齢者等避難」が出ます。6か所とも開けてください。開いたら一言お願いします。',
      { key: 'open' },
    ),
    ...doors.map(([who, clock], i) =>
      say(c.on(-2, clock), who, `${shelters[i]}、開けました。受付と照明を準備済みです。`, { replyTo: 'open' }),
    ),
  ]
}

/** Each shelter in turn, some minutes apart; one count is wrong at first. */
function hourly({ calendar: c }: Stage): Step[] {
  const steps = counts.flatMap(([clock, people]) =>
    people.map((count, i) => {
      const who = `shelter${i * 2 + (clock < '23' ? 1 : 2)}`
      const key = `${clock}-${i}`
      const at = c.on(-2, clock) + i * 2 * 60_000
      const text = `${shelters[i]}　${key === '23:30-2' ? 91 : count}名`
      return say(at, who, text, { key, actedAt: c.on(-2, clock) })
    }),
  )
  return [...steps, correct(c.on(-2, '23:40'), 'shelter6', '23:30-2', `${shelters[2]}　19名`)]
}

function needs({ calendar: c, at }: Stage): Step[] {
  return [
    say(c.on(-2, '22:05'), 'shelter9', '岩戸交流センター、毛布が8枚足りません。', { key: 'blankets' }),
    say(c.on(-2, '22:09'), 'kiki/主査', `${at('shelter7')} 岩戸小に余りはありますか。`, {
      key: 'spare',
      mentions: ['shelter7'],
      replyTo: 'blankets',
    }),
    say(c.on(-2, '22:12'), 'shelter7', '10枚あります。岩戸地域課の車で届けてもらえますか。', { replyTo: 'spare' }),
    say(c.on(-2, '22:50'), 'shelter9', '毛布10枚、届きました。', { replyTo: 'blankets' }),
    say(c.on(-2, '23:06'), 'shelter5', '大淵公民館、停電しました。発電機に切り替え、照明は半分で続けます。', {
      key: 'dark',
      actedAt: c.on(-2, '23:00'),
    }),
    ...reacts(c.on(-2, '23:07'), 'dark', 'checked', ['kiki/係長2', 'kiki/主査', 'shelter6'], 1),
    say(c.on(-2, '23:47'), 'shelter6', '公民館、電気が戻りました。', { replyTo: 'dark', actedAt: c.on(-2, '23:45') }),
    say(c.on(-2, '23:41'), 'shelter6', '先ほどの人数は19名の打ち間違いです。直しました。'),
    say(c.on(-2, '24:10'), 'shelter2', '中央小、薬を忘れた方が1名います。朝まで様子を見て、必要なら救急に連絡します。'),
  ]
}

function close({ calendar: c }: Stage): Step[] {
  return [
    say(
      c.on(-1, '6:20'),
      'kiki/係長2',
      '警報が注意報に変わりました。9:00に閉めます。帰る方には、裏山や川に近づかないよう伝えてください。',
      { key: 'closing' },
    ),
    ...reacts(
      c.on(-1, '6:22'),
      'closing',
      'roger',
      ['shelter2', 'shelter4', 'shelter6', 'shelter8', 'shelter10', 'shelter12'],
      2,
    ),
    say(
      c.on(-1, '9:04'),
      'kiki/係長2',
      '6か所とも閉めました。皆さん、夜通しありがとうございました。使った毛布の枚数は後日で構いません。',
      { actedAt: c.on(-1, '9:00') },
    ),
    say(c.on(1, '13:20'), 'shelter10', '岩戸交流センター、毛布31枚を使いました。クリーニングをお願いします。'),
    say(c.on(1, '14:05'), 'shelter5', '大淵公民館、発電機の燃料を足しておきました。'),
    say(c.workday('9:15'), 'kiki/係長2', '毛布は今日の午後に集めます。袋に施設名を書いて、玄関に置いてください。', {
      key: 'collect',
    }),
    ...reacts(c.workday('9:25'), 'collect', 'roger', ['shelter1', 'shelter5', 'shelter7', 'shelter10'], 18),
  ]
}

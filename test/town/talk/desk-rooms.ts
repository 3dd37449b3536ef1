import { divisionCount, divisionName, divisionPlaces } from '../plan-corps.ts'
import { centerTalk } from './desk-center.ts'
import { iwatoTalk } from './desk-iwato.ts'
import { obuchiTalk } from './desk-obuchi.ts'
import { pin, type RoomTalk, reacts, type Stage, type Step, say } from './script.ts'

/** What each division answered, by number; the desk's totals in 消防団一斉連絡 are the sums. */
export const drillCounts = [
  ...[5, 5, 4, 6, 5, 5, 4, 5, 5, 4, 4, 6, 5, 5, 3, 5, 5],
  ...[5, 4, 6, 5, 4, 6, 5, 5, 4, 4, 5, 5, 3, 5, 5, 5, 6],
] as const
export const vaccineCounts = [
  ...[9, 8, 7, 10, 6, 8, 7, 9, 5, 7, 6, 11, 8, 7, 4, 6, 9],
  ...[7, 8, 10, 6, 5, 9, 7, 8, 5, 6, 7, 6, 3, 7, 6, 5, 9],
] as const

/** Who answered only on the last day. */
const lateDivisions = new Set([10, 15, 21, 29, 30, 33])

/** Captains who have not looked for a while. */
const lastLooks: Record<number, (stage: Stage) => number> = {
  9: ({ calendar: c }) => c.on(1, '10:06'),
  11: ({ calendar: c }) => c.on(-1, '12:40'),
  22: ({ calendar: c }) => c.on(1, '10:06'),
  26: ({ calendar: c }) => c.on(-1, '12:40'),
  30: ({ calendar: c }) => c.on(-9, '20:10'),
  31: ({ calendar: c }) => c.on(1, '10:05'),
}

/** The room of the desk and the captain of each division. */
export function deskTalk(stage: Stage): RoomTalk[] {
  return Array.from({ length: divisionCount }, (_, i) => {
    const n = i + 1
    const look = lastLooks[n]?.(stage)
    return {
      room: `desk${n}`,
      steps: [...welcome(stage, n), ...answers(stage, n), ...survey(stage, n), ...own(stage, n)],
      looks: look === undefined ? {} : { [`captain${n}`]: look },
    }
  })
}

function own(stage: Stage, n: number): Step[] {
  if (n <= 11) return centerTalk(stage)[n] ?? []
  return (n <= 22 ? obuchiTalk(stage)[n] : iwatoTalk(stage)[n]) ?? []
}

function welcome({ calendar: c, family }: Stage, n: number): Step[] {
  const at = c.on(-21, '18:35') + n * 30_000
  return [
    say(
      at,
      'desk1',
      [
        `${divisionName(n)}　${family(`captain${n}`)}分団長　事務局です。`,
        'ここは分団長と事務局だけの個別ルームです。質問、写真、訓練で気づいたことなど、何でもお送りください。事務局の4名が交代で見ています。',
        '電子申請のリンクです。',
        '出動報告　https://shinsei.example/hinomi/shutsudo',
        '入団届　　https://shinsei.example/hinomi/nyudan',
        '退団届　　https://shinsei.example/hinomi/taidan',
      ],
      { key: 'welcome' },
    ),
    pin(at + 10_000, 'desk1', 'welcome'),
    ...reacts(at + (4 + (n % 9) * 7) * 60_000, 'welcome', 'roger', [`captain${n}`]),
  ]
}

/** How captains write two numbers. */
function answerOf(n: number, drill: number, vaccine: number): string {
  const forms = [
    `お世話になります。訓練は${drill}名、ワクチンは${vaccine}名です。`,
    `${divisionName(n)}です。訓練${drill}名、ワクチン${vaccine}名でお願いします。`,
    `合同訓練 ${drill}名\nワクチン ${vaccine}名\nよろしくお願いします。`,
    `おつかれさまです。訓練に${drill}名出ます。ワクチンの希望は${vaccine}名でした。`,
    `訓練${drill}、ワクチン${vaccine}です。`,
  ]
  return forms[n % forms.length] as string
}

const thanks = [
  'ありがとうございます。受け付けました。',
  '確認しました。ありがとうございます。',
  '承知しました。',
  '受け付けました。助かります。',
]

function answers({ calendar: c }: Stage, n: number): Step[] {
  const drill = drillCounts[n - 1] as number
  const vaccine = vaccineCounts[n - 1] as number
  const isLate = lateDivisions.has(n)
  const minutes = ((n * 37) % 200) * 60_000
  const at = isLate ? c.on(-9, '12:05') + minutes : c.on(-17 + ((n * 5) % 8), n % 2 ? '18:10' : '12:10') + minutes / 4
  const desk = n % 3 === 0 ? 'desk3' : 'desk2'
  const reply = say(at + (8 + (n % 5) * 9) * 60_000, desk, thanks[n % thanks.length] as string, { replyTo: 'answer' })
  const nudge = say(
    c.on(-10, '16:30') + n * 60_000,
    'desk2',
    '合同訓練とワクチンの人数は、明日が締切です。まだの場合は、人数だけで結構ですのでお願いします。',
  )
  return [...(isLate ? [nudge] : []), say(at, `captain${n}`, answerOf(n, drill, vaccine), { key: 'answer' }), reply]
}

/** Vehicles and people of a division, as last reported. */
function figures(n: number): string {
  const women = n === divisionCount ? 18 : n % 4 === 0 ? 1 : 0
  const pumps = n === divisionCount ? '指導用車両1台' : n % 3 === 0 ? 'ポンプ車1台' : '小型ポンプ積載車1台'
  return `${pumps}、無線機${n % 2 ? 2 : 3}台、団員${n === divisionCount ? 18 : 18 + (n <= 2 ? 1 : 0)}名（女性${women}名、学生${n % 11 === 0 ? 1 : 0}名）`
}

function survey({ calendar: c }: Stage, n: number): Step[] {
  const place = divisionPlaces[n - 1]
  const ask = say(
    c.on(-13, '10:20') + n * 20_000,
    'desk3',
    [
      `【国の調査】前回の数字です。${place ? `（${place}）` : ''}`,
      figures(n),
      `変わりがなければ「変更なし」と、${c.date(-6)}までにご返信ください。`,
    ],
    { key: 'survey' },
  )
  if (n === 30)
    return [
      ask,
      say(c.on(-6, '16:00'), 'desk3', '調査の件、副分団長に電話で「変更なし」と伺いました。ありがとうございます。', {
        replyTo: 'survey',
      }),
    ]
  const at = c.on(-13 + ((n * 3) % 6), n % 2 ? '19:20' : '12:25') + ((n * 11) % 60) * 60_000
  const reply = changed[n] ?? '変更なしです。'
  return [
    ask,
    say(at, `captain${n}`, reply, { replyTo: 'survey', key: 'surveyed' }),
    ...reacts(at + 14 * 3_600_000, 'surveyed', 'checked', ['desk3']),
  ]
}

const changed: Record<number, string> = {
  2: '無線機が1台故障中です。ほかは変更なしです。',
  7: '団員が1名減ります。退団届を出します。',
  11: '学生が卒業したので0名です。ほかは変更なしです。',
  18: '変更ありません。',
  23: '変更なし。無線機の1台は電池の持ちが悪いです。',
  29: '変更なし',
  34: '学生が1名います。ほかは変更ありません。',
}

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NoteContent, SaveNote } from '../../protocol/note.ts'
import { clientId } from '../support/builders.ts'
import { noteContent } from '../support/note-builders.ts'
import { demoPassword } from '../town/sign-ins.ts'
import { problems } from './support/axe.ts'
import { type Look, openBrowser, Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { Phone } from './support/phone.ts'

const town = new DemoTown('notes-screens')
const admin = new Phone(() => town.url, 'jimukyoku')
const writer = new Phone(() => town.url, 'bundan13')
let browser: Browser
let roomId: string
let saves = 0

const training = clientId(1, 21)
const links = clientId(2, 21)
const notice = clientId(3, 21)
const plain = clientId(4, 21)

const trainingBody = [
  '# 日時と場所',
  '日時: 2026-12-06 09:00-11:30 水防訓練',
  '場所: 鬼怒川の河川敷（第2駐車場）',
  '集合: 8時45分 **詰所前**',
  '',
  '# 内容',
  '1. 土のう作り',
  '2. 積み土のう工法',
  '',
  '# 持ち物',
  '- [x] 活動服',
  '- [ ] ヘルメット',
  '- [ ] 手袋',
  '',
  '## 問い合わせ',
  '事務局 0296-77-1101、地図は https://maps.example.jp/kinugawa をご覧ください。',
].join('\n')

async function put(phone: Phone, id: string, base: number, content: Partial<NoteContent>): Promise<void> {
  saves += 1
  const body: SaveNote = { id: clientId(saves, 22), base, content: noteContent(content) }
  const reply = await phone.request('PUT', `/api/rooms/${roomId}/notes/${id}`, body)
  expect(reply.status, await reply.clone().text()).toBe(200)
}

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  await admin.signIn(demoPassword)
  await writer.signIn(demoPassword)
  roomId = (await admin.rooms()).get('分団長連絡用') as string
  await put(admin, links, 0, {
    ...{ kind: 'links', title: '申請・報告のリンク', pinned: true, offline: true },
    body: '出動したあとは、その日のうちに送ってください。\n出動報告 https://forms.example.jp/shutsudou?entry.1={氏名}&entry.2={分団}\n入団届 https://forms.example.jp/nyuudan\n退団届 https://forms.example.jp/taidan 月末まで\n\n事務局 tel:0296771101',
  })
  const schedule = { kind: 'schedule', title: '水防訓練のご案内' } as const
  await put(admin, training, 0, { ...schedule, body: trainingBody })
  await put(writer, training, 1, { ...schedule, body: trainingBody.replace('8時45分', '8時30分') })
  await put(admin, training, 2, {
    ...schedule,
    body: `${trainingBody.replace('8時45分', '8時30分').replace('- [ ] 手袋', '- [ ] 手袋\n- [ ] 長靴')}\n雨のときは中止します。`,
  })
  await put(admin, notice, 0, {
    ...{ kind: 'bereavement', title: '訃報のお知らせ', archiveOn: '2026-12-09' },
    body: '佐竹 正男 様が、11月25日に逝去されました。\n謹んでお知らせいたします。\n\n# 通夜\n日時: 2026-12-08 18:00-19:00 通夜\n場所: 東会館\n\n# ご参列について\n服装: 平服でお越しください\n供花: 分団で一基',
  })
  await put(writer, plain, 0, {
    title: '第13分団 連絡網',
    offline: true,
    body: '夜間は分団長へ。\n- 分団長\n- 副分団長',
  })
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

const looks: [string, Look][] = [
  ['phone-light', {}],
  ['phone-dark', { colorScheme: 'dark' }],
  ['wide-light', { width: 1_280, height: 800 }],
  ['wide-dark', { width: 1_280, height: 800, colorScheme: 'dark' }],
]

test.each(looks)('[CL44] what to choose is in reach under two long differences: %s', async (name, look) => {
  const id = clientId(looks.findIndex(([one]) => one === name) + 30, 21)
  const lines = (who: string, from: number) =>
    Array.from({ length: 60 }, (_, i) =>
      i % 3 === from ? `${who}が書きかえた${i + 1}行目です。雨のときの集合場所も書いておきます。` : `${i + 1}行目`,
    )
  const content = (who: string, from: number) => ({ title: '班別の分担', body: lines(who, from).join('\n') })
  await put(admin, id, 0, content('', 3))
  const person = await Person.at(browser, town.url, look)
  const { page } = person
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await person.signIn('bundan12', demoPassword)
  await page.goto(`${town.url}/r/${roomId}/notes/${id}`)
  await page.getByRole('button', { name: '編集', exact: true }).click()
  await page.getByLabel('本文').fill(lines('こちら', 0).join('\n'))
  await put(writer, id, 1, content('あちら', 1))
  await page.getByRole('button', { name: '保存して知らせる' }).click()
  await page.getByRole('heading', { name: 'ほかの人が先に変更しました' }).waitFor()
  const bar = page.getByRole('region', { name: 'どうするか' })
  const inReach = async () => {
    for (const button of await bar.getByRole('button').all()) {
      const box = await button.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(look.height ?? 844)
      expect([box?.height, box?.width].every((size) => (size ?? 0) >= 44)).toBe(true)
    }
  }
  await inReach()
  const body = page.locator('.page-body')
  expect(await body.evaluate(({ scrollHeight, clientHeight }) => scrollHeight / clientHeight)).toBeGreaterThan(2)
  const wrong = await problems(person)
  await person.screen(`notes-long-conflict-${name}`)
  await body.evaluate((part) => part.scrollTo(0, part.scrollHeight / 2))
  await inReach()
  await person.screen(`notes-long-conflict-middle-${name}`)
  await body.evaluate((part) => part.scrollTo(0, part.scrollHeight))
  await inReach()
  await person.screen(`notes-long-conflict-end-${name}`)
  expect([...wrong, ...person.troubles]).toEqual([])
  await person.context.close()
})

test.each(looks)('[CL20] [CL21] [CL25] the notes are accessible to everybody: %s', async (name, look) => {
  const person = await Person.at(browser, town.url, look)
  const { page } = person
  // Nothing is judged while it still fades in.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await person.signIn('bundan12', demoPassword)
  const wrong: string[] = []
  const see = async (what: string) => {
    await person.screen(`notes-${what}-${name}`)
    wrong.push(...(await problems(person)).map((problem) => `${what}: ${problem}`))
  }
  const visit = (rest: string) => page.goto(`${town.url}/r/${roomId}/notes${rest}`)
  const button = (label: string | RegExp) => page.getByRole('button', { name: label, exact: true })

  await visit('')
  await page.locator('.notes-row').filter({ hasText: '第13分団 連絡網' }).waitFor()
  await see('list')
  await button('並べ替え').click()
  const movers = page.locator('.notes-row').filter({ hasText: '第13分団 連絡網' }).locator('.notes-movers button')
  await movers.last().press('ArrowDown')
  await page.getByText(/「第13分団 連絡網」を\d件の\d番目に動かしました/).waitFor()
  await see('sort')
  await movers.first().click()
  await page.getByRole('dialog').getByText('いちばん上へ').waitFor()
  await see('sort-menu')
  await page.getByRole('dialog').getByText('いちばん上へ').click()
  await page.keyboard.press('Escape')
  await button('終わる').click()
  await button('ノートを書く').click()
  await page.getByRole('dialog').getByText('訃報').waitFor()
  await see('templates')
  await page.keyboard.press('Escape')

  await visit(`/${links}`)
  await page.getByRole('link', { name: '出動報告' }).getByText('今月はまだ開かれていません').waitFor()
  await see('links')
  await visit(`/${notice}`)
  await page.getByText('東会館').waitFor()
  await see('bereavement')
  const revisions = /\/revisions$/
  await page.route(revisions, (route) => route.abort())
  await visit(`/${training}~history`)
  await page.getByText('変更履歴は、つながっているときに見られます。').waitFor()
  await see('history-away')
  await page.unroute(revisions)
  await button('もう一度試す').click()
  await page.getByRole('button', { name: /^版 3/ }).click()
  await page.getByText('雨のときは中止します。').waitFor()
  await see('diff')

  await visit(`/${training}`)
  await page.getByText('長靴').waitFor()
  await see('note')
  await page.emulateMedia({ media: 'print' })
  await person.screen(`notes-print-${name}`)
  for (const hidden of ['.notes .bar', '.pane-list']) expect(await page.locator(hidden).isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await button('編集').click()
  const body = page.getByLabel('本文')
  await body.fill(`${(await body.inputValue()).replace(/8時\d+分/, '8時15分')}\n${name}で確認しました。`)
  await see('editor')
  await button('仕上がりを見る').click()
  await see('preview')
  await button('書くに戻る').click()
  const { version } = await admin.get<{ version: number }>(`/api/rooms/${roomId}/notes/${training}`)
  await put(writer, training, version, {
    ...{ kind: 'schedule', title: '水防訓練のご案内' },
    body: trainingBody.replace('8時45分', `8時40分（${version}）`),
  })
  await button('保存して知らせる').click()
  await page.getByRole('heading', { name: 'ほかの人が先に変更しました' }).waitFor()
  await see('conflict')
  await button(/自分の版で上書き/).click()
  await page.locator('.note-card').getByText(`${name}で確認しました。`).waitFor()
  const newest = () => admin.get<{ body: string }>(`/api/rooms/${roomId}/notes/${training}`)
  await expect.poll(async () => (await newest()).body, { timeout: 20_000 }).toContain(`${name}で確認`)
  expect([...wrong, ...person.troubles]).toEqual([])
  await person.context.close()
})

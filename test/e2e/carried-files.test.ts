import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientId } from '../support/builders.ts'
import { openBrowser, type Person } from './support/browser.ts'
import { DemoTown } from './support/demo-town.ts'
import { deskAndCaptain } from './support/desk-and-captain.ts'

const town = new DemoTown('carried-files')
const room = '第12分団 個別連絡'
const corps = '火見市消防団'
const name = '訓練計画（令和8年度）.pdf'
const pdf = `%PDF-1.4\n${'訓練'.repeat(500)}\n%%EOF`
const [first, second, post] = [clientId(1, 7), clientId(2, 7), clientId(3, 7)]
let browser: Browser
let desk: Person
let captain: Person

beforeAll(async () => {
  await town.start()
  browser = await openBrowser()
  const meeting = { url: town.url, organization: corps, room }
  ;({ desk, captain } = await deskAndCaptain(browser, meeting, { width: 1_280, height: 800 }))
})
afterAll(async () => {
  await browser?.close()
  await town.kill()
})

/** Uploads as any tus client does, in two pieces, with the browser's own session. */
const upload = ({ page }: Person, roomId: string, id: string, file: { name: string; text: string }) =>
  page.evaluate(
    async ({ base, id, name, text }) => {
      const bytes = new TextEncoder().encode(text)
      const base64 = (value: string) => btoa(String.fromCharCode(...new TextEncoder().encode(value)))
      const metadata = Object.entries({ id, kind: 'file', name }).map(([key, value]) => `${key} ${base64(value)}`)
      const tus = { 'tus-resumable': '1.0.0' }
      const made = await fetch(base, {
        method: 'POST',
        headers: { ...tus, 'upload-length': `${bytes.length}`, 'upload-metadata': metadata.join(',') },
      })
      const half = Math.floor(bytes.length / 2)
      const statuses = [made.status]
      for (const [from, to] of [
        [0, half],
        [half, bytes.length],
      ] as const) {
        const headers = { ...tus, 'upload-offset': `${from}`, 'content-type': 'application/offset+octet-stream' }
        const sent = await fetch(`${base}/${id}`, { method: 'PATCH', headers, body: bytes.slice(from, to) })
        statuses.push(sent.status)
      }
      return statuses
    },
    { base: `/api/rooms/${roomId}/uploads`, id, ...file },
  )

test('[FI6] [FI7] what a message carries is told with its name and size, and read by who may see the message', async () => {
  const roomId = new URL(desk.page.url()).pathname.split('/')[2] ?? ''
  expect(await upload(desk, roomId, first, { name, text: pdf })).toEqual([201, 204, 204])
  expect(await upload(desk, roomId, second, { name: '持ち物.txt', text: '水筒、手袋、ヘルメット' })).toEqual([
    201, 204, 204,
  ])
  const posted = await desk.page.evaluate(
    async ({ path, body }) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
    },
    {
      path: `/api/rooms/${roomId}/commands`,
      body: { t: 'post', id: post, text: '', files: [{ id: first }, { id: second }] },
    },
  )
  expect(posted).toMatchObject({ id: post, seq: expect.any(Number) })

  const link = captain.page.getByRole('link', { name: /^訓練計画（令和8年度）\.pdf/ })
  await link.getByText('3.0 kB').waitFor()
  const read = await captain.page.evaluate(
    async (path) => {
      const response = await fetch(path)
      return { text: await response.text(), type: response.headers.get('content-type') }
    },
    (await link.getAttribute('href')) as string,
  )
  expect(read).toEqual({ text: pdf, type: 'application/pdf' })
  await captain.screen('files-phone-light')
  await desk.screen('files-wide-light')
  expect([...desk.troubles, ...captain.troubles]).toEqual([])
})

import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OrganizationSettings } from '../../../protocol/http.ts'
import { limits } from '../../../protocol/limits.ts'
import { createOrganizationSettings, type OwnOrganization } from '../../../web/store/settings/organization-settings.ts'
import type { Api } from '../../../web/transport/api.ts'

const organization = 'a'.repeat(32)
const giga = 1024 ** 3
let held: OrganizationSettings
let isAway = false
let asked: string[] = []
let dispose = () => {}

/** A server with one organization. */
const api: Api = async ({ method, path, body, answer }) => {
  asked.push(method)
  if (isAway) return { ok: false, failure: { code: 'unreachable' } }
  if (method === 'PATCH') Object.assign(held, body)
  const storage = { bytes: 5, quota: held.storageBytes, rooms: [], others: { rooms: 0, bytes: 0 } }
  const value = answer(method === 'PATCH' ? null : path.endsWith('/storage') ? storage : { ...held })
  if (value === null) throw new Error(`an answer of another shape for ${method} ${path}`)
  return { ok: true, value }
}

const open = (): OwnOrganization =>
  createRoot((end) => {
    dispose = end
    return createOrganizationSettings(api, organization)
  })

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  held = {
    ...{ leavesNothing: false, sendsAtOnce: false, urgentBy: 'moderators', ringsShow: 'room' },
    storageBytes: limits.storageBytes,
  }
  isAway = false
  asked = []
})
afterEach(() => {
  dispose()
  vi.unstubAllGlobals()
})

test('[FI34] one thing is sent, it is shown before the answer, and said when it is kept', async () => {
  const own = open()
  await own.refresh()
  const done = own.change('urgentBy', 'everyone')
  expect(own.settings()?.urgentBy).toBe('everyone')
  expect(own.said('urgentBy')).toEqual({ is: 'saving' })
  held.ringsShow = 'text'
  await done
  expect(own.said('urgentBy')).toEqual({ is: 'saved' })
  expect(held).toMatchObject({ urgentBy: 'everyone', ringsShow: 'text' })
  asked = []
  await own.change('urgentBy', 'everyone')
  expect(asked).toEqual([])
})

test('[FI35] what cannot be kept goes back to what holds, and says why', async () => {
  const own = open()
  await own.refresh()
  isAway = true
  await own.change('storageBytes', 90 * giga)
  expect(own.settings()?.storageBytes).toBe(limits.storageBytes)
  expect(own.said('storageBytes')).toEqual({ is: 'failed', code: 'unreachable' })
  await own.refresh()
  expect(own.failure()).toBe('unreachable')
  expect(own.settings()?.storageBytes).toBe(limits.storageBytes)
  isAway = false
  await own.refresh()
  expect(own.failure()).toBeNull()
})

test('[FI35] what another administrator changed is shown with what was, and an own change after it with theirs', async () => {
  const own = open()
  await own.refresh()
  expect(own.said('storageBytes')).toBeNull()
  held.storageBytes = 80 * giga
  await own.refresh()
  expect(own.settings()?.storageBytes).toBe(80 * giga)
  expect(own.said('storageBytes')).toEqual({ is: 'elsewhere', was: limits.storageBytes })
  held.storageBytes = 70 * giga
  await own.change('storageBytes', 100 * giga)
  expect(held.storageBytes).toBe(100 * giga)
  expect(own.said('storageBytes')).toEqual({ is: 'before', theirs: 70 * giga })
  held.storageBytes = 60 * giga
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(own.said('storageBytes')).toEqual({ is: 'elsewhere', was: 100 * giga }))
})

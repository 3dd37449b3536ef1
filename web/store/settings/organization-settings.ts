import { type Accessor, batch, createSignal } from 'solid-js'
import type { OrganizationSettings, Storage } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import type { Api, Failure } from '../../transport/api.ts'
import { organizationPaths, settingsShape, storageShape } from '../../transport/organization-paths.ts'
import { anything } from '../../transport/shape.ts'
import { createAsking } from '../asking.ts'

export type SettingName = keyof OrganizationSettings
export type SettingValue = OrganizationSettings[SettingName]

/**
 * What is said beside a setting. elsewhere: another administrator changed it. before: another one had changed it to this before one's own
 * change, which holds now.
 */
export type Said =
  | { is: 'saving' }
  | { is: 'saved' }
  | { is: 'failed'; code: Failure['code'] }
  | { is: 'elsewhere'; was: SettingValue }
  | { is: 'before'; theirs: SettingValue }

export type OwnOrganization = {
  settings: Accessor<OrganizationSettings | null>
  storage: Accessor<Storage | null>
  /** Why neither, or one of them, is known. */
  failure: Accessor<Failure['code'] | null>
  said: (name: SettingName) => Said | null
  change: <N extends SettingName>(name: N, value: OrganizationSettings[N]) => Promise<void>
  refresh: () => Promise<void>
}

const everyMs = 20_000

/** An organization as its administrator has it before him: shown as he changes it, and as others do. */
export function createOrganizationSettings(api: Api, organizationId: Id): OwnOrganization {
  const [settings, setSettings] = createSignal<OrganizationSettings | null>(null)
  const [storage, setStorage] = createSignal<Storage | null>(null)
  const [failure, setFailure] = createSignal<Failure['code'] | null>(null)
  const [said, setSaid] = createSignal<Partial<Record<SettingName, Said>>>({})
  /** Counts own changes: an answer that was asked for before one says nothing. */
  let changes = 0
  const say = (name: SettingName, what: Said) => setSaid((all) => ({ ...all, [name]: what }))
  const read = () => api({ method: 'GET', path: organizationPaths.settings(organizationId), answer: settingsShape })

  function take(fresh: OrganizationSettings): void {
    const known = settings()
    batch(() => {
      for (const name of known ? namesOf(fresh) : [])
        if (known?.[name] !== undefined && known[name] !== fresh[name]) say(name, { is: 'elsewhere', was: known[name] })
      setSettings(fresh)
    })
  }

  async function refresh(): Promise<void> {
    const asked = changes
    const path = organizationPaths.storage(organizationId)
    const [held, fresh] = await Promise.all([api({ method: 'GET', path, answer: storageShape }), read()])
    batch(() => {
      if (held.ok) setStorage(held.value)
      if (fresh.ok && asked === changes) take(fresh.value)
      setFailure(!held.ok ? held.failure.code : fresh.ok ? null : fresh.failure.code)
    })
  }

  async function change<N extends SettingName>(name: N, value: OrganizationSettings[N]): Promise<void> {
    const known = settings()
    if (known === null || known[name] === value || said()[name]?.is === 'saving') return
    changes += 1
    batch(() => {
      say(name, { is: 'saving' })
      setSettings({ ...known, [name]: value })
    })
    const before = await read()
    const path = organizationPaths.settings(organizationId)
    const done = before.ok ? await api({ method: 'PATCH', path, body: { [name]: value }, answer: anything }) : before
    const theirs = before.ok ? before.value[name] : known[name]
    changes += 1
    batch(() => {
      setSettings((now) => now && { ...now, [name]: done.ok ? value : theirs })
      if (!done.ok) say(name, { is: 'failed', code: done.failure.code })
      else say(name, theirs === known[name] || theirs === value ? { is: 'saved' } : { is: 'before', theirs })
    })
  }

  createAsking({ ask: refresh, everyMs: () => everyMs, gapMs: 0 })
  return { settings, storage, failure, said: (name) => said()[name] ?? null, change, refresh }
}

const namesOf = (settings: OrganizationSettings) => Object.keys(settings) as SettingName[]

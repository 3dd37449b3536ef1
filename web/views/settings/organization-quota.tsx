import { createEffect, createSignal, on, Show } from 'solid-js'
import type { OwnOrganization } from '../../store/settings/organization-settings.ts'
import { quotaFrom, quotaInGb } from '../../store/settings/storage-words.ts'
import { organizationWords } from '../../words/organization.ts'
import { TextField } from '../controls/fields.tsx'
import { SettingSaid } from './setting-said.tsx'

const words = organizationWords.quota

/** How much all rooms may hold together, and a way to change it. */
export function OrganizationQuota(props: { own: OwnOrganization; quota: number; held: number }) {
  const { own } = props
  const [typed, setTyped] = createSignal(quotaInGb(props.quota))
  const [isBad, setIsBad] = createSignal(false)
  // Another administrator's word is shown; what somebody is typing is left alone.
  createEffect(
    on(
      () => props.quota,
      (now, before) => before !== undefined && typed() === quotaInGb(before) && setTyped(quotaInGb(now)),
    ),
  )
  const wished = () => quotaFrom(typed())
  const isLess = () => {
    const bytes = wished()
    return bytes !== null && bytes < props.held
  }
  function submit(): void {
    const bytes = wished()
    setIsBad(bytes === null)
    if (bytes !== null) void own.change('storageBytes', bytes)
  }
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h2>{words.title}</h2>
      <p class="organization-explain">{words.explain}</p>
      <TextField
        label={words.label}
        value={typed()}
        problem={isBad() ? words.bad : null}
        autocomplete="off"
        ref={(input) => {
          input.inputMode = 'numeric'
        }}
        onInput={(value) => {
          setTyped(value)
          setIsBad(false)
        }}
      />
      <p class="organization-less" role="status">
        <Show when={isLess()}>{words.less(props.held)}</Show>
      </p>
      <button type="submit" class="button primary wide" disabled={own.said('storageBytes')?.is === 'saving'}>
        {words.submit}
      </button>
      <SettingSaid own={own} name="storageBytes" />
    </form>
  )
}

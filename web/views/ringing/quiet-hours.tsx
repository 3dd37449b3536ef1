import { createSignal, createUniqueId, Show } from 'solid-js'
import type { QuietHours } from '../../../protocol/ringing.ts'
import { minuteOf, timeOf } from '../../store/ringing/minute-of-day.ts'
import type { RingingStore } from '../../store/ringing/ringing.ts'
import { failureWords } from '../../words/failures.ts'
import { ringingWords } from '../../words/ringing.ts'

/** What the hours are when somebody first wants some. */
const usual: QuietHours = { from: 22 * 60, to: 6 * 60 }

/** When nothing but 緊急 is to ring. Each change is saved at once. */
export function QuietHoursSetting(props: { store: RingingStore; quiet: QuietHours | null }) {
  const words = ringingWords.quiet
  const [notice, setNotice] = createSignal('')
  const [wanted, setWanted] = createSignal<QuietHours | null>(null)
  const [isOn, setIsOn] = createSignal(props.quiet !== null)
  const hours = () => wanted() ?? props.quiet ?? usual
  let saving: Promise<void> = Promise.resolve()

  function change(quiet: QuietHours | null): void {
    setIsOn(quiet !== null)
    if (quiet) setWanted(quiet)
    setNotice('')
    // One after another, so that the last one stays.
    saving = saving.then(async () => {
      const reply = await props.store.setQuiet(quiet)
      setNotice(reply.ok ? words.saved : failureWords(reply.failure))
      if (!reply.ok) setIsOn(props.quiet !== null)
    })
  }

  return (
    <section class="ringing-part">
      <h2>{words.title}</h2>
      <p class="quiet">{words.explain}</p>
      <div class="card quiet-hours">
        <label class="switch">
          <span>{words.use}</span>
          <input
            type="checkbox"
            role="switch"
            aria-checked={isOn()}
            checked={isOn()}
            onChange={({ currentTarget }) => change(currentTarget.checked ? hours() : null)}
          />
        </label>
        <Show when={isOn()}>
          <div class="quiet-hours-times">
            <Time label={words.from} minute={hours().from} onChange={(from) => change({ ...hours(), from })} />
            <Time label={words.to} minute={hours().to} onChange={(to) => change({ ...hours(), to })} />
          </div>
          <Show when={hours().from === hours().to}>
            <p class="field-problem">{words.same}</p>
          </Show>
        </Show>
        <p class="page-notice" role="status">
          {notice()}
        </p>
      </div>
    </section>
  )
}

function Time(props: { label: string; minute: number; onChange: (minute: number) => void }) {
  const id = createUniqueId()
  return (
    <div>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="time"
        value={timeOf(props.minute)}
        onChange={({ currentTarget }) => {
          const minute = minuteOf(currentTarget.value)
          if (minute === null) currentTarget.value = timeOf(props.minute)
          else props.onChange(minute)
        }}
      />
    </div>
  )
}

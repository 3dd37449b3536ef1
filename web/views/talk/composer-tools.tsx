import { createEffect, on, onCleanup, onMount, Show } from 'solid-js'
import '../../style/composer-tools.css'
import { createLocating } from '../../store/map/locating.ts'
import { createConsent } from '../../store/photos/consent.ts'
import { trayOf } from '../../store/photos/room-tray.ts'
import type { Tray } from '../../store/photos/tray.ts'
import { createTraySending, lacksPlace, type TraySending } from '../../store/photos/tray-sending.ts'
import { composerToolWords } from '../../words/composer-tools.ts'
import { trayWords } from '../../words/tray.ts'
import { ChooseFiles } from '../photos/choose-files.tsx'
import { takeDropped } from '../photos/dropped-files.ts'
import { TraySheet } from '../photos/tray-sheet.tsx'
import type { Carried, ComposerProps } from './composer.tsx'
import { Urgent } from './urgent.tsx'

export type ComposerToolsProps = {
  of: ComposerProps
  isUrgent: boolean
  onUrgent: (isUrgent: boolean) => void
  /** Something goes with the text now, or nothing does any more. */
  onCarry: (carried: Carried | null) => void
}

/** What stands beside the field and is not needed for the first message: photos, files, a place, and 緊急 for whom the organization lets. */
export function ComposerTools(props: ComposerToolsProps) {
  const { of: composer } = props
  const tray = trayOf(composer.session)
  const { sending, ...place } = createSending(props, tray)
  let marker!: HTMLSpanElement

  onMount(() => onCleanup(takeDropped(marker, tray.add)))
  createEffect(
    on(
      () => tray.items().length > 0,
      (isCarrying) => props.onCarry(isCarrying ? { send: sending.send } : null),
    ),
  )
  onCleanup(() => props.onCarry(null))
  return (
    <>
      <span ref={marker} hidden />
      <Show when={tray.items().length + tray.refused().length > 0 || sending.problem() !== null}>
        <TraySheet tray={tray} sending={sending} {...place} />
      </Show>
      <ChooseFiles onChoose={tray.add} />
      <button
        type="button"
        class="composer-tool"
        onClick={() => composer.onOpen({ what: 'place', drafts: composer.drafts, audience: composer.audience })}
      >
        {composerToolWords.place}
      </button>
      <Show when={composer.session.view.rights().urgent}>
        <Urgent isOn={props.isUrgent} count={composer.audience.count - 1} onChange={props.onUrgent} />
      </Show>
      <span class="sr-only" role="status">
        {tray.items().length > 0 && !tray.isReady() ? trayWords.preparing : ''}
      </span>
    </>
  )
}

/** Sends what lies in the tray, and looks for the place of photos that have none, where that is wanted. */
function createSending(props: ComposerToolsProps, tray: Tray) {
  const { of: composer } = props
  const locating = createLocating(window, () => Date.now())
  const consent = createConsent('yagura.photo-place', memory())
  const originals = createConsent('yagura.photo-original', memory())
  const sending: TraySending = createTraySending({
    ...{ session: composer.session, drafts: composer.drafts, audience: () => composer.audience },
    ...{ tray, wantsPlace: consent.isGiven, wantsOriginals: originals.isGiven, locating },
    isUrgent: () => props.isUrgent,
    askUrgent: (text, onSend) => composer.onOpen({ what: 'urgent', count: composer.audience.count - 1, text, onSend }),
    doneUrgent: () => props.onUrgent(false),
  })
  createEffect(
    on(
      () => consent.isGiven() && lacksPlace(tray),
      (isWanted) => (isWanted ? locating.start() : locating.stop()),
    ),
  )
  onCleanup(locating.stop)
  return { sending, consent, originals, locating }
}

function memory(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

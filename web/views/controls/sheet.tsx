import { type JSX, onCleanup, onMount } from 'solid-js'
import type { Navigation } from '../../store/navigation.ts'
import '../../style/sheet.css'
import { words } from '../../words/talk.ts'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'

export type SheetProps = {
  navigation: Navigation
  title: string
  /** Called when it goes, whichever way: the button, Esc, a tap beside it, the back button. */
  onClose: () => void
  /** Where it came from, on a screen wide enough for it to stay there. */
  at?: { x: number; y: number } | undefined
  /** Called when it stands there, for a focus that is not the first thing in it. */
  onShown?: () => void
  children: JSX.Element
  isBare?: boolean
}

/**
 * Something that lies over the place: from below on a phone, in the middle of a wide screen. The browser's own dialog keeps the focus
 * inside and gives it back where it was.
 */
export function Sheet(props: SheetProps) {
  let dialog!: HTMLDialogElement
  onMount(() => {
    const uncover = props.navigation.cover(() => props.onClose())
    dialog.showModal()
    if (props.at) placeAt(dialog, props.at)
    props.onShown?.()
    onCleanup(uncover)
  })
  onCleanup(() => dialog.close())
  // A tap beside it closes it, but not the end of the long press that opened it.
  let isPressedBeside = false
  const onClick = (event: MouseEvent) => {
    if (event.target === dialog && isPressedBeside) props.onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself.
    <dialog
      ref={dialog}
      class="sheet"
      classList={{ 'sheet-at': props.at !== undefined }}
      aria-label={props.title}
      onPointerDown={(event) => {
        isPressedBeside = event.target === dialog
      }}
      onClick={onClick}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <div class="sheet-body">
        <div class="sheet-head" classList={{ 'sheet-head-bare': props.isBare === true }}>
          <h2 class="sheet-title">{props.title}</h2>
          <button type="button" class="icon-button" aria-label={words.app.close} onClick={() => props.onClose()}>
            <Icon outline={outlines.close} />
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  )
}

const marginPx = 8

/** Beside the pointer, and wholly on screen. Where sheets come from below, the style sheet overrules it. */
function placeAt(dialog: HTMLDialogElement, at: { x: number; y: number }): void {
  const { width, height } = dialog.getBoundingClientRect()
  const left = Math.max(marginPx, Math.min(at.x, innerWidth - width - marginPx))
  const top = Math.max(marginPx, Math.min(at.y, innerHeight - height - marginPx))
  dialog.style.setProperty('--left', `${left}px`)
  dialog.style.setProperty('--top', `${top}px`)
}

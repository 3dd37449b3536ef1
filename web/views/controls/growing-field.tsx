import { createEffect, on, onCleanup, onMount } from 'solid-js'
import { preferences } from '../../store/device/this-device.ts'
import { hasKeyboard } from '../../store/device/wide.ts'
import { words } from '../../words/talk.ts'

export type GrowingFieldProps = {
  ref: (element: HTMLTextAreaElement) => void
  text: string
  focusOnOpen: boolean
  onText: (text: string) => void
  onCaret: (caret: number) => void
  onSend: () => void
}

/** Ctrl or ⌘ and Enter always; Enter alone where that was chosen, on a device with a keyboard. */
const sends = ({ ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || (!shiftKey && preferences.sendKey() === 'enter' && hasKeyboard())

/** Grows with its text. Enter is a new line or sends, as chosen, but never while an IME composes. */
export function GrowingField(props: GrowingFieldProps) {
  let field!: HTMLTextAreaElement
  const bordersPx = 2
  function fit(): void {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + bordersPx}px`
  }
  const tellCaret = () => props.onCaret(field.selectionStart)
  createEffect(on(() => props.text, fit))
  onMount(() => {
    if (props.focusOnOpen) field.focus({ preventScroll: true })
    window.addEventListener('resize', fit)
    onCleanup(() => window.removeEventListener('resize', fit))
  })
  return (
    <textarea
      ref={(element) => {
        field = element
        props.ref(element)
      }}
      rows="1"
      aria-label={words.composer.label}
      placeholder={words.composer.placeholder}
      value={props.text}
      onInput={() => {
        props.onText(field.value)
        tellCaret()
      }}
      onKeyDown={(event) => {
        if (event.isComposing || event.key !== 'Enter' || !sends(event)) return
        event.preventDefault()
        props.onSend()
      }}
      onKeyUp={tellCaret}
      onClick={tellCaret}
    />
  )
}

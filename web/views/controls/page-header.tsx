import { type JSX, onMount } from 'solid-js'
import '../../style/page.css'
import { words } from '../../words/talk.ts'
import { Icon } from './icon.tsx'
import { outlines } from './outlines.ts'

/** The head of a page that is no room, perhaps with buttons at its end. */
export function PageHeader(props: { title: string; back?: string; onBack: () => void; children?: JSX.Element }) {
  let heading!: HTMLHeadingElement
  onMount(() => heading.focus({ preventScroll: true }))
  return (
    <header class="bar">
      <button
        type="button"
        class="icon-button"
        aria-label={props.back ?? words.app.toList}
        onClick={() => props.onBack()}
      >
        <Icon outline={outlines.back} />
      </button>
      <h1 ref={heading} tabindex="-1" class="page-title">
        {props.title}
      </h1>
      {props.children}
    </header>
  )
}

import type { JSX } from 'solid-js'
import '../../style/entrance.css'
import { words } from '../../words/talk.ts'
import { Tower } from './tower.tsx'

/** The page before one is signed in: the tower, the name, and a form. */
export function Entrance(props: { title: string; children: JSX.Element }) {
  return (
    <main class="entrance">
      <div class="entrance-card">
        <p class="product">
          <Tower />
          <span class="product-name">{words.app.name}</span>
          <span class="product-line">{words.app.tagline}</span>
        </p>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  )
}

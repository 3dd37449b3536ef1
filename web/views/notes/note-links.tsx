import { For, Show } from 'solid-js'
import type { NoteLink } from '../../../core/note-text.ts'
import type { NoteOpens } from '../../../protocol/note.ts'
import { asksForOpener, asksInWhere, filledLink, type Opener } from '../../store/notes/link-filling.ts'
import { hostOf } from '../../store/notes/note-links.ts'
import { noteWords } from '../../words/notes.ts'
import { Icon } from '../controls/icon.tsx'
import { noteOutlines } from './note-outlines.ts'

const words = noteWords.links

/** What is done with the links of a list where it is read. */
export type LinkUse = {
  opener: () => Opener
  /** One was opened. */
  onOpen: (url: string) => void
  /** How often; null for who may not know. */
  opens: () => NoteOpens | null
}

export type NoteLinksProps = { links: readonly NoteLink[]; use?: LinkUse | undefined }

/** The rows of a list of links, to be pressed. */
export function NoteLinks(props: NoteLinksProps) {
  return (
    <div class="note-links">
      <For each={props.links}>
        {(link) => (
          <Show when={!asksInWhere(link.url)} fallback={<NowhereRow link={link} />}>
            <LinkRow link={link} use={props.use} />
          </Show>
        )}
      </For>
    </div>
  )
}

function LinkRow(props: { link: NoteLink; use: LinkUse | undefined }) {
  const { link } = props
  const isAsking = asksForOpener(link.url)
  /** Who opens it stands in the address while it is opened, and at no other time. */
  function open(anchor: HTMLAnchorElement): void {
    const { use } = props
    if (!use) return
    if (isAsking) {
      anchor.href = filledLink(link.url, use.opener())
      setTimeout(() => {
        anchor.href = link.url
      })
    }
    use.onOpen(link.url)
  }
  return (
    <a
      class="note-link"
      href={link.url}
      target="_blank"
      rel="noopener noreferrer"
      onClick={({ currentTarget }) => open(currentTarget)}
      on:auxclick={({ button, currentTarget }) => button === 1 && open(currentTarget)}
    >
      <span>
        <b>{link.label}</b>
        <Show when={link.note}>
          <span class="note-link-host">{link.note}</span>
        </Show>
        <Show when={link.label !== link.url}>
          <span class="note-link-host">{hostOf(link.url)}</span>
        </Show>
        <Show when={isAsking}>
          <span class="note-link-host">{words.fills}</span>
        </Show>
        <Show when={props.use?.opens()?.links.find(({ url }) => url === link.url)}>
          {(counted) => (
            <span class="note-link-count">{words.opened(counted().month.people, counted().last.people)}</span>
          )}
        </Show>
      </span>
      <Icon outline={noteOutlines.outside} />
    </a>
  )
}

function NowhereRow(props: { link: NoteLink }) {
  return (
    <div class="note-link note-link-nowhere">
      <span>
        <b>{props.link.label}</b>
        <span class="note-link-host">{words.nowhere}</span>
      </span>
    </div>
  )
}

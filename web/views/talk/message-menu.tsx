import { Show } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { EpochMs } from '../../../protocol/ids.ts'
import type { Navigation } from '../../store/navigation.ts'
import { reactionsOn } from '../../store/talk/reactions.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import type { RoomView } from '../../store/talk/room-view.ts'
import { overlayWords } from '../../words/overlays.ts'
import { photoWords } from '../../words/photos.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { Sheet } from '../controls/sheet.tsx'
import { photoOutlines } from '../photos/photo-outlines.ts'
import { overlayOutlines } from './overlay-outlines.ts'
import { ReactionChoice } from './reaction-choice.tsx'

export type MessageMenuProps = {
  session: RoomSession
  navigation: Navigation
  entry: MessageEntry
  at?: { x: number; y: number } | undefined
  now: EpochMs
  onClose: () => void
  onReply: () => void
  onCopy: () => void
  onCopyLink: () => void
  onCorrect: () => void
  onRetract: () => void
  onReaders: () => void
  onVersions: () => void
  /** Hands what it carries on to another room. */
  onCopyFiles: () => void
}

/** What can be done with a message: an answer in one tap on top, the rest below. */
export function MessageMenu(props: MessageMenuProps) {
  const { view, outbox } = props.session
  const seq = () => props.entry.seq
  const reactions = () => reactionsOn(view.marks(seq()), view.me(), outbox.items(), seq())
  const isPinned = () => view.pins().includes(seq())
  const may = () => permissions(view, props.entry, props.now)
  return (
    <Sheet navigation={props.navigation} title={overlayWords.menu.title} at={props.at} onClose={props.onClose} isBare>
      <ReactionChoice
        own={reactions().own}
        onChoose={(code) => {
          props.session.react(seq(), code)
          props.onClose()
        }}
      />
      <div class="menu">
        <Show when={may().reply}>
          <MenuItem outline={overlayOutlines.reply} words={overlayWords.menu.reply} onClick={props.onReply} />
        </Show>
        <MenuItem outline={overlayOutlines.copy} words={overlayWords.menu.copy} onClick={props.onCopy} />
        <MenuItem outline={overlayOutlines.link} words={overlayWords.menu.copyLink} onClick={props.onCopyLink} />
        <Show when={(props.entry.files ?? []).length > 0}>
          <MenuItem outline={photoOutlines.hand} words={photoWords.copy.title} onClick={props.onCopyFiles} />
        </Show>
        <Show when={may().readers}>
          <MenuItem outline={overlayOutlines.eye} words={overlayWords.menu.readers} onClick={props.onReaders} />
        </Show>
        <Show when={may().pin}>
          <MenuItem
            outline={outlines.pin}
            words={isPinned() ? overlayWords.menu.unpin : overlayWords.menu.pin}
            onClick={() => {
              props.session.pin(seq(), !isPinned())
              props.onClose()
            }}
          />
        </Show>
        <Show when={may().versions}>
          <MenuItem outline={overlayOutlines.history} words={overlayWords.menu.versions} onClick={props.onVersions} />
        </Show>
        <Show when={may().change}>
          <MenuItem outline={overlayOutlines.edit} words={overlayWords.menu.correct} onClick={props.onCorrect} />
          <MenuItem
            outline={overlayOutlines.undo}
            words={overlayWords.menu.retract}
            onClick={props.onRetract}
            isDanger
          />
        </Show>
      </div>
    </Sheet>
  )
}

function MenuItem(props: { outline: string; words: string; onClick: () => void; isDanger?: boolean }) {
  return (
    <button
      type="button"
      class="menu-item"
      classList={{ danger: props.isDanger === true }}
      onClick={() => props.onClick()}
    >
      <Icon outline={props.outline} />
      {props.words}
    </button>
  )
}

/** What the room would allow; it decides again itself. */
function permissions(view: RoomView, entry: MessageEntry, now: EpochMs) {
  const [facts, rights] = [view.facts(), view.rights()]
  const isOwn = entry.by === view.me()
  const side = view.member(entry.by)?.side
  const isAllowedVersions =
    facts?.versionsFor === 'everyone' || (facts?.versionsFor === 'moderators' && rights.moderate)
  return {
    reply: facts?.kind !== 'announce' || rights.post,
    readers: side === undefined || side === view.member(view.me())?.side,
    pin: facts?.kind !== 'announce' || rights.moderate,
    versions: isAllowedVersions && entry.version !== undefined,
    change: isOwn && now - entry.storedAt < (facts?.changeWindowMs ?? 0),
  }
}

import { Match, Switch } from 'solid-js'
import type { MessageEntry } from '../../../protocol/entry.ts'
import type { EpochMs, Seq } from '../../../protocol/ids.ts'
import type { RoomPreference, RoomSummary } from '../../../protocol/lobby-message.ts'
import type { LobbySession } from '../../store/list/lobby-session.ts'
import type { Navigation } from '../../store/navigation.ts'
import { photosOf } from '../../store/photos/photo-list.ts'
import { pathOf } from '../../store/place.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { failureWords } from '../../words/failures.ts'
import { overlayWords } from '../../words/overlays.ts'
import { later } from '../controls/later.tsx'
import { CopySheet } from '../photos/copy-sheet.tsx'
import { OriginalsSheet } from '../photos/original-parts.ts'
import { PhotoViewer } from '../photos/photo-viewer.tsx'
import { RingBoardSheet } from '../ringing/ring-board-sheet.tsx'
import { CorrectSheet, RetractSheet } from './change-sheets.tsx'
import { MembersSheet } from './members-sheet.tsx'
import { MessageMenu } from './message-menu.tsx'
import type { Over } from './over.ts'
import { PinsSheet } from './pins-sheet.tsx'
import { ReactionsSheet } from './reactions-sheet.tsx'
import { ReadSheet } from './read-sheet.tsx'
import { RoomMenu } from './room-menu.tsx'
import { UrgentSheet } from './urgent-sheet.tsx'
import { VersionsSheet } from './versions-sheet.tsx'

const PlaceSheet = later(() => import('../map/place-sheet.tsx').then((file) => file.PlaceSheet))
// A place is sent without a network too.
PlaceSheet.prefetch()

export type RoomOverlaysProps = {
  over: Over | null
  onOpen: (over: Over) => void
  onClose: () => void
  onReply: (seq: Seq) => void
  onJump: (seq: Seq) => void
  /** Says something in passing. */
  say: (text: string) => void
  session: RoomSession
  /** What the list says of this room, and the list. */
  summary: RoomSummary | null
  lobby: LobbySession | null
  navigation: Navigation
  now: EpochMs
}

export function RoomOverlays(props: RoomOverlaysProps) {
  const { session, navigation, onClose } = props
  const as = <W extends Over['what']>(what: W) =>
    props.over?.what === what ? (props.over as Extract<Over, { what: W }>) : false
  const prefer = async (preference: RoomPreference) => {
    const reply = await props.lobby?.prefer(session.roomId, preference)
    if (reply && !reply.ok) props.say(failureWords(reply.failure))
  }
  const place = { session, navigation, onClose }
  return (
    <Switch>
      <Match when={as('menu')}>{(menu) => <Menu {...props} entry={menu().entry} at={menu().at} />}</Match>
      <Match when={as('correct')}>{(over) => <CorrectSheet {...place} entry={over().entry} />}</Match>
      <Match when={as('retract')}>{(over) => <RetractSheet {...place} entry={over().entry} />}</Match>
      <Match when={as('readers')}>{(over) => <ReadSheet {...place} seq={over().seq} now={props.now} />}</Match>
      <Match when={as('reactions')}>{(over) => <ReactionsSheet {...place} seq={over().seq} />}</Match>
      <Match when={as('versions')}>{(over) => <VersionsSheet {...place} seq={over().seq} now={props.now} />}</Match>
      <Match when={as('photo')}>
        {(over) => (
          <PhotoViewer
            {...place}
            items={photosOf(current(session, over().entry))}
            first={over().id}
            isInTalk
            now={props.now}
          />
        )}
      </Match>
      <Match when={as('originals')}>
        {(over) => <OriginalsSheet {...place} entry={current(session, over().entry)} />}
      </Match>
      <Match when={as('copy')}>
        {(over) => <CopySheet {...place} from={session.roomId} files={over().entry.files ?? []} />}
      </Match>
      <Match when={as('room-menu')}>
        <RoomMenu session={session} navigation={navigation} onClose={onClose} />
      </Match>
      <Match when={as('members')}>
        <MembersSheet
          session={session}
          summary={props.summary}
          onPrefer={prefer}
          onRingBoard={() => props.onOpen({ what: 'ring-board' })}
          navigation={navigation}
          onClose={onClose}
        />
      </Match>
      <Match when={as('urgent')}>{(ask) => <UrgentSheet {...ask()} navigation={navigation} onClose={onClose} />}</Match>
      <Match when={as('place')}>{(ask) => <PlaceSheet {...place} {...ask()} />}</Match>
      <Match when={as('ring-board')}>
        <RingBoardSheet {...place} />
      </Match>
      <Match when={as('pins')}>
        <PinsSheet {...place} onJump={props.onJump} />
      </Match>
    </Switch>
  )
}

function Menu(props: RoomOverlaysProps & { entry: MessageEntry; at: { x: number; y: number } | undefined }) {
  const copy = (text: string, done: string) => {
    props.onClose()
    void navigator.clipboard.writeText(text).then(
      () => props.say(done),
      () => props.say(overlayWords.menu.copyFailed),
    )
  }
  const link = () => location.origin + pathOf({ at: 'room', roomId: props.session.roomId, seq: props.entry.seq })
  return (
    <MessageMenu
      session={props.session}
      navigation={props.navigation}
      entry={props.entry}
      at={props.at}
      now={props.now}
      onClose={props.onClose}
      onCopy={() => copy(props.entry.text ?? '', overlayWords.menu.copied)}
      onCopyLink={() => copy(link(), overlayWords.menu.linkCopied)}
      onReply={() => props.onReply(props.entry.seq)}
      onCorrect={() => props.onOpen({ what: 'correct', entry: props.entry })}
      onRetract={() => props.onOpen({ what: 'retract', entry: props.entry })}
      onReaders={() => props.onOpen({ what: 'readers', seq: props.entry.seq })}
      onCopyFiles={() => props.onOpen({ what: 'copy', entry: props.entry })}
      onVersions={() => props.onOpen({ what: 'versions', seq: props.entry.seq })}
    />
  )
}

/** A message as it is now: it may be retracted while its photos are looked at. */
function current({ view }: RoomSession, entry: MessageEntry): MessageEntry {
  const now = view.entry(entry.seq)
  return now?.kind === 'message' ? now : entry
}

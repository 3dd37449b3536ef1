import { onMount, Show } from 'solid-js'
import { limits } from '../../../protocol/limits.ts'
import type { LocatingProblem } from '../../store/map/locating.ts'
import { beginShare, sharingWith } from '../../store/map/sharing-on-page.ts'
import type { Navigation } from '../../store/navigation.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { mapWords } from '../../words/map.ts'
import { OwnProblem } from './own-problem.tsx'
import { showSharingBar } from './sharing-bar.tsx'

/** Begins to share where one is with this room, for a while. */
export function ShareHere(props: { session: RoomSession; navigation: Navigation }) {
  const { session } = props
  const sharing = sharingWith(session.api)
  const state = () => sharing.state()
  const isFree = () => state().at === 'none' || state().at === 'over'
  const isHere = () => {
    const now = state()
    return now.at !== 'none' && now.share.roomId === session.roomId
  }
  onMount(() => !isFree() && showSharingBar(sharing))
  const begin = (lastsMs: number) => {
    const { roomId, view } = session
    sharing.start(beginShare({ roomId, roomName: view.facts()?.name ?? '', lastsMs }))
    showSharingBar(sharing)
  }
  const problem = (): LocatingProblem | null => {
    const why = sharing.problem()
    return why === 'network' ? null : why
  }
  return (
    <section class="share-here" aria-label={mapWords.share.title}>
      <Show
        when={isFree()}
        fallback={
          <Show when={isHere()} fallback={<p class="quiet">{mapWords.share.busy(nameOf(state()))}</p>}>
            <OwnProblem problem={problem()} />
          </Show>
        }
      >
        <h2>{mapWords.share.title}</h2>
        <div class="share-times">
          <button type="button" class="button" onClick={() => begin(limits.shortShareMs)}>
            {mapWords.share.short}
          </button>
          <button type="button" class="button" onClick={() => begin(limits.longShareMs)}>
            {mapWords.share.long}
          </button>
        </div>
        <p class="quiet">{mapWords.share.explain}</p>
      </Show>
    </section>
  )
}

const nameOf = (state: ReturnType<ReturnType<typeof sharingWith>['state']>): string =>
  state.at === 'none' ? '' : state.share.roomName

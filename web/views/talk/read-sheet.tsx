import { createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import type { EpochMs, Seq } from '../../../protocol/ids.ts'
import type { RingRecord } from '../../../protocol/ringing.ts'
import type { RosterMember } from '../../../protocol/roster.ts'
import { clockLabel } from '../../store/clock-label.ts'
import type { Navigation } from '../../store/navigation.ts'
import { type RungPerson, ringsByMember, timesInWords } from '../../store/ringing/ring-record.ts'
import { createRingRecord } from '../../store/ringing/ring-record-session.ts'
import { telHref } from '../../store/talk/links.ts'
import { type ReadState, readersByUnit, totals, type UnitOfReaders } from '../../store/talk/people.ts'
import type { RoomSession } from '../../store/talk/room-session.ts'
import { overlayWords } from '../../words/overlays.ts'
import { ringWords } from '../../words/rings.ts'
import { Icon } from '../controls/icon.tsx'
import { outlines } from '../controls/outlines.ts'
import { Sheet } from '../controls/sheet.tsx'
import { type Tab, Tabs } from '../controls/tabs.tsx'
import { overlayOutlines } from './overlay-outlines.ts'
import { excerptOf } from './quote.tsx'
import { reachable } from './reachable.ts'

type Shown = ReadState | 'units'

export type ReadSheetProps = {
  seq: Seq
  session: RoomSession
  navigation: Navigation
  now: EpochMs
  onClose: () => void
}

/** Who has read a message and who has not, by unit, live while it is open. */
export function ReadSheet(props: ReadSheetProps) {
  const { view } = props.session
  const [shown, setShown] = createSignal<Shown>('unread')
  onMount(() => {
    props.session.openSheet(props.seq)
    onCleanup(() => props.session.openSheet(null))
  })
  const units = createMemo(() => {
    const [sheet, roster] = [view.sheet(), view.roster()]
    return sheet && roster && sheet.seq === props.seq ? readersByUnit(sheet, roster) : null
  })
  const sums = () => totals(units() ?? [])
  const record = createRingRecord(
    props.session,
    props.seq,
    createMemo(() => sums().unread),
  )
  const tabs = (): Tab<Shown>[] => [
    { id: 'unread', words: overlayWords.readers.unread(sums().unread) },
    { id: 'read', words: overlayWords.readers.read(sums().read) },
    ...(sums().stale > 0 ? [{ id: 'stale' as const, words: overlayWords.readers.stale(sums().stale) }] : []),
    { id: 'units', words: overlayWords.readers.byUnit },
  ]
  return (
    <Sheet navigation={props.navigation} title={overlayWords.readers.title} onClose={props.onClose}>
      <p class="sheet-excerpt" ref={reachable}>
        {excerptOf(view, props.seq)}
      </p>
      <Show when={units()} fallback={<p class="quiet">{overlayWords.readers.loading}</p>}>
        {(all) => (
          <>
            <Tabs label={overlayWords.readers.tabs} tabs={tabs()} chosen={shown()} onChoose={setShown} />
            <div class="readers" ref={reachable}>
              <Show when={shown() !== 'units'} fallback={<For each={all()}>{(unit) => <UnitCount unit={unit} />}</For>}>
                <UnitsInState units={all()} state={shown() as ReadState} record={record()} now={props.now} />
              </Show>
            </div>
          </>
        )}
      </Show>
    </Sheet>
  )
}

function UnitsInState(props: {
  units: readonly UnitOfReaders[]
  state: ReadState
  record: RingRecord | null
  now: EpochMs
}) {
  const rings = createMemo(() => (props.record && props.state === 'unread' ? ringsByMember(props.record) : null))
  const units = () => props.units.filter(({ counts }) => counts[props.state] > 0)
  const nobody = () => (props.state === 'unread' ? overlayWords.readers.nobodyUnread : overlayWords.readers.nobodyRead)
  return (
    <>
      <Show when={props.state === 'stale'}>
        <p class="quiet">{overlayWords.readers.staleExplain}</p>
      </Show>
      <Show when={rings() !== null && units().length > 0 && props.record?.nextAt}>
        {(at) => <p class="rings-next">{ringWords.record.next(clockLabel(at(), props.now))}</p>}
      </Show>
      <For each={units()} fallback={<p class="quiet">{nobody()}</p>}>
        {(unit) => {
          const people = () => unit.people.filter(({ state }) => state === props.state)
          return (
            <section class="reader-unit">
              <Show when={unit.total > 1}>
                <h3>
                  <span>{unit.name || overlayWords.readers.noUnit}</span>
                  <span class="unit-count">{unitWords[props.state](unit.counts[props.state], unit.total)}</span>
                </h3>
              </Show>
              <For each={people()}>
                {({ member }) => (
                  <Reader member={member} canBeCalled={props.state !== 'read'}>
                    <Show when={rings()?.get(member.no)}>{(rung) => <Rung rung={rung()} now={props.now} />}</Show>
                  </Reader>
                )}
              </For>
            </section>
          )
        }}
      </For>
    </>
  )
}

/** When a person was rung, and what became of the last try. */
function Rung(props: { rung: RungPerson; now: EpochMs }) {
  const { rungAt: words, states } = ringWords.record
  return (
    <p class="rung">
      <Show when={props.rung.rungAt.length > 0}>
        <span>{words(timesInWords(props.rung.rungAt, props.now))}</span>
      </Show>
      <Show when={props.rung.last}>
        {(state) => <span classList={{ 'rung-not': state() !== 'waiting' }}>{states[state()]}</span>}
      </Show>
    </p>
  )
}

const unitWords = {
  unread: overlayWords.readers.unitUnread,
  read: overlayWords.readers.unitRead,
  stale: overlayWords.readers.unitStale,
}

/** One row a unit: how many of it have read, and who has not. */
function UnitCount(props: { unit: UnitOfReaders }) {
  const waiting = () => props.unit.people.filter(({ state }) => state !== 'read')
  const isDone = () => waiting().length === 0
  return (
    <div class="unit-row" classList={{ 'unit-done': isDone() }}>
      <div class="unit-who">
        <b>{props.unit.name || overlayWords.readers.noUnit}</b>
        <span>{(isDone() ? props.unit.people : waiting()).map(({ member }) => member.name).join('、')}</span>
      </div>
      <span class="unit-count">{overlayWords.readers.unitRead(props.unit.counts.read, props.unit.total)}</span>
      <Icon outline={isDone() ? overlayOutlines.check : outlines.alert} />
    </div>
  )
}

/** A person of a room; what is to be said of them stands below. */
export function Reader(props: { member: RosterMember; canBeCalled: boolean; children?: JSX.Element }) {
  return (
    <div class="reader">
      <div class="reader-who">
        <b>{props.member.name}</b>
        <span>{props.member.title}</span>
      </div>
      <Show when={props.canBeCalled && props.member.phone}>
        {(phone) => (
          <a class="call" href={telHref(phone())} aria-label={overlayWords.readers.call(props.member.name, phone())}>
            <Icon outline={overlayOutlines.phone} />
            <span>{phone()}</span>
          </a>
        )}
      </Show>
      {props.children}
    </div>
  )
}

import { createSignal } from 'solid-js'
import type * as v from 'valibot'
import type { MadeDeskRooms } from '../../../protocol/http.ts'
import type { Id } from '../../../protocol/ids.ts'
import { type Choice, seatKinds } from '../../store/list/member-choice.ts'
import type { Api } from '../../transport/api.ts'
import { paths } from '../../transport/paths.ts'
import { shaped } from '../../transport/shape.ts'
import { failureWords } from '../../words/failures.ts'
import { settingsWords } from '../../words/settings.ts'
import { Select } from '../controls/choices.tsx'

/** One room between a desk and each seat of a kind, in one action. */
export function MakeDeskRooms(props: { choice: Choice; organizationId: Id; api: Api }) {
  const kinds = seatKinds(props.choice)
  const [positionKind, setPositionKind] = createSignal(
    kinds.find(({ kind }) => kind === 'captain')?.kind ?? kinds[0]?.kind ?? '',
  )
  const [deskKind, setDeskKind] = createSignal(kinds.find(({ kind }) => kind === 'desk')?.kind ?? kinds[0]?.kind ?? '')
  const [isWorking, setIsWorking] = createSignal(false)
  const [outcome, setOutcome] = createSignal('')
  const choices = kinds.map((seat) => ({
    id: seat.kind,
    words: settingsWords.deskRooms.seatsOf(seat.words, seat.seats),
  }))

  async function make(): Promise<void> {
    setIsWorking(true)
    const body = { positionKind: positionKind(), deskKind: deskKind() }
    const reply = await props.api({
      method: 'POST',
      path: paths.deskRooms(props.organizationId),
      body,
      answer: shaped<v.InferOutput<typeof MadeDeskRooms>>('made'),
    })
    setIsWorking(false)
    setOutcome(reply.ok ? settingsWords.deskRooms.made(reply.value.made) : failureWords(reply.failure))
  }

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <h2>{settingsWords.deskRooms.title}</h2>
      <p class="quiet">{settingsWords.deskRooms.explain}</p>
      <Select
        label={settingsWords.deskRooms.seat}
        choices={choices}
        chosen={positionKind()}
        onChoose={setPositionKind}
      />
      <Select label={settingsWords.deskRooms.desk} choices={choices} chosen={deskKind()} onChoose={setDeskKind} />
      <p class="page-notice" role="status">
        {outcome()}
      </p>
      <button type="submit" class="button wide" disabled={isWorking()}>
        {isWorking() ? settingsWords.makeRoom.working : settingsWords.deskRooms.submit}
      </button>
    </form>
  )
}

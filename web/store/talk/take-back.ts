import type { ClientId } from '../../../protocol/ids.ts'
import { putBackHeld } from '../photos/held-photos.ts'
import type { Drafts } from './drafts.ts'
import type { RoomSession } from './room-session.ts'

/** Takes a held message back into the composer, before what was begun there meanwhile. */
export function takeBack({ roomId, outbox, view }: RoomSession, drafts: Drafts, id: ClientId): void {
  const command = outbox.takeBack(id)
  if (command?.t !== 'post') return
  putBackHeld(id)
  const begun = drafts.of(roomId)
  const mentions = (command.mentions ?? []).flatMap((no) => {
    const name = view.member(no)?.name
    return name === undefined ? [] : [{ no, name }]
  })
  drafts.set(roomId, {
    text: [command.text, begun.text].filter((text) => text !== '').join('\n'),
    mentions: [...mentions, ...begun.mentions],
    replyTo: command.replyTo ?? begun.replyTo,
  })
}

import type { Command } from '../../protocol/client-message.ts'
import type { EpochMs, Id, MemberNo, Seq } from '../../protocol/ids.ts'
import { uuidOf } from './random.ts'
import type { RoomTalk, ScriptedCommand } from './talk/script.ts'
import { type Person, personOf, type Role, type Town } from './town.ts'

/** A step as `RoomRpc.bringIn` takes it, and the seq that the room must answer where it makes an entry. */
export type Ready = { step: { accountId: Id; at: EpochMs; command: Command }; seq: Seq | null }

/**
 * Puts numbers in the place of names. `head` is the room's head before the first step, `numberOf` the number of a member there.
 * A room gives out seqs without holes, so the seq of every post is known beforehand; whoever brings the steps in compares.
 */
export function resolveTalk(town: Town, talk: RoomTalk, head: Seq, numberOf: (person: Person) => MemberNo): Ready[] {
  const seqs = new Map<string, Seq>()
  let last = head
  const seqOf = (key: string): Seq => {
    const seq = seqs.get(key)
    if (seq === undefined) throw new Error(`${talk.room}: nothing is called ${key} yet`)
    return seq
  }
  const noOf = (role: Role): MemberNo => numberOf(personOf(town, role))
  return talk.steps.map(({ at, who, command }, i) => {
    const id = uuidOf(at, town.seed, talk.room, String(i))
    const makesEntry = command.t === 'post' || command.t === 'correct' || command.t === 'retract'
    const ready = numbered(command, { id, at, last, seqOf, noOf })
    if (makesEntry) last += 1
    if (command.t === 'post' && command.key !== undefined) {
      if (seqs.has(command.key)) throw new Error(`${talk.room}: two posts are called ${command.key}`)
      seqs.set(command.key, last)
    }
    return { step: { accountId: personOf(town, who).id, at, command: ready }, seq: makesEntry ? last : null }
  })
}

type Numbers = { id: string; at: EpochMs; last: Seq; seqOf(key: string): Seq; noOf(role: Role): MemberNo }

function numbered(command: ScriptedCommand, { id, at, last, seqOf, noOf }: Numbers): Command {
  switch (command.t) {
    case 'post': {
      const { key: _, mentions, replyTo, actedAt, text } = command
      return {
        ...{ t: 'post', id, text, sentAt: at },
        ...(mentions && { mentions: mentions.map(noOf) }),
        ...(replyTo !== undefined && { replyTo: seqOf(replyTo) }),
        ...(actedAt !== undefined && { actedAt }),
      }
    }
    case 'correct':
      return {
        ...{ t: 'correct', id, target: seqOf(command.target), text: command.text, sentAt: at },
        ...(command.mentions && { mentions: command.mentions.map(noOf) }),
      }
    case 'retract':
      return { t: 'retract', id, target: seqOf(command.target), sentAt: at }
    case 'react':
      return { t: 'react', id, target: seqOf(command.target), code: command.code }
    case 'pin':
      return { t: 'pin', id, target: seqOf(command.target), pinned: true }
    case 'read':
      return { t: 'read', seq: last }
  }
}

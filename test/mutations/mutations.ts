/** A slip of the pen that breaks one rule: `find` (which stands once in `file`) becomes `put`. */
export type Mutation = { rule: string; file: string; find: string; put: string }

const mutation = (rule: string, file: string, find: string, put: string): Mutation => ({ rule, file, find, put })

/** For the log, the pointers and the membership: each rule with a way to break it. */
export const mutations: Mutation[] = [
  mutation('LG1', 'core/number.ts', 'head += 1', 'head += 2'),
  mutation('LG2', 'durable/room-service.ts', 'this.#state = undefined\n      throw', 'throw'),
  mutation('LG3', 'core/decide.ts', 'if (!earlier) return first()', 'return first()'),
  mutation('LG4', 'core/decide.ts', 'return isSameContent(command, earlier)', 'return true || earlier'),
  mutation('LG5', 'core/served-entry.ts', 'return { ...rest, text,', 'return { ...rest, text: body.text,'),
  mutation(
    'LG6',
    'core/served-entry.ts',
    'latest === null || latest.seq === seq ? withText',
    'latest === null || latest.seq !== 0 ? withText',
  ),
  mutation('LG7', 'core/decide.ts', 'if (target.by !== ask.person.no)', 'if (target.by === -1)'),
  mutation('LG7', 'core/decide.ts', '> ask.state.facts.changeWindowMs', '>= ask.state.facts.changeWindowMs'),
  mutation('LG8', 'protocol/text.ts', 'if (count > most) return true', 'if (count >= most) return true'),
  mutation(
    'LG9',
    'core/decide.ts',
    '.every((no) => presentStay(ask.state, no))',
    '.every((no) => ask.state.people[no - 1])',
  ),
  mutation('LG10', 'core/decide.ts', '!ask.person.rights.post', 'ask.person.rights.post'),
  mutation('LG11', 'core/decide.ts', 'no: ask.person.no, value: command.code', 'no: 0, value: command.code'),
  mutation('LG12', 'core/decide.ts', '!ask.person.rights.moderate', 'ask.person.rights.moderate'),
  mutation('LG13', 'core/number.ts', "case 'mark': {\n        rev += 1", "case 'mark': {\n        rev += 0"),
  mutation('LG14', 'durable/room-connection.ts', "if (!isAllowed) return refuse('not_allowed')", ''),
  mutation('RP1', 'core/stay.ts', 'Math.max(pointer, Math.min(claimed, head))', 'Math.min(claimed, head)'),
  mutation('RP2', 'core/stay.ts', 'Math.min(claimed, head)', 'claimed'),
  mutation('RP3', 'core/stay.ts', 'pointer: joinedSeq, seen', 'pointer: joinedSeq - 1, seen'),
  mutation('RP4', 'core/read-ledger.ts', 'return reached - later', 'return reached'),
  mutation('RP4', 'core/read-counts.ts', 'stay.pointer >= seq ? readers - 1', 'stay.pointer >= seq ? readers'),
  mutation('RP5', 'core/stay.ts', 'while (rest[0] === reached + 1)', 'while (rest.length > 0)'),
  mutation('RP5', 'core/evolve.ts', 'ownEntry(state, author, entry.seq)', 'void author'),
  mutation('RP6', 'core/stay.ts', 'countable - stay.seen - stay.ownAhead.length', 'countable - stay.seen'),
  mutation('RP7', 'core/read-sheet.ts', 'if (stay.leftSeq !== null && stay.pointer < target.seq) continue', ''),
  mutation(
    'RP8',
    'core/read-counts.ts',
    "stay.side === 'desk' ? 'seat' : 'desk'",
    "stay.side === 'desk' ? 'desk' : 'seat'",
  ),
  mutation('RP9', 'core/read-sheet.ts', 'pointer < correction', 'pointer <= correction'),
  mutation('RP10', 'core/gathering.ts', 'firstNearAt + windowMs', 'firstNearAt + 2 * windowMs'),
  mutation('RP11', 'core/gathering.ts', 'moved >= Math.max(1, Math.ceil(members * limits.wideShare))', 'moved >= 1'),
  mutation('RP11', 'durable/room-delivery.ts', 'fanOut.toAll({ readsFrom: this.#wideFrom })', 'fanOut.toAll({})'),
  mutation(
    'MB1',
    'core/decide.ts',
    "if (!stay || !person) return refuse('not_found')",
    "if (!person) return refuse('not_found')\n  if (!stay) return refuse('not_allowed')",
  ),
  mutation('MB2', 'core/directory-change.ts', 'next.revision <= state.revision', 'next.revision < state.revision'),
  mutation('MB3', 'core/evolve.ts', 'for (const no of entry.body.left) endStay(state, no, entry.seq)', ''),
  mutation(
    'MB4',
    'core/directory-change.ts',
    'numberOf.get(member.accountId) ?? people.length + 1',
    'people.length + 1',
  ),
  mutation('MB5', 'durable/room-delivery.ts', "socket.close(closeCodes.notMember, 'not a member any more')", ''),
  mutation('MB6', 'core/room-state.ts', "state.facts.history === 'all' ? 1 : stay.joinedSeq", '1'),
  mutation('MB8', 'core/roster-view.ts', 'members: changed', 'members'),
]

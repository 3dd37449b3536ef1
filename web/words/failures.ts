import { type RefusalCode, refusals } from '../../protocol/refusals.ts'
import type { Failure } from '../transport/api.ts'
import { words } from './talk.ts'

/** Why something was not done, as a sentence. */
export const failureWords = ({ code }: Pick<Failure, 'code'>): string =>
  code === 'unreachable' ? `${words.app.unreachableTitle}。${words.app.unreachable}` : refusalWords(code)

export const refusalWords = (code: RefusalCode): string => refusals[code].ja

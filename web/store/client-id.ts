import { uuidv7 } from 'uuidv7'
import type { ClientId } from '../../protocol/ids.ts'

/** The key of a new command: in the order in which it was made, also within a millisecond. */
export const newClientId = (): ClientId => uuidv7()

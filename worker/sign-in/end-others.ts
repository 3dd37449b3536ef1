import type { Id } from '../../protocol/ids.ts'
import { type Bindings, objectNamed } from '../env.ts'

/** Ends every device of an account but one, or all, after its password has changed; asked a second time where the first was lost. */
export async function endOtherDevices(env: Bindings, accountId: Id, keep: Id | null): Promise<void> {
  // A new stub each time: one that has failed goes on failing.
  const ask = () => objectNamed(env.ACCOUNT, accountId).endOthers(keep)
  await ask().catch(ask)
}

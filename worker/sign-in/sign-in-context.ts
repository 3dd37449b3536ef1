import type { EpochMs } from '../../protocol/ids.ts'
import type { Database } from '../directory/database.ts'
import type { Bindings } from '../env.ts'
import type { Secrets } from '../tokens/secrets.ts'

/** What signing in, activating and changing a password work with. */
export type SignInContext = {
  env: Bindings
  db: Database
  now: EpochMs
  secrets: Secrets
  /** Where the try comes from, and the device it is known as, if any. */
  from: { address: string; knownDevice: string | null }
  /** Lets the answer go out before this has ended; it may fail. */
  waitUntil(work: Promise<unknown>): void
}

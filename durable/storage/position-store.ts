import type { HeldPosition } from '../../core/live-position.ts'
import type { EpochMs, MemberNo } from '../../protocol/ids.ts'

/** The latest position of each member who shares one: one row a member. */
export interface PositionStore {
  all(): HeldPosition[]
  of(no: MemberNo): HeldPosition | null
  put(position: HeldPosition): void
  remove(nos: readonly MemberNo[]): void
  /** When the oldest was told, or null. */
  oldestAt(): EpochMs | null
}

import { Lobby as PlainLobby } from '../../durable/lobby-object.ts'
import { Room as PlainRoom, type RoomEnv } from '../../durable/room-object.ts'
import type { RoomReport } from '../../protocol/bindings.ts'
import { app } from '../../worker/app.ts'
import type { Count } from '../count.ts'
import { Meter } from './meter.ts'

/** The town's Worker with a meter in its rooms and lobbies: the same code, counted as the runtime counts it for the bill. Never deployed. */

export { Account } from '../../durable/account-object.ts'
export { Throttle } from '../../durable/throttle.ts'
export { Directory } from '../../worker/directory/directory-entrypoint.ts'

export class Room extends PlainRoom {
  readonly #meter: Meter

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    const meter = Meter.on(ctx)
    super(ctx, env)
    this.#meter = meter
  }

  async takeCount(): Promise<Count> {
    return this.#meter.take()
  }
}

export class Lobby extends PlainLobby {
  readonly #meter: Meter

  constructor(...[ctx, env]: ConstructorParameters<typeof PlainLobby>) {
    const meter = Meter.on(ctx)
    super(ctx, env)
    this.#meter = meter
  }

  override report(report: RoomReport) {
    this.#meter.noteCall()
    return super.report(report)
  }

  async takeCount(): Promise<Count> {
    return this.#meter.take()
  }
}

export default { fetch: app.fetch }

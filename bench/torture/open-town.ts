import { buildPlanter } from '../../.tasks/build.mjs'
import { startTown } from '../../.tasks/host.mjs'
import type { AccountWish, MintedTown, RoomWish, TownWish } from '../minted.ts'

/** A town hosted by this process, with the mint beside it: for what wants to change memberships and accounts while phones are in it. */
export class OpenTown {
  readonly port: () => number
  readonly #town: Awaited<ReturnType<typeof startTown>>

  private constructor(town: Awaited<ReturnType<typeof startTown>>) {
    this.#town = town
    this.port = () => Number(new URL(town.url).port)
  }

  static async start(
    stateDir: string,
    options: { workerDir?: string; env?: Record<string, string> } = {},
  ): Promise<OpenTown> {
    return new OpenTown(await startTown({ stateDir, extraWorkers: [await buildPlanter('mint')], ...options }))
  }

  mint(wish: TownWish): Promise<MintedTown> {
    return this.#ask('town', wish)
  }

  /** Brings a room to another membership, as the directory does. */
  async applyMembers(wish: RoomWish): Promise<void> {
    await this.#ask('room', wish)
  }

  /** So many messages that a member wrote earlier. */
  async bringInTalk(wish: { roomId: string; accountId: string; entries: number }): Promise<void> {
    await this.#ask('talk', wish)
  }

  async applyAccount(wish: AccountWish): Promise<void> {
    await this.#ask('account', wish)
  }

  end(): Promise<void> {
    return this.#town.dispose()
  }

  async #ask<T>(what: 'town' | 'room' | 'account' | 'talk', wish: object): Promise<T> {
    const mint = await this.#town.miniflare.getWorker('mint')
    const answer = await mint.fetch(`http://mint/${what}`, { method: 'POST', body: JSON.stringify(wish) })
    if (!answer.ok)
      throw new Error(`the mint answered ${answer.status} to ${what}: ${(await answer.text()).slice(0, 300)}`)
    return (await answer.json()) as T
  }
}

/** Mints people, rooms and sessions into a folder whose town does not run. */
export async function mintInto(stateDir: string, wish: TownWish): Promise<MintedTown> {
  const town = await OpenTown.start(stateDir)
  try {
    return await town.mint(wish)
  } finally {
    await town.end()
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import type { MintedPerson } from '../../../bench/minted.ts'
import { KillableTown, makeStateDir, removeStateDir } from '../../../bench/torture/killable-town.ts'
import { mintInto } from '../../../bench/torture/open-town.ts'
import { eachOf } from '../../../bench/torture/waiting.ts'
import type { Command } from '../../../protocol/client-message.ts'
import type { Ringing, RingRecord, RingState, TellRinging } from '../../../protocol/ringing.ts'
import type { Answer, Welcome } from '../../../protocol/server-message.ts'
import { protocolVersion } from '../../../protocol/version.ts'
import { newClientId } from '../../../web/store/talk/client-id.ts'
import type { PushDevice } from '../../support/push-device.ts'
import { PushPhone } from '../../support/push-phone.ts'
import { PushReceiver } from '../../support/push-receiver.ts'

/** Somebody with one phone, signed in and subscribed. */
export type Rung = { name: string; access: string; device: PushDevice }

const askedAtOnce = 8
const lookAgainMs = 250

/** Minted people in one room, each with a phone that is to ring, in a town that can be killed whole. Its pushes come to a receiver of its own. */
export class RingingTown {
  readonly receiver: PushReceiver
  readonly people: Rung[] = []
  readonly roomId: string
  readonly #town: KillableTown

  private constructor(receiver: PushReceiver, town: KillableTown, roomId: string) {
    this.receiver = receiver
    this.roomId = roomId
    this.#town = town
  }

  /** `workerDir`: of another build of the Worker. */
  static async start(people: number, workerDir?: string): Promise<RingingTown> {
    const stateDir = makeStateDir()
    const everybody = Array.from({ length: people }, (_, place) => place)
    const minted = await mintInto(stateDir, { people, devicesEach: 1, rooms: [everybody] })
    const receiver = await PushReceiver.listen()
    const args = ['--env', `PUSH_VIA=${receiver.url}`, ...(workerDir === undefined ? [] : ['--worker', workerDir])]
    const town = await KillableTown.start(stateDir, args)
    const ringing = new RingingTown(receiver, town, minted.roomIds[0] ?? '')
    try {
      await ringing.#subscribe(minted.people)
    } catch (error) {
      await ringing.end() // Its process group outlives this one.
      throw error
    }
    return ringing
  }

  get url(): string {
    return `http://127.0.0.1:${this.#town.port()}`
  }

  /** The first of the people, who writes. */
  get author(): Rung {
    return this.people[0] as Rung
  }

  /** Everybody else, who is to be rung. */
  get others(): Rung[] {
    return this.people.slice(1)
  }

  async ask<T>({ access }: { access: string }, method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  command<T>(by: Rung, command: Command): Promise<T> {
    return this.ask<T>(by, 'POST', `/api/rooms/${this.roomId}/commands`, command)
  }

  /** @returns the seq under which it is stored */
  async post(text: string): Promise<number> {
    const answer = await this.command<Answer>(this.author, { t: 'post', id: newClientId(), text })
    if (!('seq' in answer) || answer.seq === undefined) throw new Error(`not stored: ${JSON.stringify(answer)}`)
    return answer.seq
  }

  /** What somebody finds who opens the room. */
  sync(by: Rung): Promise<Welcome> {
    return this.ask<Welcome>(by, 'GET', `/api/rooms/${this.roomId}/sync?v=${protocolVersion}&seq=0`)
  }

  ringing(of: Rung): Promise<Ringing> {
    return this.ask<Ringing>(of, 'GET', '/api/me/ringing')
  }

  record(seq: number): Promise<RingRecord> {
    return this.ask<RingRecord>(this.author, 'GET', `/api/rooms/${this.roomId}/entries/${seq}/rings`)
  }

  /** Waits until nobody is waited for any more: how many came to which end. */
  async settled(seq: number, timeoutMs: number): Promise<Partial<Record<RingState, number>>> {
    for (const until = performance.now() + timeoutMs; ; await pause(lookAgainMs)) {
      const states = statesIn(await this.record(seq))
      if (Object.keys(states).length > 0 && states.waiting === undefined) return states
      if (performance.now() > until) throw new Error(`not settled in ${timeoutMs} ms: ${JSON.stringify(states)}`)
    }
  }

  /** What the phone of somebody has made of the pushes until now. */
  phoneOf({ device }: Rung): PushPhone {
    return PushPhone.of(device, this.receiver.pushes())
  }

  /** Resolves as soon as the phones of all these have rung for the entry. */
  rung(people: readonly Rung[], seq: number, timeoutMs: number): Promise<void> {
    const missing = new Set(people.map(({ device }) => device))
    let looked = 0
    return this.receiver.until((pushes) => {
      for (const { device, isTaken, payload } of pushes.slice(looked)) {
        const { data } = payload.notification
        if (isTaken && data.kind === 'entry' && data.seq === seq) missing.delete(device)
      }
      looked = pushes.length
      return missing.size === 0
    }, timeoutMs)
  }

  /** kill -9 of the whole process group; proven dead. */
  kill(): Promise<void> {
    return this.#town.kill()
  }

  /** On the same folder and port. */
  startAgain(): Promise<void> {
    return this.#town.start()
  }

  async end(): Promise<void> {
    await this.#town.end()
    await this.receiver.close()
    removeStateDir(this.#town.stateDir)
  }

  /** Everybody's browser subscribes with the town's key, and tells the town. */
  async #subscribe(people: readonly MintedPerson[]): Promise<void> {
    const signedIn = people.map(({ name, devices }) => ({ name, access: devices[0]?.access ?? '' }))
    const [first] = signedIn
    if (first === undefined) throw new Error('nobody is there')
    const { key } = await this.ask<Ringing>(first, 'GET', '/api/me/ringing')
    if (key === null) throw new Error('this town sends no pushes')
    this.people.push(...signedIn.map((person) => ({ ...person, device: this.receiver.device({ key }) })))
    await eachOf(this.people, askedAtOnce, async (person) => {
      const { subscription } = person.device
      const told: TellRinging = { permission: 'granted', platform: 'android', installed: true, subscription }
      await this.ask<Ringing>(person, 'PUT', '/api/me/ringing/device', told)
    })
  }
}

function statesIn({ rings }: RingRecord): Partial<Record<RingState, number>> {
  const states: Partial<Record<RingState, number>> = {}
  for (const { state } of rings) states[state] = (states[state] ?? 0) + 1
  return states
}

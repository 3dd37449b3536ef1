import { WorkerEntrypoint } from 'cloudflare:workers'
import type { DeviceInfo } from '../../protocol/account-bindings.ts'
import type { DirectoryRpc, PhotosTold } from '../../protocol/bindings.ts'
import type { Id } from '../../protocol/ids.ts'
import { recordPhotos } from '../stock/record-photos.ts'
import { type DirectoryBindings, directoryObjects } from './context.ts'
import { openDatabase } from './database.ts'
import { deliverOutbox } from './deliver.ts'
import { recordDevices } from './devices.ts'

/**
 * The only way from a Durable Object to D1: a service binding of the Worker to itself. It throws where D1 is away; whoever asks
 * tries again later.
 */
export class Directory
  extends WorkerEntrypoint<DirectoryBindings & { CLOCK_AHEAD_MS?: string }>
  implements DirectoryRpc
{
  async drainOutbox(organizationId: Id): Promise<{ pending: number }> {
    const now = Date.now() + Number(this.env.CLOCK_AHEAD_MS ?? 0)
    return deliverOutbox({ db: this.#database(), objects: directoryObjects(this.env), now }, organizationId)
  }

  async recordDevices(accountId: Id, devices: Omit<DeviceInfo, 'current'>[]): Promise<void> {
    await recordDevices(this.#database(), accountId, devices)
  }

  async recordPhotos(told: PhotosTold): Promise<void> {
    await recordPhotos(this.#database(), told)
  }

  #database() {
    if (!this.env.DB) throw new Error('the directory database is not bound')
    return openDatabase(this.env.DB)
  }
}

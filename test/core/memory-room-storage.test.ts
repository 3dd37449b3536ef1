import { MemoryRoomStorage } from '../support/memory-room-storage.ts'
import { roomStorageContract } from '../support/room-storage-contract.ts'

roomStorageContract(async (use) => use(new MemoryRoomStorage()))

import { app } from './app.ts'
import { ringPeople } from './ringing/ring-people.ts'

export { Account } from '../durable/account-object.ts'
export { Lobby } from '../durable/lobby-object.ts'
export { Room } from '../durable/room-object.ts'
export { Throttle } from '../durable/throttle.ts'
export { Directory } from './directory/directory-entrypoint.ts'

export default { fetch: app.fetch, queue: ringPeople }

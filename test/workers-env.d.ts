// What `env` of `cloudflare:workers` and `cloudflare:test` holds in tests that run inside workerd (vitest.config.ts).

/** An object as the Worker sees it (its promises) and as the test runtime does (its stub). */
type ObjectUnderTest<T> = DurableObjectStub & T

interface ObjectsUnderTest<T> {
  idFromName(name: string): DurableObjectId
  newUniqueId(): DurableObjectId
  get(id: DurableObjectId): ObjectUnderTest<T>
  getByName(name: string): ObjectUnderTest<T>
}

declare namespace Cloudflare {
  interface Env {
    ROOM: ObjectsUnderTest<import('../protocol/bindings.ts').RoomRpc>
    LOBBY: ObjectsUnderTest<import('../protocol/bindings.ts').LobbyRpc>
    ACCOUNT: ObjectsUnderTest<import('../protocol/account-bindings.ts').AccountRpc>
    THROTTLE: DurableObjectNamespace
    DB: D1Database
    PHOTOS: R2Bucket
    DIRECTORY: import('../protocol/bindings.ts').DirectoryRpc
    RINGS: Queue<import('../protocol/bindings.ts').RingPart>
    ASSETS: Fetcher
    SIGNING_KEY: string
    PASSWORD_PEPPER: string
    PUSH_KEY: string
    PUSH_SUBJECT: string
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
  }
}

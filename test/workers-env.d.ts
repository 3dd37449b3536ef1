// What `env` holds in tests that run inside workerd.
declare namespace Cloudflare {
  interface Env {
    DB: D1Database
    PHOTOS: R2Bucket
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
  }
}

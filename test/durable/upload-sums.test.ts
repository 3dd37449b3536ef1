import { env, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { roomSchema } from '../../durable/storage/room-schema.ts'
import { runSchemaSteps } from '../../durable/storage/schema-steps.ts'
import { UploadStorage } from '../../durable/storage/upload-storage.ts'
import { clientId } from '../support/builders.ts'

test('[FI20] [FI23] a room from before sums were kept has the right one, and looks for its files at once', async () => {
  const at = roomSchema.findIndex(({ id }) => id.endsWith('-sums-lost-and-original-files'))
  expect(at).toBeGreaterThan(0)
  for (const sizes of [[], [300, 70]]) {
    await runInDurableObject(env.ROOM.getByName(crypto.randomUUID()), (_room, { storage: { sql } }) => {
      runSchemaSteps(sql, roomSchema.slice(0, at), 0)
      for (const [n, size] of sizes.entries())
        sql.exec(
          `INSERT INTO upload (id, by, kind, name, size, received, state, since, tries) VALUES (?, 1, 'photo', 'a', ?, ?, 'kept', 0, 0)`,
          ...[clientId(n), size, size],
        )
      runSchemaSteps(sql, roomSchema, 0)
      const uploads = new UploadStorage(sql)
      const isAny = sizes.length > 0
      expect(uploads.sums()).toEqual({
        ...{ bytes: isAny ? 370 : 0, elsewhere: null, check_at: isAny ? 0 : null },
      })
      expect(uploads.nextAt()).toBe(isAny ? 0 : null)
    })
  }
})

import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` writes the D1 SQL of a changed schema to migrations/. */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./worker/directory/schema.ts', './worker/notes/note-schema.ts', './worker/stock/photo-schema.ts'],
  out: './migrations',
})

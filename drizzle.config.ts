import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` writes the D1 SQL of a changed schema to migrations/. */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./worker/directory/schema.ts', './worker/notes/note-schema.ts'],
  out: './migrations',
})

import type { SchemaStep } from './schema-steps.ts'

/**
 * entry: the log. `superseded_by` is the newest correction or the retraction of a message. One index beside the key, so a message costs two rows.
 * upload: photos and files, from the first byte on (upload-storage.ts); upload_piece: their bytes until R2 has them.
 * mark: latest values. room_fact: few JSON rows that are rewritten whole: facts and people, stays and pointers, what the lobby was told.
 */
export const roomSchema: readonly SchemaStep[] = [
  {
    id: '1-log-and-marks',
    sql: `
      CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        by INTEGER NOT NULL,
        stored_at INTEGER NOT NULL,
        sent_at INTEGER,
        client_id TEXT,
        target INTEGER,
        superseded_by INTEGER,
        countable INTEGER NOT NULL,
        body TEXT NOT NULL
      );
      CREATE UNIQUE INDEX entry_client ON entry (by, client_id) WHERE client_id IS NOT NULL;
      CREATE TABLE mark (
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        no INTEGER NOT NULL,
        value TEXT,
        by INTEGER,
        rev INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (seq, kind, no)
      ) WITHOUT ROWID;
      CREATE INDEX mark_rev ON mark (rev);
      CREATE TABLE room_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    id: '2-uploads',
    sql: `
      CREATE TABLE upload (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        by INTEGER NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        received INTEGER NOT NULL,
        state TEXT NOT NULL,
        type TEXT,
        sha256 TEXT,
        seq INTEGER,
        since INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        next_at INTEGER
      );
      CREATE INDEX upload_next ON upload (next_at) WHERE next_at IS NOT NULL;
      CREATE TABLE upload_piece (k INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    `,
  },
  {
    id: '3-album-and-copies',
    sql: `
      ALTER TABLE upload ADD COLUMN copied TEXT;
      CREATE INDEX upload_album ON upload (kind, seq) WHERE seq IS NOT NULL;
    `,
  },
]

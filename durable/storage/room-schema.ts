import type { SchemaStep } from './schema-steps.ts'

/**
 * entry: the log. `superseded_by` is the newest correction or the retraction of a message, or the newest entry of a note. One index beside the key, so a message costs two rows.
 * upload: photos and files, from the first byte on (upload-storage.ts); upload_piece: their bytes until R2 has them; upload_sum: the sum of their sizes,
 * what other rooms hold, and when R2 is next asked for what it has (`checked_n` has no use any more).
 * note_entry: which entries tell of which note; its first one is the `target` of the others.
 * photo_due: messages whose photos the directory has to be told of.
 * position: where members are who share it, one row each. entry_place: messages with a place, or with a photo that has one; within a text the quotes
 * are escaped, so that no text looks like one. mark: latest values. room_fact: few JSON rows that are rewritten whole: facts and people, stays and pointers, what the lobby was told.
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
    id: '3-note-entries',
    sql: `
      CREATE TABLE note_entry (
        note TEXT NOT NULL,
        version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        change TEXT NOT NULL,
        PRIMARY KEY (note, version)
      ) WITHOUT ROWID;
    `,
  },
  {
    id: '4-sums-lost-and-original-files',
    sql: `
      -- photo: the upload that an original belongs to. wanted: somebody asks for a photo's original. again_by: who sends lost bytes again.
      ALTER TABLE upload ADD COLUMN photo TEXT;
      ALTER TABLE upload ADD COLUMN wanted INTEGER;
      ALTER TABLE upload ADD COLUMN again_by INTEGER;
      CREATE INDEX upload_photo ON upload (photo) WHERE photo IS NOT NULL;
      CREATE TABLE upload_sum (
        one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL, elsewhere INTEGER, checked_n INTEGER NOT NULL, check_at INTEGER
      );
      INSERT INTO upload_sum SELECT 1, coalesce(sum(size), 0), NULL, 0, CASE WHEN count(*) > 0 THEN 0 END FROM upload;
      CREATE TRIGGER upload_comes AFTER INSERT ON upload BEGIN UPDATE upload_sum SET bytes = bytes + NEW.size; END;
      CREATE TRIGGER upload_goes AFTER DELETE ON upload BEGIN UPDATE upload_sum SET bytes = bytes - OLD.size; END;
    `,
  },
  {
    id: '5-places-and-positions',
    sql: `
      CREATE INDEX entry_place ON entry (seq) WHERE instr(body, '"place":{') > 0;
      CREATE TABLE position (
        no INTEGER PRIMARY KEY,
        share TEXT NOT NULL,
        device_id TEXT NOT NULL,
        place TEXT,
        at INTEGER NOT NULL,
        until INTEGER NOT NULL
      );
    `,
  },
  {
    id: '6-album-and-copies',
    sql: `
      ALTER TABLE upload ADD COLUMN copied TEXT;
      CREATE INDEX upload_album ON upload (kind, seq) WHERE seq IS NOT NULL;
    `,
  },
  {
    id: '7-photos-due',
    sql: `
      CREATE TABLE photo_due (n INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL);
      INSERT INTO photo_due (seq) SELECT DISTINCT seq FROM upload WHERE kind = 'photo' AND seq IS NOT NULL ORDER BY seq;
    `,
  },
]

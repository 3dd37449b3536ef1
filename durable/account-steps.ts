import type { SchemaStep } from './storage/schema-steps.ts'

/** The Account object's own tables, as steps that are only ever added to. A step that has run is noted by its id. */
export const accountSteps: readonly SchemaStep[] = [
  {
    id: '1-devices',
    sql: `
      -- The directory's word about this account; one row.
      CREATE TABLE account (
        only INTEGER PRIMARY KEY CHECK (only = 1), revision INTEGER NOT NULL, disabled INTEGER NOT NULL, profile TEXT NOT NULL
      );
      CREATE TABLE device (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, family TEXT NOT NULL
      ) WITHOUT ROWID;
      -- Where a device may have a socket open.
      CREATE TABLE place (
        device_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (device_id, kind, id)
      ) WITHOUT ROWID;
      -- A place that has not answered yet that it closed the sockets of an ended device.
      CREATE TABLE notice (
        kind TEXT NOT NULL, id TEXT NOT NULL, device_id TEXT NOT NULL, PRIMARY KEY (kind, id, device_id)
      ) WITHOUT ROWID;
      -- What is to be done later, and when: 'notices' and 'copy'. mark grows with every new cause.
      CREATE TABLE errand (
        name TEXT PRIMARY KEY, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, mark INTEGER NOT NULL
      ) WITHOUT ROWID;`,
  },
  {
    id: '2-ended-devices',
    sql: `
      -- A device that is to be told that it was ended, when it comes with one of its secrets; hashes: a JSON array of all it had.
      CREATE TABLE ended_device (id TEXT PRIMARY KEY, hashes TEXT NOT NULL, ended_at INTEGER NOT NULL) WITHOUT ROWID;`,
  },
  {
    id: '3-ringing',
    sql: `
      -- How a device rings: its facts, its subscription, and the newest that it was rung for in each room; as JSON.
      CREATE TABLE ringing_device (device_id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
      -- 'quiet': hours in which nothing rings. 'ringer': what the lobbies are told.
      CREATE TABLE own_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  },
]

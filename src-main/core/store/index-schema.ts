/**
 * The search index: a second SQLite file behind the committed table, which holds nothing that cannot be built
 * again from it. So it is written without syncing every commit, and a file that is damaged, of another version
 * or of another store is thrown away. Another `indexVersion` for every change of the schema or of the words.
 */
export const indexVersion = 1

export const indexSchema = `
  -- What comes again and again is written once: an account, type, trust, verdict, label, stream, or
  -- place: domain and app as one, "domain/app", so that asking for both is asking for one.
  -- events: how many have it, by which a query chooses the filter to lead it.
  CREATE TABLE words (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    events INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, word)
  ) STRICT;

  -- trust NULL = ok, rejected NULL = no: what nearly every event has needs no place in an index.
  CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    account INTEGER,
    place INTEGER,
    stream INTEGER,
    type INTEGER,
    trust INTEGER,
    verdict INTEGER,
    label INTEGER,
    score REAL,
    rejected INTEGER
  ) STRICT;
  CREATE INDEX entries_received_at ON entries (received_at);
  CREATE INDEX entries_place ON entries (place);
  CREATE INDEX entries_stream ON entries (stream);
  CREATE INDEX entries_type ON entries (type);
  CREATE INDEX entries_trust ON entries (trust) WHERE trust IS NOT NULL;
  CREATE INDEX entries_verdict ON entries (verdict) WHERE verdict IS NOT NULL;
  -- By id, not by score: an index on score misleads the planner into sorting.
  CREATE INDEX entries_scored ON entries (id, score, account) WHERE score IS NOT NULL;
  CREATE INDEX entries_rejected ON entries (id) WHERE rejected IS NOT NULL;

  CREATE VIRTUAL TABLE texts USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
  );

  -- account, type: words; 0 = none
  CREATE TABLE minutes (
    minute INTEGER NOT NULL,
    account INTEGER NOT NULL,
    type INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (minute, account, type)
  ) STRICT, WITHOUT ROWID;

  -- One row. The watermark: every event up to it is in here.
  CREATE TABLE progress (watermark INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (0);
`

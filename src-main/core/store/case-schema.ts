/**
 * The schema of the case file, one step per version; a released step never changes. Cases lie in a file of their
 * own: the event writer commits without a pause while a flood lasts, and whoever had to share its lock would keep
 * the desk's thread waiting for it. All times are epoch milliseconds.
 */
import { dirname, join } from 'node:path'

/** Beside the event store. */
export const caseFileOf = (storeFile: string): string => join(dirname(storeFile), 'moderation.db')

export const caseMigrations: readonly string[] = [
  // 1: cases built from events; decisions, what became of them, and who saw what
  `
  -- place: JSON [account, domain, app, stream]. tally, decision: JSON. words: what a search looks through, in lower case.
  CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT,
    place TEXT NOT NULL,
    session TEXT,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    attention TEXT,
    version INTEGER NOT NULL,
    joined_into INTEGER,
    ended_at INTEGER,
    identity TEXT NOT NULL,
    first_viewed_at INTEGER,
    first_decided_at INTEGER,
    verdict TEXT NOT NULL,
    label TEXT,
    tally TEXT NOT NULL,
    decision TEXT,
    words TEXT NOT NULL
  ) STRICT;
  CREATE INDEX cases_place ON cases (place);
  CREATE INDEX cases_last_at ON cases (last_at, id);
  CREATE INDEX cases_received_at ON cases (received_at);
  CREATE INDEX cases_waiting ON cases (id) WHERE status <> 'closed';

  -- The store keeps these events whatever the retention says (store/prune.ts).
  CREATE TABLE case_alerts (
    event_id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL,
    label TEXT,
    sub_label TEXT,
    trust TEXT NOT NULL,
    has_picture INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX case_alerts_case ON case_alerts (case_id, at, event_id);

  CREATE TABLE pushes (
    place TEXT NOT NULL,
    sequence TEXT NOT NULL,
    started_at INTEGER,
    stopped_at INTEGER,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (place, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pushes_seen_at ON pushes (seen_at);

  CREATE TABLE enforcements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    action TEXT NOT NULL,
    domain TEXT NOT NULL,
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    who TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    send_at INTEGER NOT NULL,
    sent_at INTEGER,
    accepted_at INTEGER,
    ended_at INTEGER,
    off_air_after_ms INTEGER,
    shown_by TEXT,
    ban_until INTEGER,
    error TEXT
  ) STRICT;
  CREATE INDEX enforcements_case ON enforcements (case_id);

  -- ended_at: when it was lifted, replaced or ran out.
  CREATE TABLE watches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    domain TEXT NOT NULL,
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    who TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_attempt_at INTEGER,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX watches_case ON watches (case_id);

  CREATE TABLE case_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    account_id TEXT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_log_case ON case_log (case_id);
  CREATE INDEX case_log_at ON case_log (at);

  CREATE TABLE picture_views (
    event_id INTEGER NOT NULL,
    who TEXT NOT NULL,
    account_id TEXT,
    at INTEGER NOT NULL,
    revealed_at INTEGER,
    PRIMARY KEY (event_id, who)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_views_at ON picture_views (at);

  -- sha256 stays when the file has made room: it is the evidence.
  CREATE TABLE pictures (
    event_id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    problem TEXT,
    params TEXT NOT NULL,
    type TEXT,
    width INTEGER,
    height INTEGER,
    bytes INTEGER,
    sha256 TEXT,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pictures_sha256 ON pictures (sha256);

  -- One row. Every event up to it has been looked at.
  CREATE TABLE progress (cursor INTEGER NOT NULL) STRICT;
  `,
  // 2: the pictures still kept, among ever more that are only remembered: they are added up for each new one
  'CREATE INDEX pictures_kept ON pictures (sha256, bytes, case_id, at) WHERE problem IS NULL',
]

/**
 * The schema, one step per version: step n takes a file from `user_version` n-1 to n. A step that has been
 * released never changes; a later one corrects it. All times are epoch milliseconds.
 */
export const migrations: readonly string[] = [
  // 1: callback events; the audit log; what this desk knows of its bindings, addresses and URLs
  `
  -- Rows are only ever added, and nothing is indexed that every row would pay for: a commit stays cheap. What
  -- changes afterwards lies in redeliveries.
  -- identity comes early so that looking for one reads no more of a row than its head.
  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    identity BLOB NOT NULL,
    account_id TEXT,
    received_at INTEGER NOT NULL,
    rejection TEXT,
    occurred_at INTEGER,
    valid_until INTEGER,
    template_id INTEGER,
    type INTEGER,
    domain TEXT,
    app TEXT,
    stream TEXT,
    session TEXT,
    trust TEXT NOT NULL,
    verdict TEXT,
    score REAL,
    label TEXT,
    facts TEXT NOT NULL,
    path TEXT NOT NULL,
    headers TEXT NOT NULL,
    body_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX events_alerts ON events (received_at, account_id, verdict) WHERE verdict IN ('Block', 'Review');
  CREATE INDEX events_rejected ON events (id) WHERE rejection IS NOT NULL;

  -- times: the newest 50, as JSON
  CREATE TABLE redeliveries (
    event_id INTEGER PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    count INTEGER NOT NULL,
    times TEXT NOT NULL
  ) STRICT;

  -- Kept in the same commit as the events, since counting a million rows takes too long to do at start.
  -- account_id '' = events of no known account
  CREATE TABLE event_counts (
    account_id TEXT PRIMARY KEY,
    stored INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL,
    last_id INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pins (
    event_id INTEGER PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
  ) STRICT;

  -- Spans in which the receiver was listening; there is one for every minute somebody could be heard.
  CREATE TABLE listened (
    id INTEGER PRIMARY KEY,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    account_id TEXT,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    before TEXT,
    after TEXT,
    outcome TEXT NOT NULL,
    error TEXT
  ) STRICT;

  -- template_id null = unbound by this desk
  CREATE TABLE binding_changes (
    account_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    app TEXT NOT NULL,
    template_id INTEGER,
    changed_at INTEGER NOT NULL,
    expected_from INTEGER NOT NULL,
    expected_by INTEGER NOT NULL,
    since INTEGER,
    proven_by INTEGER,
    PRIMARY KEY (account_id, domain, app)
  ) STRICT, WITHOUT ROWID;

  -- template_id null = handed out for a template that is not saved yet
  CREATE TABLE slots (
    slot TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    template_id INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE remembered_urls (
    account_id TEXT NOT NULL,
    template_id INTEGER NOT NULL,
    url_group TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (account_id, template_id, url_group)
  ) STRICT, WITHOUT ROWID;
  `,
  // 2: the public address over time, templates on their way to another one, and keys being rotated
  `
  -- Heartbeats; latency_ms null = it did not come back.
  CREATE TABLE address_beats (
    at INTEGER PRIMARY KEY,
    base TEXT NOT NULL,
    latency_ms INTEGER
  ) STRICT;

  -- The address has not led here since then.
  CREATE TABLE address_gaps (
    base TEXT PRIMARY KEY,
    from_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The addresses this desk has had; the receiver goes on answering to them. dismissed = no banner about moving there.
  CREATE TABLE address_bases (
    account_id TEXT NOT NULL,
    base TEXT NOT NULL,
    last_used_at INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    PRIMARY KEY (account_id, base)
  ) STRICT, WITHOUT ROWID;

  -- urls: those before the move, by group, as JSON
  CREATE TABLE template_moves (
    account_id TEXT NOT NULL,
    template_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    from_base TEXT NOT NULL,
    to_base TEXT NOT NULL,
    urls TEXT NOT NULL,
    bindings INTEGER NOT NULL,
    state TEXT NOT NULL,
    moved_at INTEGER,
    expected_from INTEGER,
    expected_by INTEGER,
    confirmed_at INTEGER,
    confirmed_by INTEGER,
    last_old_at INTEGER,
    error TEXT,
    PRIMARY KEY (account_id, template_id)
  ) STRICT, WITHOUT ROWID;

  -- No key is in here. signed_with: 'new' or 'old', of the newest verified event since.
  CREATE TABLE key_rotations (
    account_id TEXT NOT NULL,
    template_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    expected_from INTEGER NOT NULL,
    expected_by INTEGER NOT NULL,
    until INTEGER NOT NULL,
    signed_with TEXT,
    signed_at INTEGER,
    new_since INTEGER,
    PRIMARY KEY (account_id, template_id)
  ) STRICT, WITHOUT ROWID;
  `,
  // 3: plans and what became of them; how a change is put back; tags of domains
  `
  ALTER TABLE activity ADD COLUMN plan_id TEXT;
  -- Wishes as JSON; null where there is no way back.
  ALTER TABLE activity ADD COLUMN undo TEXT;

  -- state running = under way, or cut off by a crash
  CREATE TABLE plan_runs (
    plan_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    continues TEXT,
    state TEXT NOT NULL,
    plan TEXT NOT NULL,
    wishes TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX plan_runs_account ON plan_runs (account_id, started_at);

  -- Written before the call (outcome null) and after it.
  CREATE TABLE plan_steps (
    plan_id TEXT NOT NULL REFERENCES plan_runs (plan_id) ON DELETE CASCADE,
    item_key TEXT NOT NULL,
    step INTEGER NOT NULL,
    action TEXT NOT NULL,
    template TEXT,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    error TEXT,
    PRIMARY KEY (plan_id, item_key, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE domain_tags (
    account_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (account_id, domain, tag)
  ) STRICT, WITHOUT ROWID;
  `,
  // 4: bans of streams, which the China site does not list
  `
  CREATE TABLE stream_bans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    app TEXT NOT NULL,
    stream TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    lifted_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_attempt_at INTEGER,
    broken_at INTEGER
  ) STRICT;
  CREATE INDEX stream_bans_running ON stream_bans (account_id, expires_at) WHERE lifted_at IS NULL;
  `,
  // 5: what this desk last knew of the cloud's configuration
  `
  -- subject: template, rule or domain. known, found: JSON, null = not there; they differ while there is drift.
  CREATE TABLE known_state (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    known TEXT,
    found TEXT,
    last_known_at INTEGER,
    noticed_at INTEGER,
    PRIMARY KEY (account_id, subject, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE known_reads (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, subject)
  ) STRICT, WITHOUT ROWID;

  -- What this desk has begun to change and has not read since: no drift, even if it crashes in between.
  CREATE TABLE own_changes (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account_id, subject, key)
  ) STRICT, WITHOUT ROWID;
  `,
]

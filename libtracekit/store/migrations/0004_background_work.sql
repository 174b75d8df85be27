-- Work in the background. Columns in _ms are milliseconds since 1970 by the database's clock.
CREATE TABLE jobs (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id          INTEGER NOT NULL REFERENCES users (id),
  kind             TEXT NOT NULL,
  arguments        TEXT NOT NULL,
  unique_key       TEXT NOT NULL,
  lane             TEXT NOT NULL,
  light            INTEGER NOT NULL,
  priority         INTEGER NOT NULL,
  state            TEXT NOT NULL,
  run_at_ms        INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,
  failures         INTEGER NOT NULL,
  losses           INTEGER NOT NULL,
  worker           INTEGER,
  lease_until_ms   INTEGER,
  cancel_requested INTEGER NOT NULL,
  progress_what    TEXT NOT NULL,
  progress_done    INTEGER NOT NULL,
  progress_total   INTEGER NOT NULL,
  result           TEXT NOT NULL,
  error_kind       TEXT NOT NULL,
  message          TEXT NOT NULL,
  created_ms       INTEGER NOT NULL,
  started_ms       INTEGER,
  finished_ms      INTEGER
) STRICT;
CREATE INDEX jobs_ready ON jobs (light, priority, run_at_ms, id) WHERE state = 'ready';
CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_unique ON jobs (user_id, kind, unique_key) WHERE unique_key <> '' AND state = 'ready';
CREATE INDEX jobs_by_user ON jobs (user_id, id);
CREATE INDEX jobs_finished ON jobs (finished_ms) WHERE finished_ms IS NOT NULL;

CREATE TABLE workers (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  seen_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE schedules (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  name       TEXT NOT NULL,
  expression TEXT NOT NULL,
  time_zone  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  arguments  TEXT NOT NULL,
  enabled    INTEGER NOT NULL,
  next_at    INTEGER NOT NULL,
  last_at    INTEGER,
  UNIQUE (user_id, name)
) STRICT;
CREATE INDEX schedules_due ON schedules (next_at) WHERE enabled = 1;

CREATE TABLE notifications (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  level      TEXT NOT NULL,
  topic      TEXT NOT NULL,
  message    TEXT NOT NULL,
  times      INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER,
  read_at    INTEGER
) STRICT;
CREATE INDEX notifications_by_user ON notifications (user_id, id);
CREATE UNIQUE INDEX notifications_unread ON notifications (user_id, topic) WHERE topic <> '' AND read_at IS NULL;

-- Tokens of programs that call the web server; only their SHA-256 is kept.
CREATE TABLE api_tokens (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id      INTEGER NOT NULL REFERENCES users (id),
  name         TEXT NOT NULL,
  sha256       TEXT NOT NULL UNIQUE,
  scopes       TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT;
CREATE INDEX api_tokens_by_user ON api_tokens (user_id, id);

-- Whose account a provider's messages are about. Two people may share one account.
CREATE TABLE provider_accounts (
  provider TEXT NOT NULL,
  account  TEXT NOT NULL,
  user_id  INTEGER NOT NULL REFERENCES users (id),
  since    INTEGER NOT NULL,
  PRIMARY KEY (provider, account, user_id)
) STRICT;
-- Those who signed in before are known by a setting, a JSON text.
INSERT INTO provider_accounts (provider, account, user_id, since)
SELECT substr(key, length('internal.account.') + 1), replace(value_json, '"', ''), user_id, set_at
FROM settings WHERE key LIKE 'internal.account.%';

-- Subscriptions that this installation holds at providers, one application a provider.
CREATE TABLE webhook_subscriptions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  provider   TEXT NOT NULL UNIQUE,
  remote_id  TEXT NOT NULL,
  address    TEXT NOT NULL,
  secret     BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Sums that metrics show: API calls, durations of jobs ...; labels as OpenMetrics writes them.
CREATE TABLE counters (
  name   TEXT NOT NULL,
  labels TEXT NOT NULL,
  value  REAL NOT NULL,
  PRIMARY KEY (name, labels)
) STRICT;

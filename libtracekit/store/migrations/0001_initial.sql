-- Written in SQLite's words; PostgreSQL's types are put in their place by store/dialect.cpp.
-- Times are UTC seconds since 1970, local days are days since 1970-01-01, months are year * 12 + month - 1, booleans 0 or 1.

CREATE TABLE database_properties (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  email      TEXT UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE records (
  number            INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id           INTEGER NOT NULL REFERENCES users (id),
  provider          TEXT NOT NULL,
  id                TEXT NOT NULL,
  local_day         INTEGER,
  origin            TEXT NOT NULL,
  account           TEXT NOT NULL,
  start             INTEGER,
  start_local       INTEGER,
  tz                TEXT NOT NULL,
  utc_offset_s      INTEGER,
  date_only         INTEGER NOT NULL,
  sport             TEXT NOT NULL,
  sub_sport         TEXT NOT NULL,
  type              TEXT NOT NULL,
  name              TEXT NOT NULL,
  description       TEXT NOT NULL,
  equipment         TEXT NOT NULL,
  gear_id           TEXT NOT NULL,
  elapsed_s         REAL,
  timer_s           REAL,
  moving_s          REAL,
  distance_m        REAL,
  ascent_m          REAL,
  descent_m         REAL,
  avg_speed_mps     REAL,
  max_speed_mps     REAL,
  avg_hr            REAL,
  max_hr            REAL,
  avg_cadence       REAL,
  max_cadence       REAL,
  avg_power         REAL,
  max_power         REAL,
  normalized_power  REAL,
  avg_temperature_c REAL,
  max_temperature_c REAL,
  calories_kcal     REAL,
  first_lat         REAL,
  first_lon         REAL,
  last_lat          REAL,
  last_lon          REAL,
  sketch            BLOB,
  manufacturer      TEXT NOT NULL,
  product           TEXT NOT NULL,
  product_number    INTEGER,
  serial            TEXT NOT NULL,
  software          TEXT NOT NULL,
  file_manufacturer INTEGER,
  file_product      INTEGER,
  file_serial       INTEGER,
  file_created      INTEGER,
  external_ids      TEXT NOT NULL,
  source            TEXT NOT NULL,
  format            TEXT NOT NULL,
  parent_id         TEXT NOT NULL,
  part              INTEGER NOT NULL,
  stub              INTEGER NOT NULL,
  manual            INTEGER NOT NULL,
  indoor            INTEGER NOT NULL,
  commute           INTEGER NOT NULL,
  private           INTEGER NOT NULL,
  updated_at        INTEGER,
  fetched_at        INTEGER NOT NULL,
  deleted_at        INTEGER,
  payload_sha256    TEXT NOT NULL,
  detail_json       TEXT NOT NULL,
  UNIQUE (user_id, provider, id)
) STRICT;
CREATE INDEX records_by_day ON records (user_id, local_day);
CREATE INDEX records_by_payload ON records (user_id, payload_sha256) WHERE payload_sha256 <> '';

CREATE TABLE record_versions (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id      INTEGER NOT NULL REFERENCES users (id),
  record       INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
  changed_at   INTEGER NOT NULL,
  changes_json TEXT NOT NULL
) STRICT;
CREATE INDEX record_versions_by_record ON record_versions (record);

CREATE TABLE activities (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  local_day INTEGER,
  month     INTEGER
) STRICT;
CREATE INDEX activities_by_month ON activities (user_id, month);
CREATE INDEX activities_by_day ON activities (user_id, local_day);

CREATE TABLE activity_aliases (
  alias    INTEGER PRIMARY KEY,
  user_id  INTEGER NOT NULL REFERENCES users (id),
  activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX activity_aliases_by_activity ON activity_aliases (activity);

CREATE TABLE links (
  record   INTEGER PRIMARY KEY REFERENCES records (number) ON DELETE CASCADE,
  user_id  INTEGER NOT NULL REFERENCES users (id),
  activity INTEGER NOT NULL REFERENCES activities (id),
  kind     TEXT NOT NULL,
  role     TEXT NOT NULL,
  score    REAL NOT NULL,
  evidence TEXT NOT NULL
) STRICT;
CREATE INDEX links_by_activity ON links (activity);

CREATE TABLE verdicts (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  a_provider TEXT NOT NULL,
  a_id       TEXT NOT NULL,
  b_provider TEXT NOT NULL,
  b_id       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  said_at    INTEGER NOT NULL,
  PRIMARY KEY (user_id, a_provider, a_id, b_provider, b_id)
) STRICT;
CREATE INDEX verdicts_by_b ON verdicts (user_id, b_provider, b_id);

CREATE TABLE ignored_records (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  provider   TEXT NOT NULL,
  id         TEXT NOT NULL,
  ignored_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, provider, id)
) STRICT;

CREATE TABLE questions (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id  INTEGER NOT NULL REFERENCES users (id),
  record_a INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
  record_b INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
  score    REAL NOT NULL,
  why      TEXT NOT NULL,
  day      INTEGER NOT NULL,
  UNIQUE (record_a, record_b)
) STRICT;
CREATE INDEX questions_by_day ON questions (user_id, day);
CREATE INDEX questions_by_b ON questions (record_b);

CREATE TABLE provider_months (
  user_id   INTEGER NOT NULL REFERENCES users (id),
  provider  TEXT NOT NULL,
  month     INTEGER NOT NULL,
  status    TEXT NOT NULL,
  reason    TEXT NOT NULL,
  pulled_at INTEGER NOT NULL,
  records   INTEGER NOT NULL,
  PRIMARY KEY (user_id, provider, month)
) STRICT;

CREATE TABLE provider_status (
  user_id            INTEGER NOT NULL REFERENCES users (id),
  provider           TEXT NOT NULL,
  operation          TEXT NOT NULL,
  succeeded          INTEGER NOT NULL,
  message            TEXT NOT NULL,
  at                 INTEGER NOT NULL,
  rate_limited_until INTEGER,
  PRIMARY KEY (user_id, provider)
) STRICT;

CREATE TABLE provider_cursors (
  user_id  INTEGER NOT NULL REFERENCES users (id),
  provider TEXT NOT NULL,
  cursor   TEXT NOT NULL,
  PRIMARY KEY (user_id, provider)
) STRICT;

CREATE TABLE sources (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id     INTEGER NOT NULL REFERENCES users (id),
  provider    TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  failure     TEXT NOT NULL,
  read_at     INTEGER NOT NULL,
  UNIQUE (user_id, provider, key)
) STRICT;

CREATE TABLE source_records (
  source    INTEGER NOT NULL REFERENCES sources (number) ON DELETE CASCADE,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  record_id TEXT NOT NULL,
  PRIMARY KEY (source, record_id)
) STRICT;
CREATE INDEX source_records_by_record ON source_records (user_id, record_id);

CREATE TABLE month_summaries (
  user_id          INTEGER NOT NULL REFERENCES users (id),
  month            INTEGER NOT NULL,
  activities       INTEGER NOT NULL,
  matched          INTEGER NOT NULL,
  open_differences INTEGER NOT NULL,
  dirty            INTEGER NOT NULL,
  PRIMARY KEY (user_id, month)
) STRICT;

CREATE TABLE month_providers (
  user_id          INTEGER NOT NULL REFERENCES users (id),
  month            INTEGER NOT NULL,
  provider         TEXT NOT NULL,
  records          INTEGER NOT NULL,
  days             INTEGER NOT NULL,
  open_differences INTEGER NOT NULL,
  devices          TEXT NOT NULL,
  PRIMARY KEY (user_id, month, provider)
) STRICT;

CREATE TABLE changes (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id         INTEGER NOT NULL REFERENCES users (id),
  change_id       TEXT NOT NULL,
  kind            TEXT NOT NULL,
  provider        TEXT NOT NULL,
  target_provider TEXT NOT NULL,
  target_id       TEXT NOT NULL,
  source_provider TEXT NOT NULL,
  source_id       TEXT NOT NULL,
  field           TEXT NOT NULL,
  old_value       TEXT NOT NULL,
  new_value       TEXT NOT NULL,
  change_json     TEXT NOT NULL,
  undoes          INTEGER,
  begun_at        INTEGER NOT NULL,
  finished_at     INTEGER,
  outcome         TEXT NOT NULL,
  message         TEXT NOT NULL,
  before_json     TEXT NOT NULL,
  after_json      TEXT NOT NULL,
  undone_at       INTEGER
) STRICT;
CREATE INDEX changes_by_change ON changes (user_id, change_id);
CREATE UNIQUE INDEX changes_open ON changes (user_id, change_id) WHERE outcome = 'open';

CREATE TABLE dismissed_changes (
  user_id      INTEGER NOT NULL REFERENCES users (id),
  change_id    TEXT NOT NULL,
  change_json  TEXT NOT NULL,
  dismissed_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, change_id)
) STRICT;

CREATE TABLE blobs (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id     INTEGER NOT NULL REFERENCES users (id),
  sha256      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  codec       INTEGER NOT NULL,
  raw_size    INTEGER NOT NULL,
  stored_size INTEGER NOT NULL,
  stored_at   INTEGER NOT NULL,
  UNIQUE (user_id, sha256)
) STRICT;

CREATE TABLE blob_chunks (
  blob     INTEGER NOT NULL REFERENCES blobs (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (blob, position)
) STRICT;

CREATE TABLE recordings (
  record  INTEGER PRIMARY KEY REFERENCES records (number) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users (id),
  detail  BLOB NOT NULL
) STRICT;

CREATE TABLE streams (
  record   INTEGER NOT NULL REFERENCES recordings (record) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  meta     TEXT NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (record, position)
) STRICT;

CREATE TABLE settings (
  user_id    INTEGER NOT NULL REFERENCES users (id),
  key        TEXT NOT NULL,
  value_json TEXT NOT NULL,
  origin     TEXT NOT NULL,
  set_at     INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT;

CREATE TABLE settings_seeds (
  user_id INTEGER PRIMARY KEY REFERENCES users (id),
  hash    TEXT NOT NULL,
  set_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE credentials (
  user_id  INTEGER NOT NULL REFERENCES users (id),
  provider TEXT NOT NULL,
  name     TEXT NOT NULL,
  sealed   BLOB NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, provider, name)
) STRICT;

CREATE TABLE gear_aliases (
  user_id   INTEGER NOT NULL REFERENCES users (id),
  alias     TEXT NOT NULL,
  canonical TEXT NOT NULL,
  added_at  INTEGER NOT NULL,
  PRIMARY KEY (user_id, alias)
) STRICT;

CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  detail  TEXT NOT NULL
) STRICT;

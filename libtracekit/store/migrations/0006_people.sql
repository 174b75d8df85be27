-- People sign in to the dashboard. Those who are here already were added at the command line: they are known, and have no
-- password yet. The first one is the owner.
ALTER TABLE users ADD COLUMN password TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE users ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN last_seen_at INTEGER;
UPDATE users SET is_admin = 1 WHERE id = (SELECT min(id) FROM users);

-- A browser in which somebody is signed in; only the SHA-256 of what it sends is kept.
CREATE TABLE sessions (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id      INTEGER NOT NULL REFERENCES users (id),
  sha256       TEXT NOT NULL UNIQUE,
  agent        TEXT NOT NULL,
  peer         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, id);

-- How often a sign-in failed of late, by e-mail address and by where it came from.
CREATE TABLE login_attempts (
  who      TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at  INTEGER NOT NULL
) STRICT;

-- What came of each change of a job that applies changes, at once; its result tells it again in the end.
CREATE TABLE job_outcomes (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id   INTEGER NOT NULL REFERENCES users (id),
  job       INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  change_id TEXT NOT NULL,
  done      INTEGER NOT NULL,
  message   TEXT NOT NULL
) STRICT;
CREATE INDEX job_outcomes_by_job ON job_outcomes (job, id);
CREATE INDEX job_outcomes_by_user ON job_outcomes (user_id, id);

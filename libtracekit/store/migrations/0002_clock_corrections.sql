-- A provider's records whose times are off by the same amount, and what the person said to correcting them.
CREATE TABLE clock_corrections (
  user_id   INTEGER NOT NULL REFERENCES users (id),
  provider  TEXT NOT NULL,
  first_day INTEGER NOT NULL,
  last_day  INTEGER NOT NULL,
  offset_s  INTEGER NOT NULL,
  accepted  INTEGER NOT NULL,
  said_at   INTEGER NOT NULL,
  PRIMARY KEY (user_id, provider, first_day, offset_s)
) STRICT;

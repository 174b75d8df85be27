#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes what is missing of schema-1.sql, schema-2.sql ...: a small database of each schema, as statements.

Run it in the commit that brings a migration, with the programs of that commit, as the tests of the command line are run
(TRACEKIT_BINARY). What stands in a file is never written again: it is what people have who come from that schema."""

import glob
import pathlib
import sqlite3
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from support import Tracekit, gpx, log_row, tcx  # noqa: E402

MIGRATIONS = ROOT / "libtracekit" / "store" / "migrations"

# Rows that a pull and a sync of files and a log leave out, so that no table is empty.
MORE = """
INSERT INTO users (id, email, created_at) VALUES (2, 'bert@example.org', 1700000000);
UPDATE users SET email = 'anna@example.org', password = '$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA', last_seen_at = 1700000100 WHERE id = 1;
INSERT INTO records SELECT number + 100, user_id, 'strava', 'strava-1', local_day, 'api', '227615', start, start_local, tz, utc_offset_s, date_only,
  sport, sub_sport, 'Ride', 'Übung "1"', 'Beschreibung', 'Tarmac 2019', 'b123', elapsed_s, timer_s, moving_s, distance_m + 0.1, ascent_m, descent_m,
  avg_speed_mps, max_speed_mps, 141.5, 180, 84, 110, 200, 600, 210, 21.5, 30, 800, first_lat, first_lon, last_lat, last_lon, sketch, 'garmin', 'Edge 530',
  3121, '3993821234', '9.73', 1, 3121, 3993821234, 1699999999, '[["garmin","123"]]', 'GARMIN', 'fit', '', 0, 0, 0, 0, 1, 1, 1700000100, fetched_at, NULL,
  '', '{"city":"Köln"}' FROM records WHERE number = 1;
INSERT INTO links SELECT 101, 1, activity, 'automatic', role, 1.5, 'start' || char(9) || '2.5' || char(9) || '12' || char(9) || char(10) FROM links WHERE record = 1;
DELETE FROM provider_months WHERE month > 24308;
INSERT INTO record_versions (user_id, record, changed_at, changes_json) VALUES (1, 101, 1700000000, '{"name":["old","new"]}');
INSERT INTO activity_aliases SELECT 900, user_id, activity FROM links WHERE record = 1;
INSERT INTO verdicts VALUES (1, 'file', 'gone', 'strava', 'strava-1', 'different', 1700000000);
INSERT INTO ignored_records VALUES (1, 'garmin', 'ignored-1', 1700000000);
INSERT INTO questions (user_id, record_a, record_b, score, why, day) VALUES (1, 1, 101, 0.5, 'start differs by 12 s', 20303);
INSERT INTO clock_corrections VALUES (1, 'garmin', 20000, 20010, 3600, 1, 1700000000);
INSERT INTO provider_cursors VALUES (1, 'ridewithgps', '{"since":"2025-08-01"}');
INSERT INTO changes (user_id, change_id, kind, provider, target_provider, target_id, source_provider, source_id, field, old_value, new_value, change_json,
  undoes, begun_at, finished_at, outcome, message, before_json, after_json) VALUES (1, 'c0ffee', 'rename', 'strava', 'strava', 'strava-1', 'file', 'x', 'name',
  'a', 'b', '{"kind":"rename"}', 1, 1700000000, 1700000001, 'done', '', '{"name":"a"}', '{"name":"b"}');
INSERT INTO dismissed_changes VALUES (1, 'd15m155', '{"kind":"rename"}', 1700000000);
INSERT INTO settings VALUES (1, 'internal.account.strava', '"227615"', 'internal', 1700000000);
INSERT INTO credentials VALUES (1, 'strava', 'tokens', X'0101deadbeef00ff', 1700000000);
INSERT INTO gear_aliases VALUES (1, 'tarmac', 'Tarmac 2019', 1700000000);
INSERT INTO audit (user_id, at, actor, action, detail) VALUES (1, 1700000000, 'cli', 'reset', 'strava all months');
INSERT INTO jobs VALUES (1, 1, 'pull', '{"provider":"strava"}', 'strava', '', 0, 5, 'done', 1700000000000, 1, 0, 0, NULL, NULL, 0, 'months', 3, 3,
  '{"added":1}', '', '', 1700000000000, 1700000000100, 1700000001000);
INSERT INTO workers VALUES (1, 'here 4711', 1700000000000, 1700000000500);
INSERT INTO schedules (user_id, name, expression, time_zone, kind, arguments, enabled, next_at, last_at) VALUES (1, 'nightly', '0 3 * * *', 'Europe/Berlin',
  'pull', '{}', 1, 1700000000, NULL);
INSERT INTO notifications (user_id, level, topic, message, times, created_at, updated_at) VALUES (1, 'error', 'pull', 'Strava has trouble', 2, 1700000000,
  1700000100);
INSERT INTO api_tokens (user_id, name, sha256, scopes, created_at) VALUES (1, 'script', 'a665a459', 'read', 1700000000);
INSERT INTO provider_accounts VALUES ('strava', '227615', 1, 1700000000);
INSERT INTO webhook_subscriptions (provider, remote_id, address, secret, created_at) VALUES ('strava', '131300', 'https://here/webhooks/strava',
  X'01010203', 1700000000);
INSERT INTO counters VALUES ('calls', 'provider="strava"', 12);
INSERT INTO sessions (user_id, sha256, agent, peer, created_at, last_seen_at) VALUES (1, 'b665', 'Firefox', '127.0.0.1', 1700000000, 1700000100);
INSERT INTO login_attempts VALUES ('email:carl@example.org', 3, 1700000000);
INSERT INTO job_outcomes (user_id, job, change_id, done, message) VALUES (1, 1, 'c0ffee', 1, '');
"""

# How values looked before a migration that changed them.
EARLIER = {2: "UPDATE links SET evidence = 'the starts are 2 s apart' WHERE kind = 'automatic'"}


def numbered_migrations():
    """[(1, text for SQLite), ...]."""
    texts = {}
    for path in sorted(glob.glob(str(MIGRATIONS / "*.sql"))):
        name = pathlib.Path(path).name
        if not name.endswith(".postgres.sql"):
            texts[int(name[:4])] = texts.get(int(name[:4]), "") + pathlib.Path(path).read_text()
        texts.setdefault(int(name[:4]), "")
    return sorted(texts.items())


def database_of_today():
    """A database of the present schema in which no table is empty."""
    person = Tracekit()
    try:
        person.with_log([log_row("2025-08-03 09:15", notes="Morning ride", distance=2.2, duration="0:01:40"), log_row("2025-09-01", notes="Yoga", sport="Yoga")],
                        file={})
        person.activities.mkdir(parents=True, exist_ok=True)
        (person.activities / "one.gpx").write_text(gpx(points=6))
        (person.activities / "two.gpx").write_text(gpx(start="2025-08-05T07:15:00Z", points=6, name="Second"))
        (person.activities / "laps.tcx").write_text(tcx([(300, 1000), (310, 1010.5)], start="2025-08-06T07:15:00Z"))
        (person.activities / "broken.gpx").write_text("<gpx")
        person.run("pull")
        person.run("sync-month", "2025-08", "--yes", "--really-all")
        database = sqlite3.connect(person.database)
        database.executescript(MORE)
        for table, column in (("settings", "value_json"), ("sources", "key")):  # the same in every run
            database.execute(f"UPDATE {table} SET {column} = replace({column}, ?, '/home/anna')", (str(person.work),))
        database.commit()
        copy = sqlite3.connect(":memory:")
        database.backup(copy)
        database.close()
        return copy
    finally:
        person.remove()


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def tables_of(database):
    return [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
            if name not in ("schema_migrations", "database_properties")]


def columns_of(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def rows_for(version, today):
    """Statements for the tables and columns that a schema has, parents first, since migrations make them in that order."""
    schema = sqlite3.connect(":memory:")
    for number, text in numbered_migrations():
        if number <= version:
            schema.executescript(text)
    for number, statement in EARLIER.items():
        if version <= number:
            today.execute(statement)
    for table in tables_of(schema):
        columns = [name for name in columns_of(schema, table) if name in columns_of(today, table)]
        rows = today.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        if not rows:
            raise SystemExit(f"the table {table} is empty: add a row of it to MORE")
        for row in rows:
            yield f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(map(literal, row))});\n"


def main():
    newest = numbered_migrations()[-1][0]
    missing = [version for version in range(1, newest + 1) if not (HERE / f"schema-{version}.sql").exists()]
    for version in missing:
        text = "".join(rows_for(version, database_of_today()))
        (HERE / f"schema-{version}.sql").write_text(text)
        print(f"schema-{version}.sql: {len(text)} bytes")


if __name__ == "__main__":
    main()

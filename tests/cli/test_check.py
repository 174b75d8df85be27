# SPDX-License-Identifier: MIT
"""`check` finds whatever is damaged in a database, of either engine, and `doctor --fix` mends what can be mended."""

import contextlib
import json
import shutil
import sqlite3

from postgres import PostgresServer
from support import CommandLineTest, gpx, log_row, main, tcx


class Sqlite:
    """How a test gets at the database behind the program's back."""

    def setUp(self):
        super().setUp()
        self.address = f"sqlite:///{self.tracekit.database}"

    def damage(self, *statements):
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def value(self, sql):
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            return str(connection.execute(sql).fetchone()[0])

    def keep(self):
        self.damage("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.tracekit.database, self.tracekit.root / "whole")

    def as_it_was(self):
        for suffix in ("-wal", "-shm"):
            (self.tracekit.root / (self.tracekit.database.name + suffix)).unlink(missing_ok=True)
        shutil.copy(self.tracekit.root / "whole", self.tracekit.database)

    def number_from_one(self, table):
        self.damage(f"UPDATE sqlite_sequence SET seq = 0 WHERE name = '{table}'")

    @staticmethod
    def blob(digits):
        return f"X'{digits}'"


class Postgres:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = PostgresServer()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        super().setUp()
        self.address = self.server.new_database()
        self.name = self.address.rsplit("/", 1)[1]

    def damage(self, *statements):
        # What the engine itself would not allow, as after a restore without its checks.
        self.server.run("; ".join(["SET search_path = tracekit", "SET session_replication_role = replica", *statements]), self.name)

    def value(self, sql):
        return self.server.run("SET search_path = tracekit; " + sql, self.name)[0]

    def keep(self):
        self.server.run(f"CREATE DATABASE whole_{self.name} TEMPLATE {self.name}")

    def as_it_was(self):
        self.server.run(f"DROP DATABASE {self.name}")
        self.server.run(f"CREATE DATABASE {self.name} TEMPLATE whole_{self.name}")

    def number_from_one(self, table):
        self.damage(f"SELECT setval(pg_get_serial_sequence('tracekit.{table}', 'number'), 1, false)")

    @staticmethod
    def blob(digits):
        return f"decode('{digits}', 'hex')"


class Check:
    def setUp(self):
        super().setUp()
        self.tracekit.with_log([log_row("2025-08-01 07:15", notes="Ride 1", distance=2.2, duration="0:03:10")],
                               document={"metadata_db": self.address}, file={})
        self.tracekit.activities.mkdir(parents=True)
        for day in (1, 2):
            (self.tracekit.activities / f"{day}.gpx").write_text(gpx(start=f"2025-08-0{day}T07:15:00Z"))
        (self.tracekit.activities / "3.tcx").write_text(tcx([(300, 1000), (310, 1010)], start="2025-08-03T07:15:00Z"))
        self.tracekit.must("pull")
        self.keep()

    def check(self, *args):
        """(exit code, the report)."""
        code, out, err = self.tracekit.run("--json", "check", *args)
        self.assertEqual(err, "")
        return code, json.loads(out)

    def record_of(self, source):
        return self.value("SELECT r.number FROM records r JOIN source_records c ON c.record_id = r.id JOIN sources s ON s.number = c.source "
                          f"WHERE s.key = '{source}'")

    def blob_of(self, source):
        return self.value(f"SELECT b.number FROM blobs b JOIN records r ON r.payload_sha256 = b.sha256 WHERE r.number = {self.record_of(source)}")

    def test_all_is_whole(self):
        code, report = self.check()
        self.assertEqual((code, report["fault_count"], report["faults"], report["recordings"]), (0, 0, [], 3))
        self.assertGreaterEqual(report["originals"], 3)
        self.assertRegex(self.tracekit.must("check"), r"^\S.*: \d+ originals, 3 recordings, all whole\n$")
        self.assertEqual(self.tracekit.must("check", "--quiet"), "")

    def test_each_kind_of_damage_is_found_and_named(self):
        ride, laps = self.record_of("1.gpx"), self.record_of("3.tcx")
        blob = self.blob_of("1.gpx")
        activity = self.value(f"SELECT activity FROM links WHERE record = {ride}")
        other = self.value(f"SELECT activity FROM links WHERE record = {laps}")
        known = rf"file:\w+ \(activity {activity}, .*1\.gpx\)"
        reparse, fix = "`tracekit reparse` reads the kept file again", "`tracekit doctor --fix`"
        damages = [
            ("original", rf"the original \w{{12}} of {known} cannot be unpacked any more", "restore",
             f"UPDATE blob_chunks SET data = {self.blob('28b52ffd')} WHERE blob = {blob}", f"UPDATE blobs SET stored_size = 4 WHERE number = {blob}"),
            ("original", rf"the original \w{{12}} of {known} has changed since it was stored", "restore",
             f"UPDATE blob_chunks SET data = {self.blob('41')} WHERE blob = {blob}",
             f"UPDATE blobs SET codec = 0, stored_size = 1, raw_size = 1 WHERE number = {blob}"),
            ("original", rf"the original \w{{12}} of {known} holds 0 of its \d+ stored bytes", "restore", f"DELETE FROM blob_chunks WHERE blob = {blob}"),
            ("original", rf"the original \w{{12}} of {known} has lost a piece", "restore", f"UPDATE blob_chunks SET position = 1 WHERE blob = {blob}"),
            ("recording", rf"the recording of {known} cannot be decoded: the stored channel `altitude` is damaged: .*", reparse,
             f"UPDATE streams SET data = {self.blob('07')} WHERE name = 'altitude' AND record = {ride}"),
            ("recording", rf"the recording of {known} has lost a stream", reparse, f"DELETE FROM streams WHERE position = 1 AND record = {ride}"),
            ("recording", rf"the recording of {known} cannot be decoded: .*time.*", reparse,
             f"UPDATE streams SET data = {self.blob('05')} WHERE position = 0 AND record = {ride}"),
            ("recording", r"the recording of file:\w+ \(.*3\.tcx\) cannot be decoded: stored laps are cut off", reparse,
             f"UPDATE recordings SET detail = {self.blob('0102')} WHERE record = {laps}"),
            ("reference", f"the link of record {ride} leads to activity 99, which is not there", "restore",
             f"UPDATE links SET activity = 99 WHERE record = {ride}"),
            ("reference", f"the link to activity {activity} leads to record 99, which is not there", fix, f"UPDATE links SET record = 99 WHERE record = {ride}"),
            ("reference", "the activity alias 80 leads to activity 99, which is not there", fix, "INSERT INTO activity_aliases VALUES (80, 1, 99)"),
            ("reference", f"the activity alias {activity} of activity {other} is an activity of its own", "restore",
             f"INSERT INTO activity_aliases VALUES ({activity}, 1, {other})"),
            ("reference", r"the question \d+ leads to record 99, which is not there", fix,
             f"INSERT INTO questions (user_id, record_a, record_b, score, why, day) VALUES (1, {ride}, 99, 1, '', 20300)"),
            ("reference", r"the earlier version \d+ leads to record 99, which is not there", fix,
             "INSERT INTO record_versions (user_id, record, changed_at, changes_json) VALUES (1, 99, 1, '{}')"),
            ("reference", "the piece at position 0 leads to original 99, which is not there", fix, f"INSERT INTO blob_chunks VALUES (99, 0, {self.blob('00')})"),
            ("reference", "the stream at position 0 leads to recording 99, which is not there", fix,
             f"INSERT INTO streams VALUES (99, 0, 'time', '', {self.blob('00')})"),
            ("reference", r"the change \d+ leads to change 99, which is not there", "restore",
             "INSERT INTO changes (user_id, change_id, kind, provider, target_provider, target_id, source_provider, source_id, field, old_value, "
             "new_value, change_json, undoes, begun_at, outcome, message, before_json, after_json) VALUES (1, 'c', 'rename', 'file', 'file', 'x', '', '', "
             "'name', '', '', '{}', 99, 1, 'done', '', '', '')"),
            ("reference", f"the link of record {ride} to activity {activity} joins what belongs to two people", "restore",
             f"UPDATE links SET user_id = 2 WHERE record = {ride}"),
            ("reference", "1.gpx of file was read as record gone, which is not there", "`tracekit pull --provider file --force`",
             f"UPDATE source_records SET record_id = 'gone' WHERE record_id = (SELECT id FROM records WHERE number = {ride})"),
            ("reference", r"1.gpx of file was read, and its content \w{12} is not kept", "`tracekit pull --provider file --force`",
             f"DELETE FROM blob_chunks WHERE blob = {blob}", f"DELETE FROM blobs WHERE number = {blob}"),
            ("text", f"the details of record {ride} cannot be read", "restore", f"UPDATE records SET detail_json = '{{' WHERE number = {ride}"),
            ("text", "the stored setting document cannot be read", "restore",
             "UPDATE settings SET value_json = '{\"units\"' WHERE key = 'document'"),
            ("database", "the index records_by_day is missing", fix, "DROP INDEX records_by_day"),
        ]
        for thing, message, advice, *statements in damages:
            with self.subTest(message=message):
                self.as_it_was()
                self.damage(*statements)
                code, report = self.check()
                self.assertEqual((code, report["fault_count"]), (1, 1), report["faults"])
                fault, = report["faults"]
                self.assertEqual(fault["thing"], thing)
                self.assertRegex(fault["message"], f"^{message}$")
                self.assertTrue(fault["advice"].startswith(advice), fault["advice"])

    def test_slices_find_together_what_one_look_finds(self):
        self.damage(f"UPDATE streams SET data = {self.blob('07')} WHERE name = 'altitude'", f"UPDATE blob_chunks SET data = {self.blob('00')}")
        _, whole = self.check()
        parts = [self.check("--subset", f"{part}/3")[1] for part in (1, 2, 3)]
        self.assertEqual(sum(part["originals"] for part in parts), whole["originals"])
        self.assertEqual(sum(part["recordings"] for part in parts), whole["recordings"])
        self.assertEqual(sorted(fault["message"] for part in parts for fault in part["faults"]), sorted(fault["message"] for fault in whole["faults"]))
        for wrong in ("0/3", "4/3", "1", "1/0", "a/b", "1/-3"):
            code, _, err = self.tracekit.run("check", "--subset", wrong)
            self.assertEqual((code, err.splitlines()[0]), (2, f"tracekit: --subset {wrong}: expected a part of a whole"))

    def test_reparse_mends_recordings(self):
        self.damage(f"UPDATE streams SET data = {self.blob('07')} WHERE name = 'altitude'")
        self.assertEqual(self.check()[0], 1)
        self.tracekit.must("reparse")
        self.assertEqual(self.check()[0], 0)

    def test_a_pull_by_force_brings_back_a_content_that_is_gone(self):
        self.damage("DELETE FROM blob_chunks", "DELETE FROM blobs")
        code, report = self.check()
        self.assertEqual((code, report["originals"]), (1, 0))
        self.tracekit.must("pull", "--force")
        self.assertEqual(self.check()[0], 0)

    def test_doctor_mends_what_leads_nowhere_and_says_so(self):
        before = self.tracekit.records()
        count = "SELECT activities FROM month_summaries WHERE month = 24307"
        activities = self.value(count)
        self.damage("INSERT INTO activity_aliases VALUES (80, 1, 99)", "INSERT INTO activity_aliases VALUES (81, 1, 99)",
                    f"INSERT INTO blob_chunks VALUES (99, 0, {self.blob('00')})", "DROP INDEX records_by_day", "DELETE FROM month_summaries WHERE month = 24307",
                    "INSERT INTO jobs (user_id, kind, arguments, unique_key, lane, light, priority, state, run_at_ms, attempt, failures, losses, worker, "
                    "lease_until_ms, cancel_requested, progress_what, progress_done, progress_total, result, error_kind, message, created_ms, started_ms) VALUES (1, 'pull', '{}', '', '', 0, 5, 'running', 1, 1, 0, 0, 60, 2, 0, '', 0, 0, '', '', '', 1, 1)")
        self.number_from_one("records")
        expected = {("Database", "make missing indexes: records_by_day"), ("Database", "number new rows of records from 5 on"),
                    ("Database", "remove 2 aliases of missing activities"), ("Database", "remove 1 pieces of missing originals"),
                    ("Months", "count 1 months that were never counted"), ("Jobs", "let 1 jobs wait again whose worker is gone")}
        offered = self.remedies("doctor", "--offline")
        self.assertEqual(offered, {(subject, "attention", "can be mended: " + cure) for subject, cure in expected})
        self.assertEqual(self.remedies("doctor", "--offline"), offered, "it has changed nothing")
        self.assertEqual(self.remedies("doctor", "--offline", "--fix"), {(subject, "mended", "mended: " + cure) for subject, cure in expected})
        self.assertEqual(self.remedies("doctor", "--offline", "--fix"), set())
        self.assertEqual(self.check()[0], 0)
        self.assertEqual(self.tracekit.records(), before)
        self.assertEqual(self.value(count), activities)

    def remedies(self, *command):
        code, out, _ = self.tracekit.run("--json", *command)
        self.assertEqual(code, 0, out)
        return {(one["subject"], one["verdict"], one["message"]) for one in json.loads(out)["checks"] if one["check"] == "remedy"}


class OnSqlite(Check, Sqlite, CommandLineTest):
    def test_a_damaged_file_is_told_as_far_as_it_can_be_read(self):
        page = int(self.value("SELECT rootpage FROM sqlite_schema WHERE name = 'streams'")) - 1
        with open(self.tracekit.database, "r+b") as file:
            file.seek(page * 4096)
            file.write(b"\x55" * 200)
        code, out, err = self.tracekit.run("check")
        self.assertEqual((code, err), (1, ""), err)
        self.assertRegex(out, "(?s)✗ the rows that lead to others cannot be read to their end: .*→ restore a copy from before.*3 recordings, \\d+ faults\n$")
        self.assert_no_internal_words(out)

    def test_files_that_others_can_read_are_locked_up(self):
        key = self.tracekit.data / "secret.key"
        key.write_text("00" * 32 + "\n")
        for path, mode in ((key, 0o644), (self.tracekit.database, 0o664), (self.tracekit.data, 0o777), (self.tracekit.config, 0o666)):
            path.chmod(mode)
        self.assertIn(("Secret key", "attention", f"can be mended: keep others from reading {key}"), self.remedies_of_places())
        done = self.remedies("doctor", "--offline", "--fix")
        self.assertIn(("Secret key", "mended", f"mended: keep others from reading {key}"), done)
        for path, mode in ((key, 0o600), (self.tracekit.database, 0o600), (self.tracekit.data, 0o775), (self.tracekit.config, 0o664)):
            self.assertEqual(path.stat().st_mode & 0o777, mode, path)

    def remedies_of_places(self):
        code, out, _ = self.tracekit.run("--json", "doctor", "--offline")
        self.assertEqual(code, 1, "a key that others can read is not used")
        return {(one["subject"], one["verdict"], one["message"]) for one in json.loads(out)["checks"] if one["check"] == "remedy"}


class OnPostgres(Check, Postgres, CommandLineTest):
    def test_an_index_that_does_not_fit_its_table_is_found_with_amcheck(self):
        self.damage("CREATE EXTENSION amcheck SCHEMA public",
                    "UPDATE pg_index SET indisready = false WHERE indexrelid = 'tracekit.records_by_day'::regclass")
        self.damage("UPDATE records SET local_day = local_day + 1000")
        self.damage("UPDATE pg_index SET indisready = true WHERE indexrelid = 'tracekit.records_by_day'::regclass")
        code, report = self.check()
        self.assertEqual((code, report["fault_count"]), (1, 1), report)
        self.assertRegex(report["faults"][0]["message"], "^the index records_by_day does not fit its table: ")


if __name__ == "__main__":
    main()

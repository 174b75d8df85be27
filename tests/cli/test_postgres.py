# SPDX-License-Identifier: MIT
"""The whole way on PostgreSQL: what a person sees is what SQLite shows."""

import json
import signal
import time

from postgres import PostgresServer
from support import CommandLineTest, main, xlsx_cells

MONTH = "2025-08"
APPLY = ["sync-month", MONTH, "--yes", "--really-all"]


class Postgres(CommandLineTest):
    @classmethod
    def setUpClass(cls):
        cls.server = PostgresServer()
        cls.addClassCleanup(cls.server.remove)

    def on_postgres(self, person):
        """The same person, whose database is on the server."""
        person.with_athlete()
        settings = json.loads(person.config.read_text())
        settings["metadata_db"] = self.server.new_database()
        person.config.write_text(json.dumps(settings))
        person.database_name = settings["metadata_db"].rsplit("/", 1)[1]
        return person

    def pulled(self, person):
        person.must("pull")
        person.must("load", "garmin.jsonl", "strava.jsonl")
        return person

    def records(self, person):
        """In an order that does not depend on which file was read first."""
        return sorted(person.records(), key=lambda record: (record["provider"], record["id"]))

    def seen(self, person):
        """What the commands that only look print, without the numbers of activities."""
        groups = sorted([(record["provider"], record["id"], record["link"]) for record in one["records"]] for one in person.json_lines("activities"))
        return {"records": self.records(person), "activities": groups, "calendar": person.must("calendar", "--months", "4"),
                "month": person.must("sync-month", MONTH, "--dry-run", "--no-pull"), "clocks": person.json("review")["clock_offsets"],
                "gear": person.must("gear")}

    def assert_same(self, one, other):
        for part in one:
            self.assertEqual(one[part], other[part], part)

    def test_every_command_shows_what_it_shows_on_sqlite(self):
        here, there = self.another().with_pulled_athlete(), self.pulled(self.on_postgres(self.another()))
        self.assert_same(self.seen(here), self.seen(there))
        for person in (here, there):
            person.must(*APPLY)
            person.must(*APPLY)
        self.assert_same(self.seen(here), self.seen(there))
        self.assertEqual(xlsx_cells(here.log), xlsx_cells(there.log))
        done = [[(one["kind"], one["provider"], one["new"], one["outcome"]) for one in person.json("history", "--limit", "1000")] for person in (here, there)]
        self.assertGreater(len(done[0]), 10)
        self.assertEqual(done[0], done[1])

    def test_pulling_again_opens_nothing_and_undo_and_reset_work(self):
        person = self.pulled(self.on_postgres(self.tracekit))
        report = person.json("pull")["providers"]
        self.assertEqual([one["sources_read"] for one in report if one["provider"] == "file"], [0])
        self.assertRegex(person.must("doctor"), f"✓ Database +{person.database_name} on .*, whole\n")
        person.must(*APPLY, "--only", "name", "--provider", "spreadsheet")
        rename = person.json("history")[0]
        person.must("undo", rename["id"], "--yes")
        self.assertIn(rename["old"], xlsx_cells(person.log).values())
        before = self.records(person)
        person.must("reset", "--date", MONTH, "--force")
        self.assertLess(len(self.records(person)), len(before))

    def test_everything_moves_there_and_back(self):
        person = self.tracekit.with_pulled_athlete()
        person.must(*APPLY, "--only", "name", "--provider", "spreadsheet")
        there, back = self.server.new_database(), f"sqlite:///{person.root}/back.sqlite3"
        person.must("--db", there, "migrate", "--from", f"sqlite:///{person.database}")
        person.must("--db", back, "migrate", "--from", there)
        read = lambda *where: [person.must(*where, *args) for args in (("export",), ("--json", "activities"), ("--json", "history"), ("--json", "calendar"))]
        self.assertEqual(read(), read("--db", there))
        self.assertEqual(read(), read("--db", back))

    def test_a_pull_that_is_killed_is_taken_up_again(self):
        calm, person = self.on_postgres(self.another()), self.on_postgres(self.another())
        begun = time.monotonic()
        calm.must("pull")
        seconds = time.monotonic() - begun
        for part in (0.2, 0.4, 0.6, 0.8):
            process = person.start("pull")
            time.sleep(seconds * part)
            process.kill()
            process.communicate()
        person.must("pull")
        self.assertEqual(self.records(person), self.records(calm))

    def test_several_pulls_at_once_store_everything_once(self):
        person = self.on_postgres(self.tracekit)
        ended = [process.communicate() + (process.returncode,) for process in [person.start("pull") for _ in range(3)]]
        for out, err, code in ended:
            if code != 0:
                self.assertIn("another tracekit is working with", err.decode())
        self.assertEqual(self.server.run("SELECT count(*) - count(DISTINCT (user_id, provider, id)) FROM records", person.database_name), ["0"])
        once = self.on_postgres(self.another())
        once.must("pull")
        self.assertEqual(self.records(person), self.records(once))

    def test_a_server_that_goes_away_is_named_and_work_goes_on_when_it_is_back(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        person = self.tracekit.with_athlete()
        where = ["--db", server.new_database()]
        person.must(*where, "pull")
        before = person.must(*where, "export")
        server.stop()
        for command in (["status"], ["pull"], ["calendar"], [*APPLY]):
            with self.subTest(command=command):
                code, out, err = person.run(*where, *command)
                self.assertEqual((code, out), (1, ""))
                self.assertRegex(err, rf"^tracekit: the PostgreSQL server at 127\.0\.0\.1:{server.port} cannot be used")
        server.start()
        self.assertEqual(person.must(*where, "export"), before)

    def test_a_server_that_is_stopped_under_a_running_command_ends_it_with_a_sentence(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        person = self.tracekit.with_athlete()
        where = ["--db", server.new_database()]
        person.must(*where, "migrate")
        process = person.start(*where, "pull")
        while server.run("SELECT count(*) FROM pg_stat_activity WHERE datname = 'person_1' AND state IS NOT NULL") == ["0"] and process.poll() is None:
            time.sleep(0.005)
        server.stop(signal.SIGQUIT)
        out, err = process.communicate(timeout=60)
        if process.returncode != 0:  # else the pull was faster
            self.assertRegex(err.decode(), r"tracekit: .*PostgreSQL")
            self.assertEqual(process.returncode, 1)
        server.start()
        person.must(*where, "pull")
        once = self.another().with_athlete()
        once.must("pull")
        self.assertEqual(person.must(*where, "export").count("\n"), once.must("export").count("\n"))


if __name__ == "__main__":
    main()

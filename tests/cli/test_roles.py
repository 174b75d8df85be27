# SPDX-License-Identifier: MIT
"""PostgreSQL with a role for each purpose: one migrates, one works, one looks."""

from postgres import PostgresServer
from support import CommandLineTest, main


class Roles(CommandLineTest):
    @classmethod
    def setUpClass(cls):
        cls.server = PostgresServer()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        super().setUp()
        self.address = self.server.new_database()
        self.name = self.address.rsplit("/", 1)[1]

    def as_role(self, role):
        return ["--db", self.address.replace("tracekit@", role + "@")]

    def with_roles(self):
        self.tracekit.must("--db", self.address, "migrate", "--roles", "--apply")
        self.tracekit.must(*self.as_role("tracekit_migrator"), "migrate")

    def test_the_printed_sql_is_what_is_applied_and_may_be_run_again(self):
        printed = self.tracekit.must("migrate", "--roles")
        for _ in range(2):
            self.server.run(printed, self.name)
        self.tracekit.must(*self.as_role("tracekit_migrator"), "migrate")
        printed_rights = self.rights()
        self.server.run(printed, self.name)
        self.assertEqual(self.rights(), printed_rights)
        self.assertEqual(self.tracekit.json("--db", self.address, "migrate", "--roles", "--apply")["roles"],
                         ["tracekit_migrator", "tracekit_writer", "tracekit_reader"])
        self.assertEqual(self.rights(), printed_rights)

    def rights(self):
        return self.server.run("SELECT relname, relowner::regrole, relacl FROM pg_class WHERE relnamespace = 'tracekit'::regnamespace "
                               "AND relkind IN ('r', 'S') ORDER BY relname", self.name)

    def test_the_writer_pulls_matches_and_applies_as_the_owner_of_a_database_does(self):
        self.with_roles()
        writer = self.as_role("tracekit_writer")
        person, once = self.tracekit.with_athlete(), self.another().with_athlete()
        for one, where in ((person, writer), (once, [])):
            one.must(*where, "pull")
            one.must(*where, "load", "garmin.jsonl", "strava.jsonl")
            one.must(*where, "sync-month", "2025-08", "--yes", "--really-all", "--only", "name", "--provider", "spreadsheet")
        for command in (["calendar"], ["gear"], ["sync-month", "2025-08", "--dry-run", "--no-pull"]):
            self.assertEqual(person.must(*writer, *command), once.must(*command))
        rename = person.json(*writer, "history")[0]
        person.must(*writer, "undo", rename["id"], "--yes")

    def test_a_worker_of_the_writer_runs_the_jobs_of_several_people(self):
        self.with_roles()
        writer = self.as_role("tracekit_writer")
        person = self.tracekit.with_files()
        person.must(*writer, "users", "add", "bert@example.org")
        for who in ([], ["--user", "bert@example.org"]):
            person.must(*writer, *who, "jobs", "add", "pull-provider", '{"provider": "file"}')
        person.must(*writer, "worker", "--once")
        for who in ([], ["--user", "bert@example.org"]):
            states = [job["state"] for job in person.json(*writer, *who, "jobs")]
            self.assertEqual(set(states), {"done"})

    def test_a_reader_sees_what_is_there_and_is_told_that_it_may_not_write(self):
        self.with_roles()
        person = self.tracekit.with_athlete()
        person.must(*self.as_role("tracekit_writer"), "pull")
        person.must(*self.as_role("tracekit_writer"), "calendar")
        reader = self.as_role("tracekit_reader")
        for command in (["calendar"], ["status"], ["activities"], ["gear"], ["history"], ["export"], ["check"]):
            with self.subTest(command=command):
                self.assertEqual(person.must(*reader, *command), person.must(*self.as_role("tracekit_writer"), *command))
        person.config.write_text(person.config.read_text().replace('"UTC"', '"Europe/Berlin"') + "\n")  # an edited file is no reason to write
        person.must(*reader, "calendar")
        before = person.must(*reader, "export")
        for command in (["pull", "--force"], ["load", "garmin.jsonl"], ["reset", "--force"], ["users", "add", "eve@example.org"]):
            with self.subTest(command=command):
                code, out, err = person.run(*reader, *command)
                self.assertEqual(code, 1, err)
                self.assertIn("permission denied for table", err)
                self.assert_no_internal_words(err)
        self.assertEqual(person.must(*reader, "export"), before)

    def test_only_the_owner_copies_a_whole_database(self):
        self.with_roles()
        person = self.tracekit.with_athlete()
        person.must(*self.as_role("tracekit_writer"), "pull")
        copy = f"sqlite:///{person.root}/copy.sqlite3"
        code, out, err = person.run("--db", copy, "migrate", "--from", self.as_role("tracekit_writer")[1])
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, f"tracekit: the database user of {self.name} on .* sees one person's rows only")
        person.must("--db", copy, "migrate", "--from", self.as_role("tracekit_migrator")[1])
        self.assertEqual(person.must("--db", copy, "export"), person.must(*self.as_role("tracekit_writer"), "export"))

    def test_what_does_not_go_together_is_refused(self):
        self.assert_refused(2, "--apply is for --roles", "migrate", "--apply")
        self.assert_refused(2, "--roles and --from are two steps", "migrate", "--roles", "--from", "x.sqlite3")
        self.tracekit.configure()
        self.tracekit.must("migrate")
        self.assert_refused(2, f"{self.tracekit.database} is an SQLite file, which has no roles", "migrate", "--roles", "--apply")


if __name__ == "__main__":
    main()

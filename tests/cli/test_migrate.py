# SPDX-License-Identifier: MIT
"""Creating a database, and copying everything from another one."""

import sqlite3

from support import CommandLineTest, main, xlsx_cells


class Migrate(CommandLineTest):
    def test_a_new_database_is_made_and_the_second_time_it_is_up_to_date(self):
        self.tracekit.configure()
        first = self.tracekit.json("migrate")
        self.assertEqual((first["from_version"], bool(first["applied"])), (0, True))
        self.assertEqual(self.tracekit.must("migrate"), f"{self.tracekit.database} is up to date (schema {first['to_version']}).\n")

    def test_several_at_once_make_one_whole_database(self):
        self.tracekit.configure()
        processes = [self.tracekit.start("migrate") for _ in range(6)]
        for process in processes:
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err.decode())
        database = sqlite3.connect(self.tracekit.database)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        database.close()

    def copied(self):
        """A person with a full history, and where a second database would be."""
        self.tracekit.with_pulled_athlete()
        self.tracekit.must("sync-month", "2025-08", "--yes", "--really-all", "--only", "name", "--provider", "spreadsheet")
        return ["--db", f"sqlite:///{self.tracekit.root}/new.sqlite3"]

    def everything(self, *where):
        read = lambda *args: self.tracekit.must(*where, *args)
        return [read("export"), read("--json", "activities"), read("--json", "history"), read("--json", "calendar"), read("--json", "show", "2025-08-02")]

    def test_everything_is_copied_from_another_database(self):
        where = self.copied()
        before = self.everything()
        report = self.tracekit.json(*where, "migrate", "--from", f"sqlite:///{self.tracekit.database}")
        self.assertGreater(sum(table["rows"] for table in report["copied"]), 100)
        self.assertEqual(self.everything(*where), before)
        self.assertEqual(self.everything(), before, "the old database is left as it was")

    def test_work_goes_on_in_the_copy_as_in_the_original(self):
        where = self.copied()
        self.tracekit.must(*where, "migrate", "--from", f"sqlite:///{self.tracekit.database}")
        pulled = self.tracekit.pulled("file", *where)
        self.assertEqual((pulled["sources_read"], pulled["added"]), (0, 0))
        rename = self.tracekit.json(*where, "history")[0]
        self.tracekit.must(*where, "undo", rename["id"], "--yes")
        self.assertIn(rename["old"], xlsx_cells(self.tracekit.log).values())

    def test_copying_again_adds_nothing(self):
        where = self.copied()
        for _ in range(2):
            self.tracekit.run(*where, "migrate", "--from", f"sqlite:///{self.tracekit.database}")
        self.assertEqual(self.everything(*where), self.everything())

    def test_a_source_that_is_none_is_named_and_nothing_is_made_of_it(self):
        self.tracekit.configure()
        missing = self.tracekit.root / "old.sqlite3"
        code, out, err = self.tracekit.run("migrate", "--from", f"sqlite:///{missing}")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(str(missing), err)
        self.assertFalse(missing.exists())
        (self.tracekit.root / "notes.txt").write_text("my notes, no database\n" * 100)
        code, out, err = self.tracekit.run("migrate", "--from", f"sqlite:///{self.tracekit.root}/notes.txt")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"{self.tracekit.root}/notes.txt is not a tracekit database", err)
        code, out, err = self.tracekit.run("migrate", "--from", "mongodb://x/y")
        self.assertEqual((code, out), (2, ""))

    def test_a_database_is_not_copied_onto_itself(self):
        self.tracekit.with_pulled_athlete()
        before = self.everything()
        code, out, err = self.tracekit.run("migrate", "--from", f"sqlite:///{self.tracekit.database}")
        self.assertIn(code, (1, 2))
        self.assert_no_internal_words(err)
        self.assertEqual(self.everything(), before)

    def test_a_database_that_holds_something_else_is_not_mixed_with_the_copy(self):
        where = self.copied()
        other = ["--db", f"sqlite:///{self.tracekit.root}/other.sqlite3"]
        (self.tracekit.work / "one.jsonl").write_text('{"provider": "garmin", "id": "mine", "start": 1754205300, "sport": "cycling"}\n')
        self.tracekit.must(*other, "load", "one.jsonl")
        before = self.tracekit.must(*other, "export")
        code, out, err = self.tracekit.run(*other, "migrate", "--from", f"sqlite:///{self.tracekit.database}")
        self.assertEqual((code, out), (1, ""))
        self.assertEqual(self.tracekit.must(*other, "export"), before)


if __name__ == "__main__":
    main()

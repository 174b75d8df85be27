# SPDX-License-Identifier: MIT
"""export --format full and load: everything of one person in one archive, into any database."""

import json
import zipfile

from postgres import PostgresServer
from support import CommandLineTest, gpx, main


class FullPortableForm(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.athlete = self.another().with_pulled_athlete()
        self.archive = self.athlete.work / "all.zip"

    def export(self):
        return self.athlete.json("export", "--format", "full", "--output", self.archive, "--force")

    def there(self):
        """Another home, set up with the same providers and an empty database."""
        self.tracekit.configure({"home_timezone": "Europe/Zurich"}, garmin={}, strava={}, spreadsheet={"path": "none.xlsx"}, file={})
        return self.tracekit

    def groups(self, person):
        return sorted(sorted((record["provider"], record["id"]) for record in one["records"]) for one in person.json_lines("activities"))

    def test_everything_comes_along(self):
        pairs = [one for one in self.athlete.json_lines("activities") if len(one["records"]) > 1]
        kept, parted = pairs[0], pairs[1]
        record = parted["records"][0]
        self.athlete.must("unlink", f"{record['provider']}:{record['id']}")
        self.athlete.must("gear", "alias", "Red bike", "=", "Tarmac SL7")
        self.athlete.must("schedule", "set", "weekly", "0 4 * * 1")
        self.athlete.must("sync-month", "2025-08", "--yes", "--only", "name")  # leaves versions behind
        exported = self.export()
        here = self.there()
        report, = here.json("load", self.archive)
        same = ("records", "versions", "originals", "equipment", "schedules")
        self.assertEqual({key: report[key] for key in same}, {key: exported[key] for key in same})
        self.assertGreater(exported["versions"], 0)
        self.assertEqual(exported["schedules"], 1)
        self.assertEqual(here.must("export"), self.athlete.must("export"))
        self.assertEqual(self.groups(here), self.groups(self.athlete))
        ids = {tuple(sorted(r["id"] for r in one["records"])): one["id"] for one in here.json_lines("activities")}
        key = tuple(sorted(r["id"] for r in kept["records"]))
        there, = self.athlete.json("show", str(kept["id"]))
        mine, = here.json("show", str(ids[key]))
        self.assertEqual((mine["samples"], mine["channels"], mine["laps"]), (there["samples"], there["channels"], there["laps"]))

    def test_it_moves_to_the_other_engine_and_back(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        self.export()
        here = self.there()
        here.configure({"home_timezone": "Europe/Zurich", "metadata_db": server.new_database()}, garmin={}, strava={}, spreadsheet={"path": "none.xlsx"}, file={})
        here.must("load", self.archive)
        self.assertEqual(here.must("export"), self.athlete.must("export"))
        again = here.work / "again.zip"
        here.must("export", "--format", "full", "--output", again)
        third = self.another()
        third.configure({"home_timezone": "Europe/Zurich"}, garmin={}, strava={}, spreadsheet={"path": "none.xlsx"}, file={})
        third.must("load", again)
        self.assertEqual(self.groups(third), self.groups(self.athlete))
        self.assertEqual(third.must("export"), self.athlete.must("export"))

    def test_loading_it_again_adds_nothing(self):
        self.export()
        here = self.there()
        here.must("load", self.archive)
        before = here.must("export")
        report, = here.json("load", self.archive)
        self.assertEqual({key for key, value in report.items() if value and key != "file"}, set())
        self.assertEqual(here.must("load", self.archive), f"{self.archive}: everything in it was there already\n")
        self.assertEqual(here.must("export"), before)

    def test_there_are_no_secrets_in_it_and_the_files_are_as_they_were(self):
        self.export()
        with zipfile.ZipFile(self.archive) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            originals = [name for name in names if name.startswith("originals/")]
            self.assertEqual({path.read_bytes() for path in self.athlete.activities.rglob("*") if path.is_file()} - {archive.read(name) for name in originals}, set())
            settings = archive.read("settings.json").decode()
        self.assertNotIn("secret", settings.lower())
        self.assertEqual(names[0], "tracekit.json")

    def test_an_archive_that_was_cut_or_changed_is_refused_by_name(self):
        self.export()
        here = self.there()
        cut = here.work / "cut.zip"
        cut.write_bytes(self.archive.read_bytes()[:-5000])
        code, _, err = here.run("load", cut)
        self.assertEqual(code, 1)
        self.assertIn(f"{cut}: the archive ends early", err)
        self.assertEqual(here.records(), [])
        wrong = here.work / "wrong.zip"
        with zipfile.ZipFile(wrong, "w") as out:
            out.writestr("tracekit.json", "{}")
            out.writestr("verdicts-0001.jsonl", json.dumps({"kind": "perhaps"}) + "\n")
        code, _, err = here.run("load", wrong)
        self.assertEqual(code, 1)
        self.assertIn(f'{wrong}: verdicts-0001.jsonl line 1: the field "a" is missing or malformed', err)

    def test_a_part_of_everything_is_a_contradiction(self):
        self.assertEqual(self.athlete.run("export", "--format", "full", "--from", "2025-08", "--output", self.archive)[0], 2)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""load and export: the portable form, and nothing lost on the way."""

import json
import zipfile

from support import CommandLineTest, gpx, main, write_xlsx


class PortableForm(CommandLineTest):
    def put(self, *lines, name="in.jsonl"):
        path = self.tracekit.work / name
        path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
        return path

    def setUp(self):
        super().setUp()
        self.tracekit.configure(garmin={}, strava={})

    def test_what_was_exported_and_loaded_elsewhere_is_the_same(self):
        athlete = self.another().with_pulled_athlete()
        exported = athlete.must("export")
        self.tracekit.configure({"home_timezone": "Europe/Zurich"}, garmin={}, strava={}, spreadsheet={"path": "none.xlsx"}, file={})
        path = self.put(exported)
        counts, = self.tracekit.json("load", path)
        self.assertEqual((counts["added"], counts["updated"]), (len(exported.splitlines()), 0))
        self.assertEqual(self.tracekit.must("export"), exported)

    def test_matching_gives_the_same_activities_after_a_round_trip(self):
        athlete = self.another().with_pulled_athlete()
        self.tracekit.configure({"home_timezone": "Europe/Zurich"}, garmin={}, strava={}, spreadsheet={"path": "none.xlsx"}, file={})
        self.tracekit.must("load", self.put(athlete.must("export")))
        groups = [sorted(sorted((record["provider"], record["id"]) for record in one["records"]) for one in person.json_lines("activities"))
                  for person in (athlete, self.tracekit)]
        self.assertEqual(groups[0], groups[1])

    def test_loading_twice_changes_nothing(self):
        path = self.put({"provider": "garmin", "id": "1", "start": 1754205300, "sport": "cycling", "name": "a"},
                        {"provider": "strava", "id": "2", "start": 1754205300, "sport": "cycling", "name": "b"})
        self.assertEqual(self.tracekit.must("load", path), f"{path}: 2 new, 0 changed, 0 as before\n")
        before = self.tracekit.records()
        self.assertEqual(self.tracekit.must("load", path), f"{path}: 0 new, 0 changed, 2 as before\n")
        self.assertEqual(self.tracekit.records(), before)

    def test_a_changed_line_changes_its_record_only(self):
        lines = [{"provider": "garmin", "id": str(i), "start": 1754205300 + 86400 * i, "sport": "cycling", "name": "a"} for i in range(3)]
        self.tracekit.must("load", self.put(*lines))
        lines[1]["name"] = "b"
        counts, = self.tracekit.json("load", self.put(*lines))
        self.assertEqual((counts["added"], counts["updated"], counts["unchanged"]), (0, 1, 2))
        self.assertEqual([record["name"] for record in self.tracekit.records()], ["a", "b", "a"])

    def refused(self, sentence, *lines):
        path = self.put(*lines)
        self.assert_refused(1, f"{path} line {sentence}", "load", path)
        self.assertEqual(self.tracekit.must("export"), "", "nothing is half loaded")
        self.assertEqual(self.tracekit.must("activities"), "")

    def test_a_broken_line_is_named_and_nothing_is_half_loaded(self):
        good = [{"provider": "garmin", "id": str(i), "start": 1754205300 + 86400 * i, "sport": "cycling"} for i in range(1500)]
        self.refused("1501: not a JSON object", *good, '{"provider": "garmin", "id": "x", "sta\n')
        self.refused("2: not a JSON object", good[0], "[1, 2]\n")
        self.refused('2: a record has no field "id"', good[0], {"provider": "garmin", "start": 1})
        self.refused('2: a record has no field "provider"', good[0], {"id": "1", "start": 1})
        self.refused('2: field "start" of a record: expected a whole number, got "yesterday"', good[0], {"provider": "garmin", "id": "1", "start": "yesterday"})

    def test_a_zip_archive_of_something_else_is_told_from_lines(self):
        path = self.tracekit.work / "month.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("one.gpx", gpx())
        self.assert_refused(1, f"{path} is a zip archive, but not of `tracekit export --format full`", "load", path)

    def test_a_provider_that_is_not_known_is_kept_and_breaks_no_command(self):
        self.tracekit.must("load", self.put({"provider": "nike", "id": "1", "start": 1754205300, "sport": "running", "name": "Old app"}))
        for command in (["status"], ["calendar"], ["activities"], ["show"], ["sync-month", "2025-08", "--dry-run"], ["pull"]):
            with self.subTest(command=command):
                self.tracekit.must(*command)
                self.tracekit.must("--json", *command)
        self.assertEqual([record["provider"] for record in self.tracekit.records()], ["nike"])

    def test_several_loads_at_once_double_nothing(self):
        path = self.put(*({"provider": "garmin", "id": str(i), "start": 1754205300 + 3600 * i, "sport": "cycling"} for i in range(300)))
        processes = [self.tracekit.start("load", path) for _ in range(5)]
        for process in processes:
            _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err.decode())
        self.assertEqual((len(self.tracekit.records()), len(self.tracekit.json_lines("activities"))), (300, 300))

    def test_blank_lines_and_windows_endings_are_no_mistake(self):
        self.tracekit.must("load", self.put("\n", '{"provider": "garmin", "id": "1", "start": 1754205300}\r\n', "   \n", "\r\n"))
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_values_out_of_every_range_are_refused_or_kept_but_never_crash(self):
        wild = [{"start": 10**18}, {"start": -10**18}, {"start": 1e300}, {"distance_m": -1}, {"distance_m": 1e308}, {"timer_s": -5}, {"start_local": "2025-02-30"},
                {"start_local": "garbage"}, {"tz": "Mars/Olympus"}, {"sport": "quidditch"}, {"name": "\x00\ud800"}, {"first": [900, 900]}, {"first": [1]},
                {"id": ""}, {"provider": ""}, {"utc_offset_s": 10**9}, {"name": "x" * 1_000_000}]
        for number, values in enumerate(wild):
            with self.subTest(values=str(values)[:60]):
                path = self.put({"provider": "garmin", "id": f"w{number}", "start": 1754205300, "sport": "cycling"} | values)
                code, out, err = self.tracekit.run("load", path)
                self.assertIn(code, (0, 1))
                self.assert_no_internal_words(out + err)
                if code == 1:
                    self.assertTrue(err.startswith(f"tracekit: {path} line 1: "), err)
                for command in (["calendar"], ["activities"], ["sync-month", "2025-08", "--dry-run"], ["status"], ["export"]):
                    self.assert_no_internal_words(self.tracekit.must(*command))

    def test_a_part_of_the_time_can_be_exported_with_both_days_included(self):
        self.tracekit.must("load", self.put(*({"provider": "garmin", "id": str(day), "start_local": f"2025-08-{day:02}", "start": None} for day in range(1, 6))))
        out = self.tracekit.must("export", "--from", "2025-08-02", "--to", "2025-08-04")
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()], ["2", "3", "4"])

    def test_deleted_records_are_not_exported(self):
        log = self.tracekit.with_log([["2025-08-01", "Ride"], ["2025-08-02", "Run"]], header=["Date", "Activity Type"])
        self.tracekit.must("pull")
        write_xlsx(log, [["Date", "Activity Type"], ["2025-08-01", "Ride"]])
        self.tracekit.must("pull")
        self.assertEqual([record["start_local"] for record in self.tracekit.records()], ["2025-08-01"])

    def test_an_original_beside_the_file_comes_along(self):
        athlete = self.another().with_athlete()
        self.tracekit.configure({"home_timezone": "Europe/Zurich"}, garmin={}, file={})
        self.tracekit.must("load", athlete.work / "garmin.jsonl")
        path = self.put({"provider": "garmin", "id": "1", "start": 1754205300, "file": "missing.fit"})
        code, _, err = self.tracekit.run("load", path)
        self.assertEqual(code, 1)
        self.assertIn(f"{path} line 1: cannot read {self.tracekit.work}/missing.fit: No such file or directory", err)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Pulling a folder of activity files."""

import gzip
import os
import pathlib
import random

from support import CommandLineTest, Tracekit, gpx, main, tcx


class Pull(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_files()
        self.folder = self.tracekit.activities

    def put(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content)
        return path

    def pull(self, *args, **options):
        return self.tracekit.pulled("file", *args, **options)

    def starts(self):
        return sorted(record["start"] for record in self.tracekit.records())

    def reasons(self, report):
        return {failure["source"]: failure["reason"] for failure in report["failures"]}

    def test_a_second_pull_opens_nothing(self):
        for day in range(1, 6):
            self.put(f"{day}.gpx", gpx(f"2025-08-0{day}T08:00:00Z"))
        self.put("broken.gpx", "<html></html>")
        first = self.pull()
        self.assertEqual((first["added"], first["sources_read"], len(first["failures"])), (5, 6, 1))
        second = self.pull()
        self.assertEqual((second["sources_seen"], second["sources_read"], second["added"], second["updated"], second["deleted"], second["failures"]),
                         (6, 0, 0, 0, 0, []))

    def test_a_second_pull_of_a_month_without_files_opens_nothing(self):
        self.put("1.gpx", gpx())
        self.pull("--date", "2025-01")
        self.assertEqual(self.pull("--date", "2025-01")["sources_read"], 0)

    def test_a_moved_and_renamed_file_stays_the_same_activity(self):
        path = self.put("1.gpx", gpx())
        self.pull()
        before, activities = self.tracekit.records(), self.tracekit.json_lines("activities")
        (self.folder / "2025").mkdir()
        path.rename(self.folder / "2025" / "morning.gpx")
        report = self.pull()
        self.assertEqual((report["added"], report["deleted"]), (0, 0))
        self.assertEqual(self.tracekit.records(), before)
        self.assertEqual([one["id"] for one in self.tracekit.json_lines("activities")], [one["id"] for one in activities])

    def test_an_edited_file_keeps_its_activity(self):
        self.put("1.gpx", gpx(points=20))
        self.pull()
        before = self.tracekit.json_lines("activities")
        self.put("1.gpx", gpx(points=40))
        self.pull()
        after = self.tracekit.json_lines("activities")
        self.assertEqual([one["id"] for one in after], [one["id"] for one in before])
        self.assertEqual(len(after[0]["records"]), 1)
        self.assertGreater(after[0]["records"][0]["distance_m"], before[0]["records"][0]["distance_m"] * 1.9)

    def test_an_edit_that_keeps_size_and_name_is_noticed(self):
        path = self.put("1.gpx", gpx("2025-08-03T07:15:00Z"))
        self.pull()
        self.put("1.gpx", gpx("2025-08-04T07:15:00Z"))
        self.assertEqual(path.stat().st_size, len(gpx()))
        self.pull()
        self.assertEqual(self.starts(), [1754291700])

    def test_a_deleted_file_is_marked_and_comes_back_with_its_file(self):
        path = self.put("1.gpx", gpx())
        self.put("2.gpx", gpx("2025-08-05T08:00:00Z"))
        self.pull()
        path.unlink()
        self.assertEqual(self.pull()["deleted"], 1)
        self.assertEqual(len(self.tracekit.records()), 1)
        self.put("1.gpx", gpx())
        self.pull()
        self.assertEqual(len(self.tracekit.records()), 2)

    def test_a_folder_that_is_not_mounted_does_not_delete_everything(self):
        self.put("1.gpx", gpx())
        self.pull()
        self.folder.rename(self.folder.parent / "away")
        self.tracekit.run("pull")
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_a_pull_of_one_month_does_not_delete_the_others(self):
        self.put("1.gpx", gpx("2025-07-03T08:00:00Z"))
        self.put("2.gpx", gpx("2025-08-03T08:00:00Z"))
        self.pull()
        self.assertEqual(self.pull("--date", "2025-08", "--force")["deleted"], 0)
        self.assertEqual(len(self.tracekit.records()), 2)

    def test_upper_case_endings_are_found(self):
        self.put("1.GPX", gpx())
        self.put("2.TCX", tcx([(600, 5000)], "2025-08-05T08:00:00Z"))
        self.put("3.Gpx.GZ", gzip.compress(gpx("2025-08-06T08:00:00Z").encode()))
        self.assertEqual(self.pull()["added"], 3)

    def test_an_ending_in_the_middle_of_a_name_decides_nothing(self):
        self.put("my.fit.gz.bak.gpx", gpx())
        self.put("x.gpx.gz.tcx", tcx([(600, 5000)], "2025-08-05T08:00:00Z"))
        report = self.pull()
        self.assertEqual((report["added"], report["failures"]), (2, []))

    def test_a_folder_called_like_a_file_and_a_dangling_link_stop_nothing(self):
        (self.folder / "x.fit").mkdir()
        self.put("x.fit/inside.gpx", gpx())
        os.symlink("/nowhere/at/all", self.folder / "dangling.gpx")
        os.symlink(self.folder, self.folder / "loop")
        os.mkfifo(self.folder / "pipe.gpx")
        self.put("2.gpx", gpx("2025-08-05T08:00:00Z"))
        self.assertEqual(self.pull()["added"], 2)

    def test_the_same_content_twice_is_one_activity(self):
        self.put("1.gpx", gpx())
        self.put("copy/1.gpx", gpx())
        self.put("copy/other name.gpx", gpx())
        self.pull()
        self.assertEqual((len(self.tracekit.records()), len(self.tracekit.json_lines("activities"))), (1, 1))
        (self.folder / "1.gpx").unlink()
        self.pull()
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_the_same_activity_in_two_formats_is_one_activity(self):
        self.put("1.gpx", gpx(points=61, step=0.001))
        self.put("1.tcx", tcx([(600, 6671)]))
        self.pull()
        self.assertEqual(len(self.tracekit.json_lines("activities")), 1)

    def test_a_file_without_distance_breaks_no_command(self):
        self.put("strength.tcx", '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
                 '<Activity Sport="Other"><Id>2025-08-06T18:00:00Z</Id><Lap StartTime="2025-08-06T18:00:00Z"><TotalTimeSeconds>3000</TotalTimeSeconds>'
                 "</Lap></Activity></Activities></TrainingCenterDatabase>")
        self.put("ride.gpx", gpx())
        self.put("timeless.gpx", gpx("2025-08-07T08:00:00Z", with_time=False))
        self.put("nothing.tcx", tcx([], "2025-08-08T08:00:00Z"))
        self.assertGreaterEqual(self.pull()["added"], 2)
        for command in (["pull"], ["pull", "--date", "2025-08"], ["sync-month", "2025-08"], ["calendar"], ["status"], ["activities"],
                        ["show", "2025-08-06"], ["export"]):
            with self.subTest(command=command):
                for json in ([], ["--json"]):
                    self.assert_no_internal_words(self.tracekit.must(*json, *command))

    def test_a_gpx_without_times_is_named_as_such(self):
        self.put("timeless.gpx", gpx(with_time=False))
        report = self.pull()
        self.assertEqual(report["added"], 0)
        self.assertIn("timeless.gpx", " ".join([*self.reasons(report).values(), *report["warnings"]]))

    def test_the_laps_of_a_tcx_are_summed(self):
        self.put("laps.tcx", tcx([(1200, 8046.72)] * 4 + [(600, 4186.0)]))
        self.pull()
        record, = self.tracekit.records()
        self.assertAlmostEqual(record["distance_m"], 4 * 8046.72 + 4186.0, places=3)
        self.assertEqual(record["timer_s"], 5400)

    def test_two_tracks_with_the_same_first_lap_are_two_activities(self):
        self.put("1.tcx", tcx([(1200, 8046.72), (1200, 8046.72)], "2025-08-03T07:15:00Z"))
        self.put("2.tcx", tcx([(1200, 8046.72), (600, 4000)], "2025-08-03T17:15:00Z"))
        self.pull()
        self.assertEqual(len(self.tracekit.json_lines("activities")), 2)

    def test_two_activities_in_one_file_are_two_records(self):
        two = tcx([(600, 5000)], "2025-08-03T07:15:00Z").replace(
            "</Activities>", tcx([(900, 3000)], "2025-08-03T08:00:00Z", "Running").split("<Activities>")[1].split("</Activities>")[0] + "</Activities>")
        self.put("brick.tcx", two)
        self.pull()
        self.assertEqual([(record["sport"], record["distance_m"]) for record in self.tracekit.records()], [("cycling", 5000.0), ("running", 3000.0)])

    def test_start_times_do_not_depend_on_the_time_zone_of_the_machine(self):
        for zone in ("UTC", "US/Eastern", "Asia/Kathmandu"):
            other = self.another().with_athlete()
            other.must("pull", "--provider", "file", env={"TZ": zone})
            records = sorted(other.records(), key=lambda record: record["id"])
            with self.subTest(zone=zone):
                if zone == "UTC":
                    expected = records
                self.assertEqual(records, expected)

    def test_what_cannot_be_read_is_named_with_its_reason_and_stops_nothing(self):
        self.put("zero.fit", b"")
        self.put("page.gpx", "<!DOCTYPE html><html><body>Sign in</body></html>")
        self.put("noise.fit", b"\x00\x01\x02\x03" * 100)
        self.put("packed.gpx.gz", "this was never packed")
        self.put("good.gpx", gpx())
        report = self.pull()
        self.assertEqual(report["added"], 1)
        self.assertEqual(self.reasons(report), {
            "zero.fit": "zero.fit is empty",
            "page.gpx": "page.gpx is an HTML page, not an activity file (perhaps a sign-in page that was saved instead of the file)",
            "noise.fit": "noise.fit is not in a format that tracekit knows",
            "packed.gpx.gz": "packed.gpx.gz is a text in another format",
        })
        code, out, err = self.tracekit.run("status")
        self.assertEqual(code, 0)
        self.assertIn("! file: page.gpx is an HTML page", out)

    def test_a_cut_off_fit_file_gives_what_it_holds_and_says_so(self):
        athlete = self.another().with_athlete()
        whole = next(iter(sorted(athlete.activities.glob("*.fit")))).read_bytes()
        self.put("cut.fit", whole[: len(whole) * 2 // 3])
        self.put("stump.fit", whole[:13])
        report = self.pull()
        self.assertEqual(report["added"], 1)
        self.assertIn("stump.fit", self.reasons(report))
        self.assertIn("cut.fit", " ".join(report["warnings"]))
        self.assert_no_internal_words(str(report))

    def test_dangerous_xml_is_refused_without_being_expanded(self):
        bomb = '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]><gpx>&j;</gpx>"
        self.put("bomb.gpx", bomb)
        self.put("secret.gpx", '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + gpx(name="NAME").replace("NAME", "&x;"))
        report = self.pull()
        self.assertEqual((report["added"], len(report["failures"])), (0, 2))
        self.assertNotIn("root:", self.tracekit.must("export"))

    def test_a_file_that_was_repaired_is_read_on_the_next_pull(self):
        self.put("1.gpx", "<html></html>")
        self.pull()
        self.put("1.gpx", gpx())
        self.assertEqual(self.pull()["added"], 1)
        self.assertNotIn("1.gpx", self.tracekit.must("status"))

    def test_a_file_without_permission_is_named_and_the_others_are_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.put("1.gpx", gpx()).chmod(0)
        self.put("2.gpx", gpx("2025-08-05T08:00:00Z"))
        report = self.pull()
        self.assertEqual((report["added"], list(self.reasons(report))), (1, ["1.gpx"]))

    def test_names_with_terminal_codes_and_odd_bytes_do_not_reach_the_terminal(self):
        self.put("red\x1b[31m.gpx", "<html></html>")
        pathlib.Path(os.fsdecode(os.fsencode(self.folder) + b"/caf\xe9.gpx")).write_text("<html></html>")
        self.put("fine.gpx", gpx(name="\u202eevil \u0007 name"))
        code, out, err = self.tracekit.run("pull")
        self.assertEqual(code, 0)
        self.assertNotIn("\x1b", out + err)
        self.assertEqual(len(self.pull("--force")["failures"]), 2)

    def test_a_missing_folder_is_said_to_be_missing(self):
        os.rmdir(self.folder)
        code, _, err = self.tracekit.run("pull")
        self.assertIn(f"put your activity files into {self.folder}", err)
        self.assertEqual(code, 0)

    def test_a_failure_is_said_on_standard_error_even_when_quiet(self):
        self.tracekit.configure(spreadsheet={"path": "missing.xlsx"})
        code, out, err = self.tracekit.run("-q", "pull")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"cannot read {self.tracekit.work}/missing.xlsx: No such file or directory", err)

    def test_one_failing_provider_does_not_stop_the_others_and_gives_exit_code_3(self):
        self.put("1.gpx", gpx())
        self.tracekit.configure(spreadsheet={"path": "missing.xlsx"}, file={})
        code, out, _ = self.tracekit.run("pull")
        self.assertEqual((code, len(self.tracekit.records())), (3, 1))
        self.assertIn(f"cannot read {self.tracekit.work}/missing.xlsx: No such file or directory", out)
        self.assertIn("✗ cannot read", self.tracekit.must("status"))

    def test_nothing_enabled_is_said_to_be_so(self):
        self.tracekit.configure()
        self.assert_refused(2, "no provider is enabled", "pull")

    def test_reset_forgets_what_a_pull_brings_back_with_the_same_activities(self):
        for day in range(1, 6):
            self.put(f"{day}.gpx", gpx(f"2025-0{day}-03T08:00:00Z"))
        self.pull()
        before = self.tracekit.records()
        self.tracekit.must("reset", "--date", "2025-02")
        self.assertEqual(len(self.tracekit.records()), 4)
        self.tracekit.must("pull")
        self.assertEqual(sorted(self.starts()), sorted(record["start"] for record in before))
        self.tracekit.must("reset", "--force")
        self.assertEqual(self.tracekit.records(), [])
        self.tracekit.must("pull")
        self.assertEqual(len(self.tracekit.records()), 5)
        self.assertEqual(len(list(self.folder.glob("*.gpx"))), 5)

    def test_several_pulls_at_once_neither_corrupt_nor_double(self):
        shuffled = random.Random(7)
        for day in range(1, 29):
            self.put(f"{day}.gpx", gpx(f"2025-02-{day:02}T{shuffled.randrange(6, 20):02}:00:00Z", points=200))
        processes = [self.tracekit.start("pull") for _ in range(5)]
        ends = []
        for process in processes:
            out, err = process.communicate(timeout=60)
            ends.append(process.returncode)
            self.assert_no_internal_words((out + err).decode())
            if process.returncode != 0:
                self.assertIn("tracekit: another tracekit is working with file right now", err.decode())
        self.assertIn(0, ends)
        self.tracekit.must("pull")
        self.assertEqual((len(self.tracekit.records()), len(self.tracekit.json_lines("activities"))), (28, 28))
        self.assertEqual(self.pull()["sources_read"], 0)

    def test_an_interrupted_pull_says_so_and_goes_on_the_next_time(self):
        import signal
        for i in range(300):
            self.put(f"{i}.gpx", gpx(f"2025-{i % 12 + 1:02}-{i % 28 + 1:02}T{i % 24:02}:00:00Z", points=400))
        process = self.tracekit.start("pull")
        while not self.tracekit.database.exists():
            pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertIn(process.returncode, (0, 130))
        if process.returncode == 130:
            self.assertIn("tracekit: interrupted\n  what was stored stays; run the same command again to go on", err.decode())
        self.tracekit.must("pull")
        once = self.another().with_files()
        once.activities.rmdir()
        os.symlink(self.folder, once.activities)
        once.must("pull")
        self.assertEqual(len(self.tracekit.records()), len(once.records()))


if __name__ == "__main__":
    main()

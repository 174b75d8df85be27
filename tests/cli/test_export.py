# SPDX-License-Identifier: MIT
"""export: activities as files, one or many in a zip archive."""

import hashlib
import io
import json
import zipfile

from support import CommandLineTest, fit_with_strange_message, gpx, main, tcx


class Export(CommandLineTest):
    def setUp(self):
        super().setUp()
        folder = self.tracekit.with_files().activities
        for day in (1, 2, 3):
            (folder / f"{day}.gpx").write_text(gpx(start=f"2025-08-0{day}T07:15:00Z", name=f"Ride {day}"))
        self.tracekit.must("pull")
        self.ids = [one["id"] for one in self.tracekit.json_lines("activities")]
        self.folder = folder

    def test_one_activity_in_each_format_is_read_again(self):
        for ending in ("fit", "gpx", "tcx", "kml"):
            with self.subTest(ending=ending):
                out = self.tracekit.work / f"one.{ending}"
                self.tracekit.must("export", self.ids[0], "--format", ending, "--output", out)
                session, = self.tracekit.json("inspect", out)["sessions"]
                self.assertEqual((session["records"], session["start_time"], session["sport"]), (20, "2025-08-01T07:15:00Z", "cycling"))

    def test_text_goes_to_standard_output_and_messages_elsewhere(self):
        code, out, err = self.tracekit.run("export", self.ids[1], "--format", "geojson")
        self.assertEqual(code, 0)
        feature, = json.loads(out)["features"]
        self.assertEqual(len(feature["geometry"]["coordinates"]), 20)
        self.assertEqual(len(self.tracekit.must("export", self.ids[1], "--format", "csv").splitlines()), 21)
        lines = self.tracekit.json_lines("export", self.ids[1])
        self.assertEqual([line["provider"] for line in lines], ["file"])

    def test_the_original_is_what_was_recorded(self):
        out = self.tracekit.work / "original.gpx"
        self.tracekit.must("export", self.ids[2], "--format", "original", "--output", out)
        self.assertEqual(out.read_bytes(), (self.folder / "3.gpx").read_bytes())

    def test_a_recorded_fit_file_keeps_all_its_messages_as_fit(self):
        recorded = self.folder / "recorded.fit"
        (self.tracekit.work / "4.gpx").write_text(gpx(start="2025-08-04T07:15:00Z"))
        self.tracekit.must("convert", self.tracekit.work / "4.gpx", self.tracekit.work / "4.fit")
        recorded.write_bytes(fit_with_strange_message((self.tracekit.work / "4.fit").read_bytes()))
        self.tracekit.must("pull")
        last = max(self.tracekit.json_lines("activities"), key=lambda one: one["id"])["id"]
        out = self.tracekit.work / "again.fit"
        self.tracekit.must("export", last, "--format", "fit", "--output", out)
        self.assertEqual(out.read_bytes(), recorded.read_bytes())

    def archive(self, *arguments):
        out = self.tracekit.work / "all.zip"
        report = self.tracekit.json("export", *arguments, "--output", out, "--force")
        archive = zipfile.ZipFile(out)
        self.assertIsNone(archive.testzip())
        self.assertEqual(report["bytes"], out.stat().st_size)
        return archive, report

    def test_everything_is_a_zip_with_a_file_for_each(self):
        archive, report = self.archive("--format", "tcx")
        self.assertEqual(archive.namelist(), [f"2025-08-0{day}-071500-cycling.tcx" for day in (1, 2, 3)])
        self.assertEqual((report["activities"], report["skipped"]), (3, []))
        archive, report = self.archive("--format", "original")
        self.assertEqual(archive.read("2025-08-02-071500-cycling.gpx"), (self.folder / "2.gpx").read_bytes())

    def test_a_range_includes_both_days(self):
        archive, _ = self.archive("--format", "gpx", "--from", "2025-08-02", "--to", "2025-08-03")
        self.assertEqual([name[:10] for name in archive.namelist()], ["2025-08-02", "2025-08-03"])
        self.assertEqual(self.archive("--format", "gpx", "--from", "2024-01", "--to", "2024-12")[0].namelist(), [])

    def test_what_a_format_cannot_hold_is_left_out_and_said(self):
        (self.folder / "pool.tcx").write_text(tcx([(600, 500)], start="2025-08-04T07:15:00Z", sport="Other"))
        self.tracekit.must("pull")
        archive, report = self.archive("--format", "gpx")
        self.assertEqual(report["activities"], 3)
        self.assertIn("holds no positions, and GPX holds nothing else", report["skipped"][0]["why"])
        self.assertEqual((len(archive.namelist()), archive.namelist()[-1]), (4, "left-out.txt"))
        self.assertEqual(archive.read("left-out.txt").decode(), report["skipped"][0]["why"] + "\n")
        archive, report = self.archive("--format", "fit")
        self.assertEqual((report["activities"], len(archive.namelist())), (4, 4))

    def test_what_only_the_file_knows_is_exported_too(self):
        (self.folder / "1.gpx").unlink()
        self.tracekit.must("export", self.ids[0], "--format", "gpx", "--output", out := self.tracekit.work / "first.gpx")
        self.assertEqual(self.tracekit.json("inspect", out)["channels"], self.tracekit.json("inspect", self.folder / "2.gpx")["channels"])

    def test_names_do_not_collide(self):
        (self.folder / "twin.gpx").write_text(gpx(start="2025-08-01T07:15:00Z", latitude=-33.0, name="Elsewhere"))
        self.tracekit.must("pull")
        archive, report = self.archive("--format", "original")
        self.assertEqual(len(set(archive.namelist())), report["activities"])

    def test_the_same_history_gives_the_same_archive(self):
        first, _ = self.archive("--format", "fit")
        digest = hashlib.sha256((self.tracekit.work / "all.zip").read_bytes()).hexdigest()
        self.archive("--format", "fit")
        self.assertEqual(hashlib.sha256((self.tracekit.work / "all.zip").read_bytes()).hexdigest(), digest)

    def test_what_has_no_samples_is_no_csv_file(self):
        (self.folder / "pool.tcx").write_text(tcx([(600, 500)], start="2025-08-04T07:15:00Z", sport="Other"))
        self.tracekit.must("pull")
        archive, report = self.archive("--format", "csv")
        self.assertEqual((len(archive.namelist()), archive.namelist()[-1], report["activities"]), (4, "left-out.txt", 3))
        why, = report["skipped"]
        self.assertIn("holds no samples, and CSV holds nothing else", why["why"])
        self.assert_refused(1, f"activity {why['activity']} holds no samples, and CSV holds nothing else", "export", why["activity"], "--format", "csv")

    def test_an_archive_goes_to_a_pipe_too(self):
        process = self.tracekit.start("export", "--format", "gpx")
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(len(zipfile.ZipFile(io.BytesIO(out)).namelist()), 3)

    def test_a_file_that_is_there_stays_unless_forced(self):
        out = self.tracekit.work / "mine.zip"
        out.write_text("mine")
        self.assert_refused(1, f"{out} is there already", "export", "--format", "gpx", "--output", out)
        self.assertEqual(out.read_text(), "mine")
        self.assert_refused(1, "there is no activity 999", "export", "999", "--format", "gpx", "--output", self.tracekit.work / "none.gpx")
        self.assert_refused(2, '"first" is no activity\'s number', "export", "first", "--format", "gpx")
        self.assertEqual([path.name for path in self.tracekit.work.iterdir() if "none" in path.name], [])

    def test_the_portable_form_can_be_written_to_a_file(self):
        out = self.tracekit.work / "all.jsonl"
        self.tracekit.must("export", "--output", out)
        self.assertEqual(out.read_text(), self.tracekit.must("export"))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""convert: one file in another format."""

import gzip
import json
import zipfile

from support import CommandLineTest, fit_with_strange_message, gpx, main


class Convert(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.source = self.tracekit.work / "ride.gpx"
        self.source.write_text(gpx())

    def inspected(self, path):
        return self.tracekit.json("inspect", path)

    def test_each_format_is_written_and_read_again(self):
        before = self.inspected(self.source)["sessions"][0]
        for ending in ("fit", "tcx", "kml", "gpx", "fit.gz", "GPX.GZ"):
            with self.subTest(ending=ending):
                out = self.tracekit.work / f"out.{ending}"
                if not out.exists():
                    self.tracekit.must("convert", self.source, out)
                after = self.inspected(out)
                self.assertEqual(after["format"], ending.lower().removesuffix(".gz"))
                self.assertEqual(after["container"], "gzip" if ending.lower().endswith(".gz") else "")
                self.assertFalse(after["damaged"])
                session = after["sessions"][0]
                self.assertEqual((session["records"], session["start_time"]), (before["records"], before["start_time"]))
                self.assertAlmostEqual(session["distance_m"], before["distance_m"], delta=0.5)

    def test_the_report_says_what_the_format_cannot_hold(self):
        report = self.tracekit.json("convert", self.source, self.tracekit.work / "out.fit")
        self.assertEqual((report["from"], report["to"], report["activities"]), ("gpx", "fit", 1))
        self.assertIn("name", report["left_out"])
        code, out, err = self.tracekit.run("convert", self.source, self.tracekit.work / "again.fit")
        self.assertEqual((code, out), (0, ""))
        self.assertIn("fit cannot hold: name", err)

    def test_maps_and_tables(self):
        out = self.tracekit.work / "out.geojson"
        self.tracekit.must("convert", self.source, out)
        feature, = json.loads(out.read_text())["features"]
        self.assertEqual(len(feature["geometry"]["coordinates"]), 20)
        out = self.tracekit.work / "out.csv.gz"
        self.tracekit.must("convert", self.source, out)
        self.assertEqual(len(gzip.decompress(out.read_bytes()).splitlines()), 21)

    def test_fit_stays_fit_message_by_message_and_is_mended(self):
        first = self.tracekit.work / "first.fit"
        self.tracekit.must("convert", self.source, first)
        whole = fit_with_strange_message(first.read_bytes())
        for name, content in (("plain.fit", whole), ("packed.fit.gz", gzip.compress(whole)), ("broken.fit", whole[:-2] + b"??")):
            with self.subTest(name=name):
                source, out = self.tracekit.work / name, self.tracekit.work / f"out-{name[:5]}.fit"
                source.write_bytes(content)
                report = self.tracekit.json("convert", source, out)
                self.assertEqual((report["left_out"], report["activities"]), ([], 1))
                self.assertEqual(out.read_bytes(), whole)

    def test_of_an_archive_with_several_files_it_says_which_one_was_read(self):
        both = self.tracekit.work / "both.zip"
        with zipfile.ZipFile(both, "w") as archive:
            archive.writestr("a.gpx", gpx())
            archive.writestr("b.gpx", gpx())
        code, _, err = self.tracekit.run("convert", both, self.tracekit.work / "out.tcx")
        self.assertEqual((code, err.splitlines()[0]), (0, f"{both}: only a.gpx of 2 activity files in the archive was read"))
        report = self.tracekit.json("convert", "--force", both, self.tracekit.work / "out.tcx")
        self.assertEqual((report["damage"], report["warnings"]), ([], ["only a.gpx of 2 activity files in the archive was read"]))

    def test_a_file_that_is_there_is_replaced_only_by_force(self):
        out = self.tracekit.work / "out.kml"
        out.write_text("mine")
        self.assert_refused(1, f"{out} is there already", "convert", self.source, out)
        self.assertEqual(out.read_text(), "mine")
        self.tracekit.must("convert", "--force", self.source, out)
        self.assertEqual(self.inspected(out)["format"], "kml")

    def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_left(self):
        self.assert_refused(2, f"{self.tracekit.work}/out.doc does not tell the format by its ending", "convert", self.source, self.tracekit.work / "out.doc")
        self.source.write_text(gpx(with_time=False))
        self.assert_refused(1, f"{self.source} holds no times, and TCX holds nothing without them", "convert", self.source, self.tracekit.work / "out.tcx")
        self.source.write_text("hello")
        self.assert_refused(1, f"{self.source} is a text in another format", "convert", self.source, self.tracekit.work / "out.tcx")
        self.assertEqual(sorted(path.name for path in self.tracekit.work.iterdir() if path.name.startswith("out")), [])


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""reparse: kept files are read again."""

import json
import sqlite3

from support import CommandLineTest, gpx, main


class Reparse(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_files()
        for day in (1, 2, 3):
            (self.tracekit.activities / f"{day}.gpx").write_text(gpx(start=f"2025-08-0{day}T07:15:00Z", name=f"Ride {day}"))
        self.tracekit.must("pull")

    def database(self, *statements):
        with sqlite3.connect(self.tracekit.database) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def test_nothing_changes_when_nothing_is_read_otherwise(self):
        before = self.tracekit.must("export")
        report = self.tracekit.json("reparse")
        self.assertEqual(report, {"files": 3, "added": 0, "changed": 0, "unchanged": 3, "problems": []})
        self.assertEqual(self.tracekit.must("export"), before)

    def test_what_an_older_version_read_otherwise_is_put_right(self):
        before = self.tracekit.records()
        self.database("UPDATE records SET distance_m = 1 WHERE sport = 'cycling'", "DELETE FROM streams WHERE name = 'altitude'")
        self.assertEqual(self.tracekit.json("reparse")["changed"], 3)
        self.assertEqual(self.tracekit.records(), before)
        shown, = self.tracekit.json("show", "2025-08-01")
        self.assertIn("altitude", [channel["name"] for channel in shown["channels"]])

    def test_the_files_need_not_be_in_the_folder_any_more(self):
        for path in self.tracekit.activities.iterdir():
            path.unlink()
        self.assertEqual(self.tracekit.json("reparse")["unchanged"], 3)

    def test_a_file_that_is_not_kept_is_named_and_its_records_stay(self):
        before = self.tracekit.records()
        self.database("DELETE FROM blob_chunks", "DELETE FROM blobs")
        code, out, _ = self.tracekit.run("--json", "reparse")
        self.assertEqual(code, 3)
        self.assertEqual({problem["why"] for problem in json.loads(out)["problems"]}, {"the file is not kept in the database"})
        self.assertEqual(self.tracekit.records(), before)


if __name__ == "__main__":
    main()

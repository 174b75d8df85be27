# SPDX-License-Identifier: MIT
"""The exercise log: what is read from it, and what is written into it."""

import json
import re
import zipfile

from support import LOG_HEADER, CommandLineTest, log_row, main, write_xlsx, xlsx_cells, xlsx_parts


def garmin(number, start, name, equipment="", distance=None, **more):
    """A record of a service in the portable form, as `load` takes it."""
    return {"provider": "garmin", "id": f"g{number}", "start": start, "tz": "UTC", "name": name, "equipment": equipment, "distance_m": distance,
            "sport": "cycling", "type": "cycling"} | more


class SpreadsheetReading(CommandLineTest):
    def pulled(self, rows, header=LOG_HEADER, document=None):
        self.path = self.tracekit.with_log(rows, header, document)
        report = self.tracekit.pulled("spreadsheet")
        self.problems = report["failures"][0]["reason"] if report["failures"] else ""
        return report

    def by_name(self):
        return {record["name"]: record for record in self.tracekit.records()}

    def rewrite(self, rows):
        write_xlsx(self.path, [LOG_HEADER, *rows])
        return self.tracekit.pulled("spreadsheet")

    def test_a_bad_date_names_its_row_and_the_other_rows_are_read(self):
        rows = [log_row(f"2025-08-{day:02}", notes=f"n{day}", distance=7) for day in range(1, 16)]
        rows += [log_row("the day after", notes="bad"), log_row("2025-08-20", notes="last")]
        self.pulled(rows)
        self.assertEqual(len(self.tracekit.records()), 16)
        self.assertEqual(self.problems, 'log.xlsx: sheet "Log", row 17, cell A17 (date): "the day after" is not a date')
        _, _, err = self.tracekit.run("pull", "--force")
        self.assertIn(self.problems, err)

    def test_text_in_the_distance_column_is_named_and_breaks_no_later_command(self):
        self.pulled([log_row("2025-08-01", notes="a", distance="ten"), log_row("2025-08-02", notes="b", distance="10,5"), log_row("2025-08-03", notes="c", distance=3)])
        self.assertEqual(self.problems, 'log.xlsx: sheet "Log", row 2, cell I2 (distance): "ten" is not a number')
        self.assertEqual([self.by_name()[name]["distance_m"] for name in "abc"], [None, 10500.0, 3000.0])
        for command in (["pull"], ["sync-month", "2025-08"], ["status"], ["calendar"], ["activities"]):
            self.tracekit.must(*command)

    def test_blank_and_short_rows_stop_nothing(self):
        self.pulled([log_row("2025-08-01", notes="a"), [], [None, None], log_row("2025-08-02")[:2], ["2025-08-03"], log_row("2025-08-04", notes="b")])
        self.assertEqual((len(self.tracekit.records()), self.problems), (4, ""))

    def test_durations_in_every_usual_form_are_read(self):
        self.pulled([log_row("2025-08-01", notes="day and more", duration="25:00:00"), log_row("2025-08-02", notes="minutes", duration="62:03"),
                     log_row("2025-08-03", notes="plain", duration="1:02:03"), log_row("2025-08-04", notes="cell", duration=0.5)])
        self.assertEqual({name: record["timer_s"] for name, record in self.by_name().items()},
                         {"day and more": 90000.0, "minutes": 3723.0, "plain": 3723.0, "cell": 43200.0})

    def test_dates_as_text_and_as_cells_are_read(self):
        self.pulled([log_row("2025-08-06T07:15:00", notes="iso"), log_row("2025-08-06 07:15", notes="space"), log_row(45875, notes="day"), log_row(45875.5, notes="noon")])
        self.assertEqual({name: (record["start_local"], record["start"]) for name, record in self.by_name().items()},
                         {"iso": ("2025-08-06T07:15:00", 1754464500), "space": ("2025-08-06T07:15:00", 1754464500),
                          "day": ("2025-08-06", None), "noon": ("2025-08-06T12:00:00", 1754481600)})

    def test_units_come_from_the_heading_before_the_settings(self):
        header = [name.replace("(km)", "(mi)") for name in LOG_HEADER]
        self.pulled([log_row("2025-08-01", notes="a", distance=10)], header, {"units": "metric"})
        self.assertAlmostEqual(self.by_name()["a"]["distance_m"], 16093.44, places=2)

    def test_a_log_without_headings_is_read_by_position(self):
        self.pulled([log_row("2025-08-01", notes="a", distance=10, equipment="Bike"), log_row("2025-08-02", notes="b")], header=None)
        self.assertEqual((self.by_name()["a"]["equipment"], self.by_name()["a"]["distance_m"], len(self.by_name())), ("Bike", 10000.0, 2))

    def test_columns_may_stand_in_any_order(self):
        self.pulled([["Ride home", 12, "2025-08-01"]], header=["Notes", "Distance (km)", "Date"])
        record, = self.tracekit.records()
        self.assertEqual((record["name"], record["distance_m"], record["start_local"]), ("Ride home", 12000.0, "2025-08-01"))

    def test_an_edit_in_the_file_is_noticed_and_keeps_the_row(self):
        rows = [log_row("2025-08-01", notes="a", distance=1), log_row("2025-08-02", notes="b", distance=2)]
        self.pulled(rows)
        before = self.by_name()
        rows[1][20] = "b, renamed"
        report = self.rewrite(rows)
        self.assertEqual((report["added"], report["updated"], report["deleted"]), (0, 1, 0))
        self.assertEqual(self.by_name()["b, renamed"]["id"], before["b"]["id"])

    def test_inserted_sorted_and_deleted_rows_keep_the_identity_of_the_others(self):
        rows = [log_row(f"2025-08-{day:02}", notes=f"n{day}", distance=day) for day in range(1, 11)]
        self.pulled(rows)
        ids = {name: record["id"] for name, record in self.by_name().items()}
        activities = {one["id"] for one in self.tracekit.json_lines("activities")}
        rows.insert(3, log_row("2025-08-20", notes="new", distance=20))
        report = self.rewrite(rows)
        self.assertEqual((report["added"], report["deleted"]), (1, 0))
        rows.reverse()
        self.rewrite(rows)
        removed = rows.pop(4)[20]
        report = self.rewrite(rows)
        self.assertEqual((report["added"], report["deleted"]), (0, 1))
        ids.pop(removed)
        after = {name: record["id"] for name, record in self.by_name().items()}
        self.assertEqual({name: after[name] for name in ids}, ids)
        self.assertLessEqual({one["id"] for one in self.tracekit.json_lines("activities")} - {max(activities) + 1}, activities)

    def test_two_equal_rows_are_two_workouts(self):
        self.pulled([log_row("2025-08-01", notes="Commute", distance=7), log_row("2025-08-01", notes="Commute", distance=7)])
        self.assertEqual((len(self.tracekit.records()), len(self.tracekit.json_lines("activities"))), (2, 2))
        self.assertEqual(self.tracekit.pulled("spreadsheet", "--force")["added"], 0)

    def test_a_csv_log_is_read(self):
        self.tracekit.configure(spreadsheet={"path": "log.csv"})
        (self.tracekit.work / "log.csv").write_text('Date,Activity Type,Distance (km),Notes\n2025-08-01,Run,"10,5","one, two"\n2025-08-02,Ride,20,"three ""four"""\n')
        self.tracekit.must("pull")
        self.assertEqual([(record["name"], record["distance_m"]) for record in self.tracekit.records()], [("one, two", 10500.0), ('three "four"', 20000.0)])

    def refused(self, sentence):
        code, out, err = self.tracekit.run("pull")
        self.assertEqual(code, 1)
        self.assertIn(sentence, out + err)
        self.assert_no_internal_words(out + err)

    def test_a_file_that_is_no_workbook_is_named_and_loses_nothing(self):
        self.pulled([log_row("2025-08-01", notes="a")])
        with zipfile.ZipFile(self.path, "w") as archive:
            archive.writestr("photo.txt", "no workbook at all")
        self.refused("log.xlsx: the file is a zip archive but not an Excel workbook")
        self.path.write_text("Date;Notes\n")
        self.refused("log.xlsx: the file is not an Excel workbook (not a zip archive)")
        self.path.write_bytes(b"")
        self.refused("log.xlsx")
        self.path.unlink()
        self.refused(f"cannot read {self.path}: No such file or directory")
        self.path.mkdir()
        self.refused(f"cannot read {self.path}: not a regular file")
        self.assertEqual(list(self.by_name()), ["a"])

    def test_a_log_that_was_emptied_by_accident_is_not_silent(self):
        self.pulled([log_row("2025-08-01", notes="a")])
        report = self.rewrite([])
        self.assertEqual(report["deleted"], 1)


class SpreadsheetWriting(CommandLineTest):
    """A service, loaded, is the authority; the log is behind it."""

    def setUp(self):
        super().setUp()
        self.rows = [log_row("2025-08-03", notes="Morning ride", distance=30, duration="1:00:00", equipment="Old bike"),
                     log_row("2025-08-10", notes="Long ride", distance=80, duration="3:00:00", equipment="Road bike"),
                     log_row("2025-09-01", notes="Autumn", distance=20)]
        self.path = self.tracekit.with_log(self.rows, garmin={"priority": 1})
        self.tracekit.configure(garmin={"priority": 1}, spreadsheet={"path": "log.xlsx", "priority": 2})
        records = [garmin(1, 1754205300, "Sunday with Anna", "Road bike", 30000, timer_s=3600, elapsed_s=3700),
                   garmin(2, 1754810100, "Long ride", "Road bike", 80000, timer_s=10800, elapsed_s=11000)]
        (self.tracekit.work / "garmin.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        self.tracekit.must("pull")
        self.tracekit.must("load", "garmin.jsonl")

    def sync(self, only="name,equipment"):
        return self.tracekit.run("sync-month", "2025-08", "--yes", "--only", only)

    def test_names_and_equipment_are_really_written_into_the_file(self):
        before = xlsx_cells(self.path)
        self.assertEqual((before["U2"], before["G2"]), ("Morning ride", "Old bike"))
        code, out, err = self.sync()
        self.assertEqual(code, 0, err)
        after = xlsx_cells(self.path)
        self.assertEqual({where: after[where] for where in after if after[where] != before.get(where)}, {"U2": "Sunday with Anna", "G2": "Road bike"})
        self.assertEqual(set(after), set(before))

    def test_every_other_part_of_the_workbook_keeps_its_bytes(self):
        before = xlsx_parts(self.path)
        self.sync()
        after = xlsx_parts(self.path)
        self.assertEqual(list(before), list(after))
        recalculate = b'<calcPr fullCalcOnLoad="1"/>'
        after["xl/workbook.xml"] = after["xl/workbook.xml"].replace(recalculate, b"")
        self.assertEqual([name for name in before if before[name] != after[name]], ["xl/worksheets/sheet1.xml"])
        untouched = re.compile(rb'<row r="[134]">.*?</row>')
        self.assertEqual(untouched.findall(before["xl/worksheets/sheet1.xml"]), untouched.findall(after["xl/worksheets/sheet1.xml"]))

    def test_the_file_before_the_first_write_is_kept_beside_it(self):
        content = self.path.read_bytes()
        self.sync()
        self.assertEqual((self.tracekit.work / "log.backup-1.xlsx").read_bytes(), content)

    def test_a_file_that_is_open_in_another_program_is_not_written(self):
        content = self.path.read_bytes()
        for lock in (".~lock.log.xlsx#", "~$log.xlsx"):
            with self.subTest(lock=lock):
                (self.tracekit.work / lock).write_text("somebody")
                code, out, err = self.sync()
                self.assertEqual(code, 3)
                self.assertIn("log.xlsx is open in another program", out + err)
                self.assertEqual(self.path.read_bytes(), content)
                (self.tracekit.work / lock).unlink()
        self.assertEqual(self.sync()[0], 0)
        self.assertNotEqual(self.path.read_bytes(), content)

    def test_an_edit_made_after_the_pull_is_seen_before_anything_is_written(self):
        self.rows[0][20] = "Renamed by hand"
        self.rows[0][6] = "Road bike"
        write_xlsx(self.path, [LOG_HEADER, *self.rows])
        self.tracekit.run("sync-month", "2025-08", "--yes", "--no-pull", "--only", "name,equipment")
        cells = xlsx_cells(self.path)
        self.assertEqual((cells["U2"], cells["G2"]), ("Renamed by hand", "Road bike"))

    def test_rows_sorted_after_the_pull_are_written_where_they_stand_now(self):
        self.rows.reverse()
        write_xlsx(self.path, [LOG_HEADER, *self.rows])
        self.tracekit.run("sync-month", "2025-08", "--yes", "--no-pull", "--only", "name,equipment")
        cells = xlsx_cells(self.path)
        self.assertEqual([(cells[f"U{row}"], cells.get(f"G{row}")) for row in (2, 3, 4)],
                         [("Autumn", None), ("Long ride", "Road bike"), ("Sunday with Anna", "Road bike")])

    def test_undo_writes_the_old_value_back_into_the_file(self):
        before = xlsx_cells(self.path)
        self.sync()
        history = self.tracekit.json("history")
        self.assertEqual(sorted((one["field"], one["old"], one["new"], one["outcome"]) for one in history),
                         [("equipment", "Old bike", "Road bike", "done"), ("name", "Morning ride", "Sunday with Anna", "done")])
        rename = next(one["id"] for one in history if one["field"] == "name")
        self.tracekit.must("undo", rename, "--yes")
        self.assertEqual((xlsx_cells(self.path)["U2"], xlsx_cells(self.path)["G2"]), ("Morning ride", "Road bike"))
        self.tracekit.must("undo", "--yes")
        self.assertEqual(xlsx_cells(self.path), before)
        code, _, err = self.tracekit.run("undo", rename, "--yes")
        self.assertEqual(code, 1)
        self.assertIn(f"change {rename} was undone already", err)

    def test_undo_does_not_overwrite_what_was_edited_since(self):
        self.sync("name")
        self.rows[0][20] = "Mine"
        write_xlsx(self.path, [LOG_HEADER, *self.rows])
        code, out, err = self.tracekit.run("undo", "--yes")
        self.assertNotEqual(code, 0)
        self.assertEqual(xlsx_cells(self.path)["U2"], "Mine")

    def test_undo_knows_the_value_that_the_sheet_rounded(self):
        before = xlsx_cells(self.path)
        (self.tracekit.work / "garmin.jsonl").write_text(
            json.dumps(garmin(1, 1754205300, "Sunday with Anna", "Road bike", 30000, timer_s=3600, max_speed_mps=13.17)) + "\n")
        self.tracekit.must("load", "garmin.jsonl")
        self.sync("metadata")
        self.assertEqual(xlsx_cells(self.path)["J2"], "47.4")  # km/h
        self.tracekit.must("undo", "--yes")
        self.assertEqual(xlsx_cells(self.path), before)

    def test_undo_without_a_terminal_asks_for_yes(self):
        self.sync()
        code, _, err = self.tracekit.run("undo")
        self.assertEqual(code, 2)
        self.assertIn("there is no terminal to ask on", err)

    def test_special_characters_arrive_as_they_are(self):
        name = 'Ünïcode & <tags> "quotes" \U0001f6b4  two blanks'
        (self.tracekit.work / "garmin.jsonl").write_text(json.dumps(garmin(1, 1754205300, name, "Old bike", 30000, timer_s=3600)) + "\n")
        self.tracekit.must("load", "garmin.jsonl")
        self.sync("name")
        self.assertEqual(xlsx_cells(self.path)["U2"], name)
        self.assertEqual(self.tracekit.pulled("spreadsheet", "--force")["updated"], 0)

    def test_a_csv_log_is_written_in_place(self):
        path = self.tracekit.work / "log.csv"
        path.write_bytes(b"\xef\xbb\xbfDate;Notes;Distance (km);Mine\r\n2025-08-03;Morning ride;30;=A1+1\r\n2025-09-01;\"a;b\";20;\"x\"\r\n")
        self.tracekit.configure(garmin={"priority": 1}, spreadsheet={"path": "log.csv", "priority": 2})
        self.tracekit.must("reset", "--provider", "spreadsheet", "--force")
        self.tracekit.must("sync-month", "2025-08", "--yes", "--really-all", "--only", "name")
        self.assertEqual(path.read_bytes(),
                         b"\xef\xbb\xbfDate;Notes;Distance (km);Mine\r\n2025-08-03;Sunday with Anna;30;=A1+1\r\n2025-09-01;\"a;b\";20;\"x\"\r\n")


if __name__ == "__main__":
    main()

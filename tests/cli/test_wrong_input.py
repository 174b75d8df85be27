# SPDX-License-Identifier: MIT
"""What people type wrongly: a clear sentence, the right exit code, and nothing done."""

from support import CommandLineTest, gpx, main

COURSE = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Courses><Course><Name>Loop</Name><Track>
<Trackpoint><Time>2025-08-03T07:15:00Z</Time><Position><LatitudeDegrees>47.0</LatitudeDegrees><LongitudeDegrees>8.0</LongitudeDegrees></Position></Trackpoint>
<Trackpoint><Time>2025-08-03T07:16:00Z</Time><Position><LatitudeDegrees>47.1</LatitudeDegrees><LongitudeDegrees>8.0</LongitudeDegrees></Position></Trackpoint>
</Track></Course></Courses></TrainingCenterDatabase>
"""
MONTH_HINT = "write it as YYYY-MM, for example 2025-08"


class WrongInput(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.configure(file={})

    def test_a_month_that_is_none_is_refused_by_every_command_that_takes_one(self):
        for month in ("2025-13", "2025-00", "25-8", "2025-8", "August", "2025-08-01", "garbage"):
            for command in (["pull", "--date", month], ["sync-month", month], ["calendar", "--from", month], ["calendar", "--to", month],
                            ["reset", "--date", month], ["reset", "--force", "--date", month]):
                with self.subTest(command=command):
                    err = self.assert_refused(2, f'"{month}" is not a month', *command)
                    self.assertIn(MONTH_HINT, err)

    def test_an_empty_month_is_not_taken_for_every_month(self):
        # `--date "$MONTH"` with an unset variable must not pull, nor forget, everything.
        for command in (["pull", "--date", ""], ["sync-month", ""], ["calendar", "--from", ""], ["reset", "--date", ""],
                        ["reset", "--force", "--date", ""]):
            with self.subTest(command=command):
                self.assert_refused(2, '"" is not a month', *command)

    def test_a_reset_with_an_empty_provider_forgets_nothing(self):
        self.tracekit.with_log([["2025-08-01", "Ride"]])
        self.tracekit.must("pull")
        code, _, _ = self.tracekit.run("reset", "--force", "--provider", "")
        self.assertEqual((code, len(self.tracekit.records())), (2, 1))

    def test_a_refused_month_leaves_no_trace(self):
        self.tracekit.must("status")
        before = self.tracekit.must("status")
        for month in ("2025-13", "garbage"):
            self.tracekit.run("pull", "--date", month)
            self.tracekit.run("sync-month", month)
            self.tracekit.run("reset", "--date", month)
        self.assertEqual(self.tracekit.must("status"), before)

    def test_days_that_do_not_exist_are_refused(self):
        self.assert_refused(2, '--from: "2025-02-30" is not a date', "pull", "--from", "2025-02-30")
        self.assert_refused(2, '--to: "yesterday" is not a date', "pull", "--to", "yesterday")
        self.assert_refused(2, '--from: "2025-02-29" is not a date', "export", "--from", "2025-02-29")

    def test_a_first_day_that_is_later_than_the_last_is_refused(self):
        for command in (["pull"], ["gear"], ["export"], ["export", "--format", "gpx", "--output", "none.zip"]):
            self.assert_refused(2, "the first day, 2025-02-03, is later than the last, 2025-02-01", *command, "--from", "2025-02-03", "--to", "2025-02-01")
        self.assertEqual(list(self.tracekit.work.glob("*.zip")), [])
        self.assert_refused(2, "the first day, 2025-08-01, is later than the last, 2025-01-31", "calendar", "--from", "2025-08", "--to", "2025-01")

    def test_an_unknown_command_is_named(self):
        self.assert_refused(2, 'there is no command "frobnicate"', "frobnicate")

    def test_no_command_at_all_asks_which(self):
        self.assert_refused(2, "which command?")
        self.assert_refused(2, "which command?", "--json")

    def test_unknown_and_misspelt_options_are_named(self):
        self.assert_refused(2, "The following argument was not expected: --frob", "pull", "--frob")
        self.assert_refused(2, "--months: Value 0 not in range 1 to 1200", "calendar", "--months", "0")
        self.assert_refused(2, "--months: Value -3 not in range 1 to 1200", "calendar", "--months", "-3")
        self.assert_refused(2, "--color: blue not in {auto,always,never}", "--color", "blue", "status")
        self.assert_refused(2, "MONTH is required", "sync-month")
        self.assert_refused(2, "--date excludes --from", "pull", "--date", "2025-01", "--from", "2025-01-01")

    def test_an_unknown_provider_is_named_with_those_there_are(self):
        known = "known providers: spreadsheet, garmin, ridewithgps, intervalsicu, strava, file"
        for command in (["pull", "--provider", "nike"], ["reset", "--provider", "nike"], ["sync-month", "2025-08", "--provider", "nike"]):
            with self.subTest(command=command):
                self.assertIn(known, self.assert_refused(2, 'there is no provider "nike"', *command))

    def test_a_provider_that_is_not_enabled_is_not_pulled(self):
        err = self.assert_refused(2, "the provider garmin is not enabled", "pull", "--provider", "garmin")
        self.assertIn("tracekit configure --set providers.garmin.enabled=true", err)

    def test_an_unknown_kind_of_change_is_named(self):
        self.assert_refused(2, '--only: there is no kind of change called "colour"', "sync-month", "2025-08", "--only", "colour")

    def test_an_upload_that_cannot_be_is_refused_before_anything_is_asked(self):
        self.tracekit.configure(file={}, spreadsheet={"path": "log.xlsx"})
        (self.tracekit.root / "empty.fit").write_bytes(b"")
        (self.tracekit.root / "plan.gpx").write_text(gpx(with_time=False))
        (self.tracekit.root / "ride.gpx").write_text(gpx())
        empty, plan, ride, none = (str(self.tracekit.root / name) for name in ("empty.fit", "plan.gpx", "ride.gpx", "none.fit"))
        self.assert_refused(2, "there is no provider \"dropbox\"", "upload", ride, "--to", "dropbox")
        self.assert_refused(2, "the provider strava is not enabled", "upload", ride, "--to", "strava")
        self.assert_refused(2, "Spreadsheet takes no files", "upload", ride, "--to", "spreadsheet")
        self.assert_refused(1, f"{empty} is empty", "upload", empty, "--to", "file")
        self.assert_refused(1, f"{plan} holds no activity", "upload", plan, "--to", "file")
        course = self.tracekit.root / "course.tcx"
        course.write_text(COURSE)
        self.assert_refused(1, f"{course} holds no activity", "upload", str(course), "--to", "file")
        self.assert_refused(1, f"cannot read {none}: No such file or directory", "upload", none, "--to", "file")
        self.assertIn("--to is required", self.tracekit.run("upload", ride)[2])

    def test_what_is_not_there_is_said_to_be_missing(self):
        self.assert_refused(1, "there is no activity 99", "show", "99")
        self.assert_refused(2, '"xyz" is neither an activity\'s number nor a date', "show", "xyz")
        self.assert_refused(1, "cannot read /nope.fit: No such file or directory", "inspect", "/nope.fit")
        self.assert_refused(1, "cannot read /nope.jsonl: No such file or directory", "load", "/nope.jsonl")
        self.assert_refused(1, "there is nothing to undo", "undo")
        self.assert_refused(1, 'there is no change "77"', "undo", "77")
        self.assert_refused(1, "there is no user somebody@example.org", "--user", "somebody@example.org", "status")

    def test_errors_are_json_when_json_was_asked_for(self):
        import json
        code, out, err = self.tracekit.run("--json", "pull", "--date", "2025-13")
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(json.loads(err)["error"], {"kind": "usage", "message": '"2025-13" is not a month', "hint": MONTH_HINT})

    def test_terminal_codes_in_an_argument_are_not_sent_to_the_terminal(self):
        for command in (["\x1b[31mred"], ["sync-month", "\x1b[2J"], ["show", "\x1b]0;x\x07"], ["pull", "--\x1b[31m"], ["load", "/\x1b[31m"]):
            with self.subTest(command=command):
                _, out, err = self.tracekit.run(*command)
                self.assertNotIn("\x1b", out + err)


if __name__ == "__main__":
    main()

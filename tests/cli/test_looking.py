# SPDX-License-Identifier: MIT
"""Calendar, status, show and activities: for people, for pipes and for scripts."""

import datetime
import json

from support import CommandLineTest, gpx, log_row, main


class Looking(CommandLineTest):
    def calendar(self, *args):
        return {month["month"]: month for month in self.tracekit.json("calendar", *args)["months"]}

    def test_an_empty_database_says_what_to_do(self):
        self.tracekit.with_files()
        self.assertEqual(self.tracekit.must("calendar"), "Nothing is here yet. `tracekit pull` fetches your activities.\n")
        self.assertIn("0 activities", self.tracekit.must("status"))
        self.assertEqual(self.tracekit.must("activities"), "")
        self.assertEqual(self.tracekit.must("history"), "Nothing was changed at any provider yet.\n")
        self.assertEqual(self.tracekit.run("show")[0], 1)

    def test_months_never_hold_days_of_another_month(self):
        # The last and the first minutes of every short month, at home west and east of Greenwich.
        for zone in ("America/Los_Angeles", "Australia/Sydney", "UTC"):
            with self.subTest(zone=zone):
                tracekit = self.another()
                tracekit.with_files()
                tracekit.configure({"home_timezone": zone}, file={})
                offsets = {"UTC": 0, "America/Los_Angeles": 7, "Australia/Sydney": -10}
                # Local 23:50 on 30 April and 00:10 on 1 May 2016, in UTC:
                for name, local in (("last", datetime.datetime(2016, 4, 30, 23, 50)), ("first", datetime.datetime(2016, 5, 1, 0, 10))):
                    start = (local + datetime.timedelta(hours=offsets[zone])).strftime("%Y-%m-%dT%H:%M:%SZ")
                    # Off the land, so that only the home zone can tell the local time.
                    (tracekit.activities / f"{name}.gpx").write_text(gpx(start, latitude=0.0))
                tracekit.must("pull")
                months = {month["month"]: month["activities"] for month in tracekit.json("calendar", "--from", "2016-04", "--to", "2016-05")["months"]}
                self.assertEqual(months, {"2016-04": 1, "2016-05": 1})
                for day in ("2016-04-30", "2016-05-01"):
                    self.assertEqual(len(tracekit.json("show", day)), 1)
                self.assertEqual(tracekit.run("show", "2016-04-31")[0], 2)

    def test_a_row_with_only_a_date_stays_on_its_day_everywhere(self):
        for zone in ("Australia/Sydney", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"):
            for machine in ("UTC", "US/Eastern", "Asia/Tokyo"):
                with self.subTest(zone=zone, machine=machine):
                    tracekit = self.another()
                    tracekit.with_log([log_row("2025-08-01", notes="first"), log_row("2025-08-31", notes="last")], document={"home_timezone": zone})
                    tracekit.must("pull", env={"TZ": machine})
                    months = {month["month"]: month["activities"] for month in tracekit.json("calendar", "--from", "2025-07", "--to", "2025-09", env={"TZ": machine})["months"]}
                    self.assertEqual({month: count for month, count in months.items() if count}, {"2025-08": 2})
                    self.assertEqual([record["start_local"] for record in tracekit.records()], ["2025-08-01", "2025-08-31"])
                    self.assertEqual(tracekit.json("show", "2025-08-31", env={"TZ": machine})[0]["records"][0]["name"], "last")

    def test_a_row_with_only_a_date_meets_the_ride_of_its_day_east_of_new_york(self):
        for zone, start in (("Australia/Sydney", "2025-08-02T21:15:00Z"), ("Europe/Berlin", "2025-08-03T05:15:00Z"), ("America/Los_Angeles", "2025-08-03T14:15:00Z")):
            with self.subTest(zone=zone):
                tracekit = self.another().with_files()
                tracekit.with_log([log_row("2025-08-03", notes="Morning ride", distance=4.3)], document={"home_timezone": zone}, file={})
                (tracekit.activities / "1.gpx").write_text(gpx(start, points=40, latitude=0.0))
                tracekit.must("pull")
                activities = tracekit.json_lines("activities")
                self.assertEqual([sorted(record["provider"] for record in one["records"]) for one in activities], [["file", "spreadsheet"]])

    def test_two_commutes_of_one_length_are_two_activities(self):
        tracekit = self.tracekit.with_files()
        tracekit.with_log([log_row("2025-08-04", notes="To work", distance=2.1), log_row("2025-08-04", notes="Home again", distance=2.1)], file={})
        (tracekit.activities / "1.gpx").write_text(gpx("2025-08-04T06:00:00Z"))
        (tracekit.activities / "2.gpx").write_text(gpx("2025-08-04T16:00:00Z", latitude=47.02, step=-0.001))
        tracekit.must("pull")
        activities = tracekit.json_lines("activities")
        self.assertEqual([sorted(record["provider"] for record in one["records"]) for one in activities], [["file", "spreadsheet"]] * 2)

    def test_workouts_without_distance_are_matched_too(self):
        start = 1754503200  # 2025-08-06 18:00 UTC
        records = [{"provider": provider, "id": "1", "start": start + late, "tz": "UTC", "name": "Gym", "timer_s": 3000, "elapsed_s": 3000, "sport": "training",
                    "sub_sport": "strength_training", "type": "strength_training"} for provider, late in (("garmin", 0), ("strava", 20))]
        self.tracekit.configure(garmin={}, strava={})
        (self.tracekit.work / "two.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        self.tracekit.must("load", "two.jsonl")
        self.assertEqual(len(self.tracekit.json_lines("activities")), 1)

    def test_old_rows_of_a_write_only_provider_still_match_and_count_as_present(self):
        record = {"id": "1", "start": 1420070400, "tz": "UTC", "name": "Ride", "distance_m": 30000, "timer_s": 3600, "elapsed_s": 3600, "sport": "cycling",
                  "type": "Ride", "fetched_at": 1420080000}
        self.tracekit.configure(garmin={}, strava={})
        (self.tracekit.work / "two.jsonl").write_text("".join(json.dumps(record | {"provider": provider}) + "\n" for provider in ("garmin", "strava")))
        self.tracekit.must("load", "two.jsonl")
        document = self.tracekit.json("sync-month", "2015-01", "--dry-run")
        self.assertEqual((len(document["rows"]), document["changes"]), (1, []))

    def test_the_calendar_counts_what_each_provider_has(self):
        tracekit = self.tracekit.with_files()
        for day in range(1, 4):
            (tracekit.activities / f"{day}.gpx").write_text(gpx(f"2025-08-0{day}T08:00:00Z"))
        (tracekit.activities / "other.gpx").write_text(gpx("2025-06-10T08:00:00Z"))
        tracekit.must("pull")
        months = self.calendar("--from", "2025-06", "--to", "2025-08")
        self.assertEqual(list(months), ["2025-08", "2025-07", "2025-06"])
        self.assertEqual([(month["state"], month["providers"]["file"]["coverage"], month["providers"]["file"]["records"], month["providers"]["file"]["days"]) for month in months.values()],
                         [("in_sync", "complete", 3, [1, 2, 3]), ("empty", "complete", 0, []), ("in_sync", "complete", 1, [10])])
        self.assertEqual(len(tracekit.json("calendar", "--months", "3")["months"]), 3)
        text = tracekit.must("calendar", "--from", "2025-06", "--to", "2025-08")
        self.assertRegex(text, r"2025-08  ✓ 3 ")
        self.assertRegex(text, r"2025-07  ✓ ")

    def test_loaded_records_count_without_a_tick(self):
        self.tracekit.configure(garmin={})
        (self.tracekit.work / "one.jsonl").write_text('{"provider": "garmin", "id": "1", "start": 1754205300, "sport": "cycling"}\n')
        self.tracekit.must("load", "one.jsonl")
        text = self.tracekit.must("calendar", "--from", "2025-08", "--to", "2025-08")
        self.assertNotIn("✓", text)
        self.assertRegex(text, r"2025-08\s+1\s")


class Output(CommandLineTest):
    COMMANDS = (["pull"], ["calendar"], ["status"], ["activities"], ["show"], ["sync-month", "2025-08", "--dry-run"], ["history"], ["migrate"],
                ["configure", "--show"], ["gear"], ["doctor", "--offline"], ["help"])

    def setUp(self):
        super().setUp()
        self.tracekit.with_pulled_athlete()

    def test_pipes_get_no_escape_codes_and_no_progress(self):
        for command in self.COMMANDS:
            with self.subTest(command=command):
                _, out, err = self.tracekit.run(*command)
                self.assertNotIn("\x1b", out + err)
                self.assertNotIn("\r", out + err)

    def test_colour_is_there_on_a_terminal_and_not_with_no_color_or_a_dumb_one(self):
        command = ["calendar", "--from", "2025-08", "--to", "2025-08"]
        self.assertIn("\x1b[", self.tracekit.run_on_terminal(*command)[1])
        self.assertNotIn("\x1b[", self.tracekit.run_on_terminal(*command, env={"NO_COLOR": "1"})[1])
        self.assertNotIn("\x1b[", self.tracekit.run_on_terminal(*command, env={"TERM": "dumb"})[1])
        self.assertNotIn("\x1b[", self.tracekit.run_on_terminal("--color", "never", *command)[1])
        self.assertIn("\x1b[32m", self.tracekit.must("--color", "always", *command))

    def test_tables_fit_the_terminal(self):
        for columns in (60, 100):
            _, text = self.tracekit.run_on_terminal("sync-month", "2025-08", "--dry-run", env={"COLUMNS": str(columns), "NO_COLOR": "1"})
            table = text.split("\n\n")[0].splitlines()
            self.assertLessEqual(max(len(line) for line in table), columns)

    def test_json_is_one_document_and_nothing_else(self):
        for command in self.COMMANDS[:-1]:
            with self.subTest(command=command):
                code, out, err = self.tracekit.run("--json", *command)
                self.assertEqual((code, err), (0, ""))
                if command == ["activities"]:
                    for line in out.splitlines():
                        json.loads(line)
                else:
                    json.loads(out)

    def test_the_option_for_json_may_stand_before_or_after_the_command(self):
        self.assertEqual(self.tracekit.must("--json", "status"), self.tracekit.must("status", "--json"))

    def test_quiet_says_nothing_when_all_is_well(self):
        self.assertEqual(self.tracekit.run("-q", "pull"), (0, "", ""))

    def test_a_reader_that_goes_away_is_no_crash(self):
        process = self.tracekit.start("export")
        process.stdout.close()
        err = process.stderr.read().decode()
        process.stderr.close()
        self.assertGreaterEqual(process.wait(timeout=30), 0)
        self.assert_no_internal_words(err)

    def test_a_full_output_is_an_error(self):
        with open("/dev/full", "w") as full:
            process = self.tracekit.start("activities", stdout=full)
            _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 1)
        self.assertIn("cannot write the output: No space left on device", err.decode())

    def test_status_knows_every_provider_and_the_latest_activity(self):
        status = self.tracekit.json("status")
        counts = {one["provider"]: one["records"] for one in status["providers"]}
        self.assertEqual(counts["spreadsheet"], 37)
        self.assertEqual(sum(counts.values()), len(self.tracekit.records()))
        self.assertEqual(status["activities"], len(self.tracekit.json_lines("activities")))
        self.assertEqual(status["latest"]["start"], "2025-08-28T12:17:20Z")

    def test_show_lays_all_records_of_a_day_side_by_side(self):
        shown = self.tracekit.json("show", "2025-08-02")
        self.assertEqual({record["provider"] for record in shown[0]["records"]}, {"garmin", "spreadsheet", "file"})
        text = self.tracekit.must("show", str(shown[0]["id"]))
        for word in ("Klausenpass", "Tarmac SL7", "2025-08-02 11:09", "altitude"):
            self.assertIn(word, text)

    def test_reading_commands_write_nothing(self):
        before = self.tracekit.must("export"), self.tracekit.log.read_bytes(), sorted(path.name for path in self.tracekit.activities.rglob("*"))
        for command in (["calendar"], ["status"], ["activities"], ["show"], ["sync-month", "2025-08", "--dry-run"], ["history"], ["gear"], ["doctor"], ["help"]):
            self.tracekit.must(*command)
        self.assertEqual((self.tracekit.must("export"), self.tracekit.log.read_bytes(), sorted(path.name for path in self.tracekit.activities.rglob("*"))), before)


if __name__ == "__main__":
    main()

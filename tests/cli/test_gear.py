# SPDX-License-Identifier: MIT
"""Mileage of equipment, where providers disagree on it, and names that mean the same."""

import collections
import datetime
import json

from support import CommandLineTest, log_row, main

MONTHS = ("2025-05", "2025-06", "2025-07", "2025-08")


def normal(name):
    return " ".join(sorted(name.lower().split()))


class GearTest(CommandLineTest):
    def gear(self, *args, **options):
        return self.tracekit.json("gear", *args, **options)

    def load(self, *records):
        """Records as (provider, day, equipment) and what else: a ride each, of 30 km and an hour."""
        lines = []
        for provider, day, equipment, *more in records:
            lines.append({"provider": provider, "id": f"{provider}-{day}", "start": int(datetime.datetime.fromisoformat(day + "T07:00:00+00:00").timestamp()), "tz": "UTC", "sport": "cycling", "type": "Ride",
                          "name": "Ride", "distance_m": 30000, "timer_s": 3600, "elapsed_s": 3600, "equipment": equipment} | (more[0] if more else {}))
        (self.tracekit.work / "records.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.tracekit.must("load", "records.jsonl")

    def plan(self, month):
        return self.tracekit.json("sync-month", month, "--dry-run", "--no-pull", "--only", "equipment")["changes"]

    def to_do(self, month):
        months = self.tracekit.json("calendar", "--from", month, "--to", month)["months"]
        return months[0]["open_differences"] if months else 0


class TheAthlete(GearTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_pulled_athlete()

    def test_every_provider_counts_its_own_records(self):
        expected = collections.defaultdict(lambda: [0, 0.0, set()])
        for activity in self.tracekit.json_lines("activities"):
            for record in activity["records"]:
                if record.get("equipment") and record["provider"] != "file" and record["link"]["role"] != "duplicate":
                    sums = expected[record["provider"], normal(record["equipment"])]
                    sums[0] += 1
                    sums[1] += record.get("distance_m") or 0
        self.assertGreater(len(expected), 3)
        counted = {(provider["provider"], normal(item["name"])): (provider["workouts"], round(provider["distance_m"]))
                   for item in self.gear()["items"] for provider in item["providers"]}
        self.assertEqual(counted, {key: (sums[0], round(sums[1])) for key, sums in expected.items()})

    def test_each_workout_counts_once_in_the_total(self):
        document = self.gear()
        self.assertEqual(sum(item["workouts"] for item in document["items"]) + document["without_gear"], document["workouts"])
        self.assertEqual(document["workouts"], len(self.tracekit.json_lines("activities")))

    def test_the_months_to_fix_are_those_whose_plans_set_equipment(self):
        to_fix = {one["month"]: one["changes"] for one in self.gear()["months_to_fix"]}
        self.assertGreater(len(to_fix), 0)
        self.assertEqual({month: len(self.plan(month)) for month in MONTHS if self.plan(month)}, to_fix)
        self.assertIn(f"tracekit sync-month {max(to_fix)} --only equipment", self.tracekit.must("gear"))

    def test_it_fits_the_terminal(self):
        for columns in (60, 80, 120):
            _, text = self.tracekit.run_on_terminal("gear", env={"COLUMNS": str(columns), "NO_COLOR": "1"})
            self.assertLessEqual(max(len(line) for line in text.splitlines()), columns, text)
            self.assertIn("Last use", text)


class Counting(GearTest):
    def setUp(self):
        super().setUp()
        self.tracekit.configure(garmin={"priority": 1}, ridewithgps={"priority": 2}, strava={"priority": 3})

    def test_an_empty_database_says_so(self):
        self.assertEqual(self.tracekit.must("gear"), "No workout names any gear yet.\n")
        self.assertEqual(self.gear()["items"], [])

    def test_mileage_disagreements_and_last_use(self):
        self.load(("garmin", "2025-06-01", "Tarmac"), ("ridewithgps", "2025-06-01", "tarmac", {"distance_m": 29000}),
                  ("garmin", "2025-08-02", "Tarmac"), ("ridewithgps", "2025-08-02", "Canyon"),
                  ("garmin", "2025-08-03", "Tarmac"), ("ridewithgps", "2025-08-03", "none"),
                  ("garmin", "2025-08-04", ""))
        document = self.gear()
        tarmac = document["items"][0]
        self.assertEqual((tarmac["name"], tarmac["other_names"], tarmac["workouts"], tarmac["distance_m"], tarmac["duration_s"], tarmac["first_day"], tarmac["last_day"]),
                         ("Tarmac", ["tarmac"], 3, 90000, 10800, "2025-06-01", "2025-08-03"))
        self.assertEqual([(one["provider"], one["workouts"], one["distance_m"], one["last_day"]) for one in tarmac["providers"]],
                         [("garmin", 3, 90000, "2025-08-03"), ("ridewithgps", 1, 29000, "2025-06-01")])
        canyon = document["items"][1]
        self.assertEqual((canyon["name"], canyon["workouts"], canyon["providers"][0]["workouts"]), ("Canyon", 0, 1))
        self.assertEqual([(one["provider"], one["item"], one["other_provider"], one["other_item"], one["months"]) for one in document["disagreements"]],
                         [("garmin", "Tarmac", "ridewithgps", "Canyon", [{"month": "2025-08", "workouts": 1}]),
                          ("garmin", "Tarmac", "ridewithgps", "", [{"month": "2025-08", "workouts": 1}])])
        self.assertEqual((document["workouts"], document["without_gear"]), (4, 1))
        text = self.tracekit.must("gear")
        self.assertRegex(text, r"Tarmac +3 +90\.0 km +3\.0 h +2025-06-01 +2025-08-03")
        self.assertRegex(text, r"  Ride with GPS +1 +29\.0 km")
        self.assertRegex(text, r"1  Tarmac \(Garmin Connect\)  Canyon \(Ride with GPS\) +1\n")
        self.assertIn("1  Tarmac (Garmin Connect)  no gear (Ride with GPS)", text)

    def test_miles_for_those_who_want_them(self):
        self.tracekit.configure({"units": "imperial"}, garmin={})
        self.load(("garmin", "2025-06-01", "Tarmac"))
        self.assertRegex(self.tracekit.must("gear"), r"Tarmac +1 +18\.6 mi")

    def test_strava_never_decides_but_its_gear_is_counted(self):
        self.load(("garmin", "2025-08-02", ""), ("strava", "2025-08-02", "Canyon"), ("strava", "2025-08-03", "Canyon"))
        document = self.gear()
        self.assertEqual((document["items"][0]["workouts"], document["disagreements"]), (2, []))

    def test_days_and_names_that_are_asked_for(self):
        self.load(("garmin", "2025-06-30", "Tarmac SL7"), ("garmin", "2025-07-01", "Tarmac SL7"), ("garmin", "2025-07-31", "Red Speedgoat"), ("garmin", "2025-08-01", "Tarmac SL7"))
        def count(*args):
            return {item["name"]: item["workouts"] for item in self.gear(*args)["items"]}
        self.assertEqual(count("--from", "2025-07", "--to", "2025-07"), {"Tarmac SL7": 1, "Red Speedgoat": 1})
        self.assertEqual(count("--from", "2025-07-02"), {"Tarmac SL7": 1, "Red Speedgoat": 1})
        self.assertEqual(count("--to", "2025-06-30"), {"Tarmac SL7": 1})
        self.assertEqual(count("sl7", "tarmac"), {"Tarmac SL7": 3})
        self.assert_refused(1, 'no equipment is called "canyon"', "gear", "canyon")
        self.assert_refused(2, '--from: "august" is not a date', "gear", "--from", "august")
        self.assert_refused(2, "the first day, 2025-08-01, is later than the last, 2025-07-31", "gear", "--from", "2025-08", "--to", "2025-07")


class Aliases(GearTest):
    def setUp(self):
        super().setUp()
        self.tracekit.configure(garmin={"priority": 1}, ridewithgps={"priority": 2})
        self.load(("garmin", "2025-07-02", "Tarmac SL7"), ("ridewithgps", "2025-07-02", "Red bike"),
                  ("garmin", "2025-08-02", "Tarmac SL7"), ("ridewithgps", "2025-08-02", "Red bike"),
                  ("garmin", "2025-08-03", "Tarmac SL7"), ("ridewithgps", "2025-08-03", "Canyon"))

    def state(self):
        return [(self.to_do(month), len(self.plan(month))) for month in ("2025-07", "2025-08")]

    def test_an_alias_ends_a_disagreement_and_is_taken_back(self):
        self.assertEqual(self.state(), [(1, 1), (2, 2)])
        out = self.tracekit.must("gear", "alias", "Red bike", "=", "Tarmac SL7")
        self.assertEqual(out, '"Red bike" and "Tarmac SL7" are the same gear now; `tracekit gear unalias "Red bike"` takes that back.\n')
        self.assertEqual(self.state(), [(0, 0), (1, 1)])
        document = self.gear()
        self.assertEqual([(item["name"], item["other_names"], item["workouts"]) for item in document["items"]], [("Tarmac SL7", ["Red bike"], 3), ("Canyon", [], 0)])
        self.assertEqual([(one["alias"], one["canonical"]) for one in document["aliases"]], [("Red bike", "Tarmac SL7")])
        self.assertEqual(self.tracekit.must("gear", "aliases"), "Red bike = Tarmac SL7\n")
        self.tracekit.must("gear", "unalias", "bike", "red")
        self.assertEqual(self.state(), [(1, 1), (2, 2)])
        self.assertEqual(self.tracekit.json("gear", "aliases"), [])

    def test_both_names_may_be_written_in_several_ways(self):
        for words in (["Red bike", "Tarmac SL7"], ["Red bike=Tarmac SL7"], ["Red", "bike", "=", "Tarmac", "SL7"], ["Red bike", "=", "Tarmac SL7"]):
            with self.subTest(words=words):
                change = self.tracekit.json("gear", "alias", *words)
                self.assertEqual((change["alias"], change["canonical"], change["unknown"], change["months"]), ("Red bike", "Tarmac SL7", [], 2))
                self.assertEqual(self.tracekit.json("gear", "unalias", "RED", "bike")["alias"], "Red bike")

    def test_names_that_nobody_uses_are_taken_and_said(self):
        code, _, err = self.tracekit.run("gear", "alias", "Old bike", "=", "Tarmac SL7")
        self.assertEqual((code, err), (0, 'No record names "Old bike" yet.\n'))

    def test_only_months_with_that_gear_are_counted_again(self):
        self.assertEqual(self.tracekit.json("gear", "alias", "Canyon", "=", "Red bike")["months"], 2)
        self.assertEqual(self.tracekit.json("gear", "alias", "Nothing of ours", "=", "Whatever")["months"], 0)

    def test_aliases_that_make_no_sense_are_refused(self):
        refused = self.assert_refused
        refused(2, '"Tarmac SL7" and "sl7 TARMAC" are one name already', "gear", "alias", "Tarmac SL7", "=", "sl7 TARMAC")
        refused(2, '"none" means no equipment and cannot be an alias', "gear", "alias", "none", "=", "Tarmac SL7")
        refused(2, "which two names mean the same?", "gear", "alias", "Tarmac")
        refused(1, '"Tarmac" is no alias', "gear", "unalias", "Tarmac")
        self.tracekit.must("gear", "alias", "Red bike", "=", "Tarmac SL7")
        refused(1, '"Red bike" stands for "Tarmac SL7" already', "gear", "alias", "red bike", "=", "Canyon")
        self.tracekit.must("gear", "alias", "Tarmac SL7", "=", "Canyon")
        refused(1, '"Canyon" and "Red bike" mean the same by other aliases already', "gear", "alias", "Canyon", "=", "Red bike")
        self.assertEqual(len(self.tracekit.json("gear", "aliases")), 2)

    def test_aliases_belong_to_their_person_and_survive_a_reset(self):
        self.tracekit.must("gear", "alias", "Red bike", "=", "Tarmac SL7")
        self.tracekit.must("reset", "--force")
        self.assertEqual(self.tracekit.must("gear", "aliases"), "Red bike = Tarmac SL7\n")


class WithALog(GearTest):
    def test_the_sheet_decides_and_its_dates_count(self):
        self.tracekit.with_log([log_row("2025-08-03", distance=30, duration="1:00:00", equipment="Tarmac")], garmin={"priority": 5})
        self.tracekit.must("pull", "--provider", "spreadsheet")
        self.load(("garmin", "2025-08-03", "Canyon"))
        document = self.gear()
        self.assertEqual([(one["provider"], one["item"], one["other_item"]) for one in document["disagreements"]], [("spreadsheet", "Tarmac", "Canyon")])
        self.assertEqual(document["items"][0]["last_day"], "2025-08-03")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Coming from the Python tool: its database is taken over, as far as it tells."""

import base64
import hashlib
import json
import sqlite3
import time

from original_database import OriginalDatabase, utc
from support import CommandLineTest, LOG_HEADER, comparable, gpx, log_row, main, write_xlsx

STRAVA_ANSWER = {"id": 901, "name": "Old name", "sport_type": "GravelRide", "start_date": "2024-05-04T07:15:07Z",
                 "start_date_local": "2024-05-04T09:15:07Z", "timezone": "(GMT+01:00) Europe/Berlin", "distance": 30211.4, "moving_time": 4102,
                 "elapsed_time": 4507, "total_elevation_gain": 312.5, "average_temp": 14, "start_latlng": [52.5, 13.4]}
GARMIN_ANSWER = {"activityId": 7001, "activityName": "Berlin running", "startTimeGMT": "2024-05-05 16:00:00",
                 "startTimeLocal": "2024-05-05 18:00:00", "activityType": {"typeKey": "trail_running", "parentTypeId": 1}, "distance": 10012.3,
                 "duration": 3001.5, "elapsedDuration": 3100.0, "averageHR": 151.0}
SECRETS = ("sesame-secret", "strava-access", "strava-refresh", "intervals-key", "oauth-one", "oauth-secret", "garmin-access", "pbkdf2")


class PythonTool(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.configure({"home_timezone": "Europe/Berlin"})
        self.path = self.tracekit.root / "metadata.sqlite3"

    def original(self, **options):
        database = OriginalDatabase(self.path, **options)
        self.addCleanup(database.close)
        return database

    def take_over(self):
        return self.tracekit.json("migrate", "--from", f"sqlite:///{self.path}")["taken_over"]

    def records_of(self, person, *who):
        return [comparable(json.loads(line)) for line in person.must(*who, "export").splitlines()]

    def record(self, provider, number=0):
        return [one for one in self.tracekit.records() if one["provider"] == provider][number]

    def full(self):
        """Several providers and people."""
        old = self.original()
        old.insert("user", id=1, email="Admin@example.org", password="pbkdf2:sha256:1$x$y", status="active")
        old.insert("user", id=2, email="bert@example.org", password="pbkdf2:sha256:1$x$z", status="blocked")
        old.set("home_timezone", "Europe/Berlin")
        old.set("debug", False)
        old.set("providers", {"strava": {"enabled": True, "priority": 2, "sync_name": False, "write_only": True, "client_id": "4711",
                                         "client_secret": "sesame-secret", "access_token": "strava-access", "refresh_token": "strava-refresh",
                                         "token_expires": 1717243200},
                              "garmin": {"enabled": True, "priority": 1, "email": "me@example.org", "garth_tokens": self.garth_tokens()},
                              "intervalsicu": {"enabled": False, "access_token": "intervals-key", "athlete_id": "i123"},
                              "fitbit": {"enabled": True}})
        old.add("strava", strava_id="901", name="Gravel with Bert", equipment="Gravel bike", distance=18.8, raw_data=STRAVA_ANSWER)
        old.add("garmin", garmin_id="7001", name="Berlin running", raw_data=GARMIN_ANSWER, activity_type="trail_running", distance=6.2)
        old.add("ridewithgps", ridewithgps_id="55", name="Commute", activity_type="cycling:road", distance=6.213712, duration_hms="00:30:15",
                max_speed=25.5, avg_heart_rate=131, max_heart_rate=160, calories=310, device_name="Edge 530", temperature=18.0,
                max_elevation=120, total_elevation_gain=85, city="Berlin", notes="wind")
        old.add("intervalsicu", intervalsicu_id="i9", source="STRAVA")
        old.add("spreadsheet", spreadsheet_id=12, name="Gravel with Bert", activity_type="Ride", distance=18.77, strava_id="901",
                start_time=utc("2024-05-03 22:00:00"))
        old.add("file", file_path="ride.gpx", file_checksum="A" * 64, file_size=10, file_format="GPX", activity_type="Run", avg_cadence=172)
        old.add("strava", strava_id="902", user=1, name="The admin's", activity_type="Run")
        old.add("strava", strava_id="903", user=2, name="Bert's", activity_type="Swim")
        old.add("strava", strava_id="904", user=9, name="Nobody's")
        old.add("garmin", garmin_id="", name="Without an id")
        old.add("garmin", garmin_id="7002", start_time=None)
        for month, status in (("2024-04", "done"), ("2024-05", "done"), ("2024-03", "error"), ("2024-06", "started")):
            old.insert("providersync", year_month=month, provider="strava", status=status, user_id=0)
        old.insert("providersync", year_month="2024-05", provider="file", status="done", user_id=0)
        return old

    @staticmethod
    def garth_tokens():
        tokens = [{"oauth_token": "oauth-one", "oauth_token_secret": "oauth-secret", "domain": "garmin.com"},
                  {"access_token": "garmin-access", "refresh_token": "x", "expires_at": 1717243200}]
        return base64.b64encode(json.dumps(tokens).encode()).decode()

    def test_everything_that_it_tells_is_taken_over_and_what_it_does_not_is_reported(self):
        self.full()
        report = self.take_over()
        self.assertEqual([person["email"] for person in report["people"]], ["", "admin@example.org", "bert@example.org"])
        counts = {one["provider"]: (one["added"], one["by_answer"]) for one in report["people"][0]["records"]}
        self.assertEqual(counts, {"strava": (1, 1), "garmin": (1, 1), "ridewithgps": (1, 0), "intervalsicu": (1, 0), "spreadsheet": (1, 0), "file": (1, 0)})
        left_out = {(one["table"], one["reason"]): one["count"] for one in report["left_out"]}
        self.assertEqual(left_out, {("strava_activities", "of a user who is not in the table user"): 1,
                                    ("garmin_activities", "without the provider's id"): 1,
                                    ("garmin_activities", "without a time that can be read"): 1,
                                    ("providersync", "not finished, or of a provider without months"): 2,
                                    ("user", "blocked there, which is not taken over"): 1,
                                    ("user", "the password, which everybody sets anew"): 2,
                                    ("appconfig", "settings of a provider that tracekit does not know"): 1})

    def test_columns_become_records_in_si_units_with_the_providers_own_word(self):
        self.full()
        self.take_over()
        ride = self.record("ridewithgps")
        self.assertEqual((ride["id"], ride["name"], ride["sport"], ride["type"], ride["origin"]), ("55", "Commute", "cycling", "cycling:road", "load"))
        self.assertAlmostEqual(ride["distance_m"], 10000, delta=0.1)
        self.assertAlmostEqual(ride["max_speed_mps"], 25.5 * 0.44704)
        self.assertEqual((ride["timer_s"], ride["avg_hr"], ride["max_hr"], ride["calories_kcal"]), (1815, 131, 160, 310))
        self.assertEqual((ride["start"], ride["device"], ride["description"]), (utc("2024-05-04 07:15:00"), "Edge 530", "wind"))
        self.assertEqual((ride["detail"]["city"], ride["detail"]["temperature"]), ("Berlin", "18"))
        self.assertIsNone(ride.get("ascent_m"), "nobody tells its unit")

    def test_the_services_answer_says_more_than_the_columns(self):
        self.full()
        self.take_over()
        ride = self.record("strava")
        self.assertEqual((ride["start"], ride["moving_s"], ride["distance_m"], ride["ascent_m"]), (utc("2024-05-04 07:15:07"), 4102, 30211.4, 312.5))
        self.assertEqual((ride["tz"], ride["sub_sport"], ride["avg_temperature_c"]), ("Europe/Berlin", "gravel_cycling", 14))
        self.assertEqual((ride["name"], ride["equipment"]), ("Gravel with Bert", "Gravel bike"), "these were changed after the answer")
        run = self.record("garmin")
        self.assertEqual((run["start"], run["utc_offset_s"], run["distance_m"]), (utc("2024-05-05 16:00:00"), 7200, 10012.3))

    def test_known_wrongs_of_its_times(self):
        old = self.original()
        old.set("home_timezone", "America/New_York")
        read_as_at_home = utc("2024-05-04 11:15:00")  # 07:15 on the clock of the place, wherever that was
        old.add("garmin", garmin_id="1", start_time=read_as_at_home)
        old.add("intervalsicu", intervalsicu_id="i1", start_time=read_as_at_home, activity_type="Run")
        old.add("spreadsheet", spreadsheet_id=2, start_time=utc("2024-05-04 04:00:00"), name="only the day")
        old.add("spreadsheet", spreadsheet_id=3, start_time=read_as_at_home, name="with a time")
        self.take_over()
        for provider in ("garmin", "intervalsicu"):
            self.assertEqual(self.record(provider)["start_local"], "2024-05-04T07:15:00")
        self.assertEqual(sorted((one["name"], one["start"], one["start_local"])
                                for one in (self.record("spreadsheet", 0), self.record("spreadsheet", 1))),
                         [("only the day", None, "2024-05-04"), ("with a time", read_as_at_home, "2024-05-04T07:15:00")])

    def test_records_are_matched_and_count_without_a_tick(self):
        self.full()
        self.take_over()
        groups = sorted(sorted(record["provider"] for record in one["records"]) for one in self.tracekit.json_lines("activities"))
        self.assertIn(["spreadsheet", "strava"], [[name for name in group if name in ("spreadsheet", "strava")] for group in groups])
        grid = self.tracekit.json("calendar", "--from", "2024-03", "--to", "2024-05")
        months = {month["month"]: month["providers"]["strava"] for month in grid["months"]}
        self.assertEqual({name: cell["coverage"] for name, cell in months.items()}, {"2024-03": "failed", "2024-04": "partial", "2024-05": "partial"})
        self.assertEqual(months["2024-05"]["records"], 1)

    def test_settings_come_where_nothing_was_set_here(self):
        self.full()
        self.tracekit.must("configure", "--non-interactive", "--set", "providers.strava.priority=4")
        report = self.take_over()
        settings = self.tracekit.json("configure", "--show")["settings"]
        self.assertEqual([settings[f"providers.{key}"]["value"] for key in ("strava.priority", "strava.enabled", "strava.sync_name", "strava.client_id",
                                                                           "garmin.enabled", "intervalsicu.athlete_id")],
                         [4, True, False, "4711", True, "i123"])
        self.assertNotIn("providers.strava.priority", report["people"][0]["settings"])
        self.assertIn("providers.strava.write_only", report["people"][0]["settings"])

    def test_credentials_are_sealed_and_never_printed(self):
        self.full()
        code, out, err = self.tracekit.run("-v", "migrate", "--from", self.path)
        self.assertEqual(code, 0, err)
        self.assertIn("Sealed: ", out)
        again = self.tracekit.must("--json", "migrate", "--from", self.path)
        stored = self.tracekit.database.read_bytes() + b"".join(path.read_bytes() for path in self.tracekit.root.glob("tracekit.sqlite3-*"))
        for secret in SECRETS:
            self.assertNotIn(secret, out + err + again)
            self.assertNotIn(secret.encode(), stored)
        statuses = {one["provider"]: one for one in self.tracekit.json("auth", "--status")}
        for provider in ("strava", "garmin", "intervalsicu"):
            self.assertTrue(statuses[provider]["signed_in"], provider)

    def test_running_it_again_adds_nothing_and_loses_nothing_that_came_since(self):
        old = self.full()
        self.take_over()
        before = self.tracekit.must("export")
        report = self.take_over()
        self.assertEqual(self.tracekit.must("export"), before)
        for person in report["people"]:
            self.assertEqual([(one["added"], one["updated"]) for one in person["records"]], [(0, 0)] * len(person["records"]))
            self.assertEqual((person["settings"], person["credentials"], person["months"]), ([], [], 0))
        old.add("strava", strava_id="905", name="Ridden since")
        report = self.take_over()
        self.assertEqual([one["added"] for one in report["people"][0]["records"] if one["provider"] == "strava"], [1])

    def test_what_a_provider_told_here_since_stays(self):
        content = gpx(start="2024-05-04T07:15:00Z", name="As it is").encode()
        self.tracekit.configure({"home_timezone": "Europe/Berlin"}, file={})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "ride.gpx").write_bytes(content)
        self.tracekit.must("pull")
        before = self.tracekit.must("export")
        old = self.original()
        old.add("file", file_path="ride.gpx", file_checksum=hashlib.sha256(content).hexdigest(), file_format="gpx", name="As it was")
        taken = self.take_over()["people"][0]["records"]
        self.assertEqual([(one["added"], one["newer_here"]) for one in taken], [(0, 1)])
        self.assertEqual(self.tracekit.must("export"), before)

    def test_a_file_that_is_pulled_later_is_the_same_record(self):
        content = gpx(start="2024-05-04T07:15:00Z").encode()
        old = self.original()
        old.add("file", file_path="ride.gpx", file_checksum=hashlib.sha256(content).hexdigest(), file_format="gpx", name="As it was")
        self.take_over()
        self.tracekit.configure({"home_timezone": "Europe/Berlin"}, file={})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "ride.gpx").write_bytes(content)
        pulled = self.tracekit.pulled("file")
        self.assertEqual((pulled["added"], pulled["updated"]), (0, 1))

    def test_rows_of_the_log_are_the_same_rows_when_the_log_is_read_later(self):
        old = self.original()
        rows = []
        for number in range(2, 30):
            day, name = f"2024-05-{number:02}", f"Ride {number}"
            old.add("spreadsheet", spreadsheet_id=number, start_time=utc(f"{day} 00:00:00") - 7200, name=name, activity_type="Ride", distance=number / 1.609344,
                    duration_hms=f"01:{number:02}:00", equipment="Tarmac")
            rows.append(log_row(day, notes=name, distance=number, duration=f"1:{number:02}:00", equipment="Tarmac"))
        self.take_over()
        ids = {record["name"]: record["id"] for record in self.tracekit.records()}
        write_xlsx(self.tracekit.work / "log.xlsx", [LOG_HEADER, log_row("2024-06-01", notes="new since"), *reversed(rows)])
        self.tracekit.configure({"home_timezone": "Europe/Berlin"}, spreadsheet={"path": "log.xlsx"})
        pulled = self.tracekit.pulled("spreadsheet")
        self.assertEqual((pulled["added"], pulled["updated"]), (1, 28))
        self.assertEqual({record["name"]: record["id"] for record in self.tracekit.records() if record["name"] != "new since"}, ids)
        left = self.take_over()["left_out"]
        self.assertIn({"table": "spreadsheet_activities", "reason": "the log itself was read here, which says more", "count": 1}, left)
        self.assertEqual(len(self.tracekit.records()), 29)

    def test_an_older_layout_is_read_as_far_as_it_goes(self):
        old = self.original(without=("raw_data", "updated_at", "created_at", "user_id", "temperature", "duration_hms"))
        old.insert("strava_activities", strava_id="1", name="Ride", start_time=utc("2024-05-04 07:15:00"), distance=1.0, activity_type="Ride")
        old.database.execute("DROP TABLE appconfig")
        old.database.execute("DROP TABLE user")
        self.take_over()
        self.assertEqual((self.record("strava")["id"], round(self.record("strava")["distance_m"])), ("1", 1609))

    def test_damaged_values_cost_themselves_only(self):
        old = self.original()
        old.add("strava", strava_id="1", distance="far", duration_hms="soon", avg_heart_rate="nan", max_speed=-3, raw_data="{broken", name=b"\xff\xfe")
        old.add("strava", strava_id="2", raw_data=STRAVA_ANSWER, name="an answer about another activity")
        old.add("strava", strava_id="3", start_time=10**15)
        old.insert("appconfig", key="home_timezone", value="Mars/Olympus", user_id=0)
        old.insert("appconfig", key="system_providers", value="not JSON", user_id=0)
        old.set("providers", {"strava": {"priority": "two"}, "garmin": {"garth_tokens": "no tokens"}})
        report = self.take_over()
        self.assertEqual([one["added"] for one in report["people"][0]["records"]], [2])
        first, second = self.record("strava", 0), self.record("strava", 1)
        self.assertEqual([first.get(key) for key in ("distance_m", "timer_s", "avg_hr", "max_speed_mps")], [None] * 4)
        self.assertEqual(second["start"], utc("2024-05-04 07:15:00"))
        reasons = [one["reason"] for one in report["left_out"] if one["table"] == "appconfig"]
        self.assertEqual(len(reasons), 2, reasons)
        self.assertIn("providers.strava.priority has a value that tracekit does not take", reasons)
        self.assertRegex(reasons[1], "^the sign-in to Garmin Connect ")

    def test_a_file_that_is_neither_is_named(self):
        sqlite3.connect(self.path).execute("CREATE TABLE my_activities (id INTEGER, start_time INTEGER)").connection.close()
        before = self.path.read_bytes()
        code, out, err = self.tracekit.run("migrate", "--from", self.path)
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"tracekit: {self.path} is a database of another program", err)
        self.assertEqual(self.path.read_bytes(), before)

    def test_the_file_is_only_read(self):
        self.full().close()
        before = self.path.read_bytes()
        self.path.chmod(0o400)
        self.take_over()
        self.assertEqual(self.path.read_bytes(), before)
        self.assertEqual([path.name for path in self.tracekit.root.glob("metadata*")], ["metadata.sqlite3"])

    def test_killed_at_any_moment_it_is_taken_up_again(self):
        old = self.full()
        old.database.executemany("INSERT INTO strava_activities (strava_id, name, start_time, activity_type, distance, user_id) VALUES (?, ?, ?, 'Ride', 10, 0)",
                                 [(str(10000 + i), f"Ride {i}", utc("2020-01-01 08:00:00") + i * 40000) for i in range(3000)])
        old.database.commit()
        calm = self.another()
        calm.configure({"home_timezone": "Europe/Berlin"})
        begun = time.monotonic()
        calm.must("migrate", "--from", self.path)
        seconds = time.monotonic() - begun
        for part in (0.05, 0.2, 0.4, 0.6, 0.8):
            process = self.tracekit.start("migrate", "--from", self.path)
            time.sleep(seconds * part)
            process.kill()
            process.communicate()
        self.take_over()
        for who in ([], ["--user", "admin@example.org"], ["--user", "bert@example.org"]):
            self.assertEqual(self.records_of(self.tracekit, *who), self.records_of(calm, *who))
            for command in (["calendar", "--months", "30"], ["configure", "--show"]):
                mine, calms = self.tracekit.must(*who, *command), calm.must(*who, *command)
                self.assertEqual(mine.replace(str(self.tracekit.root), ""), calms.replace(str(calm.root), ""))


if __name__ == "__main__":
    main()

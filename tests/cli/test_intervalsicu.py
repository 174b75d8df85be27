# SPDX-License-Identifier: MIT
"""Intervals.icu against the sandbox's server: signing in with a key, pulling in one call, stubs, gear, and files."""

import re
import subprocess

from services import MONTH, IntervalsIcu, ServiceTest
from support import BINARY, gpx, main, wait_until

LIST = "GET /api/v1/athlete/{athlete}/activities"
PROFILE = "GET /api/v1/athlete/{athlete}/profile"


class IntervalsIcuTest(ServiceTest):
    service_class = IntervalsIcu

    def ride(self):
        """A ride of the month as the service tells it."""
        return self.service.remote("/activity/" + self.service.rides()[0].id)


class SigningIn(IntervalsIcuTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def test_a_key_is_tried_before_it_is_saved(self):
        code, out, err = self.tracekit.run("auth", "intervalsicu", input="wrong-key-1234\n")
        self.assertEqual(code, 5, err)
        self.assertEqual(err.splitlines()[0], "tracekit: Intervals.icu does not accept this API key; nothing was saved")
        self.assertFalse(self.sign_in_status()["signed_in"])
        code, out, err = self.tracekit.run("auth", "intervalsicu", input=IntervalsIcu.key + "\n")
        self.assertEqual((code, out), (0, ""), err)
        self.assertIn("Signed in to Intervals.icu as Kira V (i317960).", err)
        self.assertEqual((self.sign_in_status()["signed_in"], self.sign_in_status()["where"]), (True, "sealed in the database"))
        self.assertEqual(self.server.calls(), {PROFILE: 2}, "one call a try")

    def test_a_key_typed_on_a_terminal_does_not_show(self):
        code, text = self.tracekit.run_on_terminal("auth", "intervalsicu", answers=[IntervalsIcu.key], question=re.compile(rb"API key: $"))
        self.assertEqual(code, 0, text)
        self.assertNotIn(IntervalsIcu.key, text)
        self.assertIn("Kira V", text)

    def test_forgetting_asks_for_a_sign_in_again(self):
        self.sign_in()
        self.tracekit.must("pull")
        self.tracekit.must("auth", "intervalsicu", "--revoke")
        self.assertFalse(self.sign_in_status()["signed_in"])
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("tracekit: intervalsicu: nobody has signed in to Intervals.icu yet\n  run `tracekit auth intervalsicu`", err)

    def test_a_key_in_the_environment_needs_no_sign_in(self):
        secret = self.tracekit.root / "key"
        secret.write_text(IntervalsIcu.key + "\n")
        secret.chmod(0o600)
        for env in ({"TRACEKIT_INTERVALSICU_API_KEY": IntervalsIcu.key}, {"INTERVALS_API_KEY": IntervalsIcu.key}, {"INTERVALS_API_KEY_FILE": secret}):
            with self.subTest(env=env):
                self.assertGreater(self.tracekit.pulled("intervalsicu", "--force", env=env)["sources_read"], 0)

    def test_an_address_that_is_not_secure_is_refused(self):
        self.tracekit.configure(intervalsicu=self.service.settings(base_urls={"api": "http://intervals.icu/api/v1"}))
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.intervalsicu.base_urls.api", err)


class Pulling(IntervalsIcuTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.sign_in()

    def test_everything_is_listed_once_and_not_stored_again(self):
        there = self.service.activities()
        before = self.server.calls()
        first = self.tracekit.pulled("intervalsicu")
        self.assertEqual((first["added"], first["failures"]), (len(there), []))
        self.assertEqual(self.server.calls()[LIST] - before[LIST], 1, "one call lists it all")
        again = self.tracekit.pulled("intervalsicu")
        self.assertEqual((again["sources_seen"], again["sources_read"], again["added"], again["updated"]), (len(there), 0, 0, 0))

    def test_records_tell_what_the_service_tells(self):
        self.tracekit.must("pull")
        records = {record["id"]: record for record in self.tracekit.records()}
        ride = self.ride()
        record = records[ride["id"]]
        self.assertEqual((record["name"], record["type"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], "Ride", "cycling", ride["distance"], ride["moving_time"], ride["elapsed_time"]))
        self.assertEqual((record["tz"], record["utc_offset_s"]), ("Europe/Zurich", 7200))
        self.assertEqual(record["start_local"], ride["start_date_local"])
        self.assertTrue(record["equipment"], "the list has no names, so they are looked up")
        stubs = [one for one in self.service.activities() if one["source"] == "STRAVA"]
        self.assertGreater(len(stubs), 0)
        for stub in stubs:
            self.assertTrue(records[stub["id"]]["stub"])

    def test_a_month_is_one_call_and_only_its_days(self):
        before = self.server.calls()
        report = self.tracekit.pulled("intervalsicu", "--date", MONTH)
        self.assertEqual(report["added"], len(self.service.activities("2025-08-01", "2025-08-31")))
        self.assertEqual(self.server.calls()[LIST] - before.get(LIST, 0), 2, "one by the pull, one by this test")

    def test_what_is_deleted_there_is_marked_gone(self):
        self.tracekit.must("pull")
        ride = self.ride()
        self.service.remote("/activity/" + ride["id"], method="DELETE")
        self.assertEqual(self.tracekit.pulled("intervalsicu", "--date", MONTH)["deleted"], 1)
        self.assertEqual(self.tracekit.pulled("intervalsicu")["deleted"], 0)

    def test_what_moved_to_another_month_is_not_gone(self):
        self.tracekit.must("pull")
        ride = self.ride()
        self.service.remote("/activity/" + ride["id"], method="PUT",
                    body={"start_date_local": "2025-05-02T10:00:00", "start_date": "2025-05-02T08:00:00Z"})
        report = self.tracekit.pulled("intervalsicu", "--date", MONTH)
        self.assertEqual((report["deleted"], report["updated"]), (0, 1))

    def test_what_was_found_gone_before_a_failure_is_found_again(self):
        self.tracekit.must("pull")
        gone = [one["id"] for one in self.service.activities("2025-08-01", "2025-08-31")][:3]
        for number in gone:
            self.service.remote("/activity/" + number, method="DELETE")
        self.server.fault("status", path="/api/v1/activity/" + max(gone), status=403, count=-1)
        code, _, err = self.tracekit.run("pull", "--date", MONTH)
        self.assertEqual(code, 1, err)
        self.server.no_faults()
        self.assertEqual(self.tracekit.pulled("intervalsicu", "--date", MONTH)["deleted"], 3)

    def test_a_list_that_lacks_much_of_what_is_there_takes_nothing_away(self):
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.server.fault("body", path="/api/v1/athlete", body="[]", count=-1)
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Intervals.icu lists fewer activities than it has", err)
        self.server.no_faults()
        self.assertEqual(len(self.tracekit.records()), there)
        self.assertEqual(self.tracekit.pulled("intervalsicu")["deleted"], 0)

    def test_a_month_is_complete_when_all_of_it_was_asked_for(self):
        def coverage():
            months = self.tracekit.json("calendar", "--from", "2025-07", "--to", "2025-09")["months"]
            return {month["month"]: month["providers"]["intervalsicu"]["coverage"] for month in months}
        self.tracekit.must("pull", "--from", "2025-08-10", "--to", "2025-08-12")
        self.assertEqual(coverage(), {"2025-07": "not_pulled", "2025-08": "partial", "2025-09": "not_pulled"})
        self.tracekit.must("pull", "--from", "2025-08-15")
        self.assertEqual(coverage(), {"2025-07": "not_pulled", "2025-08": "partial", "2025-09": "complete"})
        self.tracekit.must("pull", "--date", "2025-08")
        self.tracekit.must("pull", "--from", "2025-08-10", "--to", "2025-08-12")
        self.assertEqual(coverage(), {"2025-07": "not_pulled", "2025-08": "complete", "2025-09": "complete"})

    def test_many_years_come_in_pages(self):
        self.use(IntervalsIcu("--count", 1500))
        self.with_service()
        report, calls = self.calls_of(lambda: self.tracekit.pulled("intervalsicu"))
        self.assertEqual((report["added"], calls[LIST]), (1500, 4))

    def test_a_failing_service_does_not_stop_the_others(self):
        self.with_service(file={})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "1.gpx").write_text(gpx())
        self.server.fault("status", status=403, count=-1)
        code, out, err = self.tracekit.run("pull")
        self.assertEqual(code, 3, err)
        self.assertIn("tracekit: intervalsicu: Intervals.icu refused to list activities: 403 made to fail", err)
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_commands_that_ask_nobody_do_not_load_the_http_library(self):
        for command in (["help"], ["--version"], ["calendar"], ["status"]):
            done = subprocess.run([str(BINARY), *command], env=self.tracekit.environment({"LD_DEBUG": "files"}), cwd=self.tracekit.work,
                                  capture_output=True, text=True, timeout=60)
            self.assertNotRegex(done.stderr, r"libcurl|civetweb|tracekit-http", command)
            self.assertIn("libsqlite3", done.stderr)


class Writing(IntervalsIcuTest):
    def test_equipment_that_is_missing_there_is_made(self):
        ride = self.service.rides()[0]
        self.with_log(ride.log_row(equipment="Wooden Bike"))
        self.sign_in()
        self.tracekit.must("pull")
        self.tracekit.must("sync-month", MONTH, "--yes", "--only", "equipment", "--provider", "intervalsicu")
        gear = {one["id"]: one for one in self.service.remote("/athlete/0/gear")}
        chosen = gear[self.service.ride(ride.id).gear]
        self.assertEqual((chosen["name"], chosen["type"]), ("Wooden Bike", "Bike"))

    def test_original_files_are_stored_in_the_folder(self):
        self.with_service(file={})
        self.sign_in()
        self.tracekit.must("pull", "--date", MONTH)
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--only", "download")
        stored = [path for path in self.tracekit.activities.rglob("*") if path.is_file() and path.suffix in (".fit", ".gpx", ".tcx")]
        wanted = [one for one in self.service.activities("2025-08-01", "2025-08-31") if one.get("file_type")]
        self.assertEqual(len(stored), len(wanted))
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", "download")
        self.assertEqual(plan["changes"], [])

    def test_a_command_that_was_killed_while_it_handed_a_file_over_makes_no_second_one(self):
        self.tracekit.configure(**{self.service.id: self.service.settings()})
        self.sign_in()
        ride = self.tracekit.root / "elsewhere.gpx"
        ride.write_text(gpx(self.FILE_DAY + "T07:15:00Z", points=60))
        self.server.fault("slow", self.service.upload_path, method="POST", seconds=5)
        process = self.tracekit.start("upload", ride, "--to", self.service.id)
        wait_until(lambda: self.service.on_day(self.FILE_DAY) == 1)  # the answer is still to come
        process.kill()
        process.communicate()
        code, out, err = self.tracekit.run("upload", str(ride), "--to", self.service.id)
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)
        self.assertIn("whether it arrived is not known", err)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Services behind the network, against the sandbox's server: signing in, pulling, writing, and everything that goes wrong."""

import pathlib
import re
import subprocess
import unittest

from sandbox_server import SandboxServer
from support import BINARY, CommandLineTest, gpx, log_row, main

KEY = "sandbox-key"
PUT = "PUT /api/v1/activity/{id}"
LIST = "GET /api/v1/athlete/{athlete}/activities"
MONTH = "2025-08"


class ServiceTest(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.server = SandboxServer("intervalsicu")
        self.addCleanup(self.server.stop)

    def service(self, **more):
        return {"base_urls": {"api": self.server.url + "/api/v1"}, "priority": 2} | more

    def with_service(self, document=None, **providers):
        self.tracekit.configure(document, intervalsicu=self.service(), **providers)

    def sign_in(self):
        self.tracekit.must("auth", "intervalsicu", input=KEY + "\n")

    def remote(self, path="", **more):
        return self.server.ask("/api/v1" + path, key=KEY, **more)

    def activities(self, oldest="2025-01-01", newest="2025-12-31"):
        return self.remote(f"/athlete/0/activities?oldest={oldest}&newest={newest}")

    def a_ride(self):
        """A ride in the month that carries a name and a distance there."""
        return next(one for one in self.activities("2025-08-01", "2025-08-31") if one.get("type") == "Ride")

    def with_better_name(self):
        """A log that knows a better name for one ride; the plan is one rename at the service."""
        ride = self.a_ride()
        minutes, seconds = divmod(ride["moving_time"], 60)
        row = log_row(ride["start_date_local"][:10], notes="The better name", distance=round(ride["distance"] / 1000, 2),
                      duration=f"{minutes // 60}:{minutes % 60:02}:{seconds:02}")
        self.tracekit.with_log([row], intervalsicu=self.service())
        self.sign_in()
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", "name", "--provider", "intervalsicu")
        self.assertEqual([(change["kind"], change["target"]["id"], change["new"]) for change in plan["changes"]],
                         [("rename", ride["id"], "The better name")], plan["changes"])
        return ride

    def rename(self, *more):
        return self.tracekit.run("sync-month", MONTH, "--yes", "--no-pull", "--only", "name", "--provider", "intervalsicu", *more)

    def name_of(self, ride):
        return self.remote("/activity/" + ride["id"])["name"]


class SigningIn(ServiceTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def status(self):
        return next(one for one in self.tracekit.json("auth", "--status") if one["provider"] == "intervalsicu")

    def test_a_key_is_tried_before_it_is_saved(self):
        code, out, err = self.tracekit.run("auth", "intervalsicu", input="wrong-key-1234\n")
        self.assertEqual(code, 5, err)
        self.assertEqual(err.splitlines()[0], "tracekit: Intervals.icu does not accept this API key; nothing was saved")
        self.assertFalse(self.status()["signed_in"])
        code, out, err = self.tracekit.run("auth", "intervalsicu", input=KEY + "\n")
        self.assertEqual((code, out), (0, ""), err)
        self.assertIn("Signed in to Intervals.icu as Kira V (i317960).", err)
        self.assertEqual((self.status()["signed_in"], self.status()["where"]), (True, "sealed in the database"))
        self.assertEqual(self.server.calls(), {"GET /api/v1/athlete/{athlete}/profile": 2}, "one call a try")

    def test_a_key_typed_on_a_terminal_does_not_show(self):
        code, text = self.tracekit.run_on_terminal("auth", "intervalsicu", answers=[KEY], question=re.compile(rb"API key: $"))
        self.assertEqual(code, 0, text)
        self.assertNotIn(KEY, text)
        self.assertIn("Kira V", text)

    def test_forgetting_asks_for_a_sign_in_again(self):
        self.sign_in()
        self.tracekit.must("pull")
        self.tracekit.must("auth", "intervalsicu", "--revoke")
        self.assertFalse(self.status()["signed_in"])
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("tracekit: intervalsicu: nobody has signed in to Intervals.icu yet\n  run `tracekit auth intervalsicu`", err)

    def test_a_key_in_the_environment_needs_no_sign_in(self):
        secret = self.tracekit.root / "key"
        secret.write_text(KEY + "\n")
        secret.chmod(0o600)
        for env in ({"TRACEKIT_INTERVALSICU_API_KEY": KEY}, {"INTERVALS_API_KEY": KEY}, {"INTERVALS_API_KEY_FILE": secret}):
            with self.subTest(env=env):
                self.assertGreater(self.tracekit.pulled("intervalsicu", "--force", env=env)["sources_read"], 0)

    def test_an_address_that_is_not_secure_is_refused(self):
        self.tracekit.configure(intervalsicu=self.service(base_urls={"api": "http://intervals.icu/api/v1"}))
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.intervalsicu.base_urls.api", err)

    def test_no_secret_appears_anywhere(self):
        self.sign_in()
        seen = ""
        for command in (["pull"], ["status"], ["auth", "--status"], ["configure", "--show"], ["--json", "configure", "--show"],
                        ["export"], ["history"], ["calendar"]):
            for env in ({}, {"TRACEKIT_DEBUG": "true"}):
                _, out, err = self.tracekit.run(*command, env=env)
                seen += out + err
        self.server.fault("expired_token", count=-1)
        seen += "".join(map(str, self.tracekit.run("--json", "pull", "--force")))
        self.assertNotIn(KEY, seen)
        self.assertNotIn("QVBJX0tFWTpz", seen, "nor as it is sent")
        for path in self.tracekit.root.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), path)


class Pulling(ServiceTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.sign_in()

    def test_everything_is_listed_once_and_not_stored_again(self):
        there = self.activities()
        before = self.server.calls()
        first = self.tracekit.pulled("intervalsicu")
        self.assertEqual((first["added"], first["failures"]), (len(there), []))
        self.assertEqual(self.server.calls()[LIST] - before[LIST], 1, "one call lists it all")
        again = self.tracekit.pulled("intervalsicu")
        self.assertEqual((again["sources_seen"], again["sources_read"], again["added"], again["updated"]), (len(there), 0, 0, 0))

    def test_records_tell_what_the_service_tells(self):
        self.tracekit.must("pull")
        records = {record["id"]: record for record in self.tracekit.records()}
        ride = self.a_ride()
        record = records[ride["id"]]
        self.assertEqual((record["name"], record["type"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], "Ride", "cycling", ride["distance"], ride["moving_time"], ride["elapsed_time"]))
        self.assertEqual((record["tz"], record["utc_offset_s"]), ("Europe/Zurich", 7200))
        self.assertEqual(record["start_local"], ride["start_date_local"])
        self.assertTrue(record["equipment"], "the list has no names, so they are looked up")
        stubs = [one for one in self.activities() if one["source"] == "STRAVA"]
        self.assertGreater(len(stubs), 0)
        for stub in stubs:
            self.assertTrue(records[stub["id"]]["stub"])

    def test_a_month_is_one_call_and_only_its_days(self):
        before = self.server.calls()
        report = self.tracekit.pulled("intervalsicu", "--date", MONTH)
        self.assertEqual(report["added"], len(self.activities("2025-08-01", "2025-08-31")))
        self.assertEqual(self.server.calls()[LIST] - before.get(LIST, 0), 2, "one by the pull, one by this test")

    def test_what_is_deleted_there_is_marked_gone(self):
        self.tracekit.must("pull")
        ride = self.a_ride()
        self.remote("/activity/" + ride["id"], method="DELETE")
        self.assertEqual(self.tracekit.pulled("intervalsicu", "--date", MONTH)["deleted"], 1)
        self.assertEqual(self.tracekit.pulled("intervalsicu")["deleted"], 0)

    def test_what_moved_to_another_month_is_not_gone(self):
        self.tracekit.must("pull")
        ride = self.a_ride()
        self.remote("/activity/" + ride["id"], method="PUT",
                    body={"start_date_local": "2025-05-02T10:00:00", "start_date": "2025-05-02T08:00:00Z"})
        report = self.tracekit.pulled("intervalsicu", "--date", MONTH)
        self.assertEqual((report["deleted"], report["updated"]), (0, 1))

    def test_what_was_found_gone_before_a_failure_is_found_again(self):
        self.tracekit.must("pull")
        gone = [one["id"] for one in self.activities("2025-08-01", "2025-08-31")][:3]
        for number in gone:
            self.remote("/activity/" + number, method="DELETE")
        self.server.fault("status", path="/api/v1/activity/" + max(gone), status=403, count=-1)
        code, _, err = self.tracekit.run("pull", "--date", MONTH)
        self.assertEqual(code, 1, err)
        self.server.no_faults()
        self.assertEqual(self.tracekit.pulled("intervalsicu", "--date", MONTH)["deleted"], 3)

    def test_a_list_that_lacks_much_of_what_is_there_takes_nothing_away(self):
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.server.fault("empty_list", path="/api/v1/athlete", count=-1)
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
        server = SandboxServer("intervalsicu", "--count", 1500)
        self.addCleanup(server.stop)
        other = self.another()
        other.configure(intervalsicu={"base_urls": {"api": server.url + "/api/v1"}})
        env = {"INTERVALS_API_KEY": KEY}
        self.assertEqual(other.pulled("intervalsicu", env=env)["added"], 1500)
        self.assertEqual(server.calls()[LIST], 4)

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


class Writing(ServiceTest):
    def test_a_rename_and_its_undo(self):
        ride = self.with_better_name()
        code, _, err = self.rename()
        self.assertEqual((code, self.name_of(ride)), (0, "The better name"), err)
        self.assertEqual(self.tracekit.pulled("intervalsicu")["added"], 0)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.name_of(ride), ride["name"])
        self.assertEqual(self.server.calls()[PUT], 2)

    def test_an_edit_there_since_the_plan_is_left_alone(self):
        ride = self.with_better_name()
        self.remote("/activity/" + ride["id"], method="PUT", body={"name": "Edited there"})
        code, out, err = self.rename()
        self.assertEqual(code, 3, err)
        self.assertIn("it was edited there in the meantime", out + err)
        self.assertEqual(self.name_of(ride), "Edited there")

    def test_equipment_is_set_and_made_where_it_is_missing(self):
        ride = self.a_ride()
        row = log_row(ride["start_date_local"][:10], notes=ride["name"], distance=round(ride["distance"] / 1000, 2),
                      duration=f"{ride['moving_time'] // 3600}:{ride['moving_time'] // 60 % 60:02}:{ride['moving_time'] % 60:02}",
                      equipment="Wooden Bike")
        self.tracekit.with_log([row], intervalsicu=self.service())
        self.sign_in()
        self.tracekit.must("pull")
        self.tracekit.must("sync-month", MONTH, "--yes", "--only", "equipment", "--provider", "intervalsicu")
        gear = {one["id"]: one for one in self.remote("/athlete/0/gear")}
        chosen = gear[self.remote("/activity/" + ride["id"])["gear"]["id"]]
        self.assertEqual((chosen["name"], chosen["type"]), ("Wooden Bike", "Bike"))

    def test_original_files_are_stored_in_the_folder(self):
        self.tracekit.configure(intervalsicu=self.service(), file={})
        self.sign_in()
        self.tracekit.must("pull", "--date", MONTH)
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--only", "download")
        stored = [path for path in self.tracekit.activities.rglob("*") if path.is_file() and path.suffix in (".fit", ".gpx", ".tcx")]
        wanted = [one for one in self.activities("2025-08-01", "2025-08-31") if one.get("file_type")]
        self.assertEqual(len(stored), len(wanted))
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", "download")
        self.assertEqual(plan["changes"], [])


# What goes wrong, how often, and what a pull makes of it: exit code, sentence. None: it copes.
PULL_FAULTS = [
    ({"kind": "status", "status": 503}, None),
    ({"kind": "status", "status": 503, "count": -1, "headers": {"Retry-After": "0"}}, (1, "Intervals.icu has trouble: it answered 503 made to fail")),
    ({"kind": "status", "status": 500, "count": 2, "headers": {"Retry-After": "0"}}, None),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (4, "Intervals.icu takes no more requests for now: its limit is used up")),
    ({"kind": "status", "status": 403}, (1, "Intervals.icu refused to list activities: 403 made to fail")),
    ({"kind": "status", "status": 404}, (1, "Intervals.icu refused to list activities: 404 made to fail")),
    ({"kind": "slow", "seconds": 0.5}, None),
    ({"kind": "cut_off"}, None),
    ({"kind": "lost_answer"}, None),
    ({"kind": "malformed"}, (1, "Intervals.icu answered with something that is not JSON when asked to list activities")),
    ({"kind": "expired_token"}, (5, "Intervals.icu does not accept the sign-in any more")),
]

# The same for a rename: exit code, sentence (None: it copes), and how many writes the server saw.
RENAME_FAULTS = [
    ({"kind": "status", "status": 503}, (3, "Intervals.icu has trouble: it answered 503 made to fail"), 1),
    ({"kind": "status", "status": 500}, (3, "Intervals.icu has trouble: it answered 500 made to fail"), 1),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None, 2),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (3, "Intervals.icu takes no more requests for now"), 1),
    ({"kind": "status", "status": 422}, (3, "refused to change activity"), 1),
    ({"kind": "slow", "seconds": 0.5}, None, 1),
    ({"kind": "cut_off"}, None, 1),
    ({"kind": "lost_answer"}, None, 1),
    ({"kind": "malformed"}, None, 1),
    ({"kind": "expired_token"}, (3, "Intervals.icu does not accept the sign-in any more"), 1),
]


class Misbehaving(ServiceTest):
    def test_a_pull_copes_or_says_what_was_wrong_and_loses_nothing(self):
        self.with_service()
        self.sign_in()
        there = len(self.activities())
        for fault, expected in PULL_FAULTS:
            with self.subTest(fault=fault):
                self.server.fault(path="/api/v1/athlete/0/activities", **fault)
                code, out, err = self.tracekit.run("pull")
                self.assertEqual(code, expected[0] if expected else 0, out + err)
                self.assertIn(expected[1] if expected else "", err)
                self.assert_no_internal_words(out + err)
                self.server.no_faults()
                self.tracekit.must("pull")
                self.assertEqual(len(self.tracekit.records()), there)

    def test_a_limit_tells_when_it_ends(self):
        self.with_service()
        self.sign_in()
        self.server.fault("status", "/api/v1/athlete/0/activities", status=429, headers={"Retry-After": "3600"})
        code, out, err = self.tracekit.run("--json", "pull")
        self.assertEqual(code, 4)
        self.assertRegex(out, r'"resets_at": ?"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"')
        self.assertRegex(err, r"it can be asked again from \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ on")

    def test_a_server_that_is_not_there_is_named(self):
        self.with_service()
        self.sign_in()
        self.server.stop()
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1)
        self.assertIn("tracekit: intervalsicu: 127.0.0.1: the connection was refused", err)

    def test_a_rename_is_written_once_or_not_at_all_and_said_so(self):
        ride = self.with_better_name()
        for fault, expected, writes in RENAME_FAULTS:
            with self.subTest(fault=fault):
                before = self.server.calls().get(PUT, 0)
                self.server.fault(path="/api/v1/activity/", method="PUT", **fault)
                code, out, err = self.rename()
                self.assertEqual(code, expected[0] if expected else 0, out + err)
                self.assertIn(expected[1] if expected else "", out + err)
                self.assert_no_internal_words(out + err)
                self.assertEqual(self.server.calls()[PUT] - before, writes, "writes")
                self.assertEqual(self.name_of(ride), ride["name"] if expected else "The better name")
                self.assertNotIn("open", self.tracekit.must("history"))
                self.server.no_faults()
                if not expected:
                    self.tracekit.must("undo", "--yes")
                    self.assertEqual(self.name_of(ride), ride["name"])

    def test_a_write_of_which_nothing_is_known_is_looked_at_before_the_next(self):
        ride = self.with_better_name()
        self.server.fault("lost_answer", "/api/v1/activity/", method="PUT")
        # Two readings come before the write, everything after it fails.
        self.server.fault("slow", "/api/v1/activity/", method="GET", count=2, seconds=0)
        self.server.fault("status", "/api/v1/activity/", method="GET", count=-1, status=403)
        code, out, err = self.rename()
        self.assertEqual(code, 3, err)
        self.assertIn("whether it was written will be looked at before the next change", out + err)
        self.server.no_faults()
        code, out, err = self.rename()
        self.assertEqual(code, 0, err)
        self.assertIn("is done", err)
        self.assertEqual((self.name_of(ride), self.server.calls()[PUT]), ("The better name", 1))


if __name__ == "__main__":
    main()

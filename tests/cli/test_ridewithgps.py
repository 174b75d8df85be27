# SPDX-License-Identifier: MIT
"""Ride with GPS against the sandbox's server: signing in by OAuth, pulling by the change feed, writing, and what goes wrong."""

import json
import re
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

from sandbox_server import SandboxServer, free_port
from support import CommandLineTest, log_row, main

TOKEN = "sandbox-token"
CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret"
MONTH = "2025-08"
SYNC = "GET /api/v1/sync.json"
LIST = "GET /users/{user}/trips.json"
USER = "GET /users/current.json"
TRIP = "GET /trips/{trip}"
PATCH = "PATCH /trips/{trip}"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def where_the_browser_ends(address):
    """What a person's browser does at the provider, up to the address that it is sent to."""
    try:
        urllib.request.build_opener(NoRedirect).open(address, timeout=10)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("the browser was not sent on")


class RideWithGpsTest(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.server = SandboxServer("ridewithgps")
        self.addCleanup(self.server.stop)

    def service(self, **more):
        url = self.server.url
        return {"base_urls": {"api": url + "/api/v1", "legacy": url, "oauth": url}, "client_id": CLIENT_ID, "priority": 2} | more

    def with_service(self, **providers):
        self.tracekit.configure(ridewithgps=self.service(), **providers)

    def start_sign_in(self, *more, person=None):
        process = (person or self.tracekit).start("auth", "ridewithgps", *more, env={"RIDEWITHGPS_CLIENT_SECRET": CLIENT_SECRET}, stdin=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        said = ""
        while "/oauth/authorize" not in said:
            line = process.stderr.readline()
            self.assertTrue(line, said)
            said += line
        return process, re.search(r"http\S*/oauth/authorize\S*", said)[0]

    def sign_in(self, answer=where_the_browser_ends, person=None):
        process, address = self.start_sign_in("--manual", person=person)
        out, err = process.communicate(answer(address) + "\n", timeout=60)
        return process.returncode, out, err

    def must_sign_in(self, **more):
        code, _, err = self.sign_in(**more)
        self.assertEqual(code, 0, err)

    def remote(self, path, method="GET", body=None):
        request = urllib.request.Request(self.server.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
            return json.loads(text) if text.startswith("{") else text

    def trips(self):
        return self.remote("/users/4410231/trips.json?offset=0&limit=200")["results"]

    def rides(self):
        return [trip for trip in self.trips() if trip["departed_at"].startswith(MONTH) and trip["fit_sport"] == 2]

    def trip(self, ride):
        return self.remote(f"/trips/{ride['id']}.json")["trip"]

    def edit(self, ride, **fields):
        self.remote(f"/trips/{ride['id']}.json", "PATCH", {"trip": fields})

    def calls_of(self, work):
        """Which calls a piece of work costs."""
        before = self.server.calls()
        result = work()
        after = self.server.calls()
        return result, {route: count - before.get(route, 0) for route, count in after.items() if count != before.get(route, 0)}

    def row_of(self, ride, **more):
        minutes, seconds = divmod(ride["moving_time"], 60)
        return log_row(ride["departed_at"][:10], distance=round(ride["distance"] / 1000, 2),
                       duration=f"{minutes // 60}:{minutes % 60:02}:{seconds:02}", **more)

    def with_better_name(self):
        """A log that knows a better name for one ride; the plan is one rename at the service."""
        ride = self.rides()[0]
        self.tracekit.with_log([self.row_of(ride, notes="The better name")], ridewithgps=self.service())
        self.must_sign_in()
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", "name", "--provider", "ridewithgps")
        self.assertEqual([(change["kind"], change["target"]["id"], change["new"]) for change in plan["changes"]],
                         [("rename", str(ride["id"]), "The better name")], plan["changes"])
        return ride

    def rename(self):
        return self.tracekit.run("sync-month", MONTH, "--yes", "--no-pull", "--only", "name", "--provider", "ridewithgps")


class SigningIn(RideWithGpsTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def signed_in(self):
        return next(one for one in self.tracekit.json("auth", "--status") if one["provider"] == "ridewithgps")["signed_in"]

    def test_the_address_and_the_code_are_as_documented(self):
        asked = {}
        code, out, err = self.sign_in(lambda address: asked.update(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
                                      or where_the_browser_ends(address))
        self.assertEqual((code, out), (0, ""), err)
        self.assertIn("Signed in to Ride with GPS as Kira V (4410231).", err)
        self.assertTrue(self.signed_in())
        self.assertGreater(len(asked.pop("state")), 20)
        self.assertEqual(asked, {"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": "http://127.0.0.1:8723/callback"})

    def test_the_code_alone_will_do(self):
        self.must_sign_in(answer=lambda address: re.search(r"code=([^&]+)", where_the_browser_ends(address))[1])

    def test_the_browser_comes_back_by_itself(self):
        port = free_port()
        self.tracekit.configure(ridewithgps=self.service(callback_port=port))
        process, address = self.start_sign_in()
        self.assertIn(f"127.0.0.1%3A{port}", address)
        with urllib.request.urlopen(where_the_browser_ends(address), timeout=10) as page:
            self.assertEqual(page.status, 200)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        self.assertTrue(self.signed_in())

    def test_an_answer_to_another_sign_in_is_refused(self):
        code, _, err = self.sign_in(lambda address: re.sub(r"state=[^&]+", "state=other", where_the_browser_ends(address)))
        self.assertEqual(code, 5, err)
        self.assertIn("the answer of the browser belongs to another sign-in", err)
        self.assertFalse(self.signed_in())

    def test_a_wrong_code_is_refused(self):
        code, _, err = self.sign_in(lambda address: "wrong-code")
        self.assertEqual(code, 1, err)
        self.assertIn("Ride with GPS refused to complete the sign-in: 400", err)
        self.assertFalse(self.signed_in())

    def test_a_person_who_says_no_is_not_signed_in(self):
        code, _, err = self.sign_in(lambda address: re.sub(r"code=[^&]+", "error=access_denied", where_the_browser_ends(address)))
        self.assertEqual(code, 5, err)
        self.assertIn("the sign-in was refused: access_denied", err)
        self.assertFalse(self.signed_in())

    def test_without_a_client_id_it_says_what_to_do(self):
        self.tracekit.configure(ridewithgps={})
        code, _, err = self.tracekit.run("auth", "ridewithgps")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.ridewithgps.client_id is not set", err)

    def test_taking_it_back_ends_the_token_there_too(self):
        self.must_sign_in()
        env = {"RIDEWITHGPS_CLIENT_SECRET": CLIENT_SECRET}
        _, calls = self.calls_of(lambda: self.tracekit.must("auth", "ridewithgps", "--revoke", env=env))
        self.assertEqual(calls, {"POST /oauth/revoke.json": 1})
        self.assertFalse(self.signed_in())
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("nobody has signed in to Ride with GPS yet\n  run `tracekit auth ridewithgps`", err)

    def test_a_sign_in_that_is_not_known_there_any_more_is_forgotten_here(self):
        self.must_sign_in()
        self.server.fault("status", path="/oauth/revoke.json", status=401)
        self.tracekit.must("auth", "ridewithgps", "--revoke", env={"RIDEWITHGPS_CLIENT_SECRET": CLIENT_SECRET})
        self.assertFalse(self.signed_in())

    def test_no_secret_appears_anywhere(self):
        self.must_sign_in()
        seen = ""
        env = {"RIDEWITHGPS_CLIENT_SECRET": CLIENT_SECRET, "TRACEKIT_DEBUG": "true"}
        for command in (["pull"], ["status"], ["auth", "--status"], ["configure", "--show"], ["--json", "configure", "--show"], ["export"]):
            _, out, err = self.tracekit.run(*command, env=env)
            seen += out + err
        self.server.fault("expired_token", path="/", count=-1)
        seen += "".join(map(str, self.tracekit.run("--json", "pull", "--force", env=env)))
        tokens = (CLIENT_SECRET, "access-2", "secret-privacy-code")
        for secret in tokens:
            self.assertNotIn(secret, seen)
        for path in self.tracekit.root.rglob("*"):
            if path.is_file():
                for secret in tokens:
                    self.assertNotIn(secret.encode(), path.read_bytes(), path)


class Pulling(RideWithGpsTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.must_sign_in()

    def pulled(self, *args):
        return self.calls_of(lambda: self.tracekit.pulled("ridewithgps", *args))

    def test_everything_is_listed_once_and_then_only_what_changed(self):
        there = self.trips()
        first, calls = self.pulled()
        self.assertEqual((first["added"], first["failures"]), (len(there), []))
        self.assertEqual(calls, {SYNC: 1, LIST: 1, USER: 1})
        again, calls = self.pulled()
        self.assertEqual((again["sources_read"], again["added"], again["updated"]), (0, 0, 0))
        self.assertEqual(calls, {SYNC: 1})

    def test_records_tell_what_the_service_tells(self):
        self.tracekit.must("pull")
        ride = self.rides()[0]
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record["name"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], "cycling", ride["distance"], ride["moving_time"], ride["duration"]))
        self.assertEqual((record["tz"], record["utc_offset_s"], record["source"]), ("Europe/Zurich", 7200, "garmin_connect"))
        self.assertAlmostEqual(record["avg_speed_mps"] * 3.6, ride["avg_speed"])
        self.assertTrue(record["equipment"])

    def test_one_edit_is_one_trip_and_many_are_one_list(self):
        self.tracekit.must("pull")
        rides = self.rides()
        self.edit(rides[0], name="Edited there")
        report, calls = self.pulled()
        self.assertEqual((report["updated"], calls), (1, {SYNC: 1, TRIP: 1, USER: 1}))
        for ride in rides[:5]:
            self.edit(ride, name="Edited again")
        report, calls = self.pulled()
        self.assertEqual((report["updated"], calls), (5, {SYNC: 1, LIST: 1, USER: 1}))
        self.assertEqual([one["name"] for one in self.tracekit.records()].count("Edited again"), 5)

    def test_what_is_deleted_there_is_marked_gone(self):
        self.tracekit.must("pull")
        self.remote(f"/api/v1/trips/{self.rides()[0]['id']}.json", "DELETE")
        report, calls = self.pulled()
        self.assertEqual((report["deleted"], calls), (1, {SYNC: 1}))
        self.assertEqual(self.pulled()[0]["deleted"], 0)

    def test_a_complete_list_that_lacks_a_trip_looks_it_up(self):
        self.tracekit.must("pull")
        self.remote(f"/api/v1/trips/{self.rides()[0]['id']}.json", "DELETE")
        report, calls = self.pulled("--force")
        self.assertEqual((report["deleted"], calls), (1, {SYNC: 1, LIST: 1, USER: 1, TRIP: 1}))

    def test_a_month_that_was_reset_comes_back(self):
        there = len(self.trips())
        self.tracekit.must("pull")
        self.tracekit.must("reset", "--date", MONTH, "--force")
        self.assertLess(len(self.tracekit.records()), there)
        report, calls = self.pulled()
        self.assertEqual((len(self.tracekit.records()), calls), (there, {SYNC: 1, LIST: 1, USER: 1}))

    def test_a_history_of_400_trips_costs_four_calls(self):
        self.server = SandboxServer("ridewithgps", "--count", 400)
        self.addCleanup(self.server.stop)
        self.tracekit = self.another()
        self.with_service()
        self.must_sign_in()
        report, calls = self.pulled()
        self.assertEqual((report["added"], calls), (400, {SYNC: 1, LIST: 2, USER: 1}))
        report, calls = self.pulled()
        self.assertEqual((report["added"], calls), (0, {SYNC: 1}))


class Writing(RideWithGpsTest):
    def test_a_rename_and_its_undo(self):
        ride = self.with_better_name()
        code, _, err = self.rename()
        self.assertEqual((code, self.trip(ride)["name"]), (0, "The better name"), err)
        self.assertEqual(self.tracekit.pulled("ridewithgps")["added"], 0)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.trip(ride)["name"], ride["name"])
        self.assertEqual(self.server.calls()[PATCH], 2)

    def test_an_edit_there_since_the_plan_is_left_alone(self):
        ride = self.with_better_name()
        self.edit(ride, name="Edited there")
        code, out, err = self.rename()
        self.assertEqual(code, 3, err)
        self.assertIn("it was edited there in the meantime", out + err)
        self.assertEqual(self.trip(ride)["name"], "Edited there")

    def equip(self, ride, equipment):
        self.tracekit.with_log([self.row_of(ride, notes=ride["name"], equipment=equipment)], ridewithgps=self.service())
        self.must_sign_in()
        self.tracekit.must("pull")
        return self.tracekit.run("sync-month", MONTH, "--yes", "--only", "equipment", "--provider", "ridewithgps")

    def test_equipment_is_set_by_its_name(self):
        ride = next(one for one in self.rides() if one["gear_id"] == 275581)
        code, out, err = self.equip(ride, "Checkpoint")
        self.assertEqual((code, self.trip(ride)["gear_id"]), (0, 275582), out + err)

    def test_equipment_that_is_not_there_is_named(self):
        ride = self.rides()[0]
        code, out, err = self.equip(ride, "Wooden Bike")
        self.assertEqual(code, 3, out + err)
        self.assertIn('Ride with GPS has no equipment "Wooden Bike"; create it there first', out + err)
        self.assertEqual((self.trip(ride)["gear_id"], self.server.calls().get(PATCH, 0)), (ride["gear_id"], 0))

    def test_files_are_stored_in_the_folder(self):
        self.with_service(file={})
        self.must_sign_in()
        self.tracekit.must("pull")
        ride = self.rides()[0]
        code, out, err = self.tracekit.run("sync-month", MONTH, "--yes", "--really-all", "--only", "download", timeout=300)
        self.assertEqual(code, 0, out + err)
        stored = [path for path in self.tracekit.activities.rglob("*.tcx")]
        self.assertEqual(len(stored), len([one for one in self.trips() if one["departed_at"].startswith(MONTH)]))


# What goes wrong, where, and what a pull makes of it: exit code, sentence. None: it copes.
PULL_FAULTS = [
    ({"kind": "status", "status": 503}, None),
    ({"kind": "status", "status": 503, "count": -1, "headers": {"Retry-After": "0"}}, (1, "Ride with GPS has trouble: it answered 503 made to fail")),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (4, "Ride with GPS takes no more requests for now: its limit is used up")),
    ({"kind": "status", "status": 403}, (1, "Ride with GPS refused to {}: 403 made to fail")),
    ({"kind": "status", "status": 404}, (1, "Ride with GPS refused to {}: 404 made to fail")),
    ({"kind": "slow", "seconds": 0.5}, None),
    ({"kind": "cut_off"}, None),
    ({"kind": "lost_answer"}, None),
    ({"kind": "malformed"}, (1, "Ride with GPS answered with something that is not JSON when asked to {}")),
    ({"kind": "expired_token"}, (5, "Ride with GPS does not accept the sign-in any more")),
]

# The same for a rename: exit code, sentence (None: it copes), and how many writes the server saw.
RENAME_FAULTS = [
    ({"kind": "status", "status": 503}, (3, "Ride with GPS has trouble: it answered 503 made to fail"), 1),
    ({"kind": "status", "status": 500}, (3, "Ride with GPS has trouble: it answered 500 made to fail"), 1),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None, 2),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (3, "Ride with GPS takes no more requests for now"), 1),
    ({"kind": "status", "status": 422}, (3, "refused to change trip"), 1),
    ({"kind": "slow", "seconds": 0.5}, None, 1),
    ({"kind": "cut_off"}, None, 1),
    ({"kind": "lost_answer"}, None, 1),
    ({"kind": "malformed"}, None, 1),
    ({"kind": "expired_token"}, (3, "Ride with GPS does not accept the sign-in any more"), 1),
]


class Misbehaving(RideWithGpsTest):
    def test_a_pull_copes_or_says_what_was_wrong_and_loses_nothing(self):
        self.with_service()
        self.must_sign_in()
        there = len(self.trips())
        for path, what in (("/users/4410231/trips.json", "list trips"), ("/api/v1/sync.json", "list changes")):
            for fault, expected in PULL_FAULTS:
                with self.subTest(path=path, fault=fault):
                    self.server.fault(path=path, **fault)
                    code, out, err = self.tracekit.run("pull", "--force")
                    self.assertEqual(code, expected[0] if expected else 0, out + err)
                    self.assertIn(expected[1].format(what) if expected else "", err)
                    self.assert_no_internal_words(out + err)
                    self.server.no_faults()
                    self.tracekit.must("pull")
                    self.assertEqual(len(self.tracekit.records()), there)

    def test_what_a_failed_pull_did_not_read_comes_with_the_next(self):
        self.with_service()
        self.must_sign_in()
        self.tracekit.must("pull")
        ride = self.rides()[0]
        self.edit(ride, name="Edited there")
        self.server.fault("status", path="/trips/", status=403)
        self.assertEqual(self.tracekit.run("pull")[0], 1)
        self.assertEqual(self.tracekit.pulled("ridewithgps")["updated"], 1)

    def test_a_rename_is_written_once_or_not_at_all_and_said_so(self):
        ride = self.with_better_name()
        for fault, expected, writes in RENAME_FAULTS:
            with self.subTest(fault=fault):
                before = self.server.calls().get(PATCH, 0)
                self.server.fault(path="/trips/", method="PATCH", **fault)
                code, out, err = self.rename()
                self.assertEqual(code, expected[0] if expected else 0, out + err)
                self.assertIn(expected[1] if expected else "", out + err)
                self.assert_no_internal_words(out + err)
                self.assertEqual(self.server.calls()[PATCH] - before, writes, "writes")
                self.assertEqual(self.trip(ride)["name"], ride["name"] if expected else "The better name")
                self.assertNotIn("open", self.tracekit.must("history"))
                self.server.no_faults()
                if not expected:
                    self.tracekit.must("undo", "--yes")
                    self.assertEqual(self.trip(ride)["name"], ride["name"])

    def test_a_write_of_which_nothing_is_known_is_looked_at_before_the_next(self):
        ride = self.with_better_name()
        self.server.fault("lost_answer", "/trips/", method="PATCH")
        # Two readings come before the write, everything after it fails.
        self.server.fault("slow", "/trips/", method="GET", count=2, seconds=0)
        self.server.fault("status", "/trips/", method="GET", count=-1, status=403)
        code, out, err = self.rename()
        self.assertEqual(code, 3, err)
        self.assertIn("whether it was written will be looked at before the next change", out + err)
        self.server.no_faults()
        code, out, err = self.rename()
        self.assertEqual(code, 0, err)
        self.assertIn("is done", err)
        self.assertEqual((self.trip(ride)["name"], self.server.calls()[PATCH]), ("The better name", 1))


if __name__ == "__main__":
    main()

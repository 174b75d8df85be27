# SPDX-License-Identifier: MIT
"""Strava against the sandbox's server: signing in with a browser, pulling in few calls, writing, and everything that goes wrong."""

import datetime
import re
import subprocess
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

from sandbox_server import SandboxServer, free_port
from support import BINARY, CommandLineTest, log_row, main

SECRET = "sandbox-secret"
LIST = "GET /api/v3/athlete/activities"
ONE = "GET /api/v3/activities/{id}"
PUT = "PUT /api/v3/activities/{id}"
ATHLETE = "GET /api/v3/athlete"
GEAR = "GET /api/v3/gear/{id}"
TOKEN = "POST /oauth/token"
MONTH = "2025-08"
NOTHING = "the sign-in was refused: access_denied"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def where_the_browser_ends(address):
    """Opens an address as a browser would, and tells where it is sent on to."""
    try:
        urllib.request.build_opener(NoRedirect).open(address, timeout=10)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("it was not sent on")


class StravaTest(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.use(SandboxServer("strava"))

    def use(self, server):
        self.server = server
        self.addCleanup(server.stop)

    def service(self, **more):
        return {"base_urls": {"api": self.server.url + "/api/v3", "oauth": self.server.url + "/oauth"}, "client_id": "24523",
                "client_secret": SECRET, "priority": 2} | more

    def with_service(self, **providers):
        self.tracekit.configure(strava=self.service(), **providers)

    def sign_in(self, paste=lambda location: location):
        """`auth strava --manual` with a browser beside it: (exit code, standard error)."""
        process = self.tracekit.start("auth", "strava", "--manual", stdin=subprocess.PIPE)
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        try:
            said = ""
            address = None
            while not address:
                line = process.stderr.readline().decode()
                self.assertTrue(line, said)
                said += line
                address = re.search(r"http\S+/oauth/authorize\?\S+", line)
            self.asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address[0]).query)
            out, err = process.communicate((paste(where_the_browser_ends(address[0])) + "\n").encode(), timeout=60)
            return process.returncode, said + err.decode() + out.decode()
        finally:
            watchdog.cancel()
            process.stdout.close()
            process.stderr.close()

    def signed_in(self):
        code, said = self.sign_in()
        self.assertEqual(code, 0, said)

    def web(self, path, method="GET", body=None):
        return self.server.ask("/web" + path, method, body)

    def activities(self):
        return self.web("/activities")

    def in_month(self):
        return [one for one in self.activities() if one["start_date_local"].startswith(MONTH)]

    def a_ride(self, **wanted):
        """A ride of the month with a name of its own, alone on its day."""
        days = [one["start_date_local"][:10] for one in self.in_month()]
        return next(one for one in self.in_month() if one["type"] == "Ride" and days.count(one["start_date_local"][:10]) == 1
                    and all(one.get(key) == value for key, value in wanted.items()))

    def calls_of(self, work):
        before = self.server.calls()
        work()
        return {route: count - before.get(route, 0) for route, count in self.server.calls().items()
                if count != before.get(route, 0) and "/web/" not in route}

    def a_log_of(self, ride, **more):
        minutes, seconds = divmod(ride["moving_time"], 60)
        values = {"notes": ride["name"], "distance": round(ride["distance"] / 1000, 2),
                  "duration": f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"} | more
        self.tracekit.with_log([log_row(ride["start_date_local"][:10], **values)], strava=self.service())

    def with_better_name(self):
        """A log that knows a better name for one ride; the plan is one rename at Strava."""
        ride = self.a_ride()
        self.a_log_of(ride, notes="The better name")
        self.signed_in()
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", "name", "--provider", "strava")
        self.assertEqual([(change["kind"], change["target"]["id"], change["new"]) for change in plan["changes"]],
                         [("rename", str(ride["id"]), "The better name")], plan["changes"])
        return ride

    def sync(self, only, *more):
        return self.tracekit.run("sync-month", MONTH, "--yes", "--no-pull", "--only", only, "--provider", "strava", *more)

    def now(self, ride):
        return next(one for one in self.activities() if one["id"] == ride["id"])

    def name_of(self, ride):
        return self.now(ride)["name"]


class SigningIn(StravaTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def status(self):
        return next(one for one in self.tracekit.json("auth", "--status") if one["provider"] == "strava")

    def test_the_address_that_the_browser_ended_at_signs_in(self):
        self.assertFalse(self.status()["signed_in"])
        calls = self.calls_of(lambda: self.assertIn("Signed in to Strava as Kira V (227615).", self.sign_in()[1]))
        self.assertEqual(calls, {"GET /oauth/authorize": 1, TOKEN: 1, ATHLETE: 1})
        self.assertEqual(self.asked["scope"], ["read,profile:read_all,activity:read_all,activity:write"])
        self.assertEqual((self.asked["client_id"], self.asked["redirect_uri"]), (["24523"], ["http://127.0.0.1:8723/callback"]))
        self.assertEqual((self.status()["method"], self.status()["signed_in"]), ("OAuth", True))
        self.tracekit.must("pull")

    def test_the_code_alone_is_enough(self):
        code, said = self.sign_in(lambda location: urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0])
        self.assertEqual(code, 0, said)
        self.tracekit.must("pull")

    def test_the_browser_comes_back_by_itself(self):
        self.tracekit.configure(strava=self.service(callback_port=free_port()))
        process = self.tracekit.start("auth", "strava")
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        said = ""
        while "/oauth/authorize?" not in said:
            line = process.stderr.readline().decode()
            self.assertTrue(line, said)
            said += line
        with urllib.request.urlopen(re.search(r"http\S+/oauth/authorize\?\S+", said)[0], timeout=10) as page:
            page.read()
        out, err = process.communicate(timeout=60)
        watchdog.cancel()
        self.assertEqual(process.returncode, 0, err)
        self.assertIn(b"Signed in to Strava as Kira V (227615).", err)

    def test_who_says_no_is_not_signed_in(self):
        self.web("/mood", "POST", {"refuses": True})
        code, said = self.sign_in()
        self.assertEqual(code, 5, said)
        self.assertIn(NOTHING, said)
        self.assertFalse(self.status()["signed_in"])

    def test_an_answer_to_another_question_is_refused(self):
        code, said = self.sign_in(lambda location: re.sub(r"state=[^&]*", "state=other", location))
        self.assertEqual(code, 5, said)
        self.assertIn("the answer of the browser belongs to another sign-in", said)

    def test_a_wrong_secret_is_told_in_words(self):
        self.tracekit.configure(strava=self.service(client_secret="wrong-secret-99"))
        code, said = self.sign_in()
        self.assertEqual(code, 1, said)
        self.assertIn("Strava refused to complete the sign-in: 400", said)
        self.assertNotIn("wrong-secret-99", said)

    def test_an_unticked_box_is_named_when_it_matters(self):
        ride = self.a_ride()
        self.web("/mood", "POST", {"unticked": ["activity:write"]})
        self.a_log_of(ride, notes="The better name")
        self.signed_in()
        self.tracekit.must("pull")
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, out + err)
        self.assertIn("Strava was told not to let tracekit change activities (activity:write)", out + err)
        self.assertEqual(self.name_of(ride), ride["name"])

    def test_private_activities_that_may_not_be_seen_are_said_to_be_missing(self):
        self.web(f"/activities/{self.a_ride()['id']}", "PUT", {"private": True})
        self.web("/mood", "POST", {"unticked": ["activity:read_all"]})
        self.signed_in()
        report = self.tracekit.pulled("strava")
        self.assertEqual(report["added"], len(self.activities()) - 1)
        self.assertIn("Strava was told not to show private activities", report["warnings"][0])

    def test_without_any_activities_a_new_sign_in_is_asked_for(self):
        self.web("/mood", "POST", {"unticked": ["activity:read_all", "activity:read"]})
        self.signed_in()
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5, err)
        self.assertIn("Strava was told not to show activities: sign in again and leave the boxes ticked", err)

    def test_tokens_are_renewed_when_they_end_and_the_new_ones_are_kept(self):
        self.signed_in()
        for _ in range(3):
            self.web("/hours", "POST", {})
            calls = self.calls_of(lambda: self.tracekit.must("pull"))
            self.assertEqual(calls[TOKEN], 1)
        self.assertEqual(self.calls_of(lambda: self.tracekit.must("pull")).get(TOKEN), None)

    def test_a_failing_renewal_does_not_ask_for_a_sign_in(self):
        self.signed_in()
        self.web("/hours", "POST", {})
        self.server.fault("status", "/oauth/token", count=-1, status=503, headers={"Retry-After": "0"})
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Strava has trouble: it answered 503", err)
        self.server.no_faults()
        self.tracekit.must("pull")

    def test_revoking_ends_it_there_and_here(self):
        self.signed_in()
        self.tracekit.must("pull")
        self.assertEqual(self.calls_of(lambda: self.tracekit.must("auth", "strava", "--revoke")), {"POST /oauth/revoke": 1})
        self.assertFalse(self.status()["signed_in"])
        self.assertEqual(self.tracekit.records(), [], "its terms want everything erased")
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("tracekit: strava: nobody has signed in to Strava yet\n  run `tracekit auth strava`", err)

    def test_without_an_application_it_says_what_to_set(self):
        self.tracekit.configure(strava=self.service(client_id=""))
        code, _, err = self.tracekit.run("auth", "strava", "--manual")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.strava.client_id is not set", err)

    def test_no_secret_appears_anywhere(self):
        self.tracekit.configure(strava={key: value for key, value in self.service().items() if key != "client_secret"})
        secret = {"STRAVA_CLIENT_SECRET": SECRET}
        process_environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: process_environment(secret | (extra or {}))
        _, seen = self.sign_in()
        for command in (["pull"], ["status"], ["auth", "--status"], ["configure", "--show"], ["--json", "configure", "--show"],
                        ["export"], ["history"], ["calendar"]):
            for env in ({}, {"TRACEKIT_DEBUG": "true"}):
                _, out, err = self.tracekit.run(*command, env=env)
                seen += out + err
        self.web("/hours", "POST", {})
        self.server.fault("status", "/oauth/token", count=-1, status=400)
        seen += "".join(map(str, self.tracekit.run("--json", "pull", "--force")))
        for hidden in (SECRET, "strava-access-", "strava-refresh-"):
            self.assertNotIn(hidden, seen)
            for path in self.tracekit.root.rglob("*"):
                if path.is_file():
                    self.assertNotIn(hidden.encode(), path.read_bytes(), path)


class Pulling(StravaTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.signed_in()

    def test_everything_is_listed_once_and_not_stored_again(self):
        there = len(self.activities())
        first = self.tracekit.pulled("strava")
        self.assertEqual((first["added"], first["failures"]), (there, []))
        again = self.tracekit.pulled("strava")
        self.assertEqual((again["sources_seen"], again["sources_read"], again["added"], again["updated"]), (there, 0, 0, 0))

    def test_four_hundred_activities_are_three_pages_and_one_look_at_the_gear(self):
        self.use(SandboxServer("strava", "--count", 400))
        self.with_service()
        self.signed_in()
        calls = self.calls_of(lambda: self.assertEqual(self.tracekit.pulled("strava")["added"], 400))
        self.assertEqual(calls, {LIST: 3, ATHLETE: 1})
        self.assertEqual(self.calls_of(lambda: self.tracekit.must("pull", "--force")), {LIST: 3, ATHLETE: 1})

    def test_a_month_is_two_calls_and_only_its_days(self):
        self.tracekit.must("pull")
        there = len(self.in_month())
        other = self.another()
        other.config.write_text(self.tracekit.config.read_text().replace(str(self.tracekit.database), str(other.database)))
        self.tracekit = other
        self.signed_in()
        calls = self.calls_of(lambda: self.assertEqual(other.pulled("strava", "--date", MONTH)["added"], there))
        self.assertEqual(calls[LIST], 2, "one page, and an empty one that says that it was all")
        self.assertEqual({record["start_local"][:7] for record in other.records()}, {MONTH})

    def test_retired_gear_is_looked_up_by_its_id_once(self):
        calls = self.calls_of(lambda: self.tracekit.must("pull"))
        self.assertEqual((calls[ATHLETE], calls.get(GEAR, 0)), (1, 1))
        names = {record["equipment"] for record in self.tracekit.records()}
        self.assertLessEqual({"SL7 Tarmac", "Endorphin Pro"}, names)

    def test_records_tell_what_strava_tells(self):
        self.tracekit.must("pull")
        ride = self.a_ride()
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record["name"], record["type"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], ride["sport_type"], "cycling", ride["distance"], ride["moving_time"], ride["elapsed_time"]))
        started = datetime.datetime.fromisoformat(ride["start_date"].replace("Z", "+00:00"))
        self.assertEqual((record["start"], record["start_local"]), (int(started.timestamp()), ride["start_date_local"].rstrip("Z")))
        self.assertEqual((record["tz"], record["utc_offset_s"], record["source"]), ("Europe/Zurich", 7200, "garmin"))

    def test_a_hidden_start_leaves_the_day(self):
        ride = self.a_ride()
        hidden = ride["start_date_local"][:10] + "T00:00:01Z"
        self.web(f"/activities/{ride['id']}", "PUT", {"start_date": hidden, "start_date_local": hidden})
        self.tracekit.must("pull")
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record.get("start"), record["start_local"]), (None, hidden[:10]))

    def test_what_is_deleted_there_is_gone_and_what_moved_is_not(self):
        self.tracekit.must("pull")
        gone, moved = self.in_month()[0], self.in_month()[1]
        self.web(f"/activities/{gone['id']}", "DELETE")
        self.web(f"/activities/{moved['id']}", "PUT",
                 {"start_date": "2025-05-02T08:00:00Z", "start_date_local": "2025-05-02T10:00:00Z"})
        report = self.tracekit.pulled("strava", "--date", MONTH)
        self.assertEqual((report["deleted"], report["updated"]), (1, 1))
        self.assertNotIn(str(gone["id"]), self.tracekit.must("export"), "its terms want it erased")
        self.assertEqual(self.tracekit.pulled("strava")["deleted"], 0)

    def test_a_list_that_lacks_much_of_what_is_there_erases_nothing(self):
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.server.fault("empty_list", path="/api/v3/athlete/activities", count=-1)
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Strava lists fewer activities than it has", err)
        self.server.no_faults()
        self.assertEqual(len(self.tracekit.records()), there)

    def test_applause_is_no_change(self):
        self.tracekit.must("pull")
        self.web(f"/activities/{self.a_ride()['id']}", "PUT", {"kudos_count": 99})
        self.assertEqual(self.tracekit.pulled("strava")["sources_read"], 0)

    def test_a_used_up_limit_ends_the_pull_and_tells_when(self):
        self.web("/limits", "POST", {"reads": 1})
        code, out, err = self.tracekit.run("--json", "pull")
        self.assertEqual(code, 4, err)
        self.assertRegex(err, r"it can be asked again from \d{4}-\d\d-\d\dT\d\d:(00|15|30|45):00Z on")
        self.web("/limits", "POST", {"reads": 100000})

    def test_a_used_up_limit_is_not_asked_again_and_again(self):
        self.web("/limits", "POST", {"reads": 0})
        calls = self.calls_of(lambda: self.assertEqual(self.tracekit.run("pull")[0], 4))
        self.assertEqual(calls, {LIST: 1})


class Writing(StravaTest):
    def test_a_rename_and_its_undo(self):
        ride = self.with_better_name()
        code, _, err = self.sync("name")
        self.assertEqual((code, self.name_of(ride)), (0, "The better name"), err)
        self.assertEqual(self.tracekit.pulled("strava")["added"], 0)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.name_of(ride), ride["name"])
        self.assertEqual(self.server.calls()[PUT], 2)

    def test_an_edit_there_since_the_plan_is_left_alone(self):
        ride = self.with_better_name()
        self.web(f"/activities/{ride['id']}", "PUT", {"name": "Edited there"})
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, err)
        self.assertIn("it was edited there in the meantime", out + err)
        self.assertEqual(self.name_of(ride), "Edited there")

    def test_gear_is_set_by_its_name_also_a_retired_one(self):
        for name, gear_id in (("Checkpoint", "b11802045"), ("Endorphin Pro", "g20771453")):
            with self.subTest(name=name):
                ride = self.a_ride(gear_id="b11802044")
                self.a_log_of(ride, equipment=name)
                self.signed_in()
                self.tracekit.must("pull")
                code, out, err = self.sync("equipment")
                self.assertEqual((code, self.now(ride)["gear_id"]), (0, gear_id), out + err)
                self.tracekit.must("undo", "--yes")
                self.assertEqual(self.now(ride)["gear_id"], "b11802044")

    def test_gear_that_strava_lacks_is_named(self):
        ride = self.a_ride(gear_id="b11802044")
        self.a_log_of(ride, equipment="Wooden Bike")
        self.signed_in()
        self.tracekit.must("pull")
        code, out, err = self.sync("equipment")
        self.assertEqual(code, 3, out + err)
        self.assertIn('Strava has no gear named "Wooden Bike"', out + err)
        self.assertEqual(self.now(ride)["gear_id"], "b11802044")

    def test_nothing_of_strava_goes_to_others(self):
        ride = self.a_ride(gear_id="b11802044")
        self.a_log_of(ride, notes="", equipment="")
        self.signed_in()
        self.tracekit.must("pull")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run")
        self.assertEqual([change for change in plan["changes"] if change["provider"] != "strava"
                          and change["kind"] in ("rename", "set_equipment", "download")], [])


# What goes wrong, how often, and what a pull makes of it: exit code, sentence. None: it copes.
PULL_FAULTS = [
    ({"kind": "status", "status": 503}, None),
    ({"kind": "status", "status": 502, "count": -1, "headers": {"Retry-After": "0"}}, (1, "Strava has trouble: it answered 502")),
    ({"kind": "status", "status": 500, "count": 2, "headers": {"Retry-After": "0"}}, None),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (4, "Strava takes no more requests for now: its limit is used up")),
    ({"kind": "status", "status": 403}, (1, "Strava refused to list activities: 403")),
    ({"kind": "status", "status": 404}, (1, "Strava refused to list activities: 404")),
    ({"kind": "slow", "seconds": 0.5}, None),
    ({"kind": "cut_off"}, None),
    ({"kind": "lost_answer"}, None),
    ({"kind": "malformed"}, (1, "Strava answered with something that is not JSON when asked to list activities")),
    ({"kind": "expired_token"}, None),
    ({"kind": "expired_token", "count": 2}, (5, "Strava does not accept the sign-in any more")),
]

# The same for a rename: exit code, sentence (None: it copes), and how many writes the server saw.
RENAME_FAULTS = [
    ({"kind": "status", "status": 503}, (3, "Strava has trouble: it answered 503"), 1),
    ({"kind": "status", "status": 500}, (3, "Strava has trouble: it answered 500"), 1),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "0"}}, None, 2),
    ({"kind": "status", "status": 429, "headers": {"Retry-After": "3600"}}, (3, "Strava takes no more requests for now"), 1),
    ({"kind": "status", "status": 422}, (3, "refused to change activity"), 1),
    ({"kind": "slow", "seconds": 0.5}, None, 1),
    ({"kind": "cut_off"}, None, 1),
    ({"kind": "lost_answer"}, None, 1),
    ({"kind": "malformed"}, None, 1),
    ({"kind": "expired_token"}, None, 2),
]


class Misbehaving(StravaTest):
    def test_a_pull_copes_or_says_what_was_wrong_and_loses_nothing(self):
        self.with_service()
        self.signed_in()
        there = len(self.activities())
        for fault, expected in PULL_FAULTS:
            with self.subTest(fault=fault):
                self.server.fault(path="/api/v3/athlete/activities", **fault)
                code, out, err = self.tracekit.run("pull")
                self.assertEqual(code, expected[0] if expected else 0, out + err)
                self.assertIn(expected[1] if expected else "", err)
                self.assert_no_internal_words(out + err)
                self.server.no_faults()
                self.tracekit.must("pull")
                self.assertEqual(len(self.tracekit.records()), there)

    def test_a_page_that_fails_deletes_nothing(self):
        self.use(SandboxServer("strava", "--count", 450))
        self.with_service()
        self.signed_in()
        self.tracekit.must("pull")
        self.server.fault("slow", "/api/v3/athlete/activities", count=1, seconds=0)
        self.server.fault("status", "/api/v3/athlete/activities", count=-1, status=403)
        self.assertEqual(self.tracekit.run("pull")[0], 1)
        self.server.no_faults()
        report = self.tracekit.pulled("strava")
        self.assertEqual((report["added"], report["deleted"]), (0, 0))

    def test_a_rename_is_written_once_or_not_at_all_and_said_so(self):
        ride = self.with_better_name()
        for fault, expected, writes in RENAME_FAULTS:
            with self.subTest(fault=fault):
                before = self.server.calls().get(PUT, 0)
                self.server.fault(path="/api/v3/activities/", method="PUT", **fault)
                code, out, err = self.sync("name")
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


if __name__ == "__main__":
    main()

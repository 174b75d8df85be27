# SPDX-License-Identifier: MIT
"""Strava against the sandbox's server: signing in with a browser, pulling in few calls, writing, and everything that goes wrong."""

import datetime
import re
import urllib.parse
import urllib.request

from sandbox_server import free_port
from services import MONTH, BrowserSignIn, ServiceTest, Strava, where_the_browser_ends
from support import main

LIST = "GET /api/v3/athlete/activities"
ATHLETE = "GET /api/v3/athlete"
GEAR = "GET /api/v3/gear/{id}"
TOKEN = "POST /oauth/token"


class StravaTest(ServiceTest):
    service_class = Strava

    def in_month(self):
        return [one for one in self.service.activities() if one["start_date_local"].startswith(MONTH)]

    def ride(self, **wanted):
        """A ride of the month, alone on its day, as Strava tells it."""
        alone = [ride.id for ride in self.service.rides()]
        return next(one for one in self.in_month() if str(one["id"]) in alone and all(one.get(key) == value for key, value in wanted.items()))

    def with_log_of(self, ride, **more):
        self.with_log(Strava.as_ride(ride).log_row(**more))
        self.sign_in()
        self.tracekit.must("pull")

    def gear_of(self, ride):
        return self.service.ride(str(ride["id"])).gear

    def calls(self, work):
        return self.calls_of(work)[1]


class SigningIn(StravaTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def test_the_address_that_the_browser_ended_at_signs_in(self):
        self.assertFalse(self.sign_in_status()["signed_in"])
        (code, said), calls = self.calls_of(lambda: self.service.sign_in(self.tracekit))
        self.assertEqual(code, 0, said)
        self.assertIn("Signed in to Strava as Kira V (227615).", said)
        self.assertEqual(calls, {"GET /oauth/authorize": 1, TOKEN: 1, ATHLETE: 1})
        self.assertEqual((self.sign_in_status()["method"], self.sign_in_status()["signed_in"]), ("OAuth", True))
        self.tracekit.must("pull")

    def test_it_asks_for_what_it_needs(self):
        dialog = BrowserSignIn(self.tracekit, "strava", "--manual")
        dialog.end(where_the_browser_ends(dialog.address))
        self.assertGreater(len(dialog.asked.pop("state")), 20)
        self.assertEqual(dialog.asked, {"response_type": "code", "client_id": "24523", "redirect_uri": "http://127.0.0.1:8723/callback",
                                        "scope": "read,profile:read_all,activity:read_all,activity:write"})

    def test_the_code_alone_is_enough(self):
        code, said = self.service.sign_in(self.tracekit, lambda address: re.search("code=([^&]+)", where_the_browser_ends(address))[1])
        self.assertEqual(code, 0, said)
        self.tracekit.must("pull")

    def test_the_browser_comes_back_by_itself(self):
        self.tracekit.configure(strava=self.service.settings(callback_port=free_port()))
        dialog = BrowserSignIn(self.tracekit, "strava")
        with urllib.request.urlopen(dialog.address, timeout=10) as page:
            page.read()
        code, said = dialog.end()
        self.assertEqual(code, 0, said)
        self.assertIn("Signed in to Strava as Kira V (227615).", said)

    def test_who_says_no_is_not_signed_in(self):
        self.service.web("/mood", "POST", {"refuses": True})
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 5, said)
        self.assertIn("the sign-in was refused: access_denied", said)
        self.assertFalse(self.sign_in_status()["signed_in"])

    def test_an_answer_to_another_question_is_refused(self):
        code, said = self.service.sign_in(self.tracekit, lambda address: re.sub("state=[^&]*", "state=other", where_the_browser_ends(address)))
        self.assertEqual(code, 5, said)
        self.assertIn("the answer of the browser belongs to another sign-in", said)

    def test_a_wrong_secret_is_told_in_words(self):
        self.service.environment = {"STRAVA_CLIENT_SECRET": "wrong-secret-99"}
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 1, said)
        self.assertIn("Strava refused to complete the sign-in: 400", said)
        self.assertNotIn("wrong-secret-99", said)

    def test_an_unticked_box_is_named_when_it_matters(self):
        ride = self.ride()
        self.service.web("/mood", "POST", {"unticked": ["activity:write"]})
        self.with_log_of(ride, notes="The better name")
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, out + err)
        self.assertIn("Strava was told not to let tracekit change activities (activity:write)", out + err)
        self.assertEqual(self.service.ride(str(ride["id"])).name, ride["name"])

    def test_private_activities_that_may_not_be_seen_are_said_to_be_missing(self):
        self.service.web(f"/activities/{self.ride()['id']}", "PUT", {"private": True})
        self.service.web("/mood", "POST", {"unticked": ["activity:read_all"]})
        self.sign_in()
        report = self.tracekit.pulled("strava")
        self.assertEqual(report["added"], len(self.service.activities()) - 1)
        self.assertIn("Strava was told not to show private activities", report["warnings"][0])

    def test_without_any_activities_a_new_sign_in_is_asked_for(self):
        self.service.web("/mood", "POST", {"unticked": ["activity:read_all", "activity:read"]})
        self.sign_in()
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5, err)
        self.assertIn("Strava was told not to show activities: sign in again and leave the boxes ticked", err)

    def test_tokens_are_renewed_when_they_end_and_the_new_ones_are_kept(self):
        self.sign_in()
        for _ in range(3):
            self.service.web("/hours", "POST", {})
            calls = self.calls(lambda: self.tracekit.must("pull"))
            self.assertEqual(calls[TOKEN], 1)
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull")).get(TOKEN), None)

    def test_a_token_that_is_turned_away_is_renewed_once(self):
        self.sign_in()
        self.server.fault("expired_token", self.service.list_path)
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull"))[TOKEN], 1)

    def test_a_failing_renewal_does_not_ask_for_a_sign_in(self):
        self.sign_in()
        self.service.web("/hours", "POST", {})
        self.server.fault("status", "/oauth/token", count=-1, status=503, headers={"Retry-After": "0"})
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Strava has trouble: it answered 503", err)
        self.server.no_faults()
        self.tracekit.must("pull")

    def test_revoking_ends_it_there_and_here(self):
        self.sign_in()
        self.tracekit.must("pull")
        self.assertEqual(self.calls(lambda: self.tracekit.must("auth", "strava", "--revoke")), {"POST /oauth/revoke": 1})
        self.assertFalse(self.sign_in_status()["signed_in"])
        self.assertEqual(self.tracekit.records(), [], "its terms want everything erased")
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("tracekit: strava: nobody has signed in to Strava yet\n  run `tracekit auth strava`", err)

    def test_revoking_ends_it_here_even_where_strava_cannot_be_reached(self):
        ride = self.with_better_name()
        self.assertEqual(self.sync("name")[0], 0)
        self.server.stop()
        code, _, err = self.tracekit.run("auth", "strava", "--revoke")
        self.assertEqual(code, 3, err)
        self.assertIn("Forgot the sign-in to Strava, and its records.", err)
        self.assertIn("Strava could not be told: 127.0.0.1: the connection was refused", err)
        self.assertFalse(self.sign_in_status()["signed_in"])
        self.assertNotIn(ride.name, self.tracekit.must("export") + self.tracekit.must("--json", "history"), "its terms want it erased")

    def test_another_account_is_not_taken_for_the_one_whose_records_are_stored(self):
        self.sign_in()
        self.tracekit.must("pull")
        there = self.tracekit.records()
        self.server.fault("body", "/api/v3/athlete", body='{"id": 4711, "firstname": "Other", "lastname": "Person"}')
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 1, said)
        self.assertIn("this is the account 4711 of Strava, and what is stored is from 227615; nothing was saved", said)
        self.assertEqual(self.tracekit.records(), there)

    def test_without_an_application_it_says_what_to_set(self):
        self.tracekit.configure(strava=self.service.settings(client_id=""))
        code, _, err = self.tracekit.run("auth", "strava", "--manual")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.strava.client_id is not set", err)


class Pulling(StravaTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.sign_in()

    def test_everything_is_listed_once_and_not_stored_again(self):
        there = len(self.service.activities())
        first = self.tracekit.pulled("strava")
        self.assertEqual((first["added"], first["failures"]), (there, []))
        again = self.tracekit.pulled("strava")
        self.assertEqual((again["sources_seen"], again["sources_read"], again["added"], again["updated"]), (there, 0, 0, 0))

    def test_four_hundred_activities_are_four_lists_and_one_look_at_the_gear(self):
        self.use(Strava("--count", 400))
        self.with_service()
        self.sign_in()
        calls = self.calls(lambda: self.assertEqual(self.tracekit.pulled("strava")["added"], 400))
        self.assertEqual(calls, {LIST: 4, ATHLETE: 1}, "two full ones, two activities, and an empty one that says that it was all")
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull", "--force")), {LIST: 4, ATHLETE: 1})

    def test_a_month_is_two_calls_and_only_its_days(self):
        self.tracekit.must("pull")
        there = len(self.in_month())
        other = self.another()
        other.config.write_text(self.tracekit.config.read_text().replace(str(self.tracekit.database), str(other.database)))
        self.tracekit = other
        self.sign_in()
        calls = self.calls(lambda: self.assertEqual(other.pulled("strava", "--date", MONTH)["added"], there))
        self.assertEqual(calls[LIST], 2, "one page, and an empty one that says that it was all")
        self.assertEqual({record["start_local"][:7] for record in other.records()}, {MONTH})

    def test_retired_gear_is_looked_up_by_its_id_once(self):
        calls = self.calls(lambda: self.tracekit.must("pull"))
        self.assertEqual((calls[ATHLETE], calls.get(GEAR, 0)), (1, 1))
        names = {record["equipment"] for record in self.tracekit.records()}
        self.assertLessEqual({"SL7 Tarmac", "Endorphin Pro"}, names)

    def test_records_tell_what_strava_tells(self):
        self.tracekit.must("pull")
        ride = self.ride()
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record["name"], record["type"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], ride["sport_type"], "cycling", ride["distance"], ride["moving_time"], ride["elapsed_time"]))
        started = datetime.datetime.fromisoformat(ride["start_date"].replace("Z", "+00:00"))
        self.assertEqual((record["start"], record["start_local"]), (int(started.timestamp()), ride["start_date_local"].rstrip("Z")))
        self.assertEqual((record["tz"], record["utc_offset_s"], record["source"]), ("Europe/Zurich", 7200, "garmin"))

    def put_archive(self, ride, description):
        """An archive of the account with this ride: of what it tells, lists of activities have no description and no calories, and of this ride no ascent."""
        path = self.tracekit.work / "activities.csv"
        started = datetime.datetime.fromisoformat(ride["start_date"].replace("Z", "+00:00"))
        path.write_text("Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Activity Gear,Elapsed Time,Distance,Elevation Gain,Calories,Commute,Filename\n"
                        f'{ride["id"]},"{started:%b %d, %Y, %I:%M:%S %p}",Archived name,Ride,{description},Old bike,1,1.5,321,1234,true,\n')
        return path

    def imported(self, ride, description):
        return self.tracekit.json("import", self.put_archive(ride, description))["tables"]["strava"]

    def record_of(self, ride):
        return next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))

    def assert_filled(self, ride, **more):
        """All that the service tells is its word; the rest is the archive's."""
        expected = {"origin": "api", "name": ride["name"], "distance_m": ride["distance"], "elapsed_s": ride["elapsed_time"], "gear_id": ride["gear_id"],
                    "description": "easy", "calories_kcal": 1234, "ascent_m": 321, "detail": {"from_archive": ["ascent_m", "calories_kcal", "description"]}} | more
        record = self.record_of(ride)
        self.assertEqual({key: record.get(key) for key in expected}, expected)
        self.assertFalse(record.get("commute"))

    def test_what_only_the_archive_told_stays_when_strava_is_pulled(self):
        ride = self.ride()
        self.assertEqual(self.imported(ride, "easy")["added"], 1)
        self.tracekit.must("pull", "--date", MONTH)
        self.assert_filled(ride)
        self.tracekit.must("pull", "--date", MONTH, "--force")
        self.assert_filled(ride)
        self.service.rename(ride["id"], "Another name")
        self.tracekit.must("pull", "--date", MONTH)
        self.assert_filled(ride, name="Another name")

    def test_an_archive_fills_what_strava_left_open_and_a_change_of_ours_does_not_empty_it(self):
        ride = self.ride()
        self.with_log(Strava.as_ride(ride).log_row(notes="Better name"))
        self.tracekit.must("pull")
        self.assertEqual(self.imported(ride, "easy")["updated"], 1)
        self.assert_filled(ride)
        self.assertEqual(self.imported(ride, "easy")["kept"], 1)
        self.assertEqual(self.imported(ride, "hard")["updated"], 1)
        self.assert_filled(ride, description="hard")
        self.assertEqual(self.sync("name")[0], 0)
        self.assertEqual(self.service.ride(str(ride["id"])).name, "Better name")
        self.assert_filled(ride, name="Better name", description="hard")

    def test_a_hidden_start_leaves_the_day(self):
        ride = self.ride()
        hidden = ride["start_date_local"][:10] + "T00:00:01Z"
        self.service.web(f"/activities/{ride['id']}", "PUT", {"start_date": hidden, "start_date_local": hidden})
        self.tracekit.must("pull")
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record.get("start"), record["start_local"]), (None, hidden[:10]))

    def test_what_is_deleted_there_is_gone_and_what_moved_is_not(self):
        self.tracekit.must("pull")
        gone, moved = self.in_month()[0], self.in_month()[1]
        self.service.web(f"/activities/{gone['id']}", "DELETE")
        self.service.web(f"/activities/{moved['id']}", "PUT",
                 {"start_date": "2025-05-02T08:00:00Z", "start_date_local": "2025-05-02T10:00:00Z"})
        report = self.tracekit.pulled("strava", "--date", MONTH)
        self.assertEqual((report["deleted"], report["updated"]), (1, 1))
        self.assertNotIn(str(gone["id"]), self.tracekit.must("export"), "its terms want it erased")
        self.assertEqual(self.tracekit.pulled("strava")["deleted"], 0)

    def test_a_list_that_lacks_much_of_what_is_there_erases_nothing(self):
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.server.fault("body", path="/api/v3/athlete/activities", body="[]", count=-1)
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Strava lists fewer activities than it has", err)
        self.server.no_faults()
        self.assertEqual(len(self.tracekit.records()), there)

    def test_a_page_that_fails_deletes_nothing(self):
        self.use(Strava("--count", 450))
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        self.server.fault("slow", "/api/v3/athlete/activities", count=1, seconds=0)
        self.server.fault("status", "/api/v3/athlete/activities", count=-1, status=403)
        self.assertEqual(self.tracekit.run("pull")[0], 1)
        self.server.no_faults()
        report = self.tracekit.pulled("strava")
        self.assertEqual((report["added"], report["deleted"]), (0, 0))

    def test_applause_is_no_change(self):
        self.tracekit.must("pull")
        self.service.web(f"/activities/{self.ride()['id']}", "PUT", {"kudos_count": 99})
        self.assertEqual(self.tracekit.pulled("strava")["sources_read"], 0)

    def test_a_used_up_limit_ends_the_pull_and_tells_when(self):
        self.service.web("/limits", "POST", {"reads": 1})
        code, out, err = self.tracekit.run("--json", "pull")
        self.assertEqual(code, 4, err)
        self.assertRegex(err, r"it can be asked again from .*\d\d:(00|15|30|45) on")
        self.service.web("/limits", "POST", {"reads": 100000})

    def test_a_used_up_limit_is_not_asked_again_and_again(self):
        self.service.web("/limits", "POST", {"reads": 0})
        calls = self.calls(lambda: self.assertEqual(self.tracekit.run("pull")[0], 4))
        self.assertEqual(calls, {LIST: 1})


class Writing(StravaTest):
    def test_gear_is_set_by_its_name_also_a_retired_one(self):
        for name, gear_id in (("Checkpoint", "b11802045"), ("Endorphin Pro", "g20771453")):
            with self.subTest(name=name):
                ride = self.ride(gear_id="b11802044")
                self.with_log_of(ride, equipment=name)
                code, out, err = self.sync("equipment")
                self.assertEqual((code, self.gear_of(ride)), (0, gear_id), out + err)
                self.tracekit.must("undo", "--yes")
                self.assertEqual(self.gear_of(ride), "b11802044")

    def test_gear_that_strava_lacks_is_named(self):
        ride = self.ride(gear_id="b11802044")
        self.with_log_of(ride, equipment="Wooden Bike")
        code, out, err = self.sync("equipment")
        self.assertEqual(code, 3, out + err)
        self.assertIn('Strava has no gear named "Wooden Bike"', out + err)
        self.assertEqual(self.gear_of(ride), "b11802044")

    def test_nothing_of_strava_goes_to_others(self):
        ride = self.ride(gear_id="b11802044")
        self.with_log_of(ride, notes="", equipment="")
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run")
        self.assertEqual([change for change in plan["changes"] if change["provider"] != "strava"
                          and change["kind"] in ("rename", "set_equipment", "download")], [])


if __name__ == "__main__":
    main()

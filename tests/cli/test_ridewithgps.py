# SPDX-License-Identifier: MIT
"""Ride with GPS against the sandbox's server: signing in by OAuth, pulling by the change feed, writing, and what goes wrong."""

import re
import urllib.request

from sandbox_server import free_port
from services import HALF_AN_ANSWER, MONTH, BrowserSignIn, RideWithGps, ServiceTest, where_the_browser_ends
from support import main

SYNC = "GET /api/v1/sync.json"
LIST = "GET /users/{user}/trips.json"
USER = "GET /users/current.json"
TRIP = "GET /trips/{trip}"


class RideWithGpsTest(ServiceTest):
    service_class = RideWithGps


class SigningIn(RideWithGpsTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def test_the_address_and_the_code_are_as_documented(self):
        dialog = BrowserSignIn(self.tracekit, "ridewithgps", "--manual")
        code, said = dialog.end(where_the_browser_ends(dialog.address))
        self.assertEqual(code, 0, said)
        self.assertIn("Signed in to Ride with GPS as Kira V (4410231).", said)
        self.assertTrue(self.sign_in_status()["signed_in"])
        self.assertGreater(len(dialog.asked.pop("state")), 20)
        self.assertEqual(dialog.asked, {"response_type": "code", "client_id": "sandbox-client",
                                        "redirect_uri": "http://127.0.0.1:8723/callback"})

    def test_the_code_alone_will_do(self):
        code, said = self.service.sign_in(self.tracekit, lambda address: re.search("code=([^&]+)", where_the_browser_ends(address))[1])
        self.assertEqual(code, 0, said)

    def test_the_browser_comes_back_by_itself(self):
        port = free_port()
        self.tracekit.configure(ridewithgps=self.service.settings(callback_port=port))
        dialog = BrowserSignIn(self.tracekit, "ridewithgps")
        self.assertEqual(dialog.asked["redirect_uri"], f"http://127.0.0.1:{port}/callback")
        with urllib.request.urlopen(where_the_browser_ends(dialog.address), timeout=10) as page:
            self.assertEqual(page.status, 200)
        code, said = dialog.end()
        self.assertEqual(code, 0, said)
        self.assertTrue(self.sign_in_status()["signed_in"])

    def assert_refused_sign_in(self, paste, code, sentence):
        got, said = self.service.sign_in(self.tracekit, paste)
        self.assertEqual(got, code, said)
        self.assertIn(sentence, said)
        self.assertFalse(self.sign_in_status()["signed_in"])

    def test_an_answer_to_another_sign_in_is_refused(self):
        self.assert_refused_sign_in(lambda address: re.sub("state=[^&]+", "state=other", where_the_browser_ends(address)),
                                    5, "the answer of the browser belongs to another sign-in")

    def test_a_wrong_code_is_refused(self):
        self.assert_refused_sign_in(lambda address: "wrong-code", 1, "Ride with GPS refused to complete the sign-in: 400")

    def test_a_person_who_says_no_is_not_signed_in(self):
        self.assert_refused_sign_in(lambda address: re.sub("code=[^&]+", "error=access_denied", where_the_browser_ends(address)),
                                    5, "the sign-in was refused: access_denied")

    def test_without_a_client_id_it_says_what_to_do(self):
        self.tracekit.configure(ridewithgps={})
        code, _, err = self.tracekit.run("auth", "ridewithgps")
        self.assertEqual(code, 2, err)
        self.assertIn("providers.ridewithgps.client_id is not set", err)

    def test_taking_it_back_ends_the_token_there_too(self):
        self.sign_in()
        _, calls = self.calls_of(lambda: self.tracekit.must("auth", "ridewithgps", "--revoke"))
        self.assertEqual(calls, {"POST /oauth/revoke.json": 1})
        self.assertFalse(self.sign_in_status()["signed_in"])
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5)
        self.assertIn("nobody has signed in to Ride with GPS yet\n  run `tracekit auth ridewithgps`", err)

    def test_a_sign_in_that_is_not_known_there_any_more_is_forgotten_here(self):
        self.sign_in()
        self.server.fault("status", path="/oauth/revoke.json", status=401)
        self.tracekit.must("auth", "ridewithgps", "--revoke")
        self.assertFalse(self.sign_in_status()["signed_in"])


class Pulling(RideWithGpsTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.sign_in()

    def pulled(self, *args):
        return self.calls_of(lambda: self.tracekit.pulled("ridewithgps", *args))

    def test_everything_is_listed_once_and_then_only_what_changed(self):
        there = self.service.trips()
        first, calls = self.pulled()
        self.assertEqual((first["added"], first["failures"]), (len(there), []))
        self.assertEqual(calls, {SYNC: 1, LIST: 1, USER: 1})
        again, calls = self.pulled()
        self.assertEqual((again["sources_read"], again["added"], again["updated"]), (0, 0, 0))
        self.assertEqual(calls, {SYNC: 1, USER: 1})

    def test_records_tell_what_the_service_tells(self):
        self.tracekit.must("pull")
        ride = self.service.remote(f"/trips/{self.service.rides()[0].id}.json")["trip"]
        record = next(one for one in self.tracekit.records() if one["id"] == str(ride["id"]))
        self.assertEqual((record["name"], record["sport"], record["distance_m"], record["moving_s"], record["elapsed_s"]),
                         (ride["name"], "cycling", ride["distance"], ride["moving_time"], ride["duration"]))
        self.assertEqual((record["tz"], record["utc_offset_s"], record["source"]), ("Europe/Zurich", 7200, "garmin_connect"))
        self.assertAlmostEqual(record["avg_speed_mps"] * 3.6, ride["avg_speed"])
        self.assertTrue(record["equipment"])

    def test_one_edit_is_one_trip_and_many_are_one_list(self):
        self.tracekit.must("pull")
        rides = self.service.rides()
        self.service.rename(rides[0].id, "Edited there")
        report, calls = self.pulled()
        self.assertEqual((report["updated"], calls), (1, {SYNC: 1, TRIP: 1, USER: 1}))
        for ride in rides[:5]:
            self.service.rename(ride.id, "Edited again")
        report, calls = self.pulled()
        self.assertEqual((report["updated"], calls), (5, {SYNC: 1, LIST: 1, USER: 1}))
        self.assertEqual([one["name"] for one in self.tracekit.records()].count("Edited again"), 5)

    def test_what_is_deleted_there_is_marked_gone(self):
        self.tracekit.must("pull")
        self.service.remote(f"/api/v1/trips/{self.service.rides()[0].id}.json", "DELETE")
        report, calls = self.pulled()
        self.assertEqual((report["deleted"], calls), (1, {SYNC: 1, USER: 1}))
        self.assertEqual(self.pulled()[0]["deleted"], 0)

    def test_a_complete_list_that_lacks_a_trip_looks_it_up(self):
        self.tracekit.must("pull")
        self.service.remote(f"/api/v1/trips/{self.service.rides()[0].id}.json", "DELETE")
        report, calls = self.pulled("--force")
        self.assertEqual((report["deleted"], calls), (1, {SYNC: 1, LIST: 1, USER: 1, TRIP: 1}))

    def test_a_month_that_was_reset_comes_back(self):
        there = len(self.service.trips())
        self.tracekit.must("pull")
        self.tracekit.must("reset", "--date", MONTH, "--force")
        self.assertLess(len(self.tracekit.records()), there)
        report, calls = self.pulled()
        self.assertEqual((len(self.tracekit.records()), calls), (there, {SYNC: 1, LIST: 1, USER: 1}))

    def test_a_history_of_400_trips_costs_five_calls(self):
        self.use(RideWithGps("--count", 400))
        self.with_service()
        self.sign_in()
        report, calls = self.pulled()
        self.assertEqual((report["added"], calls), (400, {SYNC: 1, LIST: 3, USER: 1}))
        report, calls = self.pulled()
        self.assertEqual((report["added"], calls), (0, {SYNC: 1, USER: 1}))

    def test_what_a_failed_pull_did_not_read_comes_with_the_next(self):
        self.tracekit.must("pull")
        self.service.rename(self.service.rides()[0].id, "Edited there")
        self.server.fault("status", path="/trips/", status=403)
        self.assertEqual(self.tracekit.run("pull")[0], 1)
        self.assertEqual(self.tracekit.pulled("ridewithgps")["updated"], 1)

    def test_a_change_feed_that_fails_loses_nothing(self):
        self.tracekit.must("pull")
        there = self.tracekit.records()
        for fault, code in (({"kind": "status", "status": 403}, 1), (HALF_AN_ANSWER, 1), ({"kind": "nulls"}, 0),
                            ({"kind": "cut_off"}, 0), ({"kind": "status", "status": 503}, 0)):
            with self.subTest(fault=fault):
                self.server.fault(path="/api/v1/sync.json", **fault)
                got, out, err = self.tracekit.run("pull")
                self.assertEqual(got, code, out + err)
                self.server.no_faults()
                self.tracekit.must("pull")
                self.assertEqual(self.tracekit.records(), there)


class Writing(RideWithGpsTest):
    def test_equipment_that_is_not_there_is_named(self):
        ride = self.service.rides()[0]
        self.with_log(ride.log_row(equipment="Wooden Bike"))
        self.sign_in()
        self.tracekit.must("pull")
        code, out, err = self.sync("equipment")
        self.assertEqual(code, 3, out + err)
        self.assertIn('Ride with GPS has no equipment "Wooden Bike"; create it there first', out + err)
        self.assertEqual((self.service.ride(ride.id).gear, self.service.writes()), (ride.gear, 0))

    def test_files_are_stored_in_the_folder(self):
        self.with_service(file={})
        self.sign_in()
        self.tracekit.must("pull")
        code, out, err = self.tracekit.run("sync-month", MONTH, "--yes", "--really-all", "--only", "download", timeout=300)
        self.assertEqual(code, 0, out + err)
        stored = list(self.tracekit.activities.rglob("*.tcx"))
        self.assertEqual(len(stored), len([one for one in self.service.trips() if one["departed_at"].startswith(MONTH)]))


if __name__ == "__main__":
    main()

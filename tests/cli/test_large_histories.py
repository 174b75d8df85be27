# SPDX-License-Identifier: MIT
"""Five thousand activities at each service: in the fewest calls, and in the memory of one thousand."""

import json
import os
import subprocess

from services import Garmin, IntervalsIcu, RideWithGps, ServiceTest, Strava, for_every_service
from support import gpx, main

# How many calls list 5,000 activities, and how many come besides: who is asking, the gear, the change feed. docs/providers has
# the reasons.
LISTS = {
    Garmin: ("GET /activitylist-service/activities/search/activities", 6, 11),  # pages of 1000, and an empty one; which gear, by piece of gear
    IntervalsIcu: ("GET /api/v1/athlete/{athlete}/activities", 13, 2),  # pages of 400 that share a day
    Strava: ("GET /api/v3/athlete/activities", 27, 2),  # pages of 200 that share a day, and an empty one that says that it was all
    RideWithGps: ("GET /users/{user}/trips.json", 26, 2),  # pages of 200 that share three, and the number of all
}


class LargeHistory:
    def pull(self, count):
        """(calls by route, peak memory in KiB)"""
        self.use(self.service_class("--count", count))
        self.tracekit = self.another()
        self.with_environment()
        self.with_service()
        self.sign_in()
        _, calls = self.calls_of(lambda: self.peak_memory(self.tracekit.start("pull", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
        self.assertEqual(len(self.tracekit.must("export").splitlines()), count)
        return calls, self.memory

    def peak_memory(self, process):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.memory = usage.ru_maxrss

    def test_it_comes_in_the_fewest_calls_and_in_flat_memory(self):
        _, small = self.pull(1000)
        calls, large = self.pull(5000)
        route, lists, others = LISTS[self.service_class]
        self.assertEqual(calls[route], lists, calls)
        self.assertLessEqual(sum(calls.values()) - lists, others, calls)
        self.assertLess(large, 1.25 * small, "KiB, for five times the activities; what grows is the cache of the database, up to 2 MB")
        _, again = self.calls_of(lambda: self.tracekit.must("pull"))
        self.assertLessEqual(again[route] if route in again else 0, lists)


for_every_service(globals(), LargeHistory)


class RideWithGpsUploads(ServiceTest):
    """It knows no copies, so that its trips are looked through, newest first, as far as is needed."""
    service_class = RideWithGps

    def setUp(self):
        super().setUp()
        self.use(RideWithGps("--count", 1000))
        self.with_service()
        self.sign_in()

    def lists_to_upload(self, start):
        """How many lists were asked for until the file had its trip."""
        ride = self.tracekit.root / "ride.gpx"
        ride.write_text(gpx(start, points=60))
        made, calls = self.calls_of(lambda: self.tracekit.json("upload", str(ride), "--to", "ridewithgps")["made"]["id"])
        self.assertEqual(self.service.ride(made).day, start[:10])
        return calls["GET /users/{user}/trips.json"], calls.get("POST /trips.json", 0)

    def trips_from(self, offset):
        return self.service.remote(f"/users/4410231/trips.json?offset={offset}&limit=200")["results"]

    def test_a_workout_of_today_takes_one_list(self):
        newest = self.trips_from(0)[0]["departed_at"]
        after = f"{int(newest[:4]) + 1}{newest[4:10]}T07:15:00Z"
        self.assertEqual(self.lists_to_upload(after), (1, 1))

    def test_what_is_there_is_found_on_the_last_page(self):
        self.assertEqual(self.lists_to_upload(self.trips_from(800)[-1]["departed_at"]), (6, 0))

    def test_a_list_that_does_not_keep_to_the_order_is_read_to_its_end(self):
        held = [one["departed_at"] for page in range(5) for one in self.trips_from(200 * page)]
        self.assertEqual(held, sorted(held, reverse=True))
        self.server.fault("body", "/users/4410231/trips.json", method="GET",
                          body=json.dumps({"results": list(reversed(self.trips_from(0))), "results_count": 1000}))
        newest = f"{int(held[0][:4]) + 1}{held[0][4:10]}T07:15:00Z"
        self.assertEqual(self.lists_to_upload(newest), (6, 1))


class RideWithGpsOnATerminal(ServiceTest):
    service_class = RideWithGps

    def test_a_long_pull_tells_how_fast_it_is_and_when_it_will_end(self):
        self.use(RideWithGps("--count", 1000))
        self.with_service()
        self.sign_in()
        self.server.fault("slow", self.service.list_path, count=1, seconds=0)  # what is counted begins with its answer
        self.server.fault("slow", self.service.list_path, count=1, seconds=2)
        code, text = self.tracekit.run_on_terminal("pull")
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"\r\x1b\[K█+░+ \d+/1000 trips of Ride with GPS · \d+/s · about \d+ s left")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Five thousand activities at each service: in the fewest calls, and in the memory of one thousand."""

import os
import subprocess

from services import Garmin, IntervalsIcu, RideWithGps, Strava, for_every_service
from support import main

# How many calls list 5,000 activities, and how many come besides: who is asking, the gear, the change feed. docs/providers has
# the reasons.
LISTS = {
    Garmin: ("GET /activitylist-service/activities/search/activities", 6, 11),  # pages of 1000, and an empty one; which gear, by piece of gear
    IntervalsIcu: ("GET /api/v1/athlete/{athlete}/activities", 13, 2),  # pages of 400 that share a day
    Strava: ("GET /api/v3/athlete/activities", 26, 2),  # pages of 200, and an empty one that says that it was all
    RideWithGps: ("GET /users/{user}/trips.json", 25, 2),  # pages of 200, and the number of all
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

if __name__ == "__main__":
    main()

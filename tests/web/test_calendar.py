# SPDX-License-Identifier: MIT
"""The calendar's months: states, days, devices, and how the last pulls went."""

import time

from support import gpx, main
from web_server import WebTest, on_both_engines


class Calendar:
    def setUp(self):
        super().setUp()
        self.tracekit.activities.mkdir(parents=True)
        self.write = self.token("write")

    def with_rides(self, *starts):
        for number, start in enumerate(starts):
            (self.tracekit.activities / f"{number}.gpx").write_text(gpx(start))
        self.tracekit.must("pull")
        return self.serve("--no-worker")

    def calendar(self, server, query):
        answer = server.get("/api/calendar" + query, token=self.write)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def test_a_month_tells_its_days_and_how_the_last_pull_went(self):
        server = self.with_rides("2025-08-03T07:15:00Z", "2025-08-03T17:15:00Z", "2025-08-31T07:15:00Z")
        month = self.calendar(server, "/2025-08")["months"]["2025-08"]
        self.assertEqual((month["state"], month["days_in_month"], month["activities"], month["problem"]), ("in_sync", 31, 3, None))
        self.assertEqual(month["providers"]["file"]["days"], [3, 31])
        self.assertRegex(month["pulled_at"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(month["pulled_at"], month["providers"]["file"]["pulled_at"])

    def test_the_oldest_month_tells_where_to_stop(self):
        server = self.serve("--no-worker")
        self.assertIsNone(self.calendar(server, "")["oldest"])
        server = self.with_rides("2024-02-29T07:15:00Z", "2025-08-03T07:15:00Z")
        for query in ("", "/2025-08", "?from=2024-01&to=2024-03"):
            self.assertEqual(self.calendar(server, query)["oldest"], "2024-02")
        months = self.calendar(server, "?from=2024-01&to=2024-03")["months"]
        self.assertEqual({month: (one["state"], one["days_in_month"]) for month, one in months.items()},
                         {"2024-01": ("not_pulled", 31), "2024-02": ("in_sync", 29), "2024-03": ("empty", 31)})

    def test_a_month_whose_pull_waits_is_being_pulled(self):
        server = self.with_rides("2025-08-03T07:15:00Z")
        self.assertEqual(server.post("/api/sync/2025-08", token=self.write).status, 202)
        months = self.calendar(server, "?from=2025-07&to=2025-08")["months"]
        self.assertEqual([months[month]["state"] for month in ("2025-07", "2025-08")], ["not_pulled", "pulling"])
        server = self.serve()
        if self.engine == "postgres":
            self.tracekit.must("worker", "--once")
        deadline = time.monotonic() + 20
        while self.calendar(server, "/2025-08")["months"]["2025-08"]["state"] == "pulling" and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.calendar(server, "/2025-08")["months"]["2025-08"]["state"], "in_sync")

    def test_a_month_is_pulled_from_the_providers_that_are_named(self):
        server = self.with_rides("2025-08-03T07:15:00Z")
        answer = server.post("/api/sync/2025-08", {"providers": ["file"]}, token=self.write)
        self.assertEqual(answer.status, 202, answer.body)
        job = server.get(f"/api/jobs/{answer.json['job']}", token=self.write).json
        self.assertEqual(job["arguments"], {"months": ["2025-08"], "providers": ["file"]})
        for body, part in (({"providers": ["nobody"]}, "nobody"), ({"providers": "file"}, "providers"), ([], "not a JSON object")):
            self.assert_refused_with(server.post("/api/sync/2025-08", body, token=self.write), 400, "usage", part)

    def test_a_failed_pull_says_why(self):
        server = self.with_rides("2025-08-03T07:15:00Z")
        self.tracekit.configure(self.database_of_now(), file={}, spreadsheet={"path": "missing.xlsx"})
        self.tracekit.run("pull")
        month = self.calendar(server, "/2025-08")["months"]["2025-08"]
        self.assertEqual(month["state"], "failed")
        self.assertIn("missing.xlsx", month["problem"])
        self.assertEqual(month["problem"], month["providers"]["spreadsheet"]["problem"])
        self.assertEqual(month["providers"]["file"]["coverage"], "complete")


on_both_engines(globals(), Calendar)

if __name__ == "__main__":
    main()

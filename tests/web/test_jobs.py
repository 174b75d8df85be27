# SPDX-License-Identifier: MIT
"""Work that is asked for over the web: it is added, shown, called off, and done by the server itself on SQLite."""

from support import gpx, main, wait_until
from web_server import WebTest


class Jobs:
    def setUp(self):
        super().setUp()
        self.write = self.token("write")

    def add(self, server, kind, **arguments):
        return server.post("/api/jobs", {"kind": kind, "arguments": arguments}, self.write)

    def test_a_job_is_added_once_and_shown(self):
        server = self.serve(*self.no_worker)
        made = self.add(server, "pull", months=["2025-08"])
        self.assertEqual((made.status, made.json["is_new"]), (202, True))
        self.assertEqual(made.headers["location"], f"/api/jobs/{made.json['job']}")
        again = self.add(server, "pull", months=["2025-08"])
        self.assertEqual((again.json["job"], again.json["is_new"]), (made.json["job"], False))
        job = server.get(made.headers["location"], self.write).json
        self.assertEqual((job["kind"], job["state"], job["arguments"]), ("pull", "ready", {"months": ["2025-08"]}))
        self.assertEqual([one["id"] for one in server.get("/api/jobs", self.write).json["jobs"]], [made.json["job"]])

    def test_jobs_are_filtered(self):
        server = self.serve(*self.no_worker)
        first, second = (self.add(server, kind).json["job"] for kind in ("pull", "recompute"))
        def listed(query):
            return [one["id"] for one in server.get("/api/jobs?" + query, self.write).json["jobs"]]
        self.assertEqual(listed(""), [second, first])
        self.assertEqual(listed("kind=pull"), [first])
        self.assertEqual(listed("state=ready&limit=1"), [second])
        self.assertEqual(listed(f"before={second}"), [first])
        self.assertEqual(listed("state=dead"), [])
        for query in ("state=lost", "limit=0", "limit=201", "limit=x", "before=0", "sort=id"):
            self.assertEqual(server.get("/api/jobs?" + query, self.write).status, 400, query)

    def test_a_job_is_called_off_and_taken_up_again(self):
        server = self.serve(*self.no_worker)
        number = self.add(server, "pull").json["job"]
        self.assert_refused_with(server.post(f"/api/jobs/{number}/retry", token=self.write), 409, "conflict", "neither dead nor cancelled")
        self.assertEqual(server.post(f"/api/jobs/{number}/cancel", token=self.write).json["state"], "cancelled")
        self.assert_refused_with(server.post(f"/api/jobs/{number}/cancel", token=self.write), 409, "conflict", "has ended")
        self.assertEqual(server.post(f"/api/jobs/{number}/retry", token=self.write).json["state"], "ready")
        for path in (f"/api/jobs/{number + 1}", "/api/jobs/0", "/api/jobs/01", "/api/jobs/x", "/api/jobs/99999999999999999999"):
            self.assertEqual(server.get(path, self.write).status, 404, path)

    def test_that_everything_is_to_be_forgotten_has_to_be_said(self):
        server, admin = self.serve(*self.no_worker), self.token("admin")
        def reset(**arguments):
            return server.post("/api/jobs", {"kind": "reset", "arguments": arguments}, admin)
        for arguments in ({}, {"everything": False}, {"provider": None}):
            self.assert_refused_with(reset(**arguments), 400, "usage", "everything must be true when neither provider nor month is named")
        self.assert_refused_with(reset(everything=True, month="2025-08"), 400, "usage", "everything does not go with provider and month")
        self.assertEqual(reset(everything=True).status, 202)

    def test_what_is_wrong_is_said_before_anything_is_added(self):
        server = self.serve(*self.no_worker)
        for kind, arguments, part in (("nothing", {}, "nothing"), ("pull", {"months": ["2025-13"]}, "2025-13"), ("pull", {"moon": 1}, "moon"),
                                      ("pull-provider", {}, "provider"),
                                      ("pull", {"from": "2025-08-02", "to": "2025-08-01"}, "later than"), ("pull", {"months": []}, "months names no month"),
                                      ("pull-provider", {"provider": "file", "from": "2025-08-02", "to": "2025-08-01"}, "later than"),
                                      ("pull", {"months": ["2025-08"], "recent": True}, "goes neither"), ("pull", {"months": ["2025-08"], "from": "2025-08-01"}, "goes neither"),
                                      ("pull", {"recent": True, "to": "2025-08-01"}, "does not go with from and to"),
                                      ("import-file", {"path": "/etc/passwd"}, "cannot be added here"),
                                      ("hook", {}, "cannot be added here"), ("check-sign-in", {"provider": "strava"}, "cannot be added here")):
            self.assert_refused_with(self.add(server, kind, **arguments), 400, "usage", part)
        self.assertEqual(self.add(server, "reset", month="2025-08").status, 403)
        for body, status in (("{", 400), ("[]", 400), ("null", 400), ("{}", 400), ('{"kind": 7}', 400), ('{"kind": "pull", "arguments": 7}', 400), ("[" * 100000, 400)):
            answer = server.post("/api/jobs", body, self.write, headers={"Content-Type": "application/json"})
            self.assertEqual(answer.status, status, body[:40])
        for kind in ("text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"):
            self.assertEqual(server.post("/api/jobs", '{"kind": "pull"}', self.write, headers={"Content-Type": kind}).status, 415, kind)
        self.assertEqual(server.get("/api/jobs", self.write).json["jobs"], [])

    def test_a_month_is_pulled_and_changes_are_applied_by_jobs(self):
        server = self.serve(*self.no_worker)
        pull = server.get(server.post("/api/sync/2025-08", token=self.write).headers["location"], self.write).json
        self.assertEqual((pull["kind"], pull["arguments"]), ("pull", {"months": ["2025-08"]}))
        made = server.post("/api/month-sync/apply", {"month": "2025-08", "changes": ["abc"]}, self.write)
        apply = server.get(made.headers["location"], self.write).json
        self.assertEqual((apply["kind"], apply["arguments"]), ("apply-changes", {"month": "2025-08", "changes": ["abc"]}))
        for body in ({}, {"month": "2025-13", "changes": ["a"]}, {"month": "2025-08"}, {"month": "2025-08", "changes": "a"}, {"month": "2025-08", "changes": []},
                     {"month": "2025-08", "changes": [7]}):
            self.assertEqual(server.post("/api/month-sync/apply", body, self.write).status, 400, body)
        for month in ("2025-8", "2025-13", "0000-01"):
            self.assert_refused_with(server.post(f"/api/sync/{month}", token=self.write), 400, "usage", f'"{month}" is not a month')

    def test_nobody_sees_the_jobs_of_another(self):
        server = self.serve(*self.no_worker)
        number = self.add(server, "pull").json["job"]
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "bert", "--scope", "write").strip()
        self.assertEqual(server.get("/api/jobs", other).json["jobs"], [])
        for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
            self.assertEqual(server.ask(method, f"/api/jobs/{number}{path}", token=other).status, 404)
        self.assertEqual(server.get(f"/api/jobs/{number}", self.write).json["state"], "ready")

    def test_notifications_are_listed_and_read(self):
        server = self.serve(*self.no_worker)
        self.change_database("INSERT INTO {}notifications (user_id, level, topic, message, times, created_at, updated_at) VALUES (1, 'error', '', 'look', 1, 5, 5)")
        self.change_database("INSERT INTO {}notifications (user_id, level, topic, message, times, created_at, updated_at) VALUES (1, 'info', 't', 'hear', 2, 6, 6)")
        newest, older = server.get("/api/notifications", self.write).json["notifications"]
        self.assertEqual((newest["message"], newest["level"], newest["read_at"]), ("hear", "info", None))
        self.assertEqual(server.post(f"/api/notifications/{older['id']}/read", token=self.write).status, 200)
        self.assertEqual(server.post("/api/notifications/999/read", token=self.write).status, 404)
        self.assertEqual(server.post("/api/notifications/read", token=self.write).json, {"read": 1})
        self.assertNotIn(None, [one["read_at"] for one in server.get("/api/notifications", self.write).json["notifications"]])


class JobsSqlite(Jobs, WebTest):
    no_worker = ("--no-worker",)


class JobsPostgres(Jobs, WebTest):
    engine = "postgres"
    no_worker = ()


class Worker(WebTest):
    def test_on_sqlite_the_server_does_the_work_itself(self):
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        server, write = self.serve(), self.token("write")
        server.post("/api/sync/2025-08", token=write)
        wait_until(lambda: server.get("/api/calendar/2025-08", write).json["months"]["2025-08"]["activities"] == 1)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    main()

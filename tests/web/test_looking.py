# SPDX-License-Identifier: MIT
"""Routes that only look: they answer what the command line prints, and change nothing."""

import re
from urllib.parse import quote

from support import gpx, main
from web_server import WebTest, on_both_engines

BAD_MONTHS = ("2025-13", "2025-8", "0000-01", "2025-00", "2025", "25-08", "2025-08-01", "2025-08 ", "august", "2025_08", "-2025-08")


class Looking:
    def setUp(self):
        super().setUp()
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        (self.tracekit.activities / "two.gpx").write_text(gpx("2025-09-03T07:15:00Z"))
        self.tracekit.must("pull")
        self.read = self.token("read")
        self.server = self.serve("--no-worker")

    def looked(self, path):
        answer = self.server.get(path, token=self.read)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def rows(self):
        """Everything that is stored, but when the token was used and how big the database is."""
        tables = [row.split("|")[0] for row in self.change_database(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'tracekit' ORDER BY 1" if self.engine == "postgres" else
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {table: sorted(self.change_database(f"SELECT * FROM {{}}{table}")) for table in tables if table != "api_tokens"}

    def test_status_is_what_the_command_line_prints(self):
        def lasting(status):
            return status | {"database": status["database"] | {"bytes": 0}}
        self.assertEqual(lasting(self.looked("/api/status")), lasting(self.tracekit.json("status")))

    def test_the_calendar_has_the_command_lines_months_under_their_names(self):
        printed = self.tracekit.json("calendar", "--from", "2025-07", "--to", "2025-09")
        calendar = self.looked("/api/calendar?from=2025-07&to=2025-09")
        self.assertEqual(calendar["providers"], printed["providers"])
        self.assertEqual(calendar["months"], {month["month"]: month for month in printed["months"]})
        self.assertEqual({month: one["activities"] for month, one in calendar["months"].items()}, {"2025-07": 0, "2025-08": 1, "2025-09": 1})
        self.assertEqual(self.looked("/api/calendar/2025-08")["months"], {"2025-08": calendar["months"]["2025-08"]})

    def test_the_calendar_shows_at_most_twelve_months_both_ends_counted(self):
        self.assertEqual(len(self.looked("/api/calendar?from=2025-01&to=2025-12")["months"]), 12)
        self.assertEqual(len(self.looked("/api/calendar")["months"]), 12)
        self.assertEqual(sorted(self.looked("/api/calendar?from=2025-01")["months"])[-1], "2025-12")
        self.assertEqual(sorted(self.looked("/api/calendar?to=2025-12")["months"])[0], "2025-01")
        for query, part in (("from=2025-01&to=2026-01", "more than 12 months"), ("from=2025-02&to=2025-01", "later than"),
                            ("from=0001-01&to=9999-12", "more than 12 months"), ("since=2025-01", 'knows no "since"')):
            self.assert_refused_with(self.server.get("/api/calendar?" + query, token=self.read), 400, "usage", part)

    def test_bad_months_are_400_with_the_sentence(self):
        for month in BAD_MONTHS:
            for path in (f"/api/calendar/{quote(month)}", f"/api/month-changes/{quote(month)}", f"/api/calendar?from={quote(month)}", f"/api/calendar?to={quote(month)}"):
                answer = self.server.get(path, token=self.read)
                self.assert_refused_with(answer, 400, "usage", f'"{month}" is not a month')
                self.assertIn("2025-08", answer.error["hint"])

    def test_a_months_plan_is_what_the_command_line_prints_and_looking_writes_nothing(self):
        printed = self.tracekit.json("sync-month", "2025-08", "--dry-run", "--no-pull")
        before = self.rows()
        plan = self.looked("/api/month-changes/2025-08")
        self.assertEqual(plan, printed | {"stale": False})
        self.assertEqual(len(plan["rows"]), 1)
        self.assertEqual(self.rows(), before)

    def test_no_get_writes_anything(self):
        """But for what it says itself, when a token was used: no month, no notification, no schema, nothing that is pulled."""
        activity = self.looked("/api/activities")["activities"][0]["id"]
        record = self.looked(f"/api/activities/{activity}")["records"][0]["id"]
        admin = self.token("admin")
        before = self.rows()
        values = {"month": "2025-10", "provider": "file", "id": str(activity)}
        asked = 0
        for path, methods in self.server.get("/api/openapi.json").json["paths"].items():
            if "get" not in methods or path == "/api/events":
                continue
            path = "/api/records/file/" + record + "/original" if path.startswith("/api/records/") else re.sub(r"\{(\w+)\}", lambda name: values[name[1]], path)
            query = {"/api/file/download": "?name=one.gpx"}.get(path, "?format=gpx" if path.endswith("/export") else "")
            answer = self.server.get(path + query, token=admin)
            self.assertLess(answer.status, 500, path)
            asked += answer.status == 200
        self.server.get("/api/month-changes/2025-13", token=admin)
        self.assertGreater(asked, 25)
        self.assertEqual(self.rows(), before)

    def test_a_month_that_waits_to_be_matched_again_says_so_and_still_waits(self):
        self.change_database("UPDATE {}month_summaries SET dirty = 1")
        before = self.rows()
        self.assertTrue(self.looked("/api/month-changes/2025-08")["stale"])
        self.assertEqual(self.rows(), before)

    def test_a_plan_is_made_again_once_somebody_changed_something(self):
        first = self.looked("/api/month-changes/2025-08")
        self.assertEqual(self.looked("/api/month-changes/2025-08"), first)
        self.change_database("UPDATE {}records SET name = 'Elsewhere'")
        cell, = self.looked("/api/month-changes/2025-08")["rows"][0]["cells"].values()
        self.assertEqual(cell["name"], "Elsewhere")
        self.assertNotEqual(first["rows"][0]["cells"]["file"]["name"], "Elsewhere")

    def test_changed_settings_are_seen_by_a_server_that_runs(self):
        self.assertEqual(self.looked("/api/calendar/2025-08")["providers"], ["file"])
        self.tracekit.with_log([], file={}, document=self.database_of_now())
        self.tracekit.must("status")
        self.assertEqual(sorted(self.looked("/api/calendar/2025-08")["providers"]), ["file", "spreadsheet"])


class Metrics(WebTest):
    SAMPLE = re.compile(r'([a-z_:][a-z0-9_:]*)(\{[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*\})? (\S+)')

    def families(self, text, open_metrics):
        """Reads metrics strictly: {family: (type, {name and labels: value})}."""
        lines = text.split("\n")
        self.assertEqual(lines.pop(), "")
        if open_metrics:
            self.assertEqual(lines.pop(), "# EOF")
        families, family = {}, None
        for line in lines:
            if line.startswith("# HELP "):
                family = line.split(" ")[2]
                self.assertNotIn(family, families)
                families[family] = [None, {}]
            elif line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                self.assertEqual((name, families[family][0]), (family, None))
                families[family][0] = kind
            elif line.startswith("# UNIT "):
                _, _, name, unit = line.split(" ")
                self.assertTrue(open_metrics and name == family and name.endswith("_" + unit), line)
            else:
                match = self.SAMPLE.fullmatch(line)
                self.assertIsNotNone(match, line)
                kind, samples = families[family]
                suffixes = ("_bucket", "_count", "_sum") if kind == "histogram" else \
                    ({"counter": "_total", "info": "_info"}.get(kind, ""),) if open_metrics else ("",)
                self.assertIn(match[1], [family + suffix for suffix in suffixes])
                self.assertNotIn(match[1] + (match[2] or ""), samples)
                samples[match[1] + (match[2] or "")] = float(match[3])
        return families

    def test_metrics_tell_of_requests_jobs_records_and_the_database(self):
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull")
        server = self.serve()
        server.get("/health")
        server.get("/api/calendar/2025-08?id=17")
        server.get("/somewhere/else")
        for accept, kind, is_open in (("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8", True),
                                      ("text/plain", "text/plain; version=0.0.4; charset=utf-8", False), ("*/*", "text/plain; version=0.0.4; charset=utf-8", False)):
            answer = server.get("/metrics", headers={"Accept": accept})
            self.assertEqual((answer.status, answer.headers["content-type"]), (200, kind))
            text = answer.body.decode()
            samples = {name: value for _, of_family in self.families(text, is_open).values() for name, value in of_family.items()}
            self.assertEqual(samples['tracekit_http_requests_total{route="/health",method="GET",code="200"}'], 1)
            self.assertEqual(samples['tracekit_http_requests_total{route="/api/calendar/{month}",method="GET",code="401"}'], 1)
            self.assertEqual(samples['tracekit_http_requests_total{route="none",method="GET",code="404"}'], 1)
            self.assertEqual(samples['tracekit_http_request_duration_seconds_bucket{route="/health",method="GET",le="+Inf"}'], 1)
            self.assertEqual(samples['tracekit_records{provider="file"}'], 1)
            self.assertEqual((samples["tracekit_users"], samples["tracekit_jobs_due"]), (1, 0))
            self.assertGreater(samples["tracekit_database_size_bytes"], 10000)
            self.assertTrue(any(name.startswith("tracekit_build_info{") for name in samples))
            for private in ("id=17", "2025-08", "somewhere", str(self.tracekit.root), "one.gpx", "@"):
                self.assertNotIn(private, text)


on_both_engines(globals(), Looking)

if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Every answer of which the OpenAPI document tells, asked for once and as it tells: no field that it does not name, none missing that it promises."""

import json
import types

import json_documents
from browser import Browser
from front_end import FrontEnd
from openapi import OpenApi
from services import Garmin
from strava_subscriptions import strava_subscriptions
from support import gpx, main
from web_server import on_both_engines

MORNING = 1754205300  # 2025-08-03 07:15 UTC
DAY = 86400


def record(provider, number, start, **more):
    return {"provider": provider, "id": f"{provider}{number}", "start": start, "tz": "UTC", "name": f"Ride {number}", "sport": "cycling", "type": "cycling",
            "distance_m": 20000 + 3000 * number, "timer_s": 3600, "elapsed_s": 3600} | more


def history():
    """A doubtful match on one day, and a clock that is an hour off on eight others; a name and gear on which providers differ."""
    yield record("garmin", 0, MORNING - 20 * DAY, distance_m=30000)
    yield record("strava", 0, MORNING - 20 * DAY + 3600, distance_m=30000, timer_s=3900, elapsed_s=3900)
    for number in range(1, 9):
        yield record("garmin", number, MORNING + number * DAY, name=f"Loop {number}", equipment="Red bike")
        yield record("strava", number, MORNING + number * DAY)
        yield record("ridewithgps", number, MORNING + number * DAY + 3600, equipment="Tarmac SL7")


class Answers:
    def setUp(self):
        super().setUp()
        self.assertIsNotNone(json_documents.jsonschema, "there is no Python package jsonschema; `scripts/install-deps test` brings it")
        self.garmin = Garmin()
        self.addCleanup(self.garmin.server.stop)
        self.strava = self.enterContext(strava_subscriptions())
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment({"STRAVA_CLIENT_SECRET": "secret"} | (extra or {}))
        self.tracekit.configure(self.database_setting(), file={}, ridewithgps={}, garmin={"base_urls": self.garmin.base_urls()},
                                strava={"client_id": "24523", "base_urls": dict.fromkeys(("api", "oauth"), self.strava.url)})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-07-01T07:15:00Z"))
        self.tracekit.must("pull", "--provider", "file")
        records = self.tracekit.work / "records.jsonl"
        records.write_text("".join(json.dumps(one) + "\n" for one in history()))
        self.tracekit.must("load", records)
        self.server = self.serve("--no-worker")
        self.browser = Browser(self.server)
        self.browser.sign_up(claim=self.tracekit.must("web", "token").strip().split()[-1])
        self.openapi = OpenApi(self.server)
        self.seen = set()

    def see(self, method, path, body=None, headers=None):
        answer = self.browser.ask(method, path, body, headers)
        route = self.openapi.route(path)
        self.assertLess(answer.status, 300, f"{method} {path}: {answer.body}")
        self.assertEqual(self.openapi.faults(method, route, answer), [], f"{method} {path}: {answer.body[:500]}")
        self.seen.add((method, route, str(answer.status)))
        return answer.json

    def test_every_answer_is_as_the_document_says(self):
        self.looking()
        self.judging()
        self.working()
        self.settings()
        self.webhooks()
        self.people()
        self.assertEqual(self.openapi.told_answers() - self.seen, set())

    def test_an_answer_that_does_not_fit_is_noticed(self):
        def answer(status, document):
            return types.SimpleNamespace(status=status, json=document)
        faults = "\n".join(self.openapi.faults("GET", "/api/activities", answer(200, {"activities": [{"id": "1", "more": 1}]})))
        for part in ("'1' is not of type 'integer'", "'more' was unexpected", "'name' is a required property"):
            self.assertIn(part, faults)
        for method, path, status in self.openapi.told_answers():
            self.assertTrue(self.openapi.faults(method, path, answer(status, {"more": 1})), f"{method} {path}")

    def looking(self):
        for path in ("/health", "/ready", "/api/openapi.json", "/api/session", "/api/status", "/api/calendar?from=2025-07&to=2025-08", "/api/calendar/2025-08",
                     "/api/month-changes/2025-08", "/api/recent-activity", "/api/gear", "/api/said", "/api/history", "/api/database", "/api/provider-status", "/api/config"):
            self.see("GET", path)
        listed = self.see("GET", "/api/activities?limit=200")["activities"]
        with_samples, = (one["id"] for one in listed if one["providers"] == ["file"])
        several = next(one["id"] for one in listed if len(one["providers"]) > 1)
        for one in (with_samples, several):
            self.see("GET", f"/api/activities/{one}")
        self.assertTrue(self.see("GET", f"/api/activities/{with_samples}/streams?points=16")["time_s"])
        self.assertTrue(self.see("GET", f"/api/activities/{several}/why")["pairs"][0]["lines"])
        nobody = self.server.get("/api/session")
        self.assertEqual((self.openapi.faults("GET", "/api/session", nobody), nobody.json["state"]), ([], "login"))

    def judging(self):
        asked = self.see("GET", "/api/questions")
        question, offset = asked["questions"][0], asked["clock_offsets"][0]
        a, b = ({"provider": question[side]["provider"], "id": question[side]["id"]} for side in "ab")
        self.see("POST", "/api/questions/answer", {"a": a, "b": b, "verdict": "later"})
        self.see("POST", "/api/link", {"a": a, "b": b})
        self.see("POST", "/api/unlink", a)
        self.see("POST", "/api/ignore", a | {"ignored": True})
        change = self.see("GET", "/api/month-changes/2025-08")["changes"][0]["id"]
        self.see("POST", f"/api/changes/{change}/dismiss", {"month": "2025-08"})
        self.change_database("INSERT INTO {}dismissed_changes (user_id, change_id, dismissed_at, change_json) VALUES (1, '0123456789abcdef', 1, '')")
        self.assertEqual(len(self.see("GET", "/api/dismissed")["dismissed"]), 2)
        self.see("DELETE", f"/api/dismissed/{change}")
        alias = self.see("POST", "/api/gear/aliases", {"alias": "Red bike", "name": "Tarmac SL7"})
        self.see("DELETE", f"/api/gear/aliases/{alias['id']}")
        self.see("POST", "/api/clock-offsets/answer", {"id": offset["id"], "correct": True})

    def working(self):
        job = self.see("POST", "/api/jobs", {"kind": "pull", "arguments": {"months": ["2025-07"]}})["job"]
        self.see("POST", "/api/sync/2025-08", {"providers": ["file"]})
        self.see("POST", "/api/month-sync/apply", {"month": "2025-08", "changes": ["0123456789abcdef"]})
        self.see("POST", f"/api/jobs/{job}/cancel")
        self.see("POST", f"/api/jobs/{job}/retry")
        self.see("GET", f"/api/jobs/{job}")
        self.see("GET", "/api/jobs")
        form = "".join(f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{content}\r\n'
                       for name, content in (("a.gpx", gpx("2025-08-20T07:15:00Z")), ("b.gpx", gpx("2025-07-01T07:15:00Z")), ("c.txt", "no activity")))
        sent = self.see("POST", "/api/file/upload", (form + "--x--\r\n").encode(), {"Content-Type": "multipart/form-data; boundary=x"})
        self.assertTrue(sent["saved"] and sent["rejected"] and sent["note"])
        self.tracekit.must("jobs", "add", "notify", '{"message": "hello"}')
        self.tracekit.must("worker", "--once")
        notification = self.see("GET", "/api/notifications")["notifications"][0]["id"]
        self.see("POST", f"/api/notifications/{notification}/read")
        self.see("POST", "/api/notifications/read")

    def settings(self):
        self.see("PUT", "/api/config", {"web.tile_url": "https://tiles.example.org/{z}/{x}/{y}.png"})
        self.see("POST", "/api/providers/order", {"order": ["garmin", "file"]})
        self.garmin.web("/mood", "POST", {"asks_code": True})
        asked = self.see("POST", "/api/providers/garmin/sign-in", {"fields": {"email": Garmin.email, "password": Garmin.password}})
        self.assertTrue(self.see("POST", "/api/providers/garmin/sign-in/code", {"attempt": asked["attempt"], "code": "271828"})["done"])
        self.assertTrue(self.see("POST", "/api/providers/strava/sign-in", {})["go"])
        self.see("GET", "/api/config")
        self.see("POST", "/api/providers/garmin/sign-out")

    def webhooks(self):
        self.see("GET", "/api/webhooks")
        made = self.see("POST", "/api/webhooks/strava", {"address": f"http://127.0.0.1:{self.server.port}/webhooks/strava"})
        self.see("GET", f"/webhooks/strava?hub.mode=subscribe&hub.challenge=x&hub.verify_token={self.strava.forms[0]['verify_token']}")
        self.see("POST", "/webhooks/strava", {"object_type": "activity", "object_id": 1, "aspect_type": "create", "owner_id": 1,
                                              "subscription_id": int(made["subscription"]["id"]), "event_time": 1792413105, "updates": {}})
        self.see("GET", "/api/webhooks")
        self.see("DELETE", "/api/webhooks/strava")

    def people(self):
        for email in ("bert@example.org", "carl@example.org"):
            Browser(self.server).sign_up(email)
        *_, bert, carl = (one["id"] for one in self.see("GET", "/api/users")["users"])
        self.see("POST", f"/api/users/{bert}/approve")
        self.see("POST", f"/api/users/{bert}/block")
        self.see("DELETE", f"/api/users/{carl}")
        token = self.see("POST", "/api/tokens", {"name": "phone", "scope": "read"})
        session = self.server.get("/api/session", token=token["token"])
        self.assertEqual((self.openapi.faults("GET", "/api/session", session), session.json["state"]), ([], "in"))
        self.see("GET", "/api/tokens")
        self.see("DELETE", f"/api/tokens/{token['id']}")
        self.see("POST", "/api/password", {"old": "correct horse battery", "new": "another horse battery"})
        Browser(self.server).log_in(password="another horse battery")
        sessions = self.see("GET", "/api/sessions")["sessions"]
        self.see("DELETE", f"/api/sessions/{next(one['id'] for one in sessions if not one['own'])}")
        self.see("GET", "/api/audit")


on_both_engines(globals(), Answers, base=FrontEnd)

if __name__ == "__main__":
    main()

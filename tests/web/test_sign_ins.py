# SPDX-License-Identifier: MIT
"""Signing in to providers from a page: by the browser, with a key, with a password and a code, and out again."""

import json
import urllib.parse

from services import Garmin, IntervalsIcu, RideWithGps, Strava, where_the_browser_ends
from support import main
from web_server import WebTest, on_both_engines


class SigningIn:
    def at(self, service, **settings):
        """A server whose person has this provider of the sandbox."""
        self.service = service
        self.addCleanup(service.server.stop)
        self.tracekit.configure(self.database_setting(), **{service.id: {"base_urls": service.base_urls()} | settings})
        self.admin = self.token("admin")
        self.server = self.serve("--no-worker")

    def sign_in(self, fields=None, status=200, token=None):
        answer = self.server.post(f"/api/providers/{self.service.id}/sign-in", {} if fields is None else {"fields": fields}, token=token or self.admin)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json if status == 200 else answer.error

    def standing(self):
        return next(one for one in self.server.get("/api/config", token=self.admin).json["providers"] if one["id"] == self.service.id)

    def callback(self, address, token=None):
        there = urllib.parse.urlsplit(where_the_browser_ends(address))
        self.assertEqual((there.scheme, there.netloc, there.path), ("http", f"127.0.0.1:{self.server.port}", f"/auth/{self.service.id}/callback"))
        return self.server.get(f"{there.path}?{there.query}", token=token or self.admin)

    def secrets_are_sealed(self):
        stored = json.dumps([self.change_database(f"SELECT * FROM {{}}{table}") for table in ("settings", "audit")])
        for secret in self.service.secrets:
            self.assertNotIn(secret, stored)
            self.assertNotIn(secret, self.server.log())

    def test_by_the_browser_which_comes_back_here(self):
        for service in (Strava(), RideWithGps()):
            with self.subTest(service.id):
                self.at(service)
                self.assertFalse(self.standing()["signed_in"])
                go = self.sign_in(dict(service.options, client_secret="sandbox-secret"))["go"]
                self.assertTrue(go.startswith(service.server.url))
                back = self.callback(go)
                self.assertEqual((back.status, back.headers.get("location")), (303, f"/settings?signed_in={service.id}"), back.body)
                standing = self.standing()
                self.assertTrue(standing["signed_in"] and standing["account"] and all(field["set"] for field in standing["sign_in"]["fields"]))
                self.tracekit.must("pull")
                self.assertEqual(len([one for one in self.tracekit.records() if one["provider"] == service.id]), service.count())
                self.secrets_are_sealed()

    def test_an_answer_of_the_browser_is_good_once_and_for_who_asked(self):
        self.at(Strava())
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "other", "--scope", "admin").strip()
        go = self.sign_in(dict(Strava.options, client_secret="sandbox-secret"))["go"]
        self.assert_refused_with(self.callback(go, other), 409, "auth", "not begun here")
        self.assertFalse(self.standing()["signed_in"])
        self.assertEqual(self.callback(go).status, 303)
        self.assert_refused_with(self.callback(go), 409, "auth", "not begun here")
        for query in ("", "?state=", "?state=x&code=y", "?code=y"):
            self.assertEqual(self.server.get("/auth/strava/callback" + query, token=self.admin).status, 409)
        self.assertEqual(self.server.get("/auth/strava/callback?state=x").status, 401)

    def test_without_an_application_or_with_unknown_fields_nothing_begins(self):
        self.at(Strava())
        self.assertIn("client_id is not set", self.sign_in({}, 409)["message"])
        self.assertIn('no field "password"', self.sign_in({"password": "x"}, 400)["message"])
        self.assertEqual(self.server.post("/api/providers/nobody/sign-in", {}, token=self.admin).status, 404)
        self.assertEqual(self.server.post("/api/providers/file/sign-in", {}, token=self.admin).status, 400)
        self.assertEqual(self.server.post("/api/providers/strava/sign-in", {}, token=self.token("write")).status, 403)

    def test_with_a_key_and_out_again(self):
        self.at(IntervalsIcu())
        self.assertIn("does not accept this API key", self.sign_in({"api_key": "wrong"}, 409)["message"])
        self.assertFalse(self.standing()["signed_in"])
        self.assertIn("empty", self.sign_in({}, 400)["message"])
        self.assertTrue(self.sign_in({"api_key": IntervalsIcu.key})["done"])
        self.assertTrue(self.standing()["signed_in"])
        self.secrets_are_sealed()
        out = self.server.post("/api/providers/intervalsicu/sign-out", token=self.admin)
        self.assertEqual((out.status, out.json), (200, {"was_signed_in": True, "problem": ""}))
        self.assertFalse(self.standing()["signed_in"])
        self.assertFalse(self.server.post("/api/providers/intervalsicu/sign-out", token=self.admin).json["was_signed_in"])

    def test_with_a_password(self):
        self.at(Garmin())
        self.assertEqual(self.sign_in({"email": Garmin.email, "password": "wrong"}, 409)["kind"], "auth")
        self.assertEqual(self.sign_in({"email": Garmin.email}, 400)["kind"], "usage")
        answer = self.sign_in({"email": Garmin.email, "password": Garmin.password})
        self.assertTrue(answer["done"] and answer["account"])
        self.assertTrue(self.standing()["signed_in"])
        self.secrets_are_sealed()

    def test_with_a_password_and_a_code_that_comes_later(self):
        self.at(Garmin())
        self.service.web("/mood", "POST", {"asks_code": True})
        fields = {"email": Garmin.email, "password": Garmin.password}
        first = self.sign_in(fields)
        self.assertEqual(sorted(first), ["attempt", "how", "needs_code"])
        asked = self.sign_in(fields)  # the person begins again
        code = "/api/providers/garmin/sign-in/code"
        self.assert_refused_with(self.server.post(code, {"attempt": first["attempt"], "code": "271828"}, token=self.admin), 404, "not_found", "nobody waits")
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "other", "--scope", "admin").strip()
        self.assertEqual(self.server.post(code, {"attempt": asked["attempt"], "code": "271828"}, token=other).status, 404)
        done = self.server.post(code, {"attempt": asked["attempt"], "code": "271828"}, token=self.admin)
        self.assertEqual(done.status, 200, done.body)
        self.assertTrue(done.json["done"] and self.standing()["signed_in"])
        self.assertEqual(self.server.post(code, {"attempt": asked["attempt"], "code": "271828"}, token=self.admin).status, 404)

    def test_a_wrong_code_saves_nothing_and_a_server_that_ends_waits_for_none(self):
        self.at(Garmin())
        self.service.web("/mood", "POST", {"asks_code": True})
        fields = {"email": Garmin.email, "password": Garmin.password}
        asked = self.sign_in(fields)
        wrong = self.server.post("/api/providers/garmin/sign-in/code", {"attempt": asked["attempt"], "code": "1"}, token=self.admin)
        self.assertEqual(wrong.status, 409, wrong.body)
        self.assertFalse(self.standing()["signed_in"])
        self.sign_in(fields)
        self.assertEqual(self.server.stop(), 0)


on_both_engines(globals(), SigningIn)

if __name__ == "__main__":
    main()

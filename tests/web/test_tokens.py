# SPDX-License-Identifier: MIT
"""Tokens: who may do what, and that each acts for one person only."""

from support import gpx, main
from web_server import WebTest, on_both_engines

EVERY_ROUTE = (("GET", "/api/status"), ("GET", "/api/calendar"), ("GET", "/api/calendar/2025-08"), ("GET", "/api/month-changes/2025-08"), ("GET", "/api/tokens"),
               ("DELETE", "/api/tokens/1"), ("GET", "/api/jobs"), ("POST", "/api/jobs"), ("GET", "/api/jobs/1"), ("POST", "/api/jobs/1/cancel"),
               ("POST", "/api/jobs/1/retry"), ("POST", "/api/sync/2025-08"), ("POST", "/api/month-sync/apply"), ("GET", "/api/notifications"),
               ("POST", "/api/notifications/1/read"), ("POST", "/api/notifications/read"),
               ("GET", "/api/webhooks"), ("POST", "/api/webhooks/strava"), ("DELETE", "/api/webhooks/strava"))


class Making(WebTest):
    def test_a_token_is_shown_once_and_only_its_hash_is_kept(self):
        token = self.token()
        self.assertRegex(token, r"^tk_[A-Za-z0-9_-]{43}$")
        self.assertNotEqual(token, self.token())
        for path in self.tracekit.root.rglob("*"):
            if path.is_file():
                self.assertNotIn(token.encode(), path.read_bytes(), path)
        self.assertNotIn(token, self.tracekit.must("token", "list") + self.tracekit.must("--json", "token", "list"))

    def test_the_list_tells_what_each_may_and_until_when(self):
        self.token("read")
        self.tracekit.must("token", "add", "a script", "--scope", "admin,metrics", "--expires", "never")
        newest, older = self.tracekit.json("token", "list")
        self.assertEqual((newest["name"], newest["scopes"], newest["expires_at"], newest["state"], newest["last_used_at"]),
                         ("a script", ["metrics", "admin"], None, "good", None))
        self.assertEqual((older["scopes"], older["state"]), (["read"], "good"))
        self.assertRegex(older["expires_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_wrong_words_are_refused(self):
        self.assert_refused(2, 'there is no scope "root"', "token", "add", "x", "--scope", "root")
        self.assert_refused(2, "a token without a scope may do nothing", "token", "add", "x")
        self.assert_refused(2, "a token needs a name of at most 100 bytes", "token", "add", " ", "--scope", "read")
        for time in ("90", "d", "-1d", "0d", "1w", "1e9d"):
            self.assert_refused(2, f'"{time}" is no time for which a token could be good', "token", "add", "x", "--scope", "read", "--expires=" + time)
        self.assert_refused(1, "there is no token 7 that could be revoked", "token", "revoke", "7")
        self.assert_refused(2, '"all" is not the number of a token', "token", "revoke", "all")
        self.assert_refused(2, "what is to be done with tokens?", "token")


class Authentication:
    def test_without_a_valid_token_every_route_is_401(self):
        server, good = self.serve(), self.token("admin")
        for method, path in EVERY_ROUTE:
            for token in (None, "tk_", "tk_" + "A" * 43, good[:-1], good + "A", good.lower()):
                answer = server.ask(method, path, token=token)
                self.assert_refused_with(answer, 401, "auth", "a valid token is needed")
                self.assertEqual(answer.headers["www-authenticate"], 'Bearer realm="tracekit"')

    def test_a_token_counts_only_as_bearer_and_never_in_a_query(self):
        server, token = self.serve(), self.token()
        self.assertEqual(server.get("/api/tokens", headers={"Authorization": "bearer  " + token}).status, 200)
        for header in (token, "Basic " + token, "Bearer", "Bearer " + token + " x", "Token " + token):
            self.assertEqual(server.get("/api/tokens", headers={"Authorization": header}).status, 401, header)
        for query in ("?token=" + token, "?access_token=" + token, "?api_key=" + token):
            self.assertEqual(server.get("/api/tokens" + query).status, 401)

    def test_scopes_contain_the_smaller_ones(self):
        server = self.serve()
        tokens = {scope: self.token(scope) for scope in ("metrics", "read", "write", "admin")}
        for scope, may in {"metrics": (403, 403, 403), "read": (200, 403, 403), "write": (200, 404, 403), "admin": (200, 404, 404)}.items():
            token = tokens[scope]
            got = (server.get("/api/tokens", token=token).status, server.post("/api/jobs/999/cancel", token=token).status,
                   server.ask("DELETE", "/api/tokens/999", token=token).status)
            self.assertEqual(got, may, scope)

    def test_a_revoked_token_is_refused_at_once(self):
        server, token, admin = self.serve(), self.token(), self.token("admin")
        self.assertEqual(server.get("/api/tokens", token=token).status, 200)
        number = next(one["id"] for one in self.tracekit.json("token", "list") if one["scopes"] == ["read"])
        self.assertEqual(server.ask("DELETE", f"/api/tokens/{number}", token=admin).json, {"revoked": number})
        self.assertEqual(server.get("/api/tokens", token=token).status, 401)
        self.tracekit.must("token", "revoke", str(number + 1))
        self.assertEqual(server.get("/api/tokens", token=admin).status, 401)
        self.assertEqual([one["state"] for one in self.tracekit.json("token", "list")], ["revoked", "revoked"])

    def test_an_expired_token_is_refused(self):
        server, token = self.serve(), self.token("read", "--expires", "1h")
        self.assertEqual(server.get("/api/tokens", token=token).status, 200)
        self.change_database("UPDATE {}api_tokens SET expires_at = 1000")
        self.assertEqual(server.get("/api/tokens", token=token).status, 401)
        self.assertEqual(self.tracekit.json("token", "list")[0]["state"], "expired")

    def test_its_use_is_noted_once_a_minute(self):
        server, token = self.serve(), self.token()
        server.get("/api/tokens", token=token)
        first = self.tracekit.json("token", "list")[0]["last_used_at"]
        self.assertIsNotNone(first)
        self.change_database("UPDATE {}api_tokens SET last_used_at = last_used_at - 30")
        noted = self.tracekit.json("token", "list")[0]["last_used_at"]
        server.get("/api/tokens", token=token)
        self.assertEqual(self.tracekit.json("token", "list")[0]["last_used_at"], noted)
        self.change_database("UPDATE {}api_tokens SET last_used_at = last_used_at - 60")
        server.get("/api/tokens", token=token)
        self.assertGreaterEqual(self.tracekit.json("token", "list")[0]["last_used_at"], first)


class TwoPeople:
    def test_one_sees_and_changes_nothing_of_the_other(self):
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "ride.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull")
        owner = self.token("admin")
        other_email = self.another_user()
        other = self.tracekit.must("--user", other_email, "token", "add", "bert", "--scope", "admin").strip()
        server = self.serve()
        seen = {who: server.get("/api/calendar/2025-08", token=token).json["months"]["2025-08"]["activities"] for who, token in (("owner", owner), ("other", other))}
        self.assertEqual(seen, {"owner": 1, "other": 0})
        self.assertEqual(len(server.get("/api/month-changes/2025-08", token=owner).json["rows"]), 1)
        self.assertEqual(server.get("/api/month-changes/2025-08", token=other).json["rows"], [])
        self.assertEqual(server.get("/api/status", token=other).json["activities"], 0)
        self.assertEqual([one["name"] for one in server.get("/api/tokens", token=other).json["tokens"]], ["bert"])
        number = server.get("/api/tokens", token=owner).json["tokens"][0]["id"]
        self.assertEqual(server.ask("DELETE", f"/api/tokens/{number}", token=other).status, 404)
        self.assertEqual(server.get("/api/tokens", token=owner).status, 200)


class Metrics(WebTest):
    def test_metrics_are_for_this_machine_or_a_token_that_may_read(self):
        server = self.serve()
        self.assertEqual(server.get("/metrics").status, 200)
        for sign in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
            self.assertEqual(server.get("/metrics", headers={sign: "192.0.2.1"}).status, 401, sign)
            self.assertEqual(server.get("/metrics", headers={sign: "192.0.2.1"}, token=self.token("metrics")).status, 200)
        proxied = self.serve("--behind-proxy", "--host", "tracekit.example.org")
        self.assertEqual(proxied.get("/metrics").status, 401)
        self.assertEqual(proxied.get("/metrics", host="tracekit.example.org").status, 401)
        self.assertEqual(proxied.get("/metrics", token=self.token("read")).status, 200)


on_both_engines(globals(), Authentication, TwoPeople)

if __name__ == "__main__":
    main()

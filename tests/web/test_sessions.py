# SPDX-License-Identifier: MIT
"""Signing up, in and out: who comes in, how long, and what a stranger's page or a guesser gets."""

import threading

from browser import PASSWORD, Browser
from front_end import PAGES, FrontEnd
from support import gpx, main
from web_server import on_both_engines


class SignUp:
    def test_the_first_one_is_the_owner_and_an_administrator(self):
        browser = Browser(self.serve())
        self.assertEqual(browser.learn()["state"], "first")
        self.assertEqual(browser.get("/").headers["location"], "/signup")
        self.assertEqual(browser.get("/login").headers["location"], "/signup")
        answer = browser.sign_up("Anna@Example.org ")
        self.assertEqual((answer.status, answer.headers["location"]), (303, "/"))
        session = browser.learn()
        self.assertEqual((session["state"], session["user"]), ("in", {"id": 1, "email": "anna@example.org", "admin": True}))
        self.assertEqual(browser.get("/").status, 200)
        self.assertEqual(self.tracekit.json("users")[0]["email"], "anna@example.org")

    def test_what_is_here_already_wants_the_one_time_token(self):
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "ride.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull")
        token = self.tracekit.must("web", "token").strip()
        self.assertEqual(token, self.tracekit.must("web", "token").strip())
        server = self.serve()
        browser = Browser(server)
        self.assertIn(b'data-claim="claim"', browser.get("/signup").body)
        for wrong in ("", "guess", token[:-1]):
            answer = browser.sign_up(claim=wrong)
            self.assertEqual(answer.status, 401, wrong)
            self.assertIn(b"The one-time token is wrong", answer.body)
        self.assertEqual(browser.learn()["state"], "first")
        self.assertEqual(browser.sign_up(claim=token).status, 303)
        self.assertEqual(browser.get("/api/calendar/2025-08").json["months"]["2025-08"]["activities"], 1)
        self.assertEqual(self.tracekit.json("web", "token"), {"token": None})

    def test_later_ones_wait_for_an_administrator(self):
        server = self.serve()
        anna, bert = Browser(server), Browser(server)
        anna.sign_up()
        answer = bert.sign_up("bert@example.org")
        self.assertEqual((answer.status, bert.learn()["state"]), (202, "login"))
        self.assertIn(b"waits for the approval", answer.body)
        self.assertEqual(bert.log_in("bert@example.org").status, 403)
        self.assertIn("bert@example.org signed up", anna.get("/api/notifications").json["notifications"][0]["message"])
        users = anna.get("/api/users").json["users"]
        self.assertEqual([(one["email"], one["state"], one["admin"]) for one in users], [("anna@example.org", "active", True), ("bert@example.org", "pending", False)])
        self.assertEqual(anna.post("/api/users/2/approve").json["state"], "active")
        self.assertEqual(bert.log_in("bert@example.org").status, 303)
        self.assertEqual(bert.get("/api/users").status, 403)
        self.assertEqual(bert.post("/api/users/2/approve").status, 403)
        self.assertEqual(anna.post("/api/users/2/block").json["state"], "blocked")
        self.assertEqual(bert.get("/api/status").status, 401)
        self.assertEqual(bert.log_in("bert@example.org").status, 403)
        self.assertEqual(anna.ask("DELETE", "/api/users/2").status, 409)
        self.assertEqual(anna.post("/api/users/1/block").status, 409)
        self.assertEqual(anna.post("/api/users/77/block").status, 404)
        actions = [one["action"] for one in anna.get("/api/audit").json["entries"]]
        self.assertEqual(actions[:3], ["user.block", "user.approve", "user.sign_up"])

    def test_who_waits_can_be_removed(self):
        server = self.serve()
        anna, bert = Browser(server), Browser(server)
        anna.sign_up()
        bert.sign_up("bert@example.org")
        self.assertEqual(anna.ask("DELETE", "/api/users/2").json, {"removed": 2})
        self.assertEqual(len(anna.get("/api/users").json["users"]), 1)

    def test_an_address_that_is_taken_is_not_told_and_changes_nothing(self):
        server = self.serve()
        Browser(server).sign_up()
        self.another_user()
        for email in ("anna@example.org", "bert@example.org"):
            stranger = Browser(server)
            self.assertEqual(stranger.sign_up(email, "another password").status, 202)
            self.assertNotEqual(stranger.log_in(email, "another password").status, 303)
        self.assertEqual(Browser(server).log_in().status, 303)

    def test_the_command_line_lets_people_in_too(self):
        server = self.serve()
        Browser(server).sign_up()
        bert = Browser(server)
        bert.sign_up("bert@example.org")
        self.tracekit.must("users", "approve", "bert@example.org")
        self.assertEqual(bert.log_in("bert@example.org").status, 303)
        self.tracekit.must("users", "password", "bert@example.org", input="new password 1\nnew password 1\n")
        self.assertEqual(bert.get("/api/status").status, 401)
        self.assertEqual(bert.log_in("bert@example.org").status, 401)
        self.assertEqual(bert.log_in("bert@example.org", "new password 1").status, 303)
        self.tracekit.must("users", "block", "bert@example.org")
        self.assertEqual(bert.get("/api/status").status, 401)


class Sessions:
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.browser = Browser(self.server)
        self.browser.sign_up()

    def test_pages_ask_to_sign_in_and_come_back(self):
        stranger = Browser(self.server)
        for path in PAGES:
            answer = stranger.get(path)
            self.assertEqual(answer.status, 303, path)
            self.assertTrue(answer.headers["location"].startswith("/login?next=%2F"), path)
        self.assertEqual(stranger.get("/month/2025-08?a=b").headers["location"], "/login?next=%2Fmonth%2F2025-08%3Fa%3Db")
        self.assertEqual(stranger.log_in(next="/month/2025-08").headers["location"], "/month/2025-08")
        self.assertEqual(stranger.get("/api/status").status, 200)

    def test_nobody_is_sent_to_another_server(self):
        for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "/a b", "/\r\nX: y", ""):
            self.assertEqual(Browser(self.server).log_in(next=away).headers["location"], "/", away)
        self.assertIn(b'name="next" value="/"', Browser(self.server).get("/login?next=//evil.example").body)

    def test_the_cookie_is_for_no_script_and_only_its_hash_is_kept(self):
        line = next(line for line in Browser(self.server).log_in().cookies if line.startswith("tracekit_session="))
        self.assertRegex(line, r"^tracekit_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax$")
        secret = self.browser.cookies["tracekit_session"].encode()
        for path in self.tracekit.root.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                self.assertFalse(secret in content or PASSWORD.encode() in content, path)
        self.assertNotIn(secret.decode(), self.server.log())

    def test_behind_a_proxy_the_cookie_is_for_tls_only(self):
        server = self.serve("--behind-proxy", "--host", "tracekit.example.org")
        browser = Browser(server)
        browser.address = "tracekit.example.org"
        answer = browser.log_in(headers={"Origin": "https://tracekit.example.org"})
        self.assertRegex(" ".join(answer.cookies), r"__Host-tracekit_session=[^;]+; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure")

    def test_a_write_needs_the_page_of_this_server(self):
        self.assertEqual(self.browser.post("/api/notifications/read").status, 200)
        ways = {"no token": {"X-CSRF-Token": None}, "another's token": {"X-CSRF-Token": "0" * 64}, "another page": {"Origin": "http://evil.example"},
                "another port": {"Origin": "http://127.0.0.1:1"}, "no page": {"Origin": "null"}, "nothing": {"Origin": None},
                "another site": {"Origin": None, "Sec-Fetch-Site": "cross-site"}, "same site": {"Origin": None, "Sec-Fetch-Site": "same-site"}}
        for name, headers in ways.items():
            self.assertEqual(self.browser.post("/api/notifications/read", headers=headers).status, 403, name)
        self.assertEqual(self.browser.post("/api/notifications/read", headers={"Origin": None, "Sec-Fetch-Site": "same-origin"}).status, 200)

    def test_a_form_of_another_page_does_nothing(self):
        for headers in ({"Origin": "http://evil.example"}, {"Origin": None}):
            self.assertEqual(Browser(self.server).log_in(headers=headers).status, 403)
        stranger = Browser(self.server)
        self.assertEqual(stranger.form("/login", {"csrf": "0" * 64, "email": "anna@example.org", "password": PASSWORD}).status, 403)

    def test_forged_and_doubled_cookies_are_nobody(self):
        good = self.browser.cookies["tracekit_session"]
        for cookie in ("tracekit_session=", "tracekit_session=" + "A" * 43, f"tracekit_session={good[:-1]}", f"tracekit_session={good}A", f"tracekit_session={good.lower()}",
                       f"tracekit_session={good}; tracekit_session=x", f"__Host-tracekit_session={good}", "tracekit_session=1; DROP TABLE sessions", ";;;=;=", "\xff" * 50):
            self.assertEqual(self.server.get("/api/status", headers={"Cookie": cookie}).status, 401, cookie)
        self.assertEqual(self.server.get("/api/status", headers={"Cookie": f"a=b; tracekit_session={good} ;c"}).status, 200)

    def test_signing_out_ends_it_here_and_in_the_database(self):
        kept = dict(self.browser.cookies)
        self.assertEqual(self.browser.post("/logout", headers={"X-CSRF-Token": "wrong"}).status, 403)
        answer = self.browser.post("/logout", {})
        self.assertEqual((answer.status, answer.json, answer.headers["clear-site-data"]), (200, {"done": True}, '"cache"'))
        self.assertNotIn("tracekit_session", self.browser.cookies)
        self.browser.cookies = kept
        self.assertEqual(self.browser.get("/api/status").status, 401)

    def test_it_ends_without_visits_and_after_90_days(self):
        for change in ("last_seen_at = last_seen_at - 14 * 86400", "created_at = created_at - 90 * 86400"):
            browser = Browser(self.server)
            browser.log_in()
            self.assertEqual(browser.get("/api/status").status, 200)
            self.change_database("UPDATE {}sessions SET " + change)
            self.assertEqual(browser.get("/api/status").status, 401, change)
            self.assertEqual(browser.get("/").status, 303)

    def test_another_password_ends_the_other_sessions(self):
        other = Browser(self.server, "another browser")
        other.log_in()
        agents = [(one["agent"], one["own"]) for one in self.browser.get("/api/sessions").json["sessions"]]
        self.assertEqual(agents, [("another browser", False), ("a browser", True)])
        self.assert_refused_with(self.browser.post("/api/password", {"old": "wrong", "new": "a new password"}), 400, "usage", "the old password is wrong")
        self.assert_refused_with(self.browser.post("/api/password", {"old": PASSWORD, "new": "short"}), 400, "usage", "8 characters")
        self.assertEqual(self.browser.post("/api/password", {"old": PASSWORD, "new": "a new password"}).status, 200)
        self.assertEqual((self.browser.get("/api/status").status, other.get("/api/status").status), (200, 401))
        self.assertEqual((other.log_in().status, other.log_in(password="a new password").status), (401, 303))

    def test_a_session_can_be_ended_from_another(self):
        other = Browser(self.server)
        other.log_in()
        number = next(one["id"] for one in self.browser.get("/api/sessions").json["sessions"] if not one["own"])
        self.assertEqual(self.browser.ask("DELETE", f"/api/sessions/{number}").json, {"ended": number})
        self.assertEqual(other.get("/api/status").status, 401)
        self.assertEqual(self.browser.ask("DELETE", f"/api/sessions/{number}").status, 404)

    def test_tokens_are_made_by_people_and_not_by_tokens(self):
        answer = self.browser.post("/api/tokens", {"name": "a script", "scope": "read,write", "expires": "30d"})
        self.assertEqual((answer.status, answer.json["scopes"]), (201, ["read", "write"]))
        self.assertEqual(self.server.get("/api/status", token=answer.json["token"]).status, 200)
        noted = self.browser.get("/api/audit?limit=1").json["entries"][0]
        self.assertEqual((noted["actor"], noted["action"]), ("anna@example.org", "token.add"))
        self.assertEqual(self.server.post("/api/tokens", {"name": "b", "scope": "read"}, token=self.token("admin")).status, 403)
        self.assert_refused_with(self.browser.post("/api/tokens", {"name": "b", "scope": "root"}), 400, "usage", 'no scope "root"')
        self.assertEqual(self.browser.post("/api/password", {"old": PASSWORD, "new": "x"}, headers={"Authorization": "Bearer tk_x"}).status, 401)

    def test_the_session_tells_what_pages_need(self):
        session = self.browser.learn()
        self.assertEqual(session["engine"], "sqlite" if self.engine == "sqlite" else "postgresql")
        self.assertEqual((session["units"], session["timezone"], session["tile_url"], session["unread"]), ("metric", "UTC", "", 0))
        self.assertEqual(sorted(one["id"] for one in session["providers"]), ["file", "garmin", "intervalsicu", "ridewithgps", "spreadsheet", "strava"])
        file = next(one for one in session["providers"] if one["id"] == "file")
        self.assertTrue(file["enabled"])
        strava = next(one for one in session["providers"] if one["id"] == "strava")
        self.assertEqual((strava["title"], strava["colour"], strava["enabled"]), ("Strava", "#fc4c02", False))
        self.assertIn("rename", strava["abilities"])


class Guessing:
    def test_too_many_wrong_passwords_are_refused_also_after_a_restart(self):
        server = self.serve()
        Browser(server).sign_up()
        guesser = Browser(server)
        for _ in range(5):
            self.assertEqual(guesser.log_in(password="guess").status, 401)
        answer = guesser.log_in(password="guess")
        self.assertEqual(answer.status, 429)
        self.assertTrue(1 <= int(answer.headers["retry-after"]) <= 15, answer.headers)
        self.assertEqual(Browser(self.serve()).log_in().status, 429)
        self.change_database("UPDATE {}login_attempts SET last_at = last_at - 16")
        self.assertEqual(guesser.log_in().status, 303)
        self.assertEqual(self.change_database("SELECT count(*) FROM {}login_attempts"), ["0"])

    def test_an_address_nobody_has_is_throttled_alike(self):
        server = self.serve()
        Browser(server).sign_up()
        statuses = [Browser(server).log_in("nobody@example.org", "guess").status for _ in range(6)]
        self.assertEqual(statuses, [401] * 5 + [429])

    def test_guessing_of_many_addresses_from_one_place_is_refused(self):
        server = self.serve()
        Browser(server).sign_up()
        self.change_database("INSERT INTO {0}login_attempts (who, failures, last_at) SELECT 'peer:127.0.0.1', 26, max(created_at) FROM {0}users")
        self.assertEqual(Browser(server).log_in().status, 429)

    def test_many_at_once_neither_slip_through_nor_take_much_memory(self):
        server = self.serve()
        Browser(server).sign_up()
        statuses = []
        threads = [threading.Thread(target=lambda: statuses.append(Browser(server).log_in(password="guess").status)) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLessEqual(statuses.count(401), 12, statuses)
        self.assertEqual(set(statuses), {401, 429})
        self.assert_little_memory(server)


class WrongWords(FrontEnd):
    def test_each_is_said_in_the_form(self):
        browser = Browser(self.serve())
        for fields, words in (({"email": "anna"}, "is no e-mail address"), ({"email": "a@b c"}, "is no e-mail address"), ({"password": "short"}, "A password has 8 characters"),
                              ({"password": "x" * 1025}, "at most 1024"), ({"confirm": "another"}, "The two passwords differ"), ({"email": "a" * 250 + "@b.cd"}, "is no e-mail address")):
            answer = browser.sign_up(**fields)
            self.assertEqual(answer.status, 400, fields)
            self.assertIn(words, answer.body.decode())
        answer = browser.sign_up("<b>@x", "short")
        self.assertIn(b'value="&lt;b&gt;@x"', answer.body)


on_both_engines(globals(), SignUp, Sessions, Guessing, base=FrontEnd)

if __name__ == "__main__":
    main()

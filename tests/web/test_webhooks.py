# SPDX-License-Identifier: MIT
"""Messages of providers: which are believed, whose work they become, and how subscriptions are made."""

import hashlib
import hmac
import json
import time

from services import Strava
from strava_subscriptions import strava_subscriptions
from support import main, wait_until
from web_server import WebTest

CLIENT_SECRET = "a-secret-of-the-application"
ATHLETE = "227615"


class Webhooks:
    def setUp(self):
        super().setUp()
        self.strava = self.enterContext(strava_subscriptions())
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment({"STRAVA_CLIENT_SECRET": CLIENT_SECRET, "RIDEWITHGPS_CLIENT_SECRET": CLIENT_SECRET} | (extra or {}))
        settings = json.loads(self.tracekit.config.read_text())
        settings["providers"]["strava"] = {"enabled": True, "client_id": "24523", "base_urls": {"api": self.strava.url, "oauth": self.strava.url}}
        self.tracekit.config.write_text(json.dumps(settings))
        self.read = self.token("admin")
        self.server = self.serve(*self.no_worker)

    def address(self, provider):
        return f"http://127.0.0.1:{self.server.port}/webhooks/{provider}"

    def signed_in(self, provider, account, user=1):
        self.change_database(f"INSERT INTO {{}}provider_accounts (provider, account, user_id, since) VALUES ('{provider}', '{account}', {user}, 1)")

    def jobs(self, token=None):
        return [(one["kind"], one["arguments"]) for one in reversed(self.server.get("/api/jobs", token or self.read).json["jobs"])]

    def subscribed(self):
        self.tracekit.must("webhooks", "subscribe", "strava", "--address", self.address("strava"))

    def strava_event(self, aspect="create", object_type="activity", subscription=131300, owner=int(ATHLETE), updates=None, number=16410092275):
        return self.server.post("/webhooks/strava", {"object_type": object_type, "object_id": number, "aspect_type": aspect, "owner_id": owner,
                                                     "subscription_id": subscription, "event_time": 1792413105, "updates": updates or {}})

    # Strava

    def test_strava_is_subscribed_to_by_a_handshake_that_the_server_answers(self):
        self.subscribed()
        form = self.strava.forms[0]
        self.assertEqual((form["client_id"], form["client_secret"], form["callback_url"]), ("24523", CLIENT_SECRET, self.address("strava")))
        self.assertGreaterEqual(len(form["verify_token"]), 32)
        listed = {one["provider"]: one["subscription"] for one in self.tracekit.json("webhooks", "list")}
        self.assertEqual((listed["strava"]["id"], listed["strava"]["address"]), ("131300", self.address("strava")))
        self.assertIsNone(listed["ridewithgps"])
        self.assert_refused(1, f"Strava tells {self.address('strava')} already", "webhooks", "subscribe", "strava", "--address", self.address("strava"))
        self.tracekit.must("webhooks", "unsubscribe", "strava")
        self.assertEqual(self.strava.subscriptions, [])
        self.assertEqual(self.strava_event().status, 403)

    def test_a_subscription_that_fails_leaves_nothing(self):
        self.strava.token_sent = "guessed"
        code, _, err = self.tracekit.run("webhooks", "subscribe", "strava", "--address", self.address("strava"))
        self.assertEqual(code, 1)
        self.assertIn("not verifiable", err)
        self.assertNotIn(CLIENT_SECRET, err)
        self.assertNotIn(CLIENT_SECRET, self.server.log())
        self.assertIsNone(next(one for one in self.tracekit.json("webhooks") if one["provider"] == "strava")["subscription"])

    def test_handshakes_that_do_not_know_our_token_are_refused(self):
        self.subscribed()
        for query in ("", "?hub.mode=subscribe&hub.challenge=x", "?hub.mode=subscribe&hub.challenge=x&hub.verify_token=guessed"):
            self.assertEqual(self.server.get("/webhooks/strava" + query).status, 403, query)

    def test_strava_tells_of_new_changed_and_deleted_activities(self):
        self.signed_in("strava", ATHLETE)
        self.subscribed()
        began = time.monotonic()
        answers = [self.strava_event("create", number=1), self.strava_event("update", number=2), self.strava_event("delete", number=3), self.strava_event("update", number=2)]
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual([(one.status, one.json) for one in answers], [(200, {})] * 4)
        self.assertEqual(self.jobs(), [("fetch-record", {"provider": "strava", "id": str(number)}) for number in (1, 2, 3)])

    def test_an_event_of_another_subscription_is_refused(self):
        self.signed_in("strava", ATHLETE)
        self.assertEqual(self.strava_event().status, 403)
        self.subscribed()
        self.assertEqual(self.strava_event(subscription=131301).status, 403)
        self.assertEqual(self.jobs(), [])

    def test_an_event_about_nobody_here_is_logged_and_not_obeyed(self):
        self.signed_in("strava", ATHLETE)
        self.subscribed()
        answer = self.strava_event(owner=99)
        self.assertEqual((answer.status, answer.json), (200, {}))
        self.assertEqual(self.jobs(), [])
        self.assertIn("1 of 1 webhook events of strava are about accounts that nobody here signed in to", self.server.log())

    def test_an_account_of_two_people_is_work_for_both(self):
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "bert", "--scope", "read").strip()
        self.signed_in("strava", ATHLETE)
        self.signed_in("strava", ATHLETE, user=2)
        self.subscribed()
        self.strava_event()
        expected = [("fetch-record", {"provider": "strava", "id": "16410092275"})]
        self.assertEqual((self.jobs(), self.jobs(other)), (expected, expected))

    def test_that_access_ended_is_checked_before_anything_is_erased(self):
        self.signed_in("strava", ATHLETE)
        self.subscribed()
        self.assertEqual(self.strava_event("update", "athlete", updates={"authorized": "false"}).status, 200)
        self.assertEqual(self.jobs(), [("check-sign-in", {"provider": "strava"})])

    # Ride with GPS

    def notify(self, body, signature=None):
        signed = hmac.new(CLIENT_SECRET.encode(), body, hashlib.sha256).hexdigest()
        return self.server.post("/webhooks/ridewithgps", body, headers={"Content-Type": "application/json", "X-Rwgps-Signature": signed if signature is None else signature})

    TRIPS = json.dumps({"notifications": [{"user_id": 4410231, "item_type": "trip", "item_id": number, "item_user_id": 4410231, "action": action, "collection": None}
                                          for number, action in ((1, "created"), (2, "deleted"))]}).encode()

    def test_ride_with_gps_signs_what_it_tells(self):
        self.signed_in("ridewithgps", "4410231")
        began = time.monotonic()
        self.assertEqual(self.notify(self.TRIPS).status, 200)
        self.assertLess(time.monotonic() - began, 1)
        self.assertEqual(self.jobs(), [("fetch-record", {"provider": "ridewithgps", "id": number}) for number in ("1", "2")])

    def test_a_forged_signature_is_refused(self):
        self.signed_in("ridewithgps", "4410231")
        for signature in ("", "0" * 64, hmac.new(b"", self.TRIPS, hashlib.sha256).hexdigest()):
            self.assert_refused_with(self.notify(self.TRIPS, signature), 403, "auth", "signature")
        good = hmac.new(CLIENT_SECRET.encode(), self.TRIPS, hashlib.sha256).hexdigest()
        self.assertEqual(self.notify(self.TRIPS + b" ", good).status, 403)
        self.assertEqual(self.jobs(), [])

    def test_ride_with_gps_is_set_up_by_hand(self):
        out = self.tracekit.must("webhooks", "subscribe", "ridewithgps", "--address", "https://tracekit.example.org/webhooks/ridewithgps")
        self.assertIn("  https://tracekit.example.org/webhooks/ridewithgps\n", out)

    # Intervals.icu

    def test_intervals_icu_carries_the_secret_that_the_command_shows(self):
        self.signed_in("intervalsicu", "i317960")
        out = self.tracekit.must("webhooks", "subscribe", "intervalsicu", "--address", "https://tracekit.example.org/webhooks/intervalsicu")
        self.assertIn("  https://tracekit.example.org/webhooks/intervalsicu\n", out)
        secret = out.split("/webhooks/intervalsicu\n  ")[1].split("\n")[0]
        event = {"athlete_id": "i317960", "type": "ACTIVITY_UPLOADED", "timestamp": "2026-10-17T23:10:08.000+00:00", "activity": {"id": "i140242265"}, "records": []}
        for wrong in ("guessed", "", None, 7):
            self.assertEqual(self.server.post("/webhooks/intervalsicu", {"secret": wrong, "events": [event]}).status, 401)
        self.assertEqual(self.jobs(), [])
        self.assertEqual(self.server.post("/webhooks/intervalsicu", {"secret": secret, "events": [event]}).status, 200)
        self.assertEqual(self.jobs(), [("fetch-record", {"provider": "intervalsicu", "id": "i140242265"})])
        self.tracekit.must("secrets", "rotate")
        self.assertEqual(self.server.post("/webhooks/intervalsicu", {"secret": secret, "events": [event]}).status, 200, "the server needs no restart")
        for path in self.tracekit.root.rglob("*"):
            if path.is_file():
                self.assertNotIn(secret.encode(), path.read_bytes(), path)
        self.assertNotIn(secret, self.server.log())

    # everybody

    def test_who_sends_nothing_has_no_address(self):
        for provider in ("garmin", "file", "nobody", "STRAVA"):
            self.assertEqual(self.server.post(f"/webhooks/{provider}", {}).status, 404, provider)
        self.assertEqual(self.server.ask("DELETE", "/webhooks/strava").status, 405)
        self.assertEqual(self.server.get("/webhooks/ridewithgps").status, 405)

    def test_what_is_no_json_is_refused(self):
        self.subscribed()
        for body in ("", "{", "[]", "null", "\xff\xfe", "[" * 50000):
            answer = self.server.post("/webhooks/strava", body.encode("latin-1"), headers={"Content-Type": "application/json"})
            self.assertEqual(answer.status, 400, body[:10])

    def test_addresses_have_to_lead_here(self):
        for address in ("https://tracekit.example.org/", "https://tracekit.example.org/webhooks/garmin", "https://tracekit.example.org/webhooks/strava?x=1",
                        "https://tracekit.example.org/" + "x" * 255 + "/webhooks/strava", "https://me:pass@tracekit.example.org/webhooks/strava"):
            code, _, err = self.tracekit.run("webhooks", "subscribe", "strava", "--address", address)
            self.assertEqual((code, "does not lead to the webhooks of strava" in err), (2, True), err)
        self.assertEqual(self.tracekit.run("webhooks", "subscribe", "strava", "--address", "http://tracekit.example.org/webhooks/strava")[0], 2)
        self.assert_refused(2, "Garmin Connect tells nobody of changes", "webhooks", "subscribe", "garmin", "--address", "https://a/webhooks/garmin")

    def test_subscriptions_are_made_over_the_web_by_the_owner_alone(self):
        made = self.server.post("/api/webhooks/strava", {"address": self.address("strava")}, self.read)
        self.assertEqual((made.status, made.json["subscription"]["id"], made.json["to_do"]), (201, "131300", ""))
        self.assertEqual(self.server.post("/api/webhooks/strava", {"address": self.address("strava")}, self.read).status, 409)
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "bert", "--scope", "admin").strip()
        for method, path, body in (("GET", "/api/webhooks", None), ("POST", "/api/webhooks/strava", {"address": "x"}), ("DELETE", "/api/webhooks/strava", None)):
            self.assertEqual(self.server.ask(method, path, body, other).status, 403, method)
            self.assertEqual(self.server.ask(method, path, body, self.token("write")).status, 403, method)
        self.assertEqual(self.server.ask("DELETE", "/api/webhooks/strava", token=self.read).json, {"unsubscribed": "strava"})
        self.assertEqual(self.server.get("/api/webhooks", self.read).json["webhooks"][-1]["subscription"], None)


class WebhooksSqlite(Webhooks, WebTest):
    no_worker = ("--no-worker",)


class WebhooksPostgres(Webhooks, WebTest):
    engine = "postgres"
    no_worker = ()


class SignInThatEnded(WebTest):
    """A person who is signed in to Strava's sandbox, and a server that does the work itself."""

    def setUp(self):
        super().setUp()
        self.service = Strava()
        self.addCleanup(self.service.server.stop)
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment(self.service.environment | (extra or {}))
        self.tracekit.configure(strava=self.service.settings())
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 0, said)
        self.tracekit.must("pull")
        self.token = self.token("admin")
        self.server = self.serve()
        self.change_database("INSERT INTO {}webhook_subscriptions (provider, remote_id, address, secret, created_at) VALUES ('strava', '131300', 'x', x'', 1)")

    def tell(self, **event):
        owner = int(self.change_database("SELECT account FROM {}provider_accounts")[0])
        answer = self.server.post("/webhooks/strava", {"owner_id": owner, "subscription_id": 131300, "event_time": 1792413105} | event)
        self.assertEqual(answer.status, 200, answer.body)

    def tell_that_it_ended(self):
        self.tell(object_type="athlete", object_id=1, aspect_type="update", updates={"authorized": "false"})

    def finished(self, kind):
        """The result of the one job of a kind, when it has one."""
        wait_until(lambda: [one["state"] for one in self.server.get(f"/api/jobs?kind={kind}", self.token).json["jobs"]] == ["done"])
        return self.server.get(f"/api/jobs?kind={kind}", self.token).json["jobs"][0]["result"]

    def records(self):
        return int(self.change_database("SELECT count(*) FROM {}records WHERE deleted_at IS NULL")[0])

    def test_a_renamed_activity_is_read_again_and_keeps_what_only_an_archive_told(self):
        ride = self.service.rides()[0]
        table = self.tracekit.work / "activities.csv"
        table.write_text(f'Activity ID,Activity Date,Activity Name,Activity Type,Activity Description\n{ride.id},"Aug 1, 2025, 7:15:00 AM",Old,Ride,easy\n')
        self.tracekit.must("import", table)
        self.service.rename(ride.id, "By the river")
        self.tell(object_type="activity", object_id=int(ride.id), aspect_type="update", updates={"title": "By the river"})
        self.assertEqual(self.finished("fetch-record"), {"record": "changed"})
        self.assertEqual(self.change_database(f"SELECT name || ', ' || description FROM {{}}records WHERE id = '{ride.id}'"), ["By the river, easy"])

    def test_a_deletion_that_is_not_so_deletes_nothing(self):
        ride, before = self.service.rides()[0], self.records()
        self.tell(object_type="activity", object_id=int(ride.id), aspect_type="delete", updates={})
        self.assertEqual(self.finished("fetch-record"), {"record": "unchanged"})
        self.assertEqual(self.records(), before)

    def test_when_it_is_not_so_nothing_is_erased(self):
        before = self.records()
        self.tell_that_it_ended()
        self.assertEqual(self.finished("check-sign-in"), {"ended": False})
        self.assertEqual(self.records(), before)
        self.assertEqual(self.server.get("/api/notifications", self.token).json["notifications"], [])

    def test_when_it_is_so_the_records_are_erased_as_the_terms_want_and_the_person_is_told(self):
        self.assertGreater(self.records(), 10)
        self.service.server.fault("status", path="/", count=0, status=401)
        self.tell_that_it_ended()
        self.assertEqual(self.finished("check-sign-in"), {"ended": True})
        self.assertEqual(self.records(), 0)
        self.assertEqual(self.change_database("SELECT account FROM {}provider_accounts"), [])
        told = self.server.get("/api/notifications", self.token).json["notifications"]
        self.assertEqual([one["level"] for one in told], ["error"])
        self.assertIn("Strava no longer lets tracekit in", told[0]["message"])
        self.assertIn("tracekit auth strava", told[0]["message"])


if __name__ == "__main__":
    main()

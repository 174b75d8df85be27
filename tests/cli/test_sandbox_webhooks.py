# SPDX-License-Identifier: MIT
"""The sandbox's services call a registered address when one of their activities changes, each in its own words."""

import hashlib
import hmac
import http.server
import json
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

from services import IntervalsIcu, RideWithGps, Strava
from support import main, wait_until


class Receiver:
    """Who is called: keeps what came and answers as told."""

    def __init__(self):
        self.calls = []     # (method, query, headers, body)
        self.statuses = []  # of the next answers; then 200
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                receiver.calls.append((self.command, query, self.headers, body))
                text = json.dumps({"hub.challenge": query.get("hub.challenge")}).encode()
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def events(self, count):
        """The bodies of so many calls, once they have come."""
        wait_until(lambda: len(self.calls) >= count)
        return [json.loads(body) for method, _, _, body in self.calls if method == "POST"]


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)

    def start(self, service):
        self.addCleanup(service.server.stop)
        return service

    def register(self, service):
        service.server.ask("/__sandbox/webhook", "POST", {"url": self.receiver.url})

    def subscribe(self, service, **more):
        form = {"client_id": "24523", "client_secret": "sandbox-secret", "callback_url": self.receiver.url, "verify_token": "a word"} | more
        request = urllib.request.Request(service.server.url + "/api/v3/push_subscriptions", urllib.parse.urlencode(form).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def test_strava_asks_the_address_before_it_subscribes(self):
        strava = self.start(Strava())
        self.receiver.statuses = [403]
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.subscribe(strava)
        self.assertIn("GET to callback URL does not return 200", refused.exception.read().decode())
        self.assertEqual(self.subscribe(strava), {"id": 131300})
        method, query, _, _ = self.receiver.calls[-1]
        self.assertEqual((method, query["hub.mode"], query["hub.verify_token"]), ("GET", "subscribe", "a word"))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.subscribe(strava)
        self.assertIn("already exists", refused.exception.read().decode())

    def test_strava_tells_of_names_and_deletions_and_not_of_gear(self):
        strava = self.start(Strava())
        self.subscribe(strava)
        ride, other = strava.rides()[:2]
        strava.web(f"/activities/{ride.id}", "PUT", {"gear_id": None})
        strava.rename(ride.id, "Another name")
        strava.web(f"/activities/{other.id}", "DELETE")
        renamed, deleted = self.receiver.events(3)
        self.assertEqual((renamed["object_id"], renamed["aspect_type"], renamed["updates"]), (int(ride.id), "update", {"title": "Another name"}))
        self.assertEqual((deleted["object_id"], deleted["aspect_type"]), (int(other.id), "delete"))
        self.assertEqual((renamed["owner_id"], renamed["subscription_id"]), (227615, 131300))

    def test_strava_tries_three_times(self):
        strava = self.start(Strava())
        self.subscribe(strava)
        self.receiver.statuses = [500, 500, 200]
        strava.rename(strava.rides()[0].id, "Another name")
        self.receiver.events(4)
        wait_until(lambda: [one["statuses"] for one in strava.server.ask("/__sandbox/webhook")["sent"]] == [[500, 500, 200]])

    def test_ride_with_gps_signs_what_it_tells(self):
        service = self.start(RideWithGps())
        self.register(service)
        ride, other = service.rides()[:2]
        service.rename(ride.id, "Another name")
        service.remote(f"/api/v1/trips/{other.id}.json", "DELETE")
        told = [one for event in self.receiver.events(2) for one in event["notifications"]]
        self.assertEqual([(one["item_id"], one["action"], one["user_id"]) for one in told],
                         [(int(ride.id), "updated", 4410231), (int(other.id), "deleted", 4410231)])
        for _, _, headers, body in self.receiver.calls:
            self.assertEqual(headers["x-rwgps-signature"], hmac.new(b"sandbox-secret", body, hashlib.sha256).hexdigest())

    def test_intervals_icu_tells_the_whole_activity_and_its_secret(self):
        service = self.start(IntervalsIcu())
        self.register(service)
        ride, other = service.rides()[:2]
        service.rename(ride.id, "Another name")
        service.remote(f"/activity/{other.id}", method="DELETE")
        renamed, deleted = self.receiver.events(2)
        self.assertEqual({renamed["secret"], deleted["secret"]}, {"sandbox-webhook-secret"})
        self.assertEqual([(one["type"], one["activity"]["id"]) for one in renamed["events"] + deleted["events"]],
                         [("ACTIVITY_UPDATED", ride.id), ("ACTIVITY_DELETED", other.id)])
        self.assertEqual(renamed["events"][0]["activity"]["name"], "Another name")

    def test_what_changes_nothing_is_told_to_nobody(self):
        service = self.start(IntervalsIcu())
        self.register(service)
        service.rides()
        service.rename_gear(service.rides()[0].gear, "Old faithful")
        service.rename(service.rides()[0].id, "The one that is told")
        self.assertEqual(len(self.receiver.events(1)), 1)


if __name__ == "__main__":
    main()

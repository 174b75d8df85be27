# SPDX-License-Identifier: MIT
"""Events: what changes is told to every page of the person within about a second, whoever changes it, and to nobody else."""

import socket
import threading
import time

from browser import Browser
from event_stream import EventStream
from front_end import FrontEnd
from support import gpx, main, wait_until
from web_server import on_both_engines


class Listening:
    def listen(self, server, token=None, cookie=None):
        stream = EventStream(server, token, cookie)
        self.addCleanup(stream.close)
        return stream

    def test_it_begins_with_hello(self):
        server = self.serve()
        stream = self.listen(server, self.token())
        self.assertTrue(stream.head.startswith(b"HTTP/1.1 200 OK"), stream.head)
        for line in (b"Content-Type: text/event-stream", b"Cache-Control: no-store", b"Connection: close", b"X-Content-Type-Options: nosniff"):
            self.assertIn(line, stream.head)
        self.assertNotIn(b"Content-Length", stream.head)
        while b"\n\n" not in stream.text:
            self.assertTrue(stream.read(5))
        self.assertTrue(stream.text.startswith(b"retry: 2000\nevent: hello\nid: "), stream.text)
        self.assertEqual(stream.next(), ("hello", {}))

    def test_who_may_not_look_hears_nothing(self):
        server = self.serve()
        self.assertEqual(server.get("/api/events").status, 401)
        self.assertEqual(server.get("/api/events", token=self.token("metrics")).status, 403)

    def test_what_the_command_line_changes_is_heard(self):
        self.tracekit.activities.mkdir(parents=True)
        server = self.serve()
        stream = self.listen(server, self.token())
        stream.until("hello")
        (self.tracekit.activities / "ride.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull")
        stream.until("month", matches=lambda data: data == {"month": "2025-08"}, seconds=5)

    def test_a_job_is_heard_from_its_beginning_to_its_end(self):
        self.tracekit.activities.mkdir(parents=True)
        server, token = self.serve(), self.token("write")
        (self.tracekit.activities / "ride.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        stream = self.listen(server, token)
        stream.until("hello")
        job = server.post("/api/sync/2025-08", token=token).json["job"]
        seen = stream.until("job", matches=lambda data: data["id"] == job and data["state"] == "ready" or data["state"] in ("running", "done"))
        worker = threading.Thread(target=lambda: self.tracekit.run("worker", "--once")) if self.engine == "postgres" else None
        if worker:
            worker.start()
            self.addCleanup(worker.join)
        done = lambda data: data["kind"] == "pull-provider" and data["state"] == "done"
        if not any(name == "job" and done(data) for name, data in seen):
            seen += stream.until("job", seconds=20, matches=done)
        last = [data for name, data in seen if name == "job"][-1]
        self.assertEqual(server.get(f"/api/jobs/{last['id']}", token=token).json, last)

    def test_what_comes_of_each_change_is_heard_before_the_job_ends(self):
        server, token = self.serve(), self.token("write")
        stream = self.listen(server, token)
        stream.until("hello")
        job = server.post("/api/month-sync/apply", {"month": "2025-08", "changes": ["abc", "def"]}, token=token).json["job"]
        if self.engine == "postgres":
            self.tracekit.must("worker", "--once")
        seen = stream.until("job", seconds=20, matches=lambda data: data["id"] == job and data["state"] == "done")
        plans = [data for name, data in seen if name == "plan"]
        self.assertEqual([(one["job"], one["change"], one["done"]) for one in plans], [(job, "abc", False), (job, "def", False)])
        self.assertIn("abc is no longer proposed", plans[0]["message"])

    def test_a_notification_is_heard(self):
        server, token = self.serve("--no-worker"), self.token("write")
        stream = self.listen(server, token)
        stream.until("hello")
        self.change_database("INSERT INTO {}notifications (user_id, level, topic, message, times, created_at, updated_at) VALUES (1, 'info', '', 'x', 1, 1, 1)")
        self.assertEqual(stream.next(), ("notification", {"unread": 1}))
        server.post("/api/notifications/read", token=token)
        self.assertEqual(stream.next(), ("notification", {"unread": 0}))

    def test_nobody_hears_of_another_person(self):
        server, other = self.serve("--no-worker"), self.another_user()
        his = self.listen(server, self.tracekit.must("--user", other, "token", "add", "bert", "--scope", "read").strip())
        hers = self.listen(server, self.token())
        his.until("hello")
        hers.until("hello")
        self.change_database("INSERT INTO {}notifications (user_id, level, topic, message, times, created_at, updated_at) VALUES (1, 'info', '', 'x', 1, 1, 1)")
        self.assertEqual(hers.next(), ("notification", {"unread": 1}))
        self.assertIsNone(his.next(1.5))

    def test_it_ends_with_the_token_and_with_the_session(self):
        server = self.serve("--no-worker")
        browser = Browser(server)
        claim = self.tracekit.json("web", "token")["token"]
        browser.sign_up(claim=claim or "")
        by_session = self.listen(server, cookie=browser.cookies["tracekit_session"])
        by_token = self.listen(server, self.token())
        by_session.until("hello")
        by_token.until("hello")
        browser.post("/logout", {})
        self.tracekit.must("token", "revoke", "1")
        for stream in (by_session, by_token):
            self.assertIsNone(stream.next(12))
            self.assertTrue(stream.ended)

    def test_it_ends_when_the_server_stops(self):
        server = self.serve()
        stream = self.listen(server, self.token())
        stream.until("hello")
        begin = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - begin, 5)
        self.assertIsNone(stream.next())
        self.assertTrue(stream.ended)

    def test_the_oldest_of_too_many_makes_room(self):
        server, token = self.serve("--no-worker"), self.token()
        streams = [self.listen(server, token) for _ in range(21)]
        for stream in streams[1:]:
            stream.until("hello")
        wait_until(lambda: streams[0].next(0.1) is None and streams[0].ended)
        self.assertFalse(streams[1].ended)

    def test_it_does_not_starve_anybody(self):
        """100 people listen, 200 connections send a byte a second, and pages are answered in milliseconds."""
        server, token = self.serve("--no-worker"), self.token()
        tokens = [token]
        for number in range(4):
            email = self.another_user(f"user{number}@example.org")
            tokens.append(self.tracekit.must("--user", email, "token", "add", "x", "--scope", "read").strip())
        streams = [self.listen(server, tokens[number % 5]) for number in range(100)]
        for stream in streams:
            stream.until("hello", seconds=20)
        slow = [SlowClient(server) for _ in range(200)]
        for client in slow:
            self.addCleanup(client.close)
        times = []
        for round_ in range(8):
            for client in slow:
                client.send(round_)
            begin = time.monotonic()
            for _ in range(5):
                self.assertEqual(server.get("/api/notifications", token=token).status, 200)
            times.append((time.monotonic() - begin) / 5)
            time.sleep(max(0, 1 - (time.monotonic() - begin)))
        # Milliseconds where nothing else runs; a slow client that held a thread would hold it for ten seconds.
        self.assertLess(sorted(times)[len(times) // 2], 1, times)
        self.assertEqual(server.get("/health").status, 200)
        self.assert_little_memory(server)


class SlowClient:
    TEXT = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=20)

    def send(self, number):
        try:
            self.socket.send(self.TEXT[number:number + 1])
        except OSError:  # it was sent away
            pass

    def close(self):
        self.socket.close()


on_both_engines(globals(), Listening, base=FrontEnd)

if __name__ == "__main__":
    main()

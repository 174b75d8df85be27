# SPDX-License-Identifier: MIT
"""What nobody should send: the server answers with the right status or closes, lives on, and keeps its memory."""

import http.client
import random
import re
import resource
import select
import socket
import time

from browser import Browser
from front_end import FrontEnd
from support import main
from web_server import WebTest

STATUS = re.compile(rb"^HTTP/1\.1 (\d\d\d) ")


class Connections(WebTest):
    def test_thousands_of_connections_that_are_held_keep_nobody_waiting(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        server = self.serve("--no-worker")
        sender = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        self.addCleanup(sender.close)
        sender.putrequest("POST", "/api/jobs")
        sender.putheader("Authorization", f"Bearer {self.token('write')}")
        sender.putheader("Content-Type", "application/json")
        sender.putheader("Content-Length", "38")
        sender.endheaders(b'{"kind": "recompute",')
        connections = []
        for _ in range(2000):
            connection = socket.socket()
            self.addCleanup(connection.close)
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", server.port))
            connections.append(connection)
        self.assert_prompt(server)
        for connection in connections:
            try:
                connection.send(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ")
            except OSError:  # it was ended, or waits to be heard
                pass
        self.assert_prompt(server)
        sender.send(b' "arguments": {}}')
        self.assertEqual(sender.getresponse().status, 202)
        self.assert_little_memory(server)

    def assert_prompt(self, server):
        begin = time.monotonic()
        self.assertEqual(server.get("/health").status, 200)
        self.assertLess(time.monotonic() - begin, 8)

    def test_a_head_that_never_ends_is_given_up(self):
        server = self.serve("--no-worker")
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ")
            begin = time.monotonic()
            connection.recv(65536)
            self.assertLess(time.monotonic() - begin, 15)

    def test_a_body_that_trickles_is_given_up_however_fast_it_began(self):
        server, token = self.serve("--no-worker"), self.token("write")
        head = f"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        in_one, in_chunks = head + "Content-Length: 500000\r\n\r\n", head + "Transfer-Encoding: chunked\r\n\r\n"
        begin = time.monotonic()
        open_ones = {}
        for fast, slow in ((in_one, "x"), (in_one + "x" * 5000, "x"), (in_one + "x" * 65536, "x"), (in_chunks + "1\r\nx\r\n" * 50000, "1\r\nx\r\n")):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
            self.addCleanup(connection.close)
            connection.sendall(fast.encode())
            open_ones[connection] = slow.encode()
        while open_ones and time.monotonic() - begin < 30:
            for connection, slow in open_ones.items():
                connection.sendall(slow)
            time.sleep(0.2)
            for connection in select.select(list(open_ones), [], [], 0)[0]:
                self.assertRegex(connection.recv(65536)[:13], rb"^HTTP/1\.1 408 ")
                self.assertGreater(time.monotonic() - begin, 9.5)
                del open_ones[connection]
        self.assertEqual(list(open_ones.values()), [])
        self.assertLess(time.monotonic() - begin, 25)


class Bytes(WebTest):
    def test_bytes_that_are_no_request_end_nothing(self):
        server = self.serve("--no-worker")
        numbers = random.Random(5)
        for _ in range(150):
            junk = bytes(numbers.randrange(256) for _ in range(numbers.randrange(1, 400))) + b"\r\n\r\n"
            answer = server.send_bytes(junk, seconds=2)
            if answer:
                self.assertIn(int(STATUS.match(answer).group(1)), range(400, 506), junk)
        self.assertEqual(server.get("/health").status, 200)

    def test_damaged_requests_end_nothing(self):
        server, token = self.serve("--no-worker"), self.token("write")
        whole = (f"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                 "Connection: close\r\nContent-Length: 38\r\n\r\n" + '{"kind": "recompute", "arguments": {}}').encode()
        numbers = random.Random(7)
        for _ in range(200):
            damaged = bytearray(whole)
            for _ in range(numbers.randrange(1, 6)):
                damaged[numbers.randrange(len(damaged))] = numbers.randrange(256)
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
                connection.sendall(bytes(damaged))
                connection.shutdown(socket.SHUT_WR)
                answer = b""
                try:
                    while piece := connection.recv(65536):
                        answer += piece
                except ConnectionResetError:
                    pass
                if answer:
                    self.assertNotEqual(STATUS.match(answer).group(1), b"500", bytes(damaged))
        self.assertEqual(server.get("/health").status, 200)


class EveryRoute(FrontEnd):
    """Every method at every address of the dashboard, with nonsense of every kind."""

    ROUTES = ("/", "/month/2025-08", "/activity/1", "/login", "/signup", "/logout", "/assets/app-1a2b.js", "/favicon.svg", "/health", "/ready", "/metrics",
              "/api/session", "/api/sessions", "/api/sessions/1", "/api/users", "/api/users/1", "/api/users/1/approve", "/api/users/1/block", "/api/password",
              "/api/tokens", "/api/tokens/1", "/api/audit", "/api/status", "/api/calendar", "/api/calendar/2025-08", "/api/month-changes/2025-08", "/api/sync/2025-08",
              "/api/month-sync/apply", "/api/jobs", "/api/jobs/1", "/api/jobs/1/cancel", "/api/jobs/1/retry", "/api/notifications", "/api/notifications/read",
              "/api/notifications/1/read", "/api/webhooks", "/api/webhooks/strava", "/webhooks/strava")
    BODIES = (None, "", "{", "[]", "null", "{}", '{"kind": 7}', '{"name": {}, "scope": [], "old": null, "new": 5}', "\xff\xfe", "a=b&csrf=x", "[" * 5000, '{"a": "' + "x" * 70000 + '"}')

    def test_nothing_makes_it_fail(self):
        server = self.serve("--no-worker")
        browser = Browser(server)
        browser.sign_up()
        token = self.token("admin")
        for path in self.ROUTES:
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                for body in self.BODIES if method in ("POST", "PUT") else (None,):
                    for asked in (path, path + "?limit=-1&from=x&%00=%ff", path + "/../x"):
                        kept = dict(browser.cookies)
                        content = body.encode("latin-1") if isinstance(body, str) else body
                        answers = [browser.ask(method, asked, content, headers={"Content-Type": "application/json"}), server.ask(method, asked, content, token=token)]
                        for answer in answers:
                            self.assertLess(answer.status, 500, (method, asked, body))
                            if answer.status >= 400 and method != "HEAD" and answer.headers["content-type"] == "application/json":
                                self.assertTrue(answer.error["message"], (method, asked))
                        browser.cookies = kept
                        if path == "/logout":
                            browser.log_in()
                        if (method, path) in (("DELETE", "/api/tokens/1"), ("DELETE", "/api/sessions/1")):
                            browser.log_in()
                            token = self.token("admin")
        self.assertEqual(server.get("/health").status, 200)
        self.assertNotIn("internal error", server.log())
        self.assert_little_memory(server)


if __name__ == "__main__":
    main()

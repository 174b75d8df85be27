# SPDX-License-Identifier: MIT
"""What the server says whatever it is asked, and how it starts and stops."""

import contextlib
import json
import signal
import socket
import sqlite3
import subprocess
import threading
import time

from support import main, wait_until
from web_server import SERVER, WebTest

STANDARD_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
                    "cross-origin-opener-policy": "same-origin", "content-type": "application/json"}


class Answers(WebTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def test_it_is_alive_and_ready(self):
        for path in ("/health", "/ready"):
            answer = self.server.get(path)
            self.assertEqual((answer.status, answer.json), (200, {"status": "ok"}))

    def test_every_answer_carries_the_standard_headers(self):
        for answer in (self.server.get("/health"), self.server.get("/nothing"), self.server.get("/api/status"), self.server.post("/health"),
                       self.server.get("/health", host="evil.example")):
            self.assertEqual({name: answer.headers.get(name) for name in STANDARD_HEADERS}, STANDARD_HEADERS, answer.status)
            self.assertIn("default-src 'none'", answer.headers["content-security-policy"])
            self.assertIn("date", answer.headers)

    def test_an_unknown_address_is_404(self):
        for path in ("/nothing", "/healthy", "/health/", "//health", "/api", "/api/", "/api/jobsxyz", "/health/../health", "/%2e%2e/health"):
            self.assert_refused_with(self.server.get(path), 404, "not_found", "nothing at this address")

    def test_a_method_that_an_address_does_not_take_is_405_and_says_which_it_takes(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = self.server.ask(method, "/health")
            self.assert_refused_with(answer, 405, "usage", "GET, HEAD")
            self.assertEqual(answer.headers["allow"], "GET, HEAD")

    def test_head_is_get_without_the_body(self):
        answer, whole = self.server.ask("HEAD", "/health"), self.server.get("/health")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(answer.headers["content-length"], str(len(whole.body)))

    def test_foreign_hosts_are_refused(self):
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:5000", "", "[::2]"):
            answer = self.server.get("/api/status", host=host) if host else None
            if answer:
                self.assert_refused_with(answer, 421, "usage", "not known by that name")
        for host in ("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:5000"):
            self.assertEqual(self.server.get("/health", host=host).status, 200, host)

    def test_malformed_http_is_400_and_the_connection_ends(self):
        host = f"Host: 127.0.0.1:{self.server.port}\r\n"
        for request in ("\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET /health\r\n\r\n", "GET /health HTTP/1.1\r\n\r\n", "GET /health HTTP/9.9\r\n" + host + "\r\n",
                        "GET /health HTTP/1.1\r\n" + host + "Host: other\r\n\r\n",
                        "GET /health HTTP/1.1\r\n" + host + "no colon\r\n\r\n",
                        "GET /health HTTP/1.1\r\n" + host + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
                        "POST /health HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "POST /health HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n",
                        "POST /health HTTP/1.1\r\n" + host + "Content-Length: five\r\n\r\n",
                        "GET /" + "x" * 20000 + " HTTP/1.1\r\n" + host + "\r\n"):
            with self.subTest(request=request[:60]):
                answer = self.server.send_bytes(request.encode())
                self.assertRegex(answer[:20], rb"^HTTP/1\.1 (400|411|413|414|431|505) ", answer)
                self.assertIn(b"Connection: close", answer)
                self.assertIn(b'"error"', answer)
                self.assertIn(b"Cache-Control: no-store", answer)
        self.assertEqual(self.server.get("/health").status, 200)

    def test_what_is_cut_off_is_not_taken_for_the_whole(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall(f"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{{}}".encode())
            connection.shutdown(socket.SHUT_WR)
            self.assertRegex(connection.recv(65536), rb"^HTTP/1\.1 400 ")

    def test_a_body_above_1_mib_is_413_whether_its_length_is_told_or_not(self):
        answer = self.server.send_bytes(b"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 413 ")
        chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        answer = self.server.send_bytes(b"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 65)
        self.assertRegex(answer, rb"^HTTP/1\.1 413 ")

    def test_connections_are_kept_and_closed_as_asked(self):
        request = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = self.server.send_bytes(request + last)
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 2)
        self.assertEqual((answer.count(b"Connection: keep-alive"), answer.count(b"Connection: close")), (1, 1))
        self.assertIn(b"Connection: close", self.server.send_bytes(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n"))

    def test_a_large_body_is_invited(self):
        answer = self.server.send_bytes(b"POST /health HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
        self.assertTrue(answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 405 "), answer)

    def test_one_line_a_request_is_logged_without_secrets(self):
        secret = "tk_" + "s" * 43
        self.server.get("/health?token=" + secret)
        self.server.get("/api/status", token=secret)
        self.server.send_bytes(b"GET /a%0Ab%1b[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        log = self.server.log()
        self.assertNotIn(secret, log)
        self.assertRegex(log, r'(?m)^\S+Z 127\.0\.0\.1 - "GET /health" 200 16 \d+\.\dms$')
        self.assertRegex(log, r'(?m)^\S+Z 127\.0\.0\.1 - "GET /api/status" 401 \d+ \d+\.\dms$')
        self.assertIn(r'"GET /a\x0ab\x1b[31m" 404', log)
        self.assertEqual(len(log.splitlines()), 3, log)

    def test_the_log_can_be_json(self):
        server = self.serve("--log-format", "json")
        server.get("/health")
        entry = json.loads(server.log().splitlines()[-1])
        self.assertEqual({key: entry[key] for key in ("event", "method", "path", "route", "status", "bytes", "peer", "user")},
                         {"event": "request", "method": "GET", "path": "/health", "route": "/health", "status": 200, "bytes": 16, "peer": "127.0.0.1", "user": None})

    def test_the_environment_says_the_format_too_and_refuses_others(self):
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment({"TRACEKIT_LOG_FORMAT": "json"} | (extra or {}))
        server = self.serve()
        server.get("/health")
        self.assertEqual(json.loads(server.log().splitlines()[-1])["path"], "/health")
        done = subprocess.run([str(SERVER)], cwd=self.tracekit.work, env=environment({"TRACEKIT_LOG_FORMAT": "xml"}), capture_output=True, timeout=20)
        self.assertEqual((done.returncode, done.stderr), (2, b"tracekit-web: TRACEKIT_LOG_FORMAT: expected text or json\n"))


class Starting(WebTest):
    def start(self, *args):
        done = subprocess.run([str(SERVER), *args], cwd=self.tracekit.work, env=self.tracekit.environment(), capture_output=True, text=True, timeout=20)
        return done.returncode, done.stderr

    def test_an_address_that_others_can_reach_needs_a_proxy(self):
        code, err = self.start("--listen", "0.0.0.0:0")
        self.assertEqual(code, 2)
        self.assertIn("others could reach this address", err)
        self.assertIn("--behind-proxy", err)

    def test_wrong_addresses_are_refused(self):
        for address in ("here", "127.0.0.1:", "127.0.0.1:70000", "localhost:5000", "[::1]:5000", "127.0.0.1:5000s", ""):
            code, err = self.start("--listen", address)
            self.assertEqual(code, 2, address)
            self.assertIn("expected an IPv4 address and a port", err)

    def test_a_taken_port_is_an_error_in_words(self):
        server = self.serve()
        code, err = self.start("--listen", f"127.0.0.1:{server.port}")
        self.assertEqual(code, 2)
        self.assertIn(f"tracekit-web: cannot listen on 127.0.0.1:{server.port}\n", err)

    def test_wrong_settings_are_refused(self):
        self.tracekit.config.write_text('{"providers": {"nobody": {}}}')
        code, err = self.start("--listen", "127.0.0.1:0")
        self.assertEqual(code, 2)
        self.assertIn("nobody", err)

    def test_behind_a_proxy_it_answers_to_the_names_it_is_told(self):
        server = self.serve("--behind-proxy", "--host", "Tracekit.example.org")
        self.assertEqual(server.get("/health", host="tracekit.example.org").status, 200)
        self.assertEqual(server.get("/health", host="tracekit.example.org:443").status, 200)
        self.assertEqual(server.get("/health", host="other.example.org").status, 421)


class Stopping(WebTest):
    def test_it_says_that_it_is_not_ready_before_it_ends(self):
        server = self.serve("--drain", "2")
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: server.get("/ready").status == 503)
        answer = server.get("/ready")
        self.assertEqual(answer.json, {"status": "unavailable", "reasons": ["the server is stopping"]})
        self.assertEqual(answer.headers["connection"], "close")
        self.assertEqual(server.get("/health").status, 200)
        self.assertEqual(server.get("/api/status").status, 401)
        self.assertEqual(server.wait(), 0)

    def test_a_request_that_runs_is_answered(self):
        """It waits for the database, which somebody else has."""
        server, token = self.serve("--no-worker"), self.token("write")
        answers = []
        with contextlib.closing(sqlite3.connect(self.tracekit.database, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            asking = threading.Thread(target=lambda: answers.append(server.post("/api/sync/2025-08", token=token)))
            asking.start()
            time.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            self.assertEqual((server.process.poll(), answers), (None, []))
            database.execute("COMMIT")
        asking.join()
        self.assertEqual(answers[0].status, 202, answers[0].body)
        self.assertEqual(server.wait(), 0)

    def test_a_request_that_arrives_while_it_stops_is_turned_away_in_words(self):
        """Its head comes before the signal and its body after it."""
        server, token = self.serve(), self.token("write")
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(f"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                               "Content-Length: 2\r\n\r\n{".encode())
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(server.process.poll())
            connection.sendall(b"}")
            self.assertRegex(connection.recv(65536), rb'^HTTP/1\.1 503 (.|\r|\n)*the server is stopping')
        self.assertEqual(server.wait(), 0)

    def test_both_signals_stop_it(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            server = self.serve()
            server.process.send_signal(number)
            self.assertEqual(server.wait(), 0)


class DatabaseThatComesBack(WebTest):
    engine = "postgres"

    def test_a_database_that_is_restarted_is_found_again(self):
        server, token = self.serve(), self.token()
        self.assertEqual(server.get("/api/status", token=token).status, 200)
        self.assertEqual(server.get("/ready").status, 200)
        self.postgres.stop(signal.SIGINT)
        self.assertEqual((server.get("/ready").status, server.get("/health").status), (503, 200))
        self.assert_refused_with(server.get("/api/status", token=token), 503, "database", "")
        self.assertEqual(server.get("/ready").json["reasons"], ["the database does not answer"])
        self.postgres.start()
        self.assertEqual(server.get("/ready").status, 200)
        self.assertEqual(server.get("/api/status", token=token).status, 200)

    def test_it_starts_without_its_database(self):
        token = self.token()
        self.postgres.stop(signal.SIGINT)
        server = self.serve()
        self.assertEqual(server.get("/ready").status, 503)
        self.postgres.start()
        self.assertEqual(server.get("/ready").status, 200)
        self.assertEqual(server.get("/api/status", token=token).status, 200)


if __name__ == "__main__":
    main()

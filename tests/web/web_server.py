# SPDX-License-Identifier: MIT
"""The web server, run for a test, and requests to it."""

import http.client
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile

from postgres import PostgresServer
from support import CommandLineTest

SERVER = pathlib.Path(os.environ.get("TRACEKIT_WEB", "tracekit-web")).absolute()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.cookies = response.headers.get_all("Set-Cookie") or []
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        """The three parts of an error; fails when it is none."""
        error = self.json["error"]
        assert sorted(error) == ["hint", "kind", "message"] and error["message"], error
        return error


class WebServer:
    """One `tracekit-web` of a person. What it says on standard error is kept in a file."""

    def __init__(self, person, *args):
        self.log_file = tempfile.TemporaryFile()
        self.process = subprocess.Popen([str(SERVER), "--listen", "127.0.0.1:0", *map(str, args)], cwd=person.work, env=person.environment(),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log_file)
        line = self.process.stdout.readline().decode()
        if not line.startswith("tracekit-web listens on http://127.0.0.1:"):
            self.process.wait()
            raise AssertionError(f"the server did not start: {line}{self.log()}")
        self.port = int(line.rsplit(":", 1)[1])

    def log(self):
        self.log_file.seek(0)
        return self.log_file.read().decode()

    def stop(self):
        """Ends it in the way an operator does; returns its exit code."""
        self.process.terminate()
        return self.wait()

    def wait(self):
        return self.process.wait(timeout=40)

    def remove(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log_file.close()

    def ask(self, method, path, body=None, token=None, headers=None, host=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        lines = {"Host": host or f"127.0.0.1:{self.port}"} | (headers or {})
        if token:
            lines["Authorization"] = f"Bearer {token}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            lines.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body=body, headers=lines)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, token=None, **more):
        return self.ask("GET", path, token=token, **more)

    def post(self, path, body=None, token=None, **more):
        return self.ask("POST", path, body, token, **more)

    def send_bytes(self, request, seconds=5):
        """Sends bytes as they are and returns what comes back until the server closes, or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(request)
            answer = b""
            try:
                while chunk := connection.recv(65536):
                    answer += chunk
            except (TimeoutError, ConnectionResetError):
                pass
            return answer


class WebTest(CommandLineTest):
    """A person with a made-up history in a database of one engine, and a server of it."""

    engine = "sqlite"
    server_options = ()

    @classmethod
    def setUpClass(cls):
        if cls.engine == "postgres":
            cls.postgres = PostgresServer()
            cls.addClassCleanup(cls.postgres.remove)

    def setUp(self):
        super().setUp()
        self.tracekit.configure(self.database_setting(), file={})

    def database_setting(self):
        return {"metadata_db": self.postgres.new_database()} if self.engine == "postgres" else None

    def database_of_now(self):
        """The setting again, for whoever writes the settings file anew."""
        return {"metadata_db": json.loads(self.tracekit.config.read_text())["metadata_db"]}

    def serve(self, *args):
        server = WebServer(self.tracekit, *self.server_options, *args)
        self.addCleanup(server.remove)
        return server

    def token(self, scope="read", *args):
        return self.tracekit.must("token", "add", f"test {scope}", "--scope", scope, *args).strip()

    def change_database(self, statement):
        """Puts something into the database that only time or another program would; `{}` is where its tables are."""
        if self.engine == "postgres":
            database = json.loads(self.tracekit.config.read_text())["metadata_db"].rsplit("/", 1)[1]
            return self.postgres.run(statement.format("tracekit."), database)
        database = sqlite3.connect(self.tracekit.database)
        try:
            with database:
                return ["|".join(map(str, row)) for row in database.execute(statement.format(""))]
        finally:
            database.close()

    def with_athlete(self):
        """The made-up athlete of the sandbox with everything pulled and loaded, in a database of this engine."""
        person = self.tracekit.with_athlete()
        settings = json.loads(person.config.read_text())
        settings.update(self.database_setting() or {"metadata_db": str(person.database)})
        person.config.write_text(json.dumps(settings))
        person.must("pull")
        person.must("load", "garmin.jsonl", "strava.jsonl")

    def assert_little_memory(self, server, megabytes=80):
        """The most that it has taken so far. Sanitizers multiply it, so their run does not look."""
        status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
        peak_kb = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
        if "TRACEKIT_SANITIZED" not in os.environ:
            self.assertLess(peak_kb, megabytes << 10)

    def another_user(self, email="bert@example.org"):
        """A second person of the same installation."""
        self.tracekit.must("users", "add", email)
        return email

    def assert_refused_with(self, answer, status, kind, part):
        self.assertEqual((answer.status, answer.error["kind"]), (status, kind), answer.body)
        self.assertIn(part, answer.error["message"])


def on_both_engines(namespace, *classes, base=WebTest):
    """Makes a test class of each for each engine, in a test file's namespace."""
    for one in classes:
        for engine in ("sqlite", "postgres"):
            name = one.__name__ + engine.capitalize()
            namespace[name] = type(name, (one, base), {"engine": engine, "__module__": namespace["__name__"]})

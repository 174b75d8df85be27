# SPDX-License-Identifier: MIT
"""The database server goes away in the middle of every command: a sentence, nothing lost, and the same command completes
when the server is back. Workers go on by themselves."""

import json
import signal
import socket
import threading
import time

from postgres import PostgresServer
from support import CommandLineTest, main, xlsx_cells

MONTH = "2025-08"


class Line:
    """Between the program and its server: passes everything on until so many bytes have gone to the server, then cuts
    every connection and takes none, as a server does that is stopped."""

    def __init__(self, port):
        self.server = port
        self.left = None
        self.cut = False
        self.sockets = []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def cut_after(self, size):
        with self.lock:
            self.left, self.cut = size, False

    def mend(self):
        self.cut_after(None)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.cut:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.server))
            with self.lock:
                self.sockets += [client, server]
            threading.Thread(target=self.pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, False), daemon=True).start()

    def pass_on(self, source, target, counted):
        try:
            while data := source.recv(65536):
                if counted and not self.take(len(data)):
                    break
                target.sendall(data)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def take(self, size):
        with self.lock:
            if self.left is None:
                return True
            self.left -= size
            if self.left >= 0:
                return True
            self.cut = True
            for one in self.sockets:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            return False

    def close(self):
        self.listener.close()


class DatabaseOutage(CommandLineTest):
    @classmethod
    def setUpClass(cls):
        cls.server = PostgresServer()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        super().setUp()
        self.line = Line(self.server.port)
        self.addCleanup(self.line.close)

    def person_on_the_line(self, pulled=True):
        person = self.another().with_athlete()
        settings = json.loads(person.config.read_text())
        settings["metadata_db"] = self.server.new_database().replace(f":{self.server.port}/", f":{self.line.port}/")
        person.config.write_text(json.dumps(settings))
        if pulled:
            person.must("pull")
            person.must("load", "garmin.jsonl", "strava.jsonl")
        return person

    def looks(self):
        return [["status"], ["calendar"], ["activities"], ["show"], ["why"], ["gear"], ["history"], ["review", "--json"], ["export"], ["jobs"],
                ["schedule"], ["notifications"], ["users"], ["doctor"], ["auth", "--status"], ["sync-month", MONTH, "--dry-run", "--no-pull"],
                ["configure", "--show"], ["migrate"]]

    def test_commands_that_look_say_what_is_wrong_and_look_again(self):
        person = self.person_on_the_line()
        for command in self.looks():
            expected = person.run(*command)
            for size in (0, 300, 1500):
                with self.subTest(command=command, size=size):
                    self.line.cut_after(size)
                    code, out, errors = person.run(*command)
                    reached = self.line.cut
                    self.line.mend()
                    if not reached:
                        break  # it has less to say
                    if command[0] == "doctor":
                        self.assertIn("PostgreSQL", out + errors)
                        continue
                    self.assertEqual(code, 1, out + errors)
                    self.assertRegex(errors, r"PostgreSQL server at .* (cannot be used|was lost)")
                    self.assertNotIn("internal error", errors)
            self.assertEqual(person.run(*command)[0], expected[0], command)

    def state(self, person):
        records = sorted(json.dumps(record, sort_keys=True) for record in person.records())
        groups = sorted(sorted((record["provider"], record["id"]) for record in one["records"]) for one in person.json_lines("activities"))
        return {"records": records, "groups": groups, "cells": xlsx_cells(person.log),
                "files": sorted(path.name for path in person.activities.rglob("*"))}

    def check(self, pulled, command, finish):
        calm = self.person_on_the_line(pulled)
        self.line.cut_after(1_000_000_000)
        calm.must(*command)
        used = 1_000_000_000 - self.line.left
        self.line.mend()
        finish(calm)
        expected = self.state(calm)
        self.assertGreater(used, 2_000)
        for part in (0.2, 0.5, 0.8):
            with self.subTest(command=command, part=part):
                for _ in range(3):
                    person = self.person_on_the_line(pulled)
                    self.line.cut_after(int(used * part))
                    code, out, errors = person.run(*command)
                    if self.line.cut:
                        break
                    used = int(used * part) - self.line.left  # who has to wait for others says more than who has not
                    self.line.mend()
                self.assertTrue(self.line.cut, used)
                self.line.mend()
                self.assertNotEqual(code, 0, out + errors)
                self.assertRegex(errors, r"PostgreSQL server at .* (cannot be used|was lost)")
                self.assertNotIn("internal error", errors)
                person.must(*command)
                finish(person)
                state = self.state(person)
                for one in expected:
                    self.assertEqual(state[one], expected[one], one)

    def test_a_pull_is_taken_up_again(self):
        self.check(False, ["pull"], lambda person: person.must("load", "garmin.jsonl", "strava.jsonl"))

    def test_changes_are_applied_once(self):
        month = ["sync-month", MONTH, "--yes", "--really-all"]
        self.check(True, month, lambda person: (person.must(*month), person.must("pull")))

    def test_a_load_completes(self):
        self.check(True, ["load", "garmin.jsonl", "strava.jsonl"], lambda person: None)

    def test_a_reset_completes(self):
        self.check(True, ["reset", "--date", MONTH, "--force"], lambda person: None)

    def test_a_worker_goes_on_by_itself(self):
        person = self.person_on_the_line(pulled=False)
        person.must("migrate")
        worker = person.start("worker")
        self.addCleanup(worker.kill)
        person.must("jobs", "add", "notify", '{"message": "before"}')
        self.wait_for(person, ["before"])
        self.line.cut_after(0)
        time.sleep(1.5)
        self.assertIsNone(worker.poll())
        self.line.mend()
        person.must("jobs", "add", "notify", '{"message": "after"}')
        self.wait_for(person, ["after", "before"])
        worker.send_signal(signal.SIGTERM)
        errors = worker.communicate(timeout=30)[1].decode()
        self.assertEqual(worker.returncode, 0)
        self.assertIn("going on when it can be used again", errors)

    def wait_for(self, person, messages):
        deadline = time.monotonic() + 30
        told = None
        while told != messages and time.monotonic() < deadline:
            time.sleep(0.1)
            told = sorted(one["message"] for one in person.json("notifications"))
        self.assertEqual(told, messages)


if __name__ == "__main__":
    main()

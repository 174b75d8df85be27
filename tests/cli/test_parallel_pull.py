# SPDX-License-Identifier: MIT
"""Two months of six providers, pulled at once: a thread for each provider, one writer for all."""

import json

from postgres import PostgresServer
from services import SERVICES
from support import CommandLineTest, main, wait_until

TWO_MONTHS = ("--from", "2025-07-01", "--to", "2025-08-31")


class SixProviders(CommandLineTest):
    """The made-up athlete's files and log, and what she has at four services."""

    @classmethod
    def setUpClass(cls):
        cls.postgres = PostgresServer()
        cls.addClassCleanup(cls.postgres.remove)

    def setUp(self):
        super().setUp()
        self.services = [service() for service in SERVICES]
        for service in self.services:
            self.addCleanup(service.server.stop)

    def person(self, database=None):
        """One who is signed in everywhere; at some services that ends the sign-in of whoever came before."""
        person = self.another().with_athlete()
        settings = json.loads(person.config.read_text())
        for service in self.services:
            settings["providers"][service.id] = {"enabled": True} | service.settings()
        settings["metadata_db"] = database or settings["metadata_db"]
        person.config.write_text(json.dumps(settings))
        secrets, environment = {}, person.environment
        for service in self.services:
            secrets |= service.environment
        person.environment = lambda extra=None: environment(secrets | (extra or {}))
        for service in self.services:
            code, said = service.sign_in(person)
            self.assertEqual(code, 0, said)
        return person

    @staticmethod
    def records(person):
        return sorted(person.records(), key=lambda record: (record["provider"], record["id"]))

    def stored_of(self, person):
        """Which providers have something in the database by now."""
        return {record["provider"] for record in person.records()}

    def one_after_the_other(self):
        person = self.person()
        for provider in ("file", "spreadsheet", *(service.id for service in self.services)):
            person.must("pull", "--provider", provider, *TWO_MONTHS)
        return self.records(person)

    def all_at_once(self, person):
        """Every service holds its list back until all four are asked; then they answer, the one that came first the last."""
        for service in self.services:
            service.server.fault("held", path=service.list_path)
        pull = person.start("pull", *TWO_MONTHS)
        self.addCleanup(pull.kill)
        wait_until(lambda: [service.server.waiting() for service in self.services] == [1, 1, 1, 1])
        wait_until(lambda: self.stored_of(person) == {"file", "spreadsheet"})
        stored = {"file", "spreadsheet"}
        for service in reversed(self.services):
            service.server.release()
            stored.add(service.id)
            wait_until(lambda: self.stored_of(person) == stored)
        out, err = pull.communicate(timeout=60)
        self.assertEqual(pull.returncode, 0, (out + err).decode())
        return self.records(person)

    def test_all_are_asked_at_once_and_the_slowest_keeps_nobody_waiting(self):
        expected = self.one_after_the_other()
        self.assertEqual({record["provider"] for record in expected},
                         {"file", "spreadsheet", "garmin", "intervalsicu", "ridewithgps", "strava"})
        for engine, database in (("SQLite", None), ("PostgreSQL", self.postgres.new_database())):
            with self.subTest(engine=engine):
                person = self.person(database)
                self.assertEqual(self.all_at_once(person), expected)
                calls = [service.server.calls() for service in self.services]
                report = person.json("pull", *TWO_MONTHS)["providers"]
                self.assertEqual([(one["provider"], one["added"] + one["updated"] + one["deleted"]) for one in report if not one["skipped"]],
                                 [(one["provider"], 0) for one in report if not one["skipped"]])
                self.assertNotEqual(calls, [service.server.calls() for service in self.services])
                self.assertEqual(self.records(person), expected)


if __name__ == "__main__":
    main()

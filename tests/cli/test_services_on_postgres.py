# SPDX-License-Identifier: MIT
"""The whole way with each service while the database is on a PostgreSQL server: sign in, pull, change, undo, look, sign out."""

from postgres import PostgresServer
from services import MONTH, for_every_service
from support import main
from test_every_service import Writes


def setUpModule():
    global server
    server = PostgresServer()


def tearDownModule():
    server.remove()


class OnPostgres:
    def setUp(self):
        super().setUp()
        self.tracekit.database = server.new_database()

    def sql(self, statement):
        return server.run(statement, self.tracekit.database.rsplit("/", 1)[1])


class WritesOnPostgres(OnPostgres, Writes):
    """All that holds for changes on SQLite."""


class WholeWayOnPostgres(OnPostgres):
    def test_from_the_sign_in_to_the_sign_out(self):
        ride, name, number = self.with_other_gear()
        self.assertTrue(self.sign_in_status()["signed_in"])
        there = [record for record in self.tracekit.records() if record["provider"] == self.service.id]
        self.assertEqual(sorted(record["id"] for record in there), sorted(self.service.ids()))
        again = self.tracekit.pulled(self.service.id)
        self.assertEqual((again["added"], again["updated"], again["deleted"]), (0, 0, 0))

        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--only", "equipment", "--provider", self.service.id)
        self.assertEqual(self.service.ride(ride.id).gear, number)
        self.assertEqual([(one["provider"], one["record"], one["outcome"]) for one in self.tracekit.json("history")],
                         [(self.service.id, ride.id, "done")])
        before = self.workouts_with(name)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.service.ride(ride.id).gear, ride.gear)
        self.assertEqual(self.workouts_with(name), before - 1)

        checks = self.tracekit.json("doctor")["checks"]
        self.assertEqual({one["verdict"] for one in checks if one["provider"] == self.service.id}, {"good"}, checks)

        self.tracekit.must("auth", self.service.id, "--revoke")
        self.assertFalse(self.sign_in_status()["signed_in"])
        self.assertEqual(self.sql("SELECT count(*) FROM credentials"), ["0"])

    def workouts_with(self, name):
        """How many workouts at the service `gear` counts for equipment of this name."""
        return sum(provider["workouts"] for item in self.tracekit.json("gear")["items"] for provider in item["providers"]
                   if provider["provider"] == self.service.id and item["name"] == name)

    def test_a_file_is_uploaded_and_nothing_secret_is_stored_in_clear(self):
        self.with_a_file_that_it_lacks()
        code, out, err = self.sync_uploads()
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)
        self.assertEqual(self.tracekit.pulled(self.service.id)["added"], 0)
        sealed = "".join(self.sql("SELECT encode(sealed, 'escape') FROM credentials"))
        self.assertNotEqual(sealed, "")
        self.assert_nothing_secret(sealed + "".join(self.sql("SELECT value_json FROM settings")))


for_every_service(globals(), WritesOnPostgres, WholeWayOnPostgres)

if __name__ == "__main__":
    main()

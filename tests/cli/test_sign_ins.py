# SPDX-License-Identifier: MIT
"""Sign-ins that are cut short: no token is lost, and no other account gets in unnoticed."""

import contextlib
import json
import sqlite3

from services import Garmin, IntervalsIcu, RideWithGps, ServiceTest, Strava, for_every_service
from support import main, wait_until


class KeepsRefreshTokens:
    """A refresh token is good once: the new one is in safety before anything else can happen."""

    def unsaved(self):
        """Written to the end: a file that is being written is hidden."""
        return list(self.tracekit.data.glob("unsaved-sign-ins/[!.]*"))

    @contextlib.contextmanager
    def locked_database(self):
        with contextlib.closing(sqlite3.connect(self.tracekit.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def killed_while_it_waits_for_the_database(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        self.service.end_access()
        with self.locked_database():
            pull = self.tracekit.start("pull")
            self.addCleanup(pull.communicate)
            self.addCleanup(pull.kill)
            wait_until(self.unsaved)
            pull.kill()
            pull.wait()

    def test_a_pull_that_is_killed_while_the_database_is_locked_loses_no_token(self):
        self.killed_while_it_waits_for_the_database()
        self.assertEqual([path.stat().st_mode & 0o777 for path in self.unsaved()], [0o600])
        self.assert_nothing_secret("")
        _, calls = self.calls_of(lambda: self.tracekit.must("pull"))
        self.assertFalse([route for route in calls if "token" in route], "nothing had to be renewed again")
        self.assertEqual(self.unsaved(), [])
        self.tracekit.must("pull")

    def test_it_is_used_from_there_while_the_database_stays_locked(self):
        self.killed_while_it_waits_for_the_database()
        with self.locked_database():
            (code, out, err), calls = self.calls_of(lambda: self.tracekit.run("pull"))
            self.assertEqual(code, 1, out + err)
            self.assertRegex(err, "database is (locked|busy)|in use")
            self.assertFalse([route for route in calls if "token" in route])
        self.tracekit.must("pull")

    def test_a_sign_out_forgets_it_too(self):
        self.killed_while_it_waits_for_the_database()
        self.tracekit.must("auth", self.service.id, "--revoke")
        self.assertEqual(self.unsaved(), [])
        self.assertFalse(self.sign_in_status()["signed_in"])


class KeepsAccountsApart:
    def refused_pull(self, **options):
        before = self.tracekit.records()
        (code, out, err), calls = self.calls_of(lambda: self.tracekit.run("pull", **options))
        self.assertEqual(code, 1, out + err)
        self.assertRegex(err, f"this is the account .* of {self.service.title}, and what is stored is from")
        self.assertIn(f"`tracekit reset --provider {self.service.id}`", err)
        self.assertEqual(len(calls), 1, "only who it is was asked")
        self.assertEqual(self.tracekit.records(), before)


class UnfinishedSignIns(KeepsAccountsApart):
    def test_whose_sign_in_it_is_is_asked_later_when_nobody_can_tell_at_once(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        self.server.fault("status", self.service.account_path, status=400)
        self.assertEqual(self.service.sign_in(self.tracekit)[0], 1)
        self.assertTrue(self.sign_in_status()["signed_in"], "what the sign-in gave is kept")
        self.server.fault("body", self.service.account_path, body=json.dumps(self.service.another_account))
        self.refused_pull()
        self.tracekit.must("pull")

    def test_nothing_is_written_to_another_account_either(self):
        ride = self.with_better_name()
        self.server.fault("status", self.service.account_path, status=400)
        self.assertEqual(self.service.sign_in(self.tracekit)[0], 1)
        self.server.fault("body", self.service.account_path, body=json.dumps(self.service.another_account))
        code, out, err = self.sync("name")
        self.assertEqual((code, self.service.writes()), (3, 0), out + err)
        self.assertIn("and what is stored is from", out + err)
        self.assertEqual(self.sync("name")[0], 0)
        self.assertEqual(self.service.ride(ride.id).name, "The better name")


class Keys(KeepsAccountsApart, ServiceTest):
    service_class = IntervalsIcu

    def test_another_key_in_the_environment_is_noticed(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        self.refused_pull(env={"INTERVALS_API_KEY": "another-key"})
        self.tracekit.must("pull")

    def test_who_never_signed_in_here_is_asked_once(self):
        self.with_service()
        key = {"INTERVALS_API_KEY": IntervalsIcu.key}
        profile = "GET /api/v1/athlete/{athlete}/profile"
        pulls = [self.calls_of(lambda: self.tracekit.must("pull", env=key))[1].get(profile) for _ in range(2)]
        self.assertEqual(pulls, [1, None])
        self.refused_pull(env={"INTERVALS_API_KEY": "another-key"})


for_every_service(globals(), KeepsRefreshTokens, services=(Garmin, Strava))
for_every_service(globals(), UnfinishedSignIns, services=(Garmin, RideWithGps, Strava))

if __name__ == "__main__":
    main()

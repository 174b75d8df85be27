# SPDX-License-Identifier: MIT
"""`secrets rotate`: whatever happens meanwhile, the keys in place open every secret."""

import json
import os
import random
import re
import threading
import time

from postgres import PostgresServer
from services import IntervalsIcu, ServiceTest, Strava
from support import main, wait_until

KILLS = max(2, int(os.environ.get("TRACEKIT_KILLS", "30")) // 5)
SEED = int(os.environ.get("TRACEKIT_KILL_SEED", "20250803"))
HOOKS = "ridewithgps"


class Secrets:
    service_class = IntervalsIcu

    def setUp(self):
        super().setUp()
        self.with_service(self.database_settings(), **{HOOKS: {}})
        self.sign_in()
        self.subscribe()
        self.key_file = self.tracekit.data / "secret.key"

    def database_settings(self):
        return {}

    def subscribe(self, **options):
        self.tracekit.must("webhooks", "subscribe", HOOKS, "--address", f"https://training.example.org/webhooks/{HOOKS}", **options)

    def keys(self):
        return self.key_file.read_text().split()

    def secrets(self, **options):
        """(how many secrets there are that the keys in place open, those that they do not)"""
        _, out, err = self.tracekit.run("--json", "doctor", "--offline", **options)
        found = [one for one in json.loads(out)["checks"] if one["check"] == "secrets"]
        opened = sum(int(one["message"].split(",")[0]) for one in found if one["verdict"] == "good")
        return opened, [one["message"] for one in found if one["verdict"] == "broken"]

    def test_a_new_key_opens_everything_and_the_earlier_one_is_kept_apart(self):
        old, = self.keys()
        self.assertEqual(self.secrets(), (2, []))
        said = self.tracekit.must("secrets", "rotate")
        self.assertIn("2 secrets are sealed with the new key.", said)
        self.assertEqual("On other machines that use this database" in said, isinstance(self, OnPostgres), said)
        new, = self.keys()
        self.assertNotEqual(old, new)
        earlier, = self.tracekit.data.glob("secret.key.*")
        self.assertIn(str(earlier), said)
        self.assertEqual(earlier.read_text().split(), [old])
        for path in (earlier, self.key_file):
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.secrets(), (2, []))
        self.tracekit.must("pull")
        for key in (old, new):
            self.assertNotIn(key, said)
        # What is sealed from now on is sealed with the new key alone.
        earlier.unlink()
        self.tracekit.must("webhooks", "unsubscribe", HOOKS)
        self.subscribe()
        self.assertEqual(self.secrets(), (2, []))
        self.key_file.write_text(old + "\n")
        opened, closed = self.secrets()
        self.assertEqual((opened, len(closed)), (0, 2))
        self.assertIn("was sealed with another key", closed[0])

    def test_each_step_that_a_kill_can_leave_opens_everything_and_is_brought_to_its_end(self):
        old, = self.keys()
        new = "77" * 32
        self.key_file.write_text(f"{old}\n{new}\n")  # killed before the database changed
        self.assertEqual(self.secrets(), (2, []))
        self.tracekit.must("webhooks", "unsubscribe", HOOKS)
        self.subscribe()
        report = self.tracekit.json("secrets", "rotate")
        self.assertEqual((report["resealed"], report["was_interrupted"], self.keys()), (2, True, [new]))
        self.key_file.write_text(f"{old}\n{new}\n")  # killed after that
        self.assertEqual(self.secrets(), (2, []))
        self.tracekit.must("webhooks", "unsubscribe", HOOKS)
        self.subscribe()
        report = self.tracekit.json("secrets", "rotate")
        self.assertEqual((report["resealed"], report["was_interrupted"], self.keys()), (0, True, [new]))
        self.assertEqual(self.secrets(), (2, []))

    def test_kills_at_any_moment_cost_nothing(self):
        moments = random.Random(SEED)
        begun = time.monotonic()
        self.tracekit.must("secrets", "rotate")
        seconds = time.monotonic() - begun
        killed = 0
        for _ in range(KILLS):
            process = self.tracekit.start("secrets", "rotate")
            try:
                process.wait(timeout=moments.uniform(seconds / 4, seconds))
            except Exception:  # still running, as it should be
                process.kill()
                killed += 1
            process.communicate()
            self.assertEqual(self.secrets(), (2, []))
        self.tracekit.must("secrets", "rotate")
        self.assertEqual((len(self.keys()), self.secrets()), (1, (2, [])))
        self.assertGreater(killed, 0, "it ended before every kill")

    def test_what_is_sealed_meanwhile_is_not_lost_and_a_worker_goes_on(self):
        log = open(self.tracekit.root / "worker.log", "wb")
        self.addCleanup(log.close)
        worker = self.tracekit.start("worker", "--log-format", "json", stderr=log)
        self.addCleanup(worker.communicate)
        self.addCleanup(worker.kill)
        done = threading.Event()
        failures = []

        def seal():
            while not done.is_set():
                for command in (["unsubscribe", HOOKS], ["subscribe", HOOKS, "--address", f"https://training.example.org/webhooks/{HOOKS}"]):
                    code, _, err = self.tracekit.run("webhooks", *command)
                    if code != 0:
                        failures.append(err)
        sealer = threading.Thread(target=seal)
        sealer.start()
        try:
            for _ in range(4):
                self.tracekit.must("secrets", "rotate")
                for path in self.tracekit.data.glob("secret.key.*"):
                    path.unlink()
        finally:
            done.set()
            sealer.join()
        self.assertEqual((failures, self.secrets()), ([], (2, [])))
        self.tracekit.must("jobs", "add", "pull", '{"months": ["2025-08"]}')
        wait_until(lambda: sorted(one["state"] for one in self.tracekit.json("jobs") if one["kind"] != "notify") == ["done"] * 2)
        lines = [json.loads(line) for line in (self.tracekit.root / "worker.log").read_text().splitlines()]
        self.assertEqual({line["level"] for line in lines}, {"info"})
        self.assertTrue(all(re.match(r"\d{4}-\d\d-\d\dT", line["ts"]) for line in lines))

    def test_two_databases_that_share_the_key_file_lose_no_key_when_it_is_changed_with_both_at_once(self):
        both = ({}, {"METADATA_DB": self.other_database()})
        self.subscribe(env=both[1])
        known = self.keys()
        for _ in range(5):
            started = [self.tracekit.start("secrets", "rotate", env=env) for env in both]
            ended = [(process.communicate()[1].decode(), process.returncode) for process in started]
            for env, (err, code) in zip(both, ended):
                if code != 0:
                    self.assertEqual((code, "another tracekit is changing the key in" in err), (1, True), err)
                    self.assertTrue(self.tracekit.json("secrets", "rotate", env=env)["was_interrupted"])
            self.assertEqual([self.secrets(env=env) for env in both], [(2, []), (1, [])])
            self.assertEqual(len(self.keys()), 1)
            known += self.keys()
        self.assertEqual(len(set(known)), 6)

    def test_a_copy_from_before_follows_to_the_key_in_place(self):
        self.tracekit.must("backup", "before.zip")
        self.tracekit.must("secrets", "rotate")
        self.tracekit.must("secrets", "rotate")
        present = self.keys()
        copy = {"METADATA_DB": self.other_database()}
        self.tracekit.must("restore", "before.zip", env=copy)
        self.assertEqual(len(self.secrets(env=copy)[1]), 2)
        report = self.tracekit.json("secrets", "rotate", env=copy)
        self.assertEqual((report["resealed"], report["closed"], report["was_interrupted"], self.keys()), (2, [], True, present))
        self.assertEqual([self.secrets(env=env) for env in ({}, copy)], [(2, [])] * 2)

    def test_a_key_in_the_environment_is_changed_by_the_person(self):
        old, = self.keys()
        new = "77" * 32
        self.key_file.unlink()
        self.assert_refused(2, "the key comes from TRACEKIT_SECRET_KEY, which tracekit cannot change", "secrets", "rotate", env={"TRACEKIT_SECRET_KEY": old})
        both = {"TRACEKIT_SECRET_KEY": f"{old},{new}"}
        said = self.tracekit.must("secrets", "rotate", env=both)
        self.assertIn("2 secrets are sealed with the new key.\nNow take the earlier key out of TRACEKIT_SECRET_KEY", said)
        self.assertEqual(self.secrets(env=both), (2, []))
        self.assertEqual(self.secrets(env={"TRACEKIT_SECRET_KEY": new}), (2, []))
        self.assertEqual(len(self.secrets(env={"TRACEKIT_SECRET_KEY": old})[1]), 2)
        self.assertFalse(self.key_file.exists())


class Tokens(ServiceTest):
    service_class = Strava

    def test_tokens_are_renewed_with_the_new_key(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("secrets", "rotate")
        self.service.web("/hours", "POST", {})
        self.tracekit.must("pull")
        self.tracekit.must("secrets", "rotate")
        self.tracekit.must("pull", "--force")
        self.assertTrue(self.sign_in_status()["signed_in"])


class OnSqlite(Secrets, ServiceTest):
    def other_database(self):
        return f"sqlite:///{self.tracekit.root}/other.sqlite3"


class OnPostgres(Secrets, ServiceTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.postgres = PostgresServer()
        cls.addClassCleanup(cls.postgres.remove)

    def database_settings(self):
        return {"metadata_db": self.other_database()}

    def other_database(self):
        return self.postgres.new_database()


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Work in the background: jobs, workers, schedules and notifications, with real processes on SQLite and on PostgreSQL."""

import http.server
import json
import os
import random
import re
import signal
import threading
import time

from postgres import PostgresServer
from support import CommandLineTest, gpx, main

JOBS = int(os.environ.get("TRACEKIT_CHAOS_JOBS", "10000"))
SEED = int(os.environ.get("TRACEKIT_CHAOS_SEED", "20261129"))


def notes(first, end):
    return "".join(json.dumps({"kind": "notify", "arguments": {"message": f"note {number}"}}) + "\n" for number in range(first, end))


class Jobs(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.person = self.another()

    def job(self, number):
        return self.person.json("jobs", "show", number)

    def test_a_pull_in_the_background_is_one_job_a_provider(self):
        self.person.with_athlete()
        added = self.person.json("jobs", "add", "pull", '{"months": ["2025-08"]}')
        self.assertEqual([one["new"] for one in added], [True])
        self.person.must("worker", "--once")
        jobs = self.person.json("jobs")
        self.assertEqual(sorted((one["kind"], one["state"]) for one in jobs),
                         [("pull", "done"), ("pull-provider", "done"), ("pull-provider", "done")])
        results = {one["arguments"]["provider"]: one["result"]["added"] for one in jobs if one["kind"] == "pull-provider"}
        self.assertEqual(set(results), {"file", "spreadsheet"})
        self.assertGreater(results["file"], 0)
        self.assertEqual(self.person.run("jobs", "follow", added[0]["id"])[0], 0)

    def test_what_a_worker_says_suits_who_reads_it(self):
        self.person.with_athlete()
        _, _, plain = self.person.run("worker", "--once")
        self.assertRegex(plain, r"^Working on \S+ with 2 threads\n")
        _, _, line = self.person.run("worker", "--once", env={"TRACEKIT_LOG_FORMAT": "text"})
        self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\S+Z info Working on ")
        with open(self.person.root / "journal", "w+b") as journal:
            status = os.fstat(journal.fileno())
            process = self.person.start("worker", "--once", env={"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}, stderr=journal)
            process.communicate(timeout=60)
            journal.seek(0)
            self.assertRegex(journal.read().decode(), r"^<6>info Working on ")
            journal.truncate(0)
            journal.seek(0)
            process = self.person.start("status", "--db", "sqlite:////nowhere/x", env={"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}, stderr=journal)
            process.communicate(timeout=60)
            journal.seek(0)
            self.assertRegex(journal.read().decode(), r"^<3>tracekit: the database .*\n<3>  check that its folder exists.*\n$")

    def test_changes_that_were_approved_elsewhere_are_applied_once(self):
        self.person.with_pulled_athlete()
        plan = self.person.json("sync-month", "2025-08", "--dry-run", "--no-pull")
        wanted = [change["id"] for change in plan["changes"] if change["kind"] in ("rename", "metadata") and not change["blocked"]][:2]
        self.assertTrue(wanted)
        arguments = json.dumps({"month": "2025-08", "changes": wanted + ["0123456789abcdef"]})
        self.person.must("jobs", "add", "apply-changes", arguments)
        self.person.must("worker", "--once")
        applied = self.person.json("jobs")[0]["result"]["applied"]
        self.assertEqual([one["done"] for one in applied], [True] * len(wanted) + [False])
        self.assertIn("no longer proposed", applied[-1]["message"])
        left = [change["id"] for change in self.person.json("sync-month", "2025-08", "--dry-run", "--no-pull")["changes"]]
        self.assertFalse(set(wanted) & set(left))

    def test_what_fails_for_good_is_told_and_can_be_tried_again(self):
        self.person.with_athlete()
        self.person.log.rename(self.person.log.with_suffix(".moved"))
        self.person.must("jobs", "add", "pull-provider", '{"provider": "spreadsheet"}')
        self.person.must("worker", "--once")
        job = self.person.json("jobs")[0]
        self.assertEqual(job["state"], "dead")
        status = self.person.must("status")
        self.assertRegex(status, r"! Spreadsheet: .*log\.xlsx")
        self.assertEqual(self.person.json("notifications")[0]["level"], "error")
        self.person.log.with_suffix(".moved").rename(self.person.log)
        self.person.must("jobs", "retry", job["id"])
        self.person.must("worker", "--once")
        self.assertEqual(self.job(job["id"])["state"], "done")
        self.assertNotIn("! Spreadsheet:", self.person.must("status"))

    def test_a_job_that_waits_can_be_called_off(self):
        added = self.person.json("jobs", "add", "recompute")[0]["id"]
        self.assertEqual(self.person.json("jobs", "add", "recompute")[0], {"id": added, "new": False})
        self.person.must("jobs", "cancel", added)
        self.person.must("worker", "--once")
        self.assertEqual(self.job(added)["state"], "cancelled")
        self.refuses(["jobs", "cancel", added], 1, f"job {added} is not waiting or running")

    def test_a_file_of_the_workers_machine_is_taken_in(self):
        self.person.with_files()
        ride = self.person.work / "ride.gpx"
        ride.write_text(gpx("2025-08-03T07:15:00Z"))
        self.person.must("jobs", "add", "import-file", json.dumps({"path": str(ride)}))
        self.person.must("worker", "--once")
        self.assertEqual(self.person.json("jobs")[0]["result"]["added"], 1)
        self.assertEqual(len(self.person.records()), 1)
        ride.unlink()
        self.assertEqual([path.name for path in self.person.activities.rglob("*.gpx")], ["ride.gpx"])

    def refuses(self, command, code, sentence):
        exit_code, _, errors = self.person.run(*command)
        self.assertIn(sentence, errors)
        self.assertEqual(exit_code, code)

    def test_wrong_words_are_named(self):
        self.refuses(["jobs", "add", "dance"], 2, 'there is no job of the kind "dance"')
        self.refuses(["jobs", "add", "pull", "{"], 2, "the arguments of the job are no JSON")
        self.refuses(["jobs", "add", "pull", '{"month": "2025-08"}'], 2, "month is nothing that it takes")
        self.refuses(["jobs", "add", "pull", '{"months": ["2025-13"]}'], 2, "2025-13")
        self.refuses(["jobs", "add", "pull-provider"], 2, "provider is missing")
        self.refuses(["jobs", "add", "pull-provider", '{"provider": "myspace"}'], 2, "myspace")
        self.refuses(["jobs", "add", "pull", '{"force": "yes"}'], 2, "force must be true or false")
        self.refuses(["jobs", "add", "import-file", '{"path": "ride.fit"}'], 2, 'path must be a whole path from / on, not "ride.fit"')
        self.refuses(["jobs", "add", "hook"], 2, 'there is no job of the kind "hook"')
        self.refuses(["jobs", "show", "99"], 1, "there is no job 99")
        self.refuses(["jobs", "follow", "x"], 2, '"x" is no number of a job')
        self.refuses(["jobs", "--state", "asleep"], 2, '"asleep" is no state of a job')
        self.refuses(["schedule", "set", "nightly", "99 3 * * *"], 2, '"99" is no minute')
        self.refuses(["schedule", "set", "nightly", "0 0 30 2 *"], 2, "never comes")
        self.refuses(["schedule", "on", "weekly"], 2, 'when is "weekly" to happen?')
        self.refuses(["schedule", "off", "weekly"], 1, 'there is no schedule "weekly"')
        self.refuses(["schedule", "set", "a", "@daily", "--timezone", "Mars/Base"], 2, "Mars/Base")
        self.refuses(["notifications", "--read", "7"], 1, 'there is no notification "7"')
        self.refuses(["users", "add", "anna"], 2, '"anna" is no e-mail address')

    def test_the_nightly_pull_is_there_and_off(self):
        nightly = self.person.json("schedule")[0]
        self.assertEqual((nightly["name"], nightly["enabled"], nightly["job"]), ("nightly", False, "pull"))
        self.person.must("schedule", "on", "nightly", "--timezone", "Europe/Berlin")
        nightly = self.person.json("schedule")[0]
        self.assertTrue(nightly["enabled"])
        self.assertRegex(nightly["next_at"], r"T0[12]:15:00Z$")
        self.assertIn("nightly", self.person.must("schedule"))
        self.person.must("schedule", "off", "nightly")
        self.assertFalse(self.person.json("schedule")[0]["enabled"])

    def test_a_schedule_starts_its_job_while_a_worker_runs(self):
        self.person.must("schedule", "set", "tick", "every 1s", "--job", "notify", "--with", '{"message": "tick"}')
        worker = self.person.start("worker")
        deadline = time.monotonic() + 20
        while len(self.person.json("notifications")) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(worker.wait(timeout=20), 0)
        self.assertGreaterEqual(len(self.person.json("notifications")), 2)

    def test_the_operators_hook_hears_of_failures_and_finished_syncs(self):
        self.person.with_athlete()
        heard = self.person.root / "heard"
        self.person.must("jobs", "add", "pull-provider", '{"provider": "file"}')
        self.person.must("jobs", "add", "pull-provider", '{"provider": "garmin"}')
        self.person.must("worker", "--once", env={"TRACEKIT_HOOK_COMMAND": f"cat >> {heard}"})
        events = [json.loads(line) for line in heard.read_text().splitlines()]
        self.assertEqual(sorted((event["event"], event["arguments"]["provider"]) for event in events),
                         [("job_failed", "garmin"), ("sync_finished", "file")])
        self.assertGreater(next(event for event in events if event["event"] == "sync_finished")["result"]["added"], 0)

    def test_an_address_hears_the_same(self):
        heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                heard.append((self.headers["Content-Type"], json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        self.person.with_athlete()
        self.person.must("jobs", "add", "pull-provider", '{"provider": "file"}')
        _, out, errors = self.person.run("worker", "--once", env={"TRACEKIT_HOOK_URL": f"http://127.0.0.1:{server.server_port}/secret-path"})
        self.assertEqual([(kind, event["event"]) for kind, event in heard], [("application/json", "sync_finished")])
        self.assertNotIn("secret-path", out + errors)
        self.person.must("jobs", "add", "pull-provider", '{"provider": "file"}')
        self.person.run("worker", "--once", env={"TRACEKIT_HOOK_URL": "http://hooks.example.org/secret-path"})
        hook = next(one for one in self.person.json("jobs") if one["kind"] == "hook" and one["state"] != "done")
        self.assertEqual(hook["state"], "dead")
        self.assertNotIn("secret-path", json.dumps(hook))

    def test_a_hook_that_fails_is_tried_again_and_harms_nothing(self):
        self.person.with_athlete()
        self.person.must("jobs", "add", "pull-provider", '{"provider": "file"}')
        self.person.must("worker", "--once", env={"TRACEKIT_HOOK_COMMAND": "exit 7"})
        jobs = {one["kind"]: one for one in self.person.json("jobs")}
        self.assertEqual(jobs["pull-provider"]["state"], "done")
        self.assertEqual(jobs["hook"]["state"], "ready")
        self.assertIn("ended with 7", jobs["hook"]["message"])

    def test_people_have_jobs_and_notifications_of_their_own(self):
        self.person.must("users", "add", "bert@example.org")
        self.person.must("--user", "bert@example.org", "jobs", "add", "notify", '{"message": "for Bert"}')
        self.person.must("worker", "--once")
        self.assertEqual(self.person.json("jobs"), [])
        self.assertEqual(self.person.json("notifications"), [])
        berts = self.person.json("--user", "bert@example.org", "notifications")
        self.assertEqual([one["message"] for one in berts], ["for Bert"])


class Chaos(CommandLineTest):
    """Workers are killed at random while they work, and on PostgreSQL the server is restarted twice."""

    def check(self, person, where, workers, kills, restart=lambda: None):
        moments = random.Random(SEED)
        person.must(*where, "migrate")
        person.must(*where, "schedule", "set", "tick", "every 2s", "--job", "notify", "--with", '{"message": "tick"}')
        running = [person.start(*where, "-q", "worker", "--threads", "1", stdout=None, stderr=None) for _ in range(workers)]
        restarts = {kills // 3, 2 * kills // 3}
        begun = time.monotonic()
        for number in range(kills):
            person.must(*where, "jobs", "add", "--from", "-", input=notes(JOBS * number // kills, JOBS * (number + 1) // kills))
            time.sleep(moments.uniform(0, 0.05))  # while they are at it
            if number in restarts:
                restart()
            if number == kills // 2:
                self.kill_in_the_middle(person, where, running)
            victim = moments.randrange(workers)
            running[victim].kill()
            running[victim].wait()
            running[victim] = person.start(*where, "-q", "worker", "--threads", "1", stdout=None, stderr=None)
        deadline = time.monotonic() + 120
        left = JOBS
        while left > 0 and time.monotonic() < deadline:
            time.sleep(0.5)
            left = sum(one["arguments"]["message"] != "tick" and one["state"] in ("ready", "running")
                       for one in person.json(*where, "jobs", "--limit", "1000000"))
        seconds = time.monotonic() - begun
        for process in running:
            process.send_signal(signal.SIGTERM)
        self.assertEqual([process.wait(timeout=30) for process in running], [0] * workers)
        jobs = person.json(*where, "jobs", "--limit", "1000000")
        self.assertTrue(any(one["losses"] > 0 for one in jobs), "no worker was killed in the middle of its work")
        self.assertEqual({one["state"] for one in jobs if one["arguments"]["message"] != "tick"}, {"done"})
        messages = [one["message"] for one in person.json(*where, "notifications", "--limit", "1000000")]
        told = [message for message in messages if message != "tick"]
        self.assertEqual(len(told), JOBS + self.more)
        self.assertEqual(len(set(told)), JOBS + self.more)
        ticks = [one for one in jobs if one["arguments"]["message"] == "tick"]
        self.assertGreater(len(ticks), 1)
        self.assertEqual(messages.count("tick"), sum(one["state"] == "done" for one in ticks))
        return ticks, seconds

    def kill_in_the_middle(self, person, where, running):
        """All at once, and surely with jobs in hand."""
        for attempt in range(100):
            person.must(*where, "jobs", "add", "--from", "-", input=notes(JOBS + 100 * attempt, JOBS + 100 * (attempt + 1)))
            for process in running:
                process.send_signal(signal.SIGSTOP)
            if person.json(*where, "jobs", "--state", "running"):
                break
            for process in running:
                process.send_signal(signal.SIGCONT)
        self.more = 100 * (attempt + 1)
        for place, process in enumerate(running):
            process.kill()
            process.wait()
            running[place] = person.start(*where, "-q", "worker", "--threads", "1", stdout=None, stderr=None)

    def test_sqlite(self):
        person = self.another()
        self.check(person, [], 3, 12)

    def test_postgres(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        where = ["--db", server.new_database()]
        person = self.another()

        def restart():
            server.stop(signal.SIGINT)
            server.start()
        self.check(person, where, 8, 24, restart)
        fired = server.run("SELECT count(*), count(DISTINCT unique_key) FROM tracekit.jobs WHERE unique_key LIKE 'schedule %'", "person_1")[0]
        fires, slots = map(int, re.split(r"\|", fired))
        self.assertEqual(fires, slots, "a time of the schedule was started twice")


if __name__ == "__main__":
    main()

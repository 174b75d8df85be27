# SPDX-License-Identifier: MIT
"""kill -9 at random moments: after the same command has run again, everything is as if nothing had happened.

TRACEKIT_KILLS says how many kills there are in all, TRACEKIT_KILL_SEED which moments."""

import json
import os
import random
import sqlite3
import time

from support import CommandLineTest, main, xlsx_cells

KILLS = max(3, int(os.environ.get("TRACEKIT_KILLS", "30")))
SEED = int(os.environ.get("TRACEKIT_KILL_SEED", "20250803"))
MONTH = ["sync-month", "2025-08", "--yes", "--really-all"]


def state_of(person, *where):
    """What must not depend on how often the program was killed."""
    records = sorted(json.dumps({key: value for key, value in json.loads(line).items() if key not in ("fetched_at", "last_seen")}, sort_keys=True)
                     for line in person.must(*where, "export", "--format", "jsonl").splitlines())
    groups = sorted(sorted((record["provider"], record["id"]) for record in one["records"]) for one in person.json_lines(*where, "activities"))
    done = sorted(one["change"] for one in person.json(*where, "history", "--limit", "100000") if one["outcome"] == "done")
    left = sorted(change["id"] for change in person.json(*where, "sync-month", "2025-08", "--dry-run", "--no-pull")["changes"])
    files = sorted(path.name for path in person.activities.rglob("*"))
    unfinished = sorted(path.name for path in person.work.iterdir() if ".tmp" in path.name)
    return {"unfinished": unfinished, "records": records, "groups": groups, "done": done, "left": left, "cells": xlsx_cells(person.log), "files": files}


class Killing(CommandLineTest):
    def person(self, pulled):
        person = self.another()
        return person.with_pulled_athlete() if pulled else person.with_athlete()

    def check(self, name, pulled, command, finish, where=()):
        moments = random.Random(f"{SEED} {name}")
        calm = self.person(pulled)
        begun = time.monotonic()
        calm.must(*command(calm))
        seconds = time.monotonic() - begun
        finish(calm)
        expected = state_of(calm, *[str(word).format(root=calm.root) for word in where])
        killed = 0
        for number in range(KILLS // 3):
            with self.subTest(kill=number, seed=SEED):
                person = self.person(pulled)
                for _ in range(moments.choice((1, 1, 1, 2, 3))):
                    process = person.start(*command(person))
                    try:
                        process.wait(timeout=moments.uniform(0, seconds))
                    except Exception:  # still running, as it should be
                        process.kill()
                        killed += 1
                    process.communicate()
                person.must(*command(person))
                finish(person)
                database = sqlite3.connect(person.database)
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                database.close()
                state = state_of(person, *[str(word).format(root=person.root) for word in where])
                for part in expected:
                    self.assertEqual(state[part], expected[part], part)
                person.remove()
                person.root.mkdir()
        self.assertGreater(killed, 0, "the command ended before every kill")

    def test_pull(self):
        self.check("pull", False, lambda person: ["pull"], lambda person: person.must("load", "garmin.jsonl", "strava.jsonl"))

    def test_sync_month(self):
        # Twice at the end: what a stored file makes possible is offered by the next run only.
        self.check("sync-month", True, lambda person: MONTH, lambda person: (person.must(*MONTH), person.must("pull")))

    def test_migrate(self):
        self.check("migrate", True, lambda person: ["--db", f"sqlite:///{person.root}/new.sqlite3", "migrate", "--from", f"sqlite:///{person.database}"],
                   lambda person: None, where=["--db", "sqlite:///{root}/new.sqlite3"])


if __name__ == "__main__":
    main()

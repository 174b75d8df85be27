# SPDX-License-Identifier: MIT
"""The server with its worker, pulls on the command line and looking at the calendar, all at once on one SQLite file. Nobody
hears that the database is locked, and it is whole afterwards.

TRACEKIT_SOAK_SECONDS says how long (10; a release deserves 60 and more)."""

import itertools
import os
import sqlite3
import threading
import time

from support import gpx, main
from web_server import WebTest

SECONDS = float(os.environ.get("TRACEKIT_SOAK_SECONDS", "10"))
FILES = 28


class Soak(WebTest):
    def test_a_server_pulls_and_queries_at_once(self):
        self.tracekit.activities.mkdir(parents=True)
        for number in range(FILES):
            (self.tracekit.activities / f"{number:02}.gpx").write_text(gpx(f"2025-08-{number + 1:02}T07:15:00Z"))
        self.tracekit.must("pull")
        token = self.token("write")
        server = self.serve()
        counts, troubles = {}, []
        end = time.monotonic() + SECONDS

        def again_and_again(name, work):
            for number in itertools.count():
                if time.monotonic() > end:
                    counts[name] = number
                    return
                try:
                    work(number)
                except Exception as error:  # a thread's failure must fail the test
                    troubles.append(f"{name}: {error!r}")
                    counts[name] = number
                    return

        def command(*words, busy=False):
            code, out, errors = self.tracekit.run(*words)
            if code != 0 and not (busy and "another tracekit is working with" in errors):
                raise AssertionError(f"{words} ended with {code}: {out}{errors}")

        def looks(_):
            answer = server.get("/api/calendar", token=token)
            if answer.status != 200:
                raise AssertionError(answer.body)

        def adds(number):
            job = {"kind": "recompute", "arguments": {"all": True}} if number % 2 else {"kind": "pull", "arguments": {"force": True}}
            answer = server.post("/api/jobs", job, token=token)
            if answer.status != 202:
                raise AssertionError(answer.body)
            time.sleep(0.05)

        works = {"pulls": lambda _: command("pull", "--force", busy=True), "calendars": lambda _: command("calendar", "--months", "6"),
                 "plans": lambda _: command("sync-month", "2025-08", "--dry-run", "--no-pull"), "looks": looks, "jobs": adds}
        threads = [threading.Thread(target=again_and_again, args=one) for one in works.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(troubles, [])
        self.assertTrue(all(counts.values()), counts)
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("locked", server.log())
        self.assertNotIn("in use by another process", server.log())
        self.tracekit.must("worker", "--once")
        database = sqlite3.connect(self.tracekit.database)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertEqual(database.execute("SELECT count(*) FROM records").fetchone()[0], FILES)
        self.assertGreater(database.execute("SELECT count(*) FROM jobs WHERE state = 'done'").fetchone()[0], 2)
        self.assertEqual(database.execute("SELECT count(*) FROM jobs WHERE state = 'dead'").fetchone()[0], 0)
        database.close()


if __name__ == "__main__":
    main()

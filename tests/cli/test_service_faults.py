# SPDX-License-Identifier: MIT
"""Every service, every operation, every fault: a sentence and the right exit code, nothing lost, nothing written twice, and the
same command brings it to its end once the fault is over."""

import unittest

from services import HALF_AN_ANSWER, MONTH, for_every_service
from support import main

NO_WAIT = {"Retry-After": "0"}
AN_HOUR = {"Retry-After": "3600"}
WEB_PAGE = {"kind": "body", "body": "<!doctype html><title>Just a moment...</title>"}
NESTED = {"kind": "body", "body": "[" * 5000 + "]" * 5000}
NO_JSON = (1, "{title} answered with something that is not JSON when asked to ")

# A fault, and what a command makes of it that only reads: exit code and sentence. None: it copes.
READING = [
    ({"kind": "status", "status": 503}, None),
    ({"kind": "status", "status": 503, "count": -1, "headers": NO_WAIT}, (1, "{title} has trouble: it answered 503")),
    ({"kind": "status", "status": 500, "count": 2, "headers": NO_WAIT}, None),
    ({"kind": "status", "status": 429, "headers": NO_WAIT}, None),
    ({"kind": "status", "status": 429, "count": -1, "headers": NO_WAIT}, (4, "{title} takes no more requests for now")),
    ({"kind": "status", "status": 429, "headers": AN_HOUR}, (4, "{title} takes no more requests for now: its limit is used up")),
    ({"kind": "status", "status": 403}, (1, "{title} refused to ")),
    ({"kind": "status", "status": 400}, (1, "{title} refused to ")),
    ({"kind": "slow", "seconds": 0.3}, None),
    ({"kind": "cut_off"}, None),
    ({"kind": "cut_off", "count": -1}, (1, "127.0.0.1: ")),
    ({"kind": "lost_answer"}, None),
    ({"kind": "expired_token", "count": 2}, (5, "{title} does not accept the sign-in any more")),
]

# The same for answers that are not what was asked for.
NONSENSE = [(HALF_AN_ANSWER, NO_JSON), (WEB_PAGE, NO_JSON), (NESTED, NO_JSON)]

PASSING = (500, 503)  # what may be sent twice is sent again

# The same for a write: exit code and sentence, and how many writes the server saw.
WRITING = [
    ({"kind": "status", "status": 503}, (3, "{title} has trouble: it answered 503"), 1),
    ({"kind": "status", "status": 500}, (3, "{title} has trouble: it answered 500"), 1),
    ({"kind": "status", "status": 429, "headers": NO_WAIT}, None, 2),
    ({"kind": "status", "status": 429, "headers": AN_HOUR}, (3, "{title} takes no more requests for now"), 1),
    ({"kind": "status", "status": 422}, (3, "refused to change "), 1),
    ({"kind": "status", "status": 403}, (3, "refused to change "), 1),
    ({"kind": "slow", "seconds": 0.3}, None, 1),
    ({"kind": "cut_off"}, None, 1),
    ({"kind": "lost_answer"}, None, 1),
    (HALF_AN_ANSWER, None, 1),
    (WEB_PAGE, None, 1),
    (NESTED, None, 1),
    ({"kind": "nulls"}, None, 1),
    ({"kind": "expired_token", "count": 2}, (3, "{title} does not accept the sign-in any more"), None),
]


class Faults:
    """What is the same in all cells."""

    def assert_told(self, expected, code, text):
        self.assertEqual(code, expected[0] if expected else 0, text)
        self.assertIn(expected[1].format(title=self.service.title) if expected else "", text)
        self.assert_no_internal_words(text)
        self.assertNotRegex(text, "|".join(self.service.secrets))

    def is_over(self, fault):
        """Nothing fails any more; a limit that would last an hour is asked in spite of it."""
        self.server.no_faults()
        if fault.get("headers") == AN_HOUR:
            self.tracekit.must("pull", "--force", "--provider", self.service.id)

    def start_anew(self, **providers):
        """Another person, signed in, with nothing stored."""
        self.tracekit = self.another()
        self.with_environment()
        self.with_service(**providers)
        self.sign_in()


class Pulls(Faults):
    def pull_again(self, *args):
        """By itself or, while a limit is known to last, because the person insists."""
        if self.tracekit.run("pull", *args)[0] == 4:
            self.tracekit.must("pull", "--force", *args)

    def pulls(self, *args):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull", *args)
        there = self.tracekit.records()
        for fault, expected in READING + NONSENSE:
            with self.subTest(fault=fault):
                self.server.fault(path=self.service.list_path, **fault)
                code, out, err = self.tracekit.run("pull", "--force", *args)
                self.assert_told(expected, code, out + err)
                self.assertEqual(self.tracekit.records(), there)
                self.server.no_faults()
                self.pull_again(*args)
                self.assertEqual(self.tracekit.records(), there)

    def test_a_whole_history(self):
        self.pulls()

    def test_a_month(self):
        self.pulls("--date", MONTH)

    def test_a_list_of_nothing_but_nulls_takes_nothing_away(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        there = self.tracekit.records()
        for args in ([], ["--date", MONTH]):
            with self.subTest(args=args):
                self.server.fault("nulls", path=self.service.list_path)
                code, out, err = self.tracekit.run("pull", "--force", *args)
                self.assertIn(code, (0, 1), out + err)
                self.assertIn(self.service.title, out + err)
                self.assert_no_internal_words(out + err)
                self.server.no_faults()
                self.assertEqual(self.tracekit.records(), there)

    def test_a_first_pull_that_failed_is_completed_by_the_next(self):
        for fault, _ in READING + NONSENSE:
            with self.subTest(fault=fault):
                self.start_anew()
                self.server.fault(path=self.service.list_path, **fault)
                self.tracekit.run("pull")
                self.server.no_faults()
                self.pull_again()
                self.assertEqual(len(self.tracekit.records()), self.service.count())


class LongHistories(Faults):
    """A list of several pages, from which something goes or to which something comes while it is read."""

    def server_options(self):
        return "--count", self.service_class.several_pages

    def stored(self):
        return [record["id"] for record in self.tracekit.records() if not record.get("deleted_at")]

    def for_every_shift(self, work):
        """Does the work of a new person with every way in which pages can move, once or after each answer. Once they lie
        still again, a pull finds what is there."""
        for change in ("newest_goes", "newer_comes"):
            for count in (1, -1):
                with self.subTest(change=change, count=count):
                    self.server.ask("/__sandbox/reset", "POST")
                    self.start_anew()
                    work(lambda: self.server.fault(change, path=self.service.list_path, count=count))
                    self.server.no_faults()
                    self.tracekit.must("pull")
                    self.assertEqual(sorted(self.stored()), sorted(self.service.ids()))

    def test_the_first_pull_passes_nothing_over_and_stores_nothing_twice(self):
        def first_pull(pages_move):
            before = set(self.service.ids())
            pages_move()
            self.tracekit.must("pull")
            stored = self.stored()
            self.assertNotEqual(set(self.service.ids()), before)
            self.assertEqual(len(stored), len(set(stored)))
            self.assertLessEqual(before & set(self.service.ids()), set(stored))
        self.for_every_shift(first_pull)

    def test_nothing_that_only_moved_is_taken_for_deleted(self):
        def later_pull(pages_move):
            self.tracekit.must("pull")
            before = self.stored()
            pages_move()
            self.assertEqual(self.tracekit.pulled(self.service.id, "--force")["deleted"], 0)
            self.assertLessEqual(set(before), set(self.stored()))
        self.for_every_shift(later_pull)


class SignsIn(Faults):
    def test_a_sign_in_that_fails_leaves_nobody_signed_in(self):
        self.with_service()
        for fault, _ in READING + NONSENSE + [({"kind": "nulls"}, None)]:
            with self.subTest(fault=fault):
                self.server.fault(path=self.service.token_path, **fault)
                code, said = self.service.sign_in(self.tracekit)
                self.server.no_faults()
                self.assertIn(code, (0, 1, 4, 5), said)
                self.assertEqual(self.sign_in_status()["signed_in"], code == 0, said)
                self.assertIn("Signed in to" if code == 0 else "tracekit: ", said)
                self.assert_no_internal_words(said)
                self.assert_nothing_secret(said)
                if code == 0:
                    self.tracekit.must("auth", self.service.id, "--revoke")
        self.sign_in()
        self.tracekit.must("pull")


class Writes(Faults):
    def test_a_rename_is_written_once_or_not_at_all_and_said_so(self):
        ride = self.with_better_name()
        self.writes(lambda: self.service.ride(ride.id).name, ride.name, "The better name", lambda: self.sync("name"), self.service.item_path)

    def test_gear_is_set_once_or_not_at_all_and_said_so(self):
        ride, _, number = self.with_other_gear()
        self.writes(lambda: self.service.ride(ride.id).gear, ride.gear, number, lambda: self.sync("equipment"),
                    self.service.gear_path or self.service.item_path)

    def writes(self, there, before, after, sync, path):
        for fault, expected, writes in WRITING:
            with self.subTest(fault=fault):
                if path == self.service.gear_path:
                    expected, writes = None if fault.get("status") in PASSING else expected, None
                counted = self.service.writes()
                self.server.fault(path=path, method=self.service.write_method, **fault)
                code, out, err = sync()
                self.assert_told(expected, code, out + err)
                self.assertEqual(there(), before if expected else after)
                if writes is not None:
                    self.assertEqual(self.service.writes() - counted, writes, "writes")
                self.assertNotIn("open", self.tracekit.must("history"))
                self.is_over(fault)
                if expected:
                    code, out, err = sync()
                    self.assertEqual((code, there()), (0, after), out + err)
                self.tracekit.must("undo", "--yes")
                self.assertEqual(there(), before)

    def test_an_undo_is_written_once_or_not_at_all_and_said_so(self):
        ride = self.with_better_name()
        for fault, expected, _ in WRITING:
            with self.subTest(fault=fault):
                self.assertEqual(self.sync("name")[0], 0)
                self.server.fault(path=self.service.item_path, method=self.service.write_method, **fault)
                code, out, err = self.tracekit.run("undo", "--yes")
                self.assertIn(code, (1, 4, 5) if expected else (0,), out + err)
                self.assertIn(expected[1].format(title=self.service.title) if expected else "", out + err)
                self.assert_no_internal_words(out + err)
                self.assertEqual(self.service.ride(ride.id).name, "The better name" if expected else ride.name)
                self.is_over(fault)
                if expected:
                    self.tracekit.must("undo", "--yes")
                self.assertEqual(self.service.ride(ride.id).name, ride.name)


class Uploads(Faults):
    def test_a_file_is_uploaded_once_however_often_it_takes(self):
        for fault, _, _ in WRITING:
            with self.subTest(fault=fault):
                self.server.ask("/__sandbox/reset", "POST")
                self.start_anew()
                self.with_a_file_that_it_lacks()
                self.server.fault(path=self.service.upload_path, method="POST", **fault)
                code, out, err = self.sync_uploads()
                self.assertIn(code, (0, 3), out + err)
                self.assertIn(self.service.title if code else "", out + err)
                self.assert_no_internal_words(out + err)
                self.assertIn(self.service.on_day(self.FILE_DAY), (0, 1) if code else (1,))
                self.assertNotIn("open", self.tracekit.must("history"))
                self.is_over(fault)
                code, out, err = self.sync_uploads()
                self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)


class Downloads(Faults):
    def stored(self):
        return sorted(path for path in self.tracekit.activities.rglob("*") if path.is_file())

    def test_a_file_is_stored_whole_or_not_at_all(self):
        if self.service.file_path is None:
            raise unittest.SkipTest(f"{self.service.title} gives no files")
        download = ("sync-month", MONTH, "--yes", "--really-all", "--no-pull", "--only", "download")
        for fault, expected in READING:
            with self.subTest(fault=fault):
                self.start_anew(file={})
                self.tracekit.must("pull", "--date", MONTH)
                planned = self.tracekit.json("sync-month", MONTH, "--dry-run", "--no-pull", "--only", "download")["changes"]
                self.server.fault(path=self.service.file_path.format(id=planned[0]["source"]["id"]), **fault)
                code, out, err = self.tracekit.run(*download)
                self.assert_told((3, expected[1]) if expected else None, code, out + err)
                lost = 0 if not expected else len(planned) if expected[0] == 4 else 1  # after a limit nothing more is asked
                self.assertEqual(len(self.stored()), len(planned) - lost)
                self.is_over(fault)
                self.tracekit.must(*download)
                self.assertEqual(len(self.stored()), len(planned))


for_every_service(globals(), Pulls, LongHistories, SignsIn, Writes, Uploads, Downloads)

if __name__ == "__main__":
    main()

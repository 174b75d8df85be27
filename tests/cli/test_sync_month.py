# SPDX-License-Identifier: MIT
"""Comparing a month and applying what was approved, on the made-up athlete."""

import datetime
import json
import re
import signal

from support import CommandLineTest, main, write_parts, xlsx_cells, xlsx_parts

MONTH = "2025-08"
HERE = ["--provider", "spreadsheet", "--provider", "file"]
EVERYTHING_HERE = [*HERE, "--only", "name,equipment,metadata,add,download"]


class SyncMonth(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_pulled_athlete()
        self.log = self.tracekit.log

    def plan(self, *args):
        return self.tracekit.json("sync-month", MONTH, "--dry-run", *args)["changes"]

    def assert_nothing_written(self, content):
        self.assertEqual(self.log.read_bytes(), content)
        self.assertEqual(self.tracekit.json("history"), [])

    def test_without_a_terminal_nothing_is_applied_and_it_says_so(self):
        content = self.log.read_bytes()
        code, out, err = self.tracekit.run("sync-month", MONTH)
        self.assertEqual(code, 0)
        self.assertIn("Nothing was applied: there is no terminal to ask on. Add --yes to apply the plan, or --dry-run to only look.", err)
        self.assert_nothing_written(content)

    def test_answers_from_a_pipe_approve_nothing(self):
        content = self.log.read_bytes()
        self.tracekit.run("sync-month", MONTH, input="y\na\n" * 100)
        self.assert_nothing_written(content)

    def test_dry_run_and_check_write_nothing(self):
        content = self.log.read_bytes()
        self.assertEqual(self.tracekit.run("sync-month", MONTH, "--dry-run")[0], 0)
        self.assertEqual(self.tracekit.run("sync-month", MONTH, "--check")[0], 6)
        self.assertEqual(self.tracekit.run("sync-month", MONTH, "--dry-run", "--yes", "--really-all")[0], 0)
        self.assertEqual(self.tracekit.run("sync-month", MONTH, "--check", "--yes", "--really-all")[0], 6)
        self.assert_nothing_written(content)

    def test_a_plan_that_changes_most_of_a_month_is_not_passed_by_yes_alone(self):
        content = self.log.read_bytes()
        code, out, err = self.tracekit.run("sync-month", MONTH, "--yes")
        self.assertIn("Nothing was applied. If that is what you want, add --really-all.", err)
        self.assert_nothing_written(content)

    def test_the_warning_counts_activities_and_not_changes(self):
        _, _, err = self.tracekit.run("sync-month", MONTH, "--yes")
        touched = {change["target"]["id"] for change in self.plan() if change["provider"] == "spreadsheet" and change["target"]["id"]}
        in_log = sum(row["cells"]["spreadsheet"]["present"] for row in self.tracekit.json("sync-month", MONTH, "--dry-run")["rows"])
        self.assertIn(f"Careful: this would change {len(touched)} of {in_log} activities at spreadsheet.", err)

    def test_the_calendar_counts_what_the_plan_offers(self):
        # It counts while it matches, from whole records; the plan reads only what comparing needs.
        months = {one["month"]: one["open_differences"] for one in self.tracekit.json("calendar", "--from", "2025-06", "--to", "2025-08")["months"]}
        for month, differences in months.items():
            plan = self.tracekit.json("sync-month", month, "--dry-run", "--no-pull")["changes"]
            self.assertEqual(len([change for change in plan if change["kind"] != "duplicate"]), differences, month)
            self.assertGreater(differences, 10)

    def test_applying_twice_leaves_nothing_to_do(self):
        planned = self.plan(*EVERYTHING_HERE)
        self.assertGreater(len(planned), 10)
        code, _, err = self.tracekit.run("sync-month", MONTH, "--yes", "--really-all", *EVERYTHING_HERE)
        self.assertEqual(code, 0, err)
        cells, files = xlsx_cells(self.log), sorted(path.name for path in self.tracekit.activities.rglob("*"))
        self.assertEqual(self.plan(*EVERYTHING_HERE), [])
        self.assertEqual(self.tracekit.run("sync-month", MONTH, "--check", *EVERYTHING_HERE)[0], 0)
        out = self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", *EVERYTHING_HERE)
        self.assertIn("Nothing to do", out)
        self.tracekit.must("pull", "--force")
        self.assertEqual(self.plan(*EVERYTHING_HERE), [])
        self.assertEqual((xlsx_cells(self.log), sorted(path.name for path in self.tracekit.activities.rglob("*"))), (cells, files))

    def test_everything_that_was_applied_is_in_the_history_once(self):
        planned = {change["id"] for change in self.plan(*EVERYTHING_HERE)}
        document = self.tracekit.json("sync-month", MONTH, "--yes", "--really-all", *EVERYTHING_HERE)
        applied = [one["change"]["id"] for one in document["applied"] if one["done"]]
        self.assertLessEqual(planned, set(applied))  # a stored file may bring up more, which is applied too
        history = self.tracekit.json("history", "--limit", "1000")
        self.assertEqual(sorted(one["change"] for one in history), sorted(applied))
        self.assertEqual(len(applied), len(set(applied)))
        self.assertEqual({one["outcome"] for one in history}, {"done"})
        activity = {one["change"]["id"]: one["change"]["activity"] for one in document["applied"]}
        day = {one["activity"]: one["start_local"][:10] for one in document["rows"]}
        self.assertEqual({one["change"]: (one["workout"]["activity"], one["workout"]["day"]) for one in history}, {id: (activity[id], day[activity[id]]) for id in applied})

    def test_only_some_kinds_are_applied_when_asked_so(self):
        self.assertEqual({change["kind"] for change in self.plan("--only", "name")}, {"rename"})
        self.assertEqual({change["kind"] for change in self.plan("--only", "name,add")}, {"rename", "add"})
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--only", "name", *HERE)
        self.assertEqual({one["kind"] for one in self.tracekit.json("history")}, {"rename"})

    def test_only_one_provider_is_changed_when_asked_so(self):
        self.assertEqual({change["provider"] for change in self.plan("--provider", "file")}, {"file"})
        content = self.log.read_bytes()
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--provider", "file")
        self.assertEqual(self.log.read_bytes(), content)
        self.assertEqual({one["provider"] for one in self.tracekit.json("history")}, {"file"})

    def test_nothing_is_offered_that_the_provider_cannot_do(self):
        for change in self.plan():
            with self.subTest(change=change["why"]):
                self.assertFalse(change["provider"] == "file" and change["kind"] in ("rename", "set_equipment", "set_metadata"))
                self.assertFalse(change["kind"] == "add" and change["provider"] != "spreadsheet")
        downloads = [change["activity"] for change in self.plan("--only", "download")]
        self.assertEqual(len(downloads), len(set(downloads)), "one missing file is offered once")

    def test_what_a_disconnected_service_would_need_is_shown_and_never_applied(self):
        blocked = [change for change in self.plan() if change["provider"] == "strava"]
        self.assertTrue(blocked)
        for change in blocked:
            self.assertIn("Strava is not set up: providers.strava.client_id is not set", change["blocked"])
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all")
        self.assertNotIn("strava", {one["provider"] for one in self.tracekit.json("history", "--limit", "1000")})

    def test_values_of_strava_go_nowhere(self):
        strava = {json.loads(line)["name"] for line in (self.tracekit.work / "strava.jsonl").read_text().splitlines()}
        garmin = {json.loads(line)["name"] for line in (self.tracekit.work / "garmin.jsonl").read_text().splitlines()}
        for change in self.plan():
            self.assertNotEqual(change["source"]["provider"], "strava")
            self.assertNotIn(change["new"], strava - garmin)

    def test_the_plan_is_one_json_document_even_when_it_is_applied(self):
        document = self.tracekit.json("sync-month", MONTH, "--yes", "--really-all", *EVERYTHING_HERE)
        self.assertEqual(document["month"], MONTH)
        applied = [one["change"]["id"] for one in document["applied"]]
        self.assertEqual([one["id"] for one in document["changes"]], applied[: len(document["changes"])])
        code, out, _ = self.tracekit.run("--json", "sync-month", MONTH, "--check")
        self.assertEqual((code, json.loads(out)["applied"]), (6, []))

    def test_a_month_without_activities_says_so(self):
        self.assertIn("No activities in 2030-01.", self.tracekit.must("sync-month", "2030-01"))
        self.assertEqual(self.tracekit.run("sync-month", "2030-01", "--check")[0], 0)

    def test_a_failing_change_does_not_stop_the_others_and_gives_exit_code_3(self):
        (self.tracekit.work / ".~lock.exercise-log.xlsx#").write_text("somebody")
        document_code, out, _ = self.tracekit.run("--json", "sync-month", MONTH, "--yes", "--really-all", *EVERYTHING_HERE)
        applied = json.loads(out)["applied"]
        self.assertEqual(document_code, 3)
        self.assertEqual({one["done"] for one in applied if one["change"]["provider"] == "file"}, {True})
        self.assertEqual({one["message"] for one in applied if one["change"]["provider"] == "spreadsheet"}, {"exercise-log.xlsx is open in another program"})


class SyncMonthAtOnce(CommandLineTest):
    def test_several_at_once_and_a_pull_write_nothing_twice(self):
        calm, busy = self.another().with_pulled_athlete(), self.another().with_pulled_athlete()
        command = ["sync-month", MONTH, "--no-pull", "--yes", "--really-all", *EVERYTHING_HERE]
        processes = [busy.start(*command), busy.start(*command), busy.start("pull", "--force"), busy.start(*command)]
        for process in processes:
            out, err = process.communicate(timeout=60)
            self.assert_no_internal_words((out + err).decode())
        for person in (calm, busy):
            for _ in range(2):
                person.must(*command)
        self.assertEqual(xlsx_cells(busy.log), xlsx_cells(calm.log))
        self.assertEqual(sorted(path.name for path in busy.activities.rglob("*")), sorted(path.name for path in calm.activities.rglob("*")))
        done = [one["change"] for one in busy.json("history", "--limit", "1000") if one["outcome"] == "done"]
        self.assertEqual(len(done), len(set(done)))


class SyncMonthOnATerminal(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_pulled_athlete()
        self.args = ["sync-month", MONTH, "--only", "equipment", "--provider", "spreadsheet"]
        self.planned = self.tracekit.json(*self.args, "--dry-run")["changes"]
        self.assertGreaterEqual(len(self.planned), 3)

    def applied(self):
        return {one["change"] for one in self.tracekit.json("history")}

    def ids(self, changes):
        return {change["id"] for change in changes}

    def test_yes_and_no_are_asked_for_each_change(self):
        answers = ["y", "n"] + ["n"] * len(self.planned)
        code, text = self.tracekit.run_on_terminal(*self.args, answers=answers)
        self.assertEqual(code, 0, text)
        self.assertEqual(text.count("[y/n/v/a/q]"), len(self.planned))
        self.assertEqual(self.applied(), self.ids(self.planned[:1]))

    def test_all_applies_this_one_and_those_that_follow(self):
        code, text = self.tracekit.run_on_terminal(*self.args, answers=["n", "a"])
        self.assertEqual((code, text.count("[y/n/v/a/q]")), (0, 2), text)
        self.assertEqual(self.applied(), self.ids(self.planned[1:]))

    def test_a_plan_that_changes_most_of_a_month_asks_first_whether_to_go_on(self):
        code, text = self.tracekit.run_on_terminal("sync-month", MONTH, answers=["v", "q"])
        self.assertEqual((code, text.count("Go on? [y/n/q]"), "[y/n/v/a/q]" in text), (0, 2, False), text)
        self.assertEqual(self.applied(), set())

    def test_never_is_remembered_listed_and_taken_back(self):
        code, text = self.tracekit.run_on_terminal(*self.args, answers=["v", "q"])
        first = self.planned[0]
        self.assertEqual((code, f"until `tracekit undo {first['id']}`" in text), (0, True), text)
        self.assertEqual(self.applied(), set())
        self.assertEqual(self.ids(self.tracekit.json(*self.args, "--dry-run")["changes"]), self.ids(self.planned[1:]))
        listed = self.tracekit.json("history", "--dismissed")["dismissed"]
        self.assertEqual([(one["id"], one["month"], one["new"]) for one in listed], [(first["id"], MONTH, first["new"])])
        self.assertRegex(self.tracekit.must("history", "--dismissed"), rf"{first['id']} +{MONTH} +spreadsheet +2025-08-.*equipment: ")
        self.assertEqual(self.tracekit.json("undo", first["id"][:8]), {"brought_back": first["id"]})
        self.assertEqual(self.ids(self.tracekit.json(*self.args, "--dry-run")["changes"]), self.ids(self.planned))
        self.assertIn("Nothing was dismissed", self.tracekit.must("history", "--dismissed"))
        self.assertEqual(self.tracekit.run("undo", first["id"], "--yes")[0], 1)

    def test_quit_stops_at_once(self):
        code, text = self.tracekit.run_on_terminal(*self.args, answers=["y", "q"])
        self.assertEqual((code, text.count("[y/n/v/a/q]")), (0, 2), text)
        self.assertEqual(self.applied(), self.ids(self.planned[:1]))

    def test_the_end_of_the_input_is_taken_as_quit(self):
        code, text = self.tracekit.run_on_terminal(*self.args, answers=[])
        self.assertEqual((code, text.count("[y/n/v/a/q]")), (0, 1), text)
        self.assertEqual(self.applied(), set())

    def test_an_interrupt_at_a_question_ends_it_without_another_key(self):
        started = []

        def interrupt():
            started[0].send_signal(signal.SIGINT)

        code, text = self.tracekit.run_on_terminal(*self.args, answers=[interrupt], started=started.append, timeout=15)
        self.assertEqual(code, 130, text)
        self.assertEqual(self.applied(), set())

    def test_an_answer_that_is_none_is_asked_again(self):
        code, text = self.tracekit.run_on_terminal(*self.args, answers=["maybe", "", "q"])
        self.assertEqual((code, text.count("[y/n/v/a/q]")), (0, 3), text)
        self.assertEqual(self.applied(), set())

    def test_an_edit_made_while_the_question_stands_is_not_overwritten(self):
        first = self.planned[0]
        log = self.tracekit.log

        row = self.row_of(first)

        def edit_and_approve():
            parts = xlsx_parts(log)
            sheet = re.sub(rf'<c r="G{row}"[^>]*?(/>|>.*?</c>)', "", parts["xl/worksheets/sheet1.xml"].decode())
            edited = f'<c r="G{row}" t="inlineStr"><is><t>Edited meanwhile</t></is></c>'
            sheet = re.sub(rf'(<row r="{row}"[^>]*>.*?)(<c r="[H-U]{row}")', rf"\1{edited}\2", sheet, count=1)
            write_parts(log, parts | {"xl/worksheets/sheet1.xml": sheet.encode()})
            return "y"

        code, text = self.tracekit.run_on_terminal(*self.args, answers=[edit_and_approve, "q"])
        self.assertEqual(xlsx_cells(log)[f"G{row}"], "Edited meanwhile")
        self.assertEqual(code, 3, text)
        self.assertEqual({one["outcome"] for one in self.tracekit.json("history")} - {"failed"}, set())

    def row_of(self, change):
        """The row that a change is about, found by the day and the name that the comparison shows."""
        row = next(one for one in self.tracekit.json("sync-month", MONTH, "--dry-run", "--no-pull")["rows"] if one["activity"] == change["activity"])
        name, day = row["cells"]["spreadsheet"]["name"], row["start_local"][:10]
        serial = (datetime.date.fromisoformat(day) - datetime.date(1899, 12, 30)).days
        cells = xlsx_cells(self.tracekit.log)
        return next(int(cell[1:]) for cell, text in cells.items() if cell.startswith("A") and text == str(serial) and cells.get("U" + cell[1:], "") == name)

    def test_reset_of_everything_needs_the_whole_word(self):
        code, text = self.tracekit.run_on_terminal("reset", answers=["y"])
        self.assertIn("Nothing was forgotten.", text)
        self.assertTrue(self.tracekit.records())
        code, text = self.tracekit.run_on_terminal("reset", answers=["yes"])
        self.assertEqual((code, self.tracekit.records()), (0, []), text)

    def test_undo_shows_the_change_and_asks(self):
        self.tracekit.run_on_terminal(*self.args, answers=["y", "q"])
        code, text = self.tracekit.run_on_terminal("undo", answers=["n"])
        self.assertIn("Write the old value back? [y/n]", text)
        workout = self.tracekit.json("history")[-1]["workout"]
        self.assertIn(f"of {workout['day']} {workout['name']} ({workout['activity']}): ", text)
        self.assertIn(f"{workout['day']} {workout['name']} ({workout['activity']})", self.tracekit.must("history"))
        self.assertIsNone(self.tracekit.json("history")[-1]["undone_at"])
        self.tracekit.run_on_terminal("undo", answers=["y"])
        self.assertIsNotNone(self.tracekit.json("history")[-1]["undone_at"])


if __name__ == "__main__":
    main()

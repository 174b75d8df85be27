# SPDX-License-Identifier: MIT
"""Every document of docs/reference/json.md as a command really prints it. Other tests check theirs in passing (`support`)."""

import json
import re

import json_documents
from support import CommandLineTest, gpx, main

# Needs PostgreSQL; test_roles has it.
NOT_HERE = {"roles", "error"}
NO_JSON = {"completion", "demo", "help", "web", "worker"}


class JsonSchemas(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.assertIsNotNone(json_documents.jsonschema, "there is no Python package jsonschema; `scripts/install-deps test` brings it")

    def test_the_table_names_every_command_and_every_schema(self):
        commands = set(re.findall(r"^  ([a-z][a-z-]*) ", self.tracekit.must("--help").split("Subcommands:")[1], re.MULTILINE))
        told = {words[0] for words, _ in json_documents.rows()}
        self.assertEqual((commands - told - NO_JSON, told - commands), (set(), set()))
        named = {name for _, shapes in json_documents.rows() for _, name in shapes}
        referred = set(re.findall(r'"([a-z-]+)\.schema\.json', json.dumps(list(json_documents.schemas().values()))))
        self.assertEqual(named | referred | json_documents.answered_only() | {"error"}, set(json_documents.schemas()))

    def test_every_schema_is_one(self):
        for name, schema in json_documents.schemas().items():
            with self.subTest(schema=name):
                json_documents.jsonschema.Draft202012Validator.check_schema(schema)
                self.assertTrue(schema["title"])

    def test_a_document_that_does_not_fit_is_noticed(self):
        report = {"providers": [], "more": 1}
        with self.assertRaisesRegex(AssertionError, "more"):
            json_documents.check(["--json", "pull"], json.dumps(report))
        with self.assertRaisesRegex(AssertionError, "providers"):
            json_documents.check(["--json", "pull", "--date", "2025-08"], "{}")

    def see(self, *args, codes=(0,)):
        """Runs a command; `support` checks what it prints. Remembers which schema that fitted."""
        code, out, err = self.tracekit.run("--json", *args)
        self.assertIn(code, codes, f"{args}: {err}{out}")
        shapes = json_documents.shapes_of(args)
        fitting = [name for how, name in shapes if not json_documents.faults(how, name, out)]
        self.assertTrue(fitting, f"{args} is not in docs/reference/json.md\n{out[:500]}")
        self.seen.update(fitting)
        return [json.loads(line) for line in out.splitlines()] if shapes[0][0] == "lines" else json.loads(out)

    def test_every_command_prints_what_its_schema_says(self):
        self.seen = set()
        self.tracekit.with_athlete()
        self.see("pull")
        self.see("load", "garmin.jsonl", "strava.jsonl")
        self.looking()
        self.judging()
        self.writing()
        self.files()
        self.background()
        self.people()
        self.copies()
        self.see("reset", "--date", "2025-08")
        referred = set(re.findall(r'"([a-z-]+)\.schema\.json', json.dumps(list(json_documents.schemas().values()))))
        self.assertEqual(set(json_documents.schemas()) - self.seen - referred - json_documents.answered_only(), NOT_HERE)

    def looking(self):
        self.see("status")
        self.see("calendar", "--from", "2025-07", "--to", "2025-08")
        self.see("doctor", "--offline", codes=(0, 1, 5))
        self.see("configure", "--show")
        self.see("auth", "--status")
        self.see("gear")
        self.see("gear", "alias", "Road bike", "=", "Tarmac SL7")
        self.see("gear", "aliases")
        self.see("activities")
        self.see("show", "2025-08-02")
        self.see("why", "2025-08-02")
        self.see("review")

    def judging(self):
        several = next(one for one in self.see("activities") if len(one["records"]) > 1)
        a, b = (f"{record['provider']}:{record['id']}" for record in several["records"][:2])
        self.see("why", a, b)
        self.see("unlink", a)
        self.see("link", a, b)
        self.see("ignore", a)
        self.see("ignore", "--list")
        self.see("review", "--said")

    def writing(self):
        self.tracekit.run_on_terminal("sync-month", "2025-08", "--only", "name", answers=["v", "q"])
        self.see("undo", self.see("history", "--dismissed")["dismissed"][0]["id"])
        self.see("sync-month", "2025-08", "--yes", "--only", "name")
        self.see("history")
        self.see("undo", "--yes")

    def files(self):
        work = self.tracekit.work
        (work / "one.gpx").write_text(gpx("2024-05-05T07:15:00Z"))
        self.see("inspect", "one.gpx")
        self.see("convert", "one.gpx", "one.tcx")
        self.see("import", "one.gpx")
        number = self.see("activities")[-1]["id"]
        self.see("export")
        self.see("export", str(number), "--format", "gpx", "--output", "again.gpx")
        self.see("export", "--format", "gpx", "--output", "many.zip", "--from", "2024-05-05", "--to", "2024-05-05")
        self.see("export", "--format", "full", "--output", "all.zip")
        self.see("load", "all.zip")
        self.see("reparse")

    def copies(self):
        self.see("check")
        self.see("secrets", "rotate")
        self.see("backup", "everything.backup")
        self.see("backup", "--verify", "everything.backup")
        self.see("--db", f"sqlite:///{self.tracekit.root}/restored.sqlite3", "restore", "everything.backup")
        self.see("--db", f"sqlite:///{self.tracekit.root}/new.sqlite3", "migrate", "--from", f"sqlite:///{self.tracekit.database}")

    def background(self):
        added = self.see("jobs", "add", "recompute")
        self.see("jobs")
        self.see("jobs", "show", str(added[0]["id"]))
        self.see("jobs", "cancel", str(added[0]["id"]))
        self.see("jobs", "add", "notify", '{"message": "hello"}')
        self.tracekit.must("worker", "--once")
        self.see("notifications")
        self.see("schedule", "on", "nightly")

    def people(self):
        self.see("users", "add", "kira@example.org")
        self.see("users")
        self.see("token", "add", "phone", "--scope", "read")
        self.see("token", "list")
        self.see("webhooks", "list")


if __name__ == "__main__":
    main()

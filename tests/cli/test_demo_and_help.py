# SPDX-License-Identifier: MIT
"""What a newcomer meets first: the demo, the help and the version."""

import os
import pathlib
import re
import shutil
import signal
import subprocess

from support import BINARY, CommandLineTest, main

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]


class Demo(CommandLineTest):
    def tree(self, folder):
        return sorted(os.path.join(where, name) for where, folders, files in os.walk(folder) for name in folders + files)

    def test_it_ends_with_nothing_left_to_do_and_touches_nothing_of_the_person(self):
        temporary = self.tracekit.root / "tmp"
        temporary.mkdir()
        before = self.tree(self.tracekit.root)
        code, out, err = self.tracekit.run("demo", env={"TMPDIR": temporary, "DATABASE_URL": f"sqlite:///{self.tracekit.root}/mine.sqlite3"})
        self.assertEqual(code, 0, err)
        again = out.split("And again: nothing is left to do.")[1].split("Everything that was written")[0]
        self.assertIn("Nothing to do", again)
        self.assertEqual(self.tree(self.tracekit.root), before)

    def test_its_services_can_be_left_running_to_play_with(self):
        demo = self.tracekit.start("demo", "--serve")
        try:
            said = ""
            while "tracekit sync-month" not in said:
                line = demo.stdout.readline().decode()
                self.assertTrue(line, said)
                said += line
            playing = {"TRACEKIT_CONFIG": re.search("TRACEKIT_CONFIG=(.*)", said)[1], "TRACEKIT_DATA_DIR": None}
            self.assertIn("Strava", self.tracekit.must("pull", env=playing))
            self.tracekit.must("sync-month", "2025-08", "--yes", "--only", "name", env=playing)
        finally:
            demo.send_signal(signal.SIGINT)
            out, err = demo.communicate(timeout=20)
        self.assertEqual(demo.returncode, 0, err)
        self.assertFalse(os.path.exists(playing["TRACEKIT_CONFIG"]), "what it made is gone")

    def test_it_does_not_look_at_settings_that_are_wrong(self):
        self.tracekit.config.write_text("{")
        self.assertEqual(self.tracekit.run("demo")[0], 0)

    def test_settings_of_the_environment_do_not_reach_it(self):
        code, _, err = self.tracekit.run("demo", env={"TRACEKIT_UNITS": "imperial", "TRACEKIT_PROVIDERS_FILE_ENABLED": "false",
                                                      "TRACEKIT_HOME_TIMEZONE": "Asia/Tokyo", "TRACEKIT_DEBUG": "nonsense"})
        self.assertEqual(code, 0, err)

    def test_its_data_can_be_kept_to_play_with(self):
        folder = self.tracekit.root / "kept"
        code, out, err = self.tracekit.run("demo", "--keep", folder)
        self.assertEqual(code, 0, err)
        advised = re.search(r"try `tracekit (.*?)`", out).group(1).split()
        self.assertIn("Activity ", self.tracekit.must(*advised, env={"TRACEKIT_DATA_DIR": None}))

    def test_a_program_without_its_sandbox_says_what_is_missing(self):
        alone = self.tracekit.root / "bin"
        alone.mkdir()
        shutil.copy(BINARY, alone / "tracekit")
        done = subprocess.run([alone / "tracekit", "demo"], env=self.tracekit.environment(), capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"the demo needs {alone}/tracekit-sandbox, which is not there", done.stderr)


class Help(CommandLineTest):
    def commands(self):
        listed = self.tracekit.must("--help").split("Subcommands:")[1]
        return set(re.findall(r"^  ([a-z][a-z-]*) ", listed, re.MULTILINE)) - {"help"}

    def test_help_lists_every_command(self):
        out = self.tracekit.must("help")
        listed = re.findall(r"^  ([a-z][a-z-]*)  +\S", out, re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(self.commands()))
        self.assertEqual(self.tracekit.must("--help").splitlines()[0][:8], "tracekit")

    def test_every_command_that_a_hint_names_exists(self):
        known, named = self.commands() | {"help"}, set()
        for folder in ("libtracekit", "cli", "web/server"):
            for source in sorted((REPOSITORY / folder).rglob("*.[ch]pp")):
                for command in re.findall(r"`tracekit ([a-z][a-z-]*)", source.read_text()):
                    named.add(command)
                    self.assertIn(command, known, source.name)
        self.assertGreater(len(named), 20)

    def test_every_command_explains_itself_and_does_nothing_else(self):
        self.tracekit.configure(file={}, spreadsheet={"path": "missing.xlsx"})
        for command in self.commands():
            with self.subTest(command=command):
                explained = self.tracekit.must(command, "--help")
                self.assertIn(f"tracekit {command}", explained)
                self.assertEqual(self.tracekit.must("help", command), explained)
        self.assertFalse(self.tracekit.database.exists(), "help opened the database")

    def test_every_option_of_a_command_is_told_of_in_a_document(self):
        documents = " ".join(document.read_text() for document in [REPOSITORY / "README.md", *(REPOSITORY / "docs").rglob("*.md")])
        for command in self.commands():
            for option in re.findall(r"^  (?:-\w,)?(--[a-z-]+)", self.tracekit.must(command, "--help"), re.MULTILINE):
                self.assertRegex(documents, f"{option}\\b", command)

    def test_help_of_an_unknown_command_is_refused(self):
        self.assert_refused(2, 'there is no command "nope"', "help", "nope")

    def test_help_names_the_exit_codes(self):
        self.assertIn("0 done · 1 failed · 2 wrong usage or settings · 3 done in part · 4 rate limited · 5 sign-in needed", self.tracekit.must("help"))

    def test_help_and_version_need_no_settings(self):
        self.tracekit.config.write_text("{")
        self.assertEqual(self.tracekit.run("help")[0], 0)
        code, out, _ = self.tracekit.run("--version")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"^tracekit \d+\.\d+\.\d+\n$")

    def test_help_works_without_a_home(self):
        self.assertEqual(self.tracekit.run("help", env={"HOME": None, "XDG_CONFIG_HOME": None, "XDG_DATA_HOME": None, "TRACEKIT_DATA_DIR": None})[0], 0)


if __name__ == "__main__":
    main()

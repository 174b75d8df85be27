# SPDX-License-Identifier: MIT
"""What `make install` brings: programs that find their parts, manual pages, completions."""

import json
import os
import re
import shutil
import subprocess
import unittest

from support import BINARY, CommandLineTest, main

BUILD = BINARY.parent.parent


class Installed(CommandLineTest):
    """Installed below another root, as packages are made, and used from there."""

    def setUp(self):
        super().setUp()
        root = self.tracekit.root / "root"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", "/opt/tracekit"], check=True, capture_output=True,
                       env=os.environ | {"DESTDIR": str(root)})
        self.prefix = root / "opt/tracekit"
        self.program = self.prefix / "bin/tracekit"
        self.pages = self.prefix / "share/man"
        self.commands = [line.split(":")[0] for line in self.listed_commands()]

    def listed_commands(self):
        help = subprocess.run([BINARY, "--help"], env=self.tracekit.environment(), capture_output=True, text=True, check=True).stdout
        return re.findall(r"^  ([a-z][a-z-]*) ", help.split("Subcommands:")[1], re.MULTILINE)

    def environment(self):
        return {name: value for name, value in self.tracekit.environment().items() if name != "TRACEKIT_LIBRARY_DIR"}

    def run_installed(self, *args):
        return subprocess.run([self.program, *args], cwd=self.tracekit.work, env=self.environment(), capture_output=True, text=True)

    def complete(self, *words, program="tracekit"):
        """What bash offers for the last word."""
        script = (f"source {self.prefix}/share/bash-completion/completions/{program}; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
                  f"_{program}; printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p {program} >&2")
        done = subprocess.run(["bash", "--norc", "-uc", script, "bash", program, *words], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, f"complete -o default -F _{program} {program}\n"))
        return done.stdout.split()

    def test_it_runs_with_its_parts(self):
        demo = self.run_installed("demo")  # needs the sandbox and both libraries of HTTP
        self.assertEqual(demo.returncode, 0, demo.stderr)
        self.assertIn("Nothing to do", demo.stdout)
        postgres = self.run_installed("--db", "postgresql://nobody@127.0.0.1:9/none", "migrate", "--wait", "0")
        self.assertNotIn("cannot be loaded", postgres.stderr)
        self.assertNotEqual(postgres.returncode, 0)
        self.assertIn("tracekit", subprocess.run([self.prefix / "bin/tracekit-web", "--help"], check=True, capture_output=True, text=True).stdout)

    def test_every_command_has_a_page_that_tells_all_of_its_options(self):
        expected = ["man1/tracekit.1", "man8/tracekit-web.8"] + [f"man1/tracekit-{command}.1" for command in self.commands]
        self.assertEqual(sorted(str(page.relative_to(self.pages)) for page in self.pages.glob("*/*")), sorted(expected))
        for command in self.commands:
            with self.subTest(command=command):
                page = (self.pages / "man1" / f"tracekit-{command}.1").read_text().replace("\\-", "-")
                for option in re.findall(r"^  (--[a-z-]+)", self.run_installed(command, "--help").stdout, re.MULTILINE):
                    self.assertIn(f"\\fB{option}\\fR", page)

    def test_the_page_of_the_server_tells_what_a_server_needs(self):
        page = (self.pages / "man8/tracekit-web.8").read_text().replace("\\-", "-")
        for title in ("EXIT STATUS", "FILES", "ENVIRONMENT"):
            self.assertIn(f"\n.SH {title}\n", page)
        self.assertIn("IPv4 address and port (0: a free one) (default: 127.0.0.1:5000)\n", page)

    @unittest.skipUnless(shutil.which("groff"), "SKIPPED: groff is not installed, pages were not formatted")
    def test_pages_are_formatted_without_a_warning(self):
        for page in sorted(self.pages.glob("*/*")):
            done = subprocess.run(["groff", "-K", "utf8", "-T", "utf8", "-man", "-ww", "-z", page], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)

    def test_bash_completes_commands_options_and_values(self):
        self.assertEqual(sorted(self.complete("")), sorted(self.commands + self.complete("-")))
        self.assertEqual(self.complete("sync"), ["sync-month"])
        self.assertEqual(self.complete("help", "sync"), ["sync-month"])
        self.assertEqual(self.complete("--color", "a"), ["auto", "always"])
        self.assertEqual(self.complete("completion", "f"), ["fish"])
        self.assertEqual(self.complete("pull", "--da"), ["--date"])
        self.assertEqual(self.complete("--config", "any.json", "pull", "--da"), ["--date"])
        self.assertEqual(self.complete("auth", "str"), ["strava"])
        self.assertEqual(self.complete("pull", "--provider", "gar"), ["garmin"])
        self.assertIn("--config", self.complete("pull", "--c"))
        self.assertEqual(self.complete("inspect", "ride"), [], "files, which the shell knows")
        self.assertEqual(self.complete("jobs", "f"), ["follow"])
        self.assertEqual(self.complete("secrets", "r"), ["rotate"])
        self.assertEqual(self.complete("auth", "f"), [], "nobody signs in to files")
        self.assertEqual(self.complete("upload", "--to", "f"), ["file"])
        self.assertEqual(self.complete("upload", "--to", "sp"), [], "a log takes no files")
        for command in self.commands:
            self.assertEqual(self.complete(command, "--").count("--help"), 1, command)
        self.assertEqual(self.complete("--dr", program="tracekit-web"), ["--drain"])
        self.assertEqual(self.complete("--log-format", "j", program="tracekit-web"), ["json"])

    def test_other_shells_read_their_completions(self):
        for shell, file, words in (("zsh", "zsh/site-functions/_tracekit", self.commands), ("fish", "fish/vendor_completions.d/tracekit.fish", self.commands),
                                   ("zsh", "zsh/site-functions/_tracekit-web", ["drain"]), ("fish", "fish/vendor_completions.d/tracekit-web.fish", ["drain"])):
            text = (self.prefix / "share" / file).read_text()
            for word in words:
                self.assertRegex(text, rf"\b{word}\b")
            if not shutil.which(shell):
                print(f"SKIPPED: {shell} is not installed, its completions were not read")
                continue
            done = subprocess.run([shell, "-n", self.prefix / "share" / file], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), shell)
        if shutil.which("fish"):
            offered = subprocess.run(["fish", "--no-config", "-c", f"source {self.prefix}/share/fish/vendor_completions.d/tracekit.fish; complete -C 'tracekit sync'"],
                                     capture_output=True, text=True, env=self.environment()).stdout
            self.assertTrue(offered.startswith("sync-month"), offered)

    def test_the_program_prints_the_completions_that_are_installed(self):
        for shell, file in (("bash", "bash-completion/completions/tracekit"), ("zsh", "zsh/site-functions/_tracekit"),
                            ("fish", "fish/vendor_completions.d/tracekit.fish")):
            self.assertEqual(self.run_installed("completion", shell).stdout, (self.prefix / "share" / file).read_text())

    @unittest.skipUnless(shutil.which("systemd-analyze"), "SKIPPED: systemd is not installed, its units were not verified")
    def test_units_are_understood_and_may_do_little(self):
        units = self.tracekit.root / "units"
        shutil.copytree(self.prefix / "lib/systemd/system", units)
        for unit in units.glob("*.service"):  # where the programs will be is known when the build is configured
            unit.write_text(re.sub(r"(?<=^ExecStart=)\S*/", f"{self.prefix}/bin/", unit.read_text(), flags=re.MULTILINE))
        names = sorted(unit.name for unit in units.iterdir())
        self.assertEqual(names, ["tracekit-backup.service", "tracekit-backup.timer", "tracekit-pull.service", "tracekit-pull.timer", "tracekit-web.service", "tracekit-worker.service"])
        verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *sorted(units.iterdir())], capture_output=True, text=True)
        self.assertEqual((verified.returncode, [line for line in verified.stderr.splitlines() if "tracekit" in line]), (0, []))
        backup = (units / "tracekit-backup.service").read_text()  # of the same settings, but for what differs
        self.assertEqual(re.findall(r"^EnvironmentFile=-(.*)$", backup, re.MULTILINE), ["/etc/default/tracekit-web", "/etc/default/tracekit-backup"])
        for unit in units.glob("*.service"):
            judged = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], capture_output=True, text=True)
            self.assertEqual(judged.returncode, 0, judged.stdout[-400:])

    def test_the_example_of_settings_is_complete(self):
        example = self.prefix / "share/doc/tracekit/tracekit_config.json.example"
        self.assertIn("providers", json.loads(example.read_text()))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Every command of docs/guide/first-month.md, and of the drill of docs/guide/backup.md, works, in its order, and prints what the guide shows of it."""

import pathlib
import re
import shlex
import signal

from support import CommandLineTest, main

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]
GUIDE = REPOSITORY / "docs/guide/first-month.md"


def steps(guide=GUIDE):
    """(command, lines that the guide shows of what it prints)"""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", guide.read_text(), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((shlex.split(line[2:]), []))
            else:
                found[-1][1].append(line)
    return found


def words(text):
    """Column widths depend on what else is in a table."""
    return " ".join(text.split())


class FirstMonth(CommandLineTest):
    def start_services(self):
        """The settings of the athlete, as the demo tells them."""
        demo = self.tracekit.start("demo", "--serve")

        def stop():
            demo.send_signal(signal.SIGINT)
            demo.communicate(timeout=20)

        self.addCleanup(stop)
        said = ""
        while "tracekit sync-month" not in said:
            line = demo.stdout.readline().decode()
            self.assertTrue(line, said)
            said += line
        return said

    def run_typed(self, command, env):
        """On a terminal, where somebody says yes to every question."""
        return self.tracekit.run_on_terminal(*command[1:], answers=["y"] * 100, env=env)

    def test_every_command_of_the_guide_works_in_order(self):
        listed = steps()
        self.assertEqual([command for command, _ in listed[:2]][0], ["tracekit", "demo", "--serve"])
        self.assertGreater(len(listed), 15)
        said, env = "", {"TRACEKIT_DATA_DIR": None, "NO_COLOR": "1"}
        for command, shown in listed:
            with self.subTest(command=" ".join(command)):
                if command[1:] == ["demo", "--serve"]:
                    said = printed = self.start_services()
                elif command[0] == "export":
                    name, _ = command[1].split("=", 1)
                    env[name], printed = re.search(rf"export {name}=(.*)", said)[1], ""
                else:
                    self.assertEqual(command[0], "tracekit")
                    code, printed = self.run_typed(command, env)
                    self.assertEqual(code, 0, printed)
                for line in shown:
                    self.assertIn(words(line), words(printed))

    def commands(self):
        return set(re.findall(r"^  ([a-z][a-z-]*) ", self.tracekit.must("--help").split("Subcommands:")[1], re.MULTILINE))

    def test_every_command_that_a_hint_names_exists(self):
        known, named = self.commands(), set()
        for folder in ("libtracekit", "cli", "web/server"):
            for source in sorted((REPOSITORY / folder).rglob("*.[ch]pp")):
                for command in re.findall(r"`tracekit ([a-z][a-z-]*)", source.read_text()):
                    named.add(command)
                    self.assertIn(command, known, source.name)
        self.assertGreater(len(named), 20)

    def test_every_command_that_the_guides_name_exists(self):
        known = self.commands()
        for guide in sorted(GUIDE.parent.glob("*.md")):
            for command in re.findall(r"(?:`|\$ |^ {4,}|sudo -u tracekit env \S+ \S+ )tracekit ([a-z][a-z-]*)", guide.read_text(), re.MULTILINE):
                self.assertIn(command, known, guide.name)


class BackupDrill(CommandLineTest):
    def test_every_command_of_the_drill_works_in_order(self):
        person = self.tracekit.with_pulled_athlete()
        listed = steps(GUIDE.with_name("backup.md"))
        self.assertEqual([command[-2:] for command, _ in listed[:2]], [["backup", "today.zip"], ["--verify", "today.zip"]])
        for command, shown in listed:
            with self.subTest(command=" ".join(command)):
                self.assertEqual(command[0], "tracekit")
                printed = words(person.must(*command[1:]))
                for line in shown:
                    for part in line.split("..."):
                        self.assertIn(words(part), printed)
        self.assertEqual(words(person.must("activities")), printed)  # of the rehearsal


if __name__ == "__main__":
    main()

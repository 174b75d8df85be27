# SPDX-License-Identifier: MIT
"""Every command of the guides works, in its order, for somebody who is where the guide supposes, and prints what the guide shows of it."""

import os
import pathlib
import re
import shlex
import signal
import subprocess
import time
import urllib.request
import zipfile

from original_database import OriginalDatabase
from postgres import PostgresServer
from sandbox_server import free_port
from services import BrowserSignIn, Garmin, IntervalsIcu, RideWithGps, Strava
from support import BINARY, LOG_HEADER, CommandLineTest, gpx, log_row, main, write_xlsx

GUIDES = pathlib.Path(__file__).absolute().parents[2] / "docs/guide"

# What a guide lets a person type that is no command of tracekit: what it changes belongs to the whole machine, so it is not run here.
OF_THE_SYSTEM = {
    "systemctl": "wants systemd; scripts/try-packages runs the commands of the units",
    "journalctl": "likewise",
    "apt": "scripts/try-packages installs the packages",
    "useradd": "the packages do so, and scripts/try-packages looks for it",
    "createuser": "the test has a server of PostgreSQL of its own",
    "createdb": "likewise",
    "make": "test_installing.py runs `make install`, scripts/try-packages wants `make deb`",
    "cd": "the test has a folder of its own",
    "docker": "wants an engine; scripts/try-image runs the image without one",
}
OF_THE_SHELL = {"mkdir", "openssl", "echo", "chmod", "sh"}  # run as they stand
NOT_TYPED = {
    "To do": "a column of the calendar",
    'TRACEKIT_WEB_OPTIONS="--behind-proxy --host training.example.org"': "a line of /etc/default/tracekit-web",
    "training.example.org {": "a file of Caddy's",
    "server {": "a file of nginx's",
}

CONSOLE = r"^```console\n(?P<console>.*?)^```$"
FILE = r"^ {4}(?P<file>\S[^\n]* \{)$.*?^ {4}\}$"
LINE = r"^ {4,}(?P<line>[^\n]+)$"
WORDS = r"`(?P<words>[^-`\s][^`\s]*\s[^`]+)`|`[^`]*`"  # one word alone is a name, and with a dash in front it is an option
TYPED = re.compile("|".join((CONSOLE, FILE, LINE, WORDS)), re.MULTILINE | re.DOTALL)
# Where and as whom: the times of cron, another user, a container.
BEFORE_A_COMMAND = re.compile(r"(?:[\d*]+ [\d*]+ \S+ \S+ \S+ +|sudo (?:-u \w+ )?|env (?:\S*=\S* )*|docker compose (?:exec|run) (?:-\S+ )*\w+ )+")
BEHIND_ANOTHER = re.compile(r"[;&|'(]\s*tracekit ")


def steps(guide):
    """Whatever the guide lets a person type, in its order: (command, lines that it shows of what that prints)"""
    found = []
    for typed in TYPED.finditer((GUIDES / guide).read_text()):
        for line in (typed["console"] or "").splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        if other := typed["file"] or typed["line"] or typed["words"]:
            command = " ".join(other.split())
            before = BEFORE_A_COMMAND.match(command)
            found.append((command[before.end():] if before else command, []))

    def is_of_the_system(command):
        return command.split()[0] in OF_THE_SYSTEM and not BEHIND_ANOTHER.search(command)
    return [(command, shown) for command, shown in found if command not in NOT_TYPED and not is_of_the_system(command)]


def words(text):
    """Column widths depend on what else is in a table."""
    return " ".join(text.split())


class Guides(CommandLineTest):
    def follow(self, guide, instead=None, codes=None, env=None, run=None):
        """Does each step of a guide: {command: what it printed}. `instead`: what stands for a word of the reader's own, or for a command,
        or a function that does it as a person would; `codes`: how commands end that do not end with 0; `run`: how commands are typed."""
        instead, codes, printed, env = instead or {}, codes or {}, {}, dict(env or {})
        run = run or (lambda *args: self.tracekit.run(*args, env=env))
        listed = steps(guide)
        self.assertLessEqual(set(codes) | {name for name in instead if " " in name}, {command for command, _ in listed})
        for command, shown in listed:
            with self.subTest(guide=guide, command=command):
                done = instead.get(command, command)
                if callable(done):
                    code, *said = done()
                elif variable := re.fullmatch(r"export (\w+)=(\S+)|unset (\w+)", command):
                    code, said = 0, ""
                    env.pop(variable[3], None)
                    env |= {variable[1]: variable[2]} if variable[1] else {}
                elif command.split()[0] in OF_THE_SHELL:
                    shell = self.tracekit.environment({"PATH": f"{BINARY.parent}:{os.environ['PATH']}"})
                    ended = subprocess.run(["bash", "-ec", done], cwd=self.tracekit.work, env=shell, capture_output=True, text=True)
                    code, *said = ended.returncode, ended.stderr
                else:
                    for word, own in instead.items():
                        done = done.replace(word, own) if " " not in word else done
                    program, *args = shlex.split(done)
                    self.assertEqual(program, "tracekit", "neither a command of tracekit nor listed above")
                    code, *said = run(*args)
                printed[command] = "".join(said)
                self.assertEqual(code, codes.get(command, 0), printed[command])
                for part in (part for line in shown for part in line.split("...")):
                    self.assertIn(words(part), words(printed[command]))
        return printed

    def test_each_guide_has_a_test(self):
        tests = {name.removeprefix("test_the_guide_").replace("_", "-") + ".md" for name in dir(self) if name.startswith("test_the_guide_")}
        self.assertEqual(tests, {guide.name for guide in GUIDES.glob("*.md")})

    def test_the_units_that_they_name_exist(self):
        units = {unit.name.removesuffix(".in").removesuffix(".service") for unit in (GUIDES.parents[1] / "packaging/systemd").iterdir()}
        for guide in GUIDES.glob("*.md"):
            for command in re.findall(r"systemctl [^`\n]+", guide.read_text()):
                named = {word.removesuffix(".service") for word in command.split() if word.startswith("tracekit")}
                self.assertLessEqual(named, units, command)

    def test_the_guide_first_month(self):
        env = {"TRACEKIT_DATA_DIR": None, "NO_COLOR": "1"}
        demo, told = None, ""

        def type_it(*args, answers=("y",) * 100, **options):
            return self.tracekit.run_on_terminal(*args, answers=answers, env=env, **options)

        def start_the_demo():
            nonlocal demo, told
            if not demo:
                demo = self.tracekit.start("demo", "--serve")
                self.addCleanup(end_the_demo)
                while "tracekit sync-month" not in told:
                    line = demo.stdout.readline().decode()
                    self.assertTrue(line, told)
                    told += line
            return 0, told

        def use_its_settings():
            env["TRACEKIT_CONFIG"] = re.search("TRACEKIT_CONFIG=(.*)", told)[1]
            return 0, ""

        def end_the_demo():
            demo.send_signal(signal.SIGINT)
            demo.communicate(timeout=20)
            env.pop("TRACEKIT_CONFIG", None)
            return demo.returncode, ""

        def say_never():
            type_it("sync-month", "2025-08", "--only", "name", answers=["v", "q"])
            return type_it("history", "--dismissed")

        def bring_it_back():
            return type_it("undo", self.tracekit.json("history", "--dismissed", env=env)["dismissed"][0]["id"])

        self.follow("first-month.md", {"tracekit demo --serve": start_the_demo,
                                       "export TRACEKIT_CONFIG=/tmp/tracekit-demo-aZ81kQ/tracekit_config.json": use_its_settings,
                                       "tracekit history --dismissed": say_never, "tracekit undo ID": bring_it_back,
                                       "tracekit worker": "tracekit worker --once",
                                       "unset TRACEKIT_CONFIG": end_the_demo,
                                       "tracekit configure": lambda: type_it("configure", answers=[""] * 20, question=re.compile(rb"[]:] $")),
                                       "YYYY-MM": "2025-08"}, run=type_it)

    def test_the_guide_backup(self):
        person = self.tracekit.with_pulled_athlete()
        copies = person.work / "copies"

        def restore():
            person.database.unlink()
            return person.run("restore", "today.zip")

        passphrase = ["a long passphrase"] * 2
        printed = self.follow("backup.md", {
            "/srv/copies/": f"{copies}/",
            "tracekit backup --encrypt --with-key today.zip.encrypted":
                lambda: person.run_on_terminal("backup", "--encrypt", "--with-key", "today.zip.encrypted", answers=passphrase, question=re.compile(rb": $")),
            "tracekit restore today.zip": restore,
            "tracekit load everything.zip": lambda: self.another().run("load", person.work / "everything.zip"),
            "TARGET": f"sqlite:///{person.work}/another.sqlite3", "SOURCE": f"sqlite:///{person.database}"})
        self.assertEqual(len(list(copies.iterdir())), 1)
        self.assertEqual(person.must("activities"), printed["tracekit --db sqlite:///rehearsal/tracekit.sqlite3 activities"])
        self.assertTrue(list((person.work / "rehearsal/activities").glob("*/*")), "files went elsewhere")

    def test_the_guide_cron(self):
        self.tracekit.with_athlete()
        tonight = time.strftime("tracekit --quiet check --subset %u/7")  # a shell's $(date), in which cron wants its % escaped
        self.follow("cron.md", {"tracekit worker": "tracekit worker --once", r"tracekit --quiet check --subset $(date +\%u)/7": tonight}, {"tracekit sync-month 2025-08 --check --no-pull": 6})

    def test_the_guide_providers(self):
        services = {service.id: service for service in (Garmin(), Strava(), RideWithGps(), IntervalsIcu())}
        for service in services.values():
            self.addCleanup(service.server.stop)
        settings = {id: service.settings(enabled=False) for id, service in services.items()}
        settings["strava"]["callback_port"] = free_port()
        self.tracekit.configure(file={}, **settings)
        folder = self.tracekit.work / "rides"
        folder.mkdir()
        self.tracekit.activities.mkdir(parents=True)
        (folder / "one.gpx").write_text(gpx())
        with zipfile.ZipFile(self.tracekit.work / "export.zip", "w") as archive:
            archive.writestr("two.gpx", gpx("2024-08-04T07:15:00Z"))
        write_xlsx(self.tracekit.work / "log.xlsx", [LOG_HEADER, log_row("2025-08-03", notes="Coffee loop", distance=10)])
        signing_in = {f"tracekit auth {id}": lambda service=service: service.sign_in(self.tracekit) for id, service in services.items()}

        def where_a_browser_is():
            dialog = BrowserSignIn(self.tracekit, "strava", env=Strava.environment)
            with urllib.request.urlopen(dialog.address, timeout=10):
                return dialog.end()

        signing_in |= {"tracekit auth strava": where_a_browser_is, "tracekit auth strava --manual": signing_in["tracekit auth strava"]}
        self.follow("providers.md", {"FOLDER": str(folder), "PROVIDER": "strava"} | signing_in, env=Strava.environment | RideWithGps.environment)
        self.assertEqual({one["provider"] for one in self.tracekit.json("auth", "--status") if one["signed_in"]}, set(services))

    def test_the_guide_from_the_python_tool(self):
        self.tracekit.configure({"home_timezone": "Europe/Berlin"}, file={})
        self.tracekit.activities.mkdir(parents=True)
        old = OriginalDatabase(self.tracekit.work / "metadata.sqlite3")
        self.addCleanup(old.close)
        old.add("ridewithgps", ridewithgps_id="55", name="Commute", activity_type="cycling:road", distance=6.2, duration_hms="00:30:15")
        self.follow("from-the-python-tool.md", {"YYYY-MM": "2024-05"})
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_the_guide_postgresql(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        home = {"TRACEKIT_DATA_DIR": None, "XDG_DATA_HOME": None}
        self.tracekit.must("users", env=home)  # makes the database where it is by default
        address = server.new_database()
        self.follow("postgresql.md", {"postgresql://tracekit@localhost/tracekit": address, "$HOME": str(self.tracekit.home)}, env=home)
        new = home | {"DATABASE_URL": address}
        self.assertIn("on 127.0.0.1", self.tracekit.must("doctor", "--offline", env=new))
        self.tracekit.must("--db", f"sqlite:///{self.tracekit.home}/back.sqlite3", "migrate", "--from", address, env=home)  # "the way back"

    def test_the_guide_upgrade(self):
        self.tracekit.with_athlete()
        self.follow("upgrade.md")

    def test_the_guide_server(self):
        self.tracekit.with_athlete()
        self.tracekit.must("backup", "today.zip")
        self.follow("server.md", {"tracekit worker": "tracekit worker --once"})
        secrets = {path.name: path.read_text().strip() for path in (self.tracekit.work / "secrets").iterdir()}
        self.assertEqual(secrets["database_url"], f"postgresql://tracekit:{secrets['postgres_password']}@database/tracekit")
        self.assertEqual(len(bytes.fromhex(secrets["secret_key"])), 32)
        self.assertEqual({os.stat(self.tracekit.work / "secrets" / name).st_mode & 0o777 for name in secrets}, {0o444})
        self.assertEqual(os.stat(self.tracekit.work / "secrets").st_mode & 0o777, 0o700)  # which others on the machine cannot enter


if __name__ == "__main__":
    main()

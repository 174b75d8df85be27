# SPDX-License-Identifier: MIT
"""Every command of the guides works, in its order, for somebody who is where the guide supposes. (The first month and the copies have tests of their own.)"""

import os
import pathlib
import re
import shlex
import subprocess
import time
import zipfile

from original_database import OriginalDatabase
from postgres import PostgresServer
from services import Garmin, IntervalsIcu, RideWithGps, Strava
from support import LOG_HEADER, CommandLineTest, gpx, log_row, main, write_xlsx

GUIDES = pathlib.Path(__file__).absolute().parents[2] / "docs/guide"
COMMAND = re.compile(r"(?:`|^ {4,}(?:sudo -u tracekit env (?:\S+=\S+ )*)?(?:[\d*]+ [\d*]+ \S+ \S+ \S+ +)?)(tracekit [^`\n]*)", re.MULTILINE)


def commands_of(guide):
    return [command.strip() for command in COMMAND.findall((GUIDES / guide).read_text())]


def indented(guide, section):
    """The lines of shell in a section."""
    text = (GUIDES / guide).read_text().split(f"## {section}\n")[1].split("\n## ")[0]
    return [line[4:] for line in text.splitlines() if line.startswith("    ")]


class Guides(CommandLineTest):
    def follow(self, guide, instead=None, codes=None, env=None):
        """Runs each command of a guide. `instead`: what stands for a word of the reader's own, or a function that does it as a person
        would; `codes`: how commands end that do not end with 0."""
        instead, commands = instead or {}, commands_of(guide)
        self.assertLessEqual(set(codes or {}), set(commands))
        for command in commands:
            with self.subTest(guide=guide, command=command):
                done = instead.get(command)
                if callable(done):
                    code, said = done()
                else:
                    words = done or command
                    for word, own in instead.items():
                        words = words.replace(word, own) if word.isupper() or "://" in word else words
                    code, out, err = self.tracekit.run(*shlex.split(words)[1:], env=env)
                    said = err + out
                self.assertEqual(code, (codes or {}).get(command, 0), said)

    def test_each_guide_has_a_test(self):
        tests = {name.removeprefix("test_the_guide_").replace("_", "-") + ".md" for name in dir(self) if name.startswith("test_the_guide_")}
        self.assertEqual(tests | {"first-month.md", "backup.md"}, {guide.name for guide in GUIDES.glob("*.md")})

    def test_the_guide_cron(self):
        self.tracekit.with_athlete()
        tonight = time.strftime("tracekit --quiet check --subset %u/7")  # a shell's $(date), in which cron wants its % escaped
        self.follow("cron.md", {"tracekit worker": "tracekit worker --once", r"tracekit --quiet check --subset $(date +\%u)/7": tonight}, {"tracekit sync-month 2025-08 --check --no-pull": 6})

    def test_the_guide_providers(self):
        services = {service.id: service for service in (Garmin(), Strava(), RideWithGps(), IntervalsIcu())}
        for service in services.values():
            self.addCleanup(service.server.stop)
        self.tracekit.configure(file={}, **{id: service.settings(enabled=False) for id, service in services.items()})
        folder = self.tracekit.work / "rides"
        folder.mkdir()
        self.tracekit.activities.mkdir(parents=True)
        (folder / "one.gpx").write_text(gpx())
        with zipfile.ZipFile(self.tracekit.work / "export.zip", "w") as archive:
            archive.writestr("two.gpx", gpx("2024-08-04T07:15:00Z"))
        write_xlsx(self.tracekit.work / "log.xlsx", [LOG_HEADER, log_row("2025-08-03", notes="Coffee loop", distance=10)])
        signing_in = {f"tracekit auth {id}": lambda service=service: service.sign_in(self.tracekit) for id, service in services.items()}
        self.follow("providers.md", {"FOLDER": str(folder), "PROVIDER": "strava"} | signing_in, env=Strava.environment | RideWithGps.environment)
        self.assertEqual({one["provider"] for one in self.tracekit.json("auth", "--status") if one["signed_in"]}, set(services) - {"strava"})

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
        self.follow("server.md", {"tracekit worker": "tracekit worker --once"})
        lines = indented("server.md", "Docker")
        self.assertEqual((lines[0], lines[-1]), ("cd packaging/docker", "docker compose up --detach --build"))
        subprocess.run(["bash", "-ec", "\n".join(lines[1:-1])], cwd=self.tracekit.work, check=True, env=self.tracekit.environment())
        secrets = {path.name: path.read_text().strip() for path in (self.tracekit.work / "secrets").iterdir()}
        self.assertEqual(secrets["database_url"], f"postgresql://tracekit:{secrets['postgres_password']}@database/tracekit")
        self.assertEqual(len(bytes.fromhex(secrets["secret_key"])), 32)
        self.assertEqual({os.stat(self.tracekit.work / "secrets" / name).st_mode & 0o777 for name in secrets}, {0o444})


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""`backup` and `restore`: everything comes back, nothing that was changed is taken, and nobody finds a half of anything.

TRACEKIT_KILLS says how many kills there are in all, TRACEKIT_KILL_SEED which moments."""

import hashlib
import io
import json
import os
import pathlib
import random
import re
import resource
import signal
import sqlite3
import stat
import time
import zipfile

from postgres import PostgresServer
from support import CommandLineTest, gpx, main, wait_until

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]
KILLS = max(3, int(os.environ.get("TRACEKIT_KILLS", "30")) // 3)
SEED = int(os.environ.get("TRACEKIT_KILL_SEED", "20250803"))
SEAL = "tracekit backup 1 sha256 "
PASSPHRASE = {"TRACEKIT_BACKUP_PASSPHRASE": "correct horse"}


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def sealed(members):
    """A backup that none of our code has written: a zip archive with its own hash as the comment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = b"x" * (len(SEAL) + 64)
    body = packed.getvalue()[:-len(SEAL) - 64]
    return body + SEAL.encode() + hashlib.sha256(body).hexdigest().encode()


def database_of_schema(path, version):
    """An empty database as the tracekit of that time made it."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, "
                     "applied_at INTEGER NOT NULL) STRICT")
    for number in range(1, version + 1):
        files = sorted((REPOSITORY / "libtracekit/store/migrations").glob(f"{number:04}_*.sql"), key=lambda file: file.name.count("."))
        text = "".join(file.read_text() for file in files if ".postgres." not in file.name)
        database.executescript(text)
        database.execute("INSERT INTO schema_migrations VALUES (?, ?, ?, 0)",
                         (number, files[0].name.split(".")[0][5:], hashlib.sha256(text.encode()).hexdigest()))
    database.execute("INSERT INTO database_properties VALUES ('database_id', 'old')")
    database.execute("INSERT INTO users (id, created_at) VALUES (1, 0)")
    database.execute("INSERT INTO settings (user_id, key, value_json, origin, set_at) VALUES (1, 'units', '\"imperial\"', 'person', 0)")
    database.executescript(f"PRAGMA application_id = {0x746b6974}; PRAGMA user_version = {version}")
    database.commit()
    database.close()


class BackupTest(CommandLineTest):
    def elsewhere(self, person, name="elsewhere", database=None):
        """The environment of another place for the same person, with nothing in it."""
        place = person.root / name
        return {"TRACEKIT_DATA_DIR": str(place), "METADATA_DB": database or f"sqlite:///{place}/tracekit.sqlite3"}

    def state(self, person, **options):
        """What a person sees, without what depends on the time."""
        records = sorted(json.dumps({key: value for key, value in json.loads(line).items() if key != "last_seen"}, sort_keys=True)
                         for line in person.must("export", "--format", "jsonl", **options).splitlines())
        groups = sorted(sorted((record["provider"], record["id"]) for record in one["records"]) for one in person.json_lines("activities", **options))
        return {"records": records, "groups": groups, "history": person.json("history", "--limit", "1000", **options),
                "settings": person.json("configure", "--show", **options)["settings"]["home_timezone"]["value"]}

    def small(self):
        """A person with one file, so that a backup is small."""
        person = self.another().with_files()
        (person.activities / "ride.gpx").write_text(gpx())
        person.must("pull")
        return person

    def assert_nothing_left(self, *folders):
        for folder in folders:
            left = [path.name for path in folder.iterdir() if ".tmp-" in path.name or "scratch" in path.name or "unfinished" in path.name or "spool" in path.name]
            self.assertEqual(left, [], folder)

    def kill_at_random(self, person, moments, seconds, *command, **options):
        process = person.start(*command, **options)
        try:
            process.wait(timeout=moments.uniform(0, seconds))
        except Exception:  # still running, as it should be
            process.kill()
        process.communicate()

    def check_backup_during_import(self, person, records, here):
        """`records` counts those that are stored."""
        many = person.work / "many"
        many.mkdir()
        for number in range(800):
            start = time.strftime("%Y-%m-%dT07:15:00Z", time.gmtime(1_600_000_000 + number * 86400))
            (many / f"{number}.gpx").write_text(gpx(start=start, points=300, name=f"Ride {number}"))
        running = person.start("import", "many", env=here)
        wait_until(lambda: records() > 0)
        person.must("backup", "during.zip", env=here)
        self.assertEqual(running.communicate()[1], b"")
        there = self.elsewhere(person)
        person.must("restore", "during.zip", env=there)
        copy = sqlite3.connect(person.root / "elsewhere/tracekit.sqlite3")
        self.assertEqual(copy.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(copy.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertTrue(0 < copy.execute("SELECT count(*) FROM records").fetchone()[0] < 800, "the import was not running")
        copy.close()
        person.must("check", env=there)


class Backup(BackupTest):
    def test_everything_comes_back(self):
        person = self.tracekit.with_pulled_athlete()
        made = person.json("backup", "all.zip")
        file = person.work / "all.zip"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(made["bytes"], file.stat().st_size)
        self.assertFalse(made["encrypted"])
        verified = person.json("backup", "--verify", "all.zip")
        self.assertEqual((verified["files"], verified["database"]), (len(made["manifest"]["files"]) - 1, ""))
        there = self.elsewhere(person)
        restored = person.json("restore", "all.zip", env=there)
        self.assertEqual((restored["files_restored"], restored["aside"], restored["key"]), (verified["files"], "", "missing"))
        self.assertEqual(self.state(person, env=there), self.state(person))
        self.assertEqual(files_of(person.root / "elsewhere/activities"), files_of(person.data / "activities"))
        self.assertEqual(person.run("doctor", "--offline", env=there)[0], person.run("doctor", "--offline")[0])
        self.assert_nothing_left(person.work, person.data, person.root / "elsewhere")
        # Plain enough to get everything out without us.
        with zipfile.ZipFile(file) as archive:
            self.assertIsNone(archive.testzip())
            (person.root / "by-hand.sqlite3").write_bytes(archive.read("tracekit.sqlite3"))
        self.assertEqual(person.run("--db", f"sqlite:///{person.root}/by-hand.sqlite3", "status")[0], 0)

    def test_what_is_there_is_never_lost(self):
        person = self.small()
        person.must("backup", "old.zip")
        (person.activities / "walk.gpx").write_text(gpx(start="2025-08-04T07:15:00Z", name="Walk"))
        (person.activities / "ride.gpx").write_text("changed since")
        person.must("pull")
        code, _, err = person.run("restore", "old.zip")
        self.assertEqual(code, 1)
        self.assertIn("there is a database already", err)
        self.assertIn("--force", err)
        holder = sqlite3.connect(person.database)
        holder.execute("SELECT count(*) FROM records").fetchall()
        code, _, err = person.run("restore", "old.zip", "--force")
        self.assertEqual((code, "is in use" in err), (1, True), err)
        holder.close()
        self.assertEqual(len(person.json_lines("activities")), 2)
        restored = person.json("restore", "old.zip", "--force")
        self.assertEqual(restored["files_that_differ"], [str(person.activities / "ride.gpx")])
        self.assertEqual(len(person.json_lines("activities")), 1)
        self.assertEqual(len(person.json_lines("--db", f"sqlite:///{restored['aside']}", "activities")), 2)
        self.assertEqual(sorted(files_of(person.activities)), ["ride.gpx", "walk.gpx"])
        # A link to a database stays one.
        real = person.root / "real.sqlite3"
        person.database.rename(real)
        person.database.symlink_to(real)
        person.must("restore", "old.zip", "--force")
        self.assertTrue(person.database.is_symlink())
        # A database that is damaged is a reason to restore, not an obstacle.
        person.database.write_bytes(b"no database at all" * 1000)
        person.must("restore", "old.zip", "--force")
        self.assertEqual(len(person.json_lines("activities")), 1)

    def test_a_changed_backup_is_refused_and_nothing_is_done(self):
        person = self.small()
        person.must("backup", "good.zip")
        person.must("backup", "good.encrypted", "--encrypt", env=PASSPHRASE)
        moments = random.Random(SEED)
        for name in ("good.zip", "good.encrypted"):
            good = (person.work / name).read_bytes()
            size = len(good)
            broken = [good[:place] + bytes([good[place] ^ 0x40]) + good[place + 1:] for place in (0, 30, size // 2, size - 1, moments.randrange(size))]
            for content in [*broken, good[:-1], good + b"\0", good[:size // 2], b""]:
                (person.work / "bad").write_bytes(content)
                there = self.elsewhere(person, "nowhere")
                for command in (("restore", "bad"), ("backup", "--verify", "bad")):
                    code, out, err = person.run(*command, env=there | PASSPHRASE)
                    self.assertEqual((code, out), (1, ""), err)
                    self.assertIn("bad", err)
                self.assertEqual(files_of(person.root / "nowhere"), {})

    def test_two_at_once_that_keep_one_leave_one(self):
        person = self.small()
        folder = person.work / "copies"
        folder.mkdir()
        holder = sqlite3.connect(person.database)
        holder.execute("BEGIN IMMEDIATE")  # they cannot note that they are done, so that both come to removing together
        both = []
        for _ in range(2):
            before = len(list(folder.glob("tracekit-*")))
            both.append(person.start("backup", "copies/", "--keep", "1"))
            wait_until(lambda: len(list(folder.glob("*"))) > before)
            time.sleep(1.1)  # names are by the second
        holder.rollback()
        holder.close()
        for process in both:
            self.assertEqual((process.communicate()[1], process.returncode), (b"", 0))
        left = [path.name for path in folder.iterdir()]
        self.assertEqual(len(left), 1, left)
        person.must("backup", "--verify", f"copies/{left[0]}")

    def test_a_folder_that_is_a_link_is_followed_and_others_are_named(self):
        person = self.small()
        elsewhere = person.root / "rides"
        person.activities.rename(elsewhere)
        person.activities.symlink_to(elsewhere)
        (elsewhere / "old").symlink_to(person.work)
        made = person.json("backup", "linked.zip")
        self.assertEqual([file["path"] for file in made["manifest"]["files"]], ["tracekit.sqlite3", "activities/1/ride.gpx"])
        self.assertIn("activities/1/old is a link to a folder", " ".join(made["left_out"]))
        there = self.elsewhere(person)
        person.must("restore", "linked.zip", env=there)
        self.assertEqual(files_of(person.root / "elsewhere/activities"), {"1/ride.gpx": (elsewhere / "ride.gpx").read_bytes()})

    def test_encrypted(self):
        person = self.small()
        person.must("configure", "--non-interactive", "--set", "home_timezone=Europe/Vienna")
        secret = person.data / "secret.key"
        secret.write_text("ab" * 32 + "\n")
        secret.chmod(0o600)
        (person.work / "words").write_text("correct horse\n")
        by_file = {"TRACEKIT_BACKUP_PASSPHRASE_FILE": str(person.work / "words")}
        code, _, err = person.run("backup", "plain.zip", "--with-key")
        self.assertEqual((code, "only for encrypted" in err), (2, True), err)
        code, _, err = person.run("backup", "plain.zip", env=by_file)
        self.assertEqual((code, "without --encrypt the backup would be plain" in err), (2, True), err)
        self.assertTrue(person.json("backup", "all.encrypted", "--encrypt", "--with-key", env=by_file)["encrypted"])
        content = (person.work / "all.encrypted").read_bytes()
        for plain in (b"manifest", b"ride.gpx", b"SQLite", b"ab" * 16):
            self.assertNotIn(plain, content)
        there = self.elsewhere(person)
        code, _, err = person.run("restore", "all.encrypted", env=there, input="wrong\n")
        self.assertEqual(code, 1)
        self.assertIn("does not open with this passphrase", err)
        code, _, err = person.run("restore", "all.encrypted", env=there)
        self.assertEqual((code, "a passphrase is needed" in err), (2, True), err)
        self.assertEqual(json.loads(person.must("--json", "restore", "all.encrypted", env=there, input="correct horse\n"))["key"], "restored")
        kept = person.root / "elsewhere/secret.key"
        self.assertEqual((kept.read_bytes(), stat.S_IMODE(kept.stat().st_mode)), (secret.read_bytes(), 0o600))
        self.assertEqual(self.state(person, env=there), self.state(person))
        again = ("restore", "all.encrypted", "--force")
        self.assertEqual(person.json(*again, env=there | by_file)["key"], "here")
        kept.write_text("cd" * 32 + "\n")
        self.assertEqual(person.json(*again, env=there | by_file)["key"], "other here")
        self.assertEqual(kept.read_text(), "cd" * 32 + "\n")
        # A key in the environment holds, whatever is in the folder.
        kept.unlink()
        for key, what in (("ab", "here"), ("cd", "other here")):
            self.assertEqual(person.json(*again, env=there | by_file | {"TRACEKIT_SECRET_KEY": key * 32})["key"], what)
        person.must("backup", "plain.zip")
        self.assertEqual(person.json("restore", "plain.zip", "--force", env=there | {"TRACEKIT_SECRET_KEY": "ab" * 32})["key"], "here")
        self.assertFalse(kept.exists())
        # Typed on a terminal, twice for a new one.
        code, said = person.run_on_terminal("backup", "typed", "--encrypt", answers=["one", "other"], question=re.compile(rb"(backup|more): ?$"))
        self.assertEqual((code, "differ" in said), (2, True), said)
        self.assertFalse((person.work / "typed").exists())

    def test_a_folder_of_backups_keeps_the_newest(self):
        person = self.small()
        folder = person.work / "copies"
        folder.mkdir()
        for name in ("tracekit-20200101T000000Z.zip", "tracekit-20210101T000000Z.zip.encrypted", "tracekit-of-mine.zip", "notes.txt"):
            (folder / name).write_text("x")
        made = person.json("backup", "copies/", "--keep", "2")
        self.assertEqual([pathlib.Path(name).name for name in made["removed"]], ["tracekit-20200101T000000Z.zip"])
        names = sorted(path.name for path in folder.iterdir())
        self.assertEqual(names[1:], ["tracekit-20210101T000000Z.zip.encrypted", pathlib.Path(made["file"]).name, "tracekit-of-mine.zip"])
        # A clock that was ahead once does not make the newest backup the oldest.
        (folder / "tracekit-29990101T000000Z.zip").write_text("x")
        time.sleep(1.1)  # names are by the second
        again = person.json("backup", "copies/", "--keep", "1")
        self.assertTrue((person.work / again["file"]).exists())
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["notes.txt", pathlib.Path(again["file"]).name, "tracekit-of-mine.zip"])
        made = again
        self.assertEqual(person.run("backup", "file.zip", "--keep", "2")[0], 2)
        code, _, err = person.run("backup", made["file"])
        self.assertEqual((code, "exists already" in err), (1, True), err)

    def test_what_killed_ones_left_in_a_folder_goes_with_the_next_and_what_is_written_stays(self):
        person = self.small()
        folder = person.work / "copies"

        def stopped_while_it_writes():
            before = set(folder.glob(".tracekit-*"))
            process = person.start("backup", "copies/", "--encrypt", env=PASSPHRASE)  # whose key takes a while
            self.addCleanup(process.communicate)
            self.addCleanup(process.kill)
            wait_until(lambda: set(folder.glob(".tracekit-*")) - before)
            process.send_signal(signal.SIGSTOP)
            return process, (set(folder.glob(".tracekit-*")) - before).pop()
        killed, left = stopped_while_it_writes()
        writing, written = stopped_while_it_writes()
        killed.kill()
        killed.wait()
        self.assertTrue(left.exists())
        (folder / ".notes.zip.tmp-12-af-0").write_text("x")
        person.must("backup", "copies/")
        self.assertEqual(sorted(path for path in folder.iterdir() if path.name.startswith(".")), sorted([folder / ".notes.zip.tmp-12-af-0", written]))
        writing.send_signal(signal.SIGCONT)
        _, err = writing.communicate()
        self.assertEqual(writing.returncode, 0, err)
        self.assertEqual(len(list(folder.glob("tracekit-*.zip*"))), 2)

    def test_while_an_import_runs(self):
        person = self.another().with_files()
        person.must("status")
        database = sqlite3.connect(person.database)
        self.addCleanup(database.close)
        self.check_backup_during_import(person, lambda: database.execute("SELECT count(*) FROM records").fetchone()[0], {})

    def test_killed(self):
        person = self.tracekit.with_pulled_athlete()
        moments = random.Random(f"{SEED} backup")
        begun = time.monotonic()
        person.must("backup", "calm.zip")
        seconds = time.monotonic() - begun
        expected = self.state(person)
        for number in range(KILLS):
            with self.subTest(kill=number, seed=SEED):
                self.kill_at_random(person, moments, seconds, "backup", "killed.zip")
                if (person.work / "killed.zip").exists():
                    person.must("backup", "--verify", "killed.zip")
                    (person.work / "killed.zip").unlink()
                there = self.elsewhere(person, f"there-{number % 2}")
                self.kill_at_random(person, moments, seconds, "restore", "calm.zip", *(["--force"] if number > 1 else []), env=there)
                database = pathlib.Path(there["METADATA_DB"].removeprefix("sqlite:///"))
                if database.exists():
                    self.assertEqual(database.stat().st_nlink, 1)
                    self.assertEqual(self.state(person, env=there), expected)
                else:
                    person.must("restore", "calm.zip", env=there)
        person.must("backup", "killed.zip")
        person.must("restore", "killed.zip", "--force", env=there)
        self.assert_nothing_left(person.work, person.data, pathlib.Path(there["TRACEKIT_DATA_DIR"]))
        self.assertEqual(self.state(person), expected)

    def test_no_space(self):
        person = self.small()

        def little_space():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        process = person.start("backup", "full.zip", preexec_fn=little_space, restore_signals=False)
        _, err = process.communicate()
        self.assertEqual(process.returncode, 1, err)
        self.assert_no_internal_words(err.decode())
        self.assertFalse((person.work / "full.zip").exists())
        self.assert_nothing_left(person.work, person.data)

    def test_places_that_cannot_be_used_are_named(self):
        person = self.small()
        person.must("backup", "good.zip")
        there = self.elsewhere(person)
        (person.root / "elsewhere").mkdir()
        (person.root / "elsewhere/activities").write_text("a file where a folder should be")
        for command, named, options in ((("restore", "good.zip"), "elsewhere/activities", {"env": there}), (("backup", "nowhere/x.zip"), "nowhere/x.zip", {}),
                                        (("--db", ":memory:", "restore", "good.zip"), "in memory", {}), (("restore", "--force", "none.zip"), "none.zip", {}),
                                        (("backup", "good.zip/"), "good.zip/", {})):
            code, _, err = person.run(*command, **options)
            self.assertIn(code, (1, 2), err)
            self.assertIn(named, err)
            self.assert_no_internal_words(err)
        self.assertFalse((person.root / "elsewhere/tracekit.sqlite3").exists())

    def test_a_backup_of_an_older_schema_and_of_a_newer_one(self):
        person = self.another()
        database_of_schema(person.work / "old.sqlite3", 3)
        content = (person.work / "old.sqlite3").read_bytes()
        manifest = {"version": 1, "made_at": "2025-08-03T07:15:00Z", "engine": "sqlite", "schema_version": 3, "tables": [],
                    "files": [{"path": "tracekit.sqlite3", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                               "modified": "2025-08-03T07:15:00Z", "parts": 1}]}
        (person.work / "old.zip").write_bytes(sealed({"tracekit.sqlite3": content, "manifest.json": json.dumps(manifest)}))
        restored = person.json("restore", "old.zip")
        self.assertGreater(restored["schema_version"], restored["backup_schema_version"])
        database = sqlite3.connect(person.data / "tracekit.sqlite3")
        self.assertEqual(database.execute("SELECT value_json FROM settings").fetchall(), [('"imperial"',)])
        database.close()
        self.assert_nothing_left(person.data)
        for change, sentence in (({"schema_version": 999}, "newer tracekit"), ({"version": 2}, "of the form 2"), ({"files": []}, "no database"),
                                 ({"files": manifest["files"] + [manifest["files"][0] | {"path": "activities/../../out"}]}, "refused")):
            (person.work / "other.zip").write_bytes(sealed({"tracekit.sqlite3": content, "manifest.json": json.dumps(manifest | change)}))
            code, _, err = person.run("restore", "other.zip", env=self.elsewhere(person))
            self.assertEqual((code, sentence in err), (1, True), err)


class AcrossEngines(BackupTest):
    """The same person on SQLite and on PostgreSQL."""

    @classmethod
    def setUpClass(cls):
        cls.server = PostgresServer()
        cls.addClassCleanup(cls.server.remove)

    def test_while_an_import_runs(self):
        person = self.another().with_files()
        here = self.elsewhere(person, "here", self.server.new_database())
        person.must("status", env=here)
        name = here["METADATA_DB"].rsplit("/", 1)[1]
        self.check_backup_during_import(person, lambda: int(self.server.run("SELECT count(*) FROM tracekit.records", name)[0]), here)

    def test_to_postgres_and_back(self):
        person = self.tracekit.with_pulled_athlete()
        expected = self.state(person)
        person.must("backup", "from-sqlite.zip")
        address = self.server.new_database()
        there = self.elsewhere(person, "on-postgres", address)
        person.must("restore", "from-sqlite.zip", env=there)
        self.assertEqual(self.state(person, env=there), expected)
        person.must("check", env=there)
        code, _, err = person.run("restore", "from-sqlite.zip", env=there)
        self.assertEqual((code, "there is a database already" in err), (1, True), err)
        person.must("backup", "from-postgres.zip", env=there)
        back = self.elsewhere(person, "back")
        self.assertEqual(person.json("restore", "from-postgres.zip", env=back)["rows"],
                         person.json("backup", "--verify", "from-sqlite.zip")["rows"])
        self.assertEqual(self.state(person, env=back), expected)
        # Killed while it replaces what is there, it has replaced nothing.
        person.must("reset", "--force", env=there)
        emptied = self.state(person, env=there)
        moments = random.Random(f"{SEED} postgres")
        for number in range(KILLS // 3):
            with self.subTest(kill=number, seed=SEED):
                self.kill_at_random(person, moments, 1.0, "restore", "from-postgres.zip", "--force", env=there)
                self.assertIn(self.state(person, env=there), (emptied, expected))
        person.must("restore", "from-postgres.zip", "--force", env=there)
        self.assertEqual(self.state(person, env=there), expected)
        # Who sees one person's rows makes no backup of everything.
        person.must("migrate", "--roles", "--apply", env=there)
        code, _, err = person.run("--db", address.replace("tracekit@", "tracekit_writer@"), "backup", "half.zip", env=there | {"METADATA_DB": None})
        self.assertEqual((code, "sees one person's rows only" in err), (1, True), err)
        self.assertFalse((person.work / "half.zip").exists())
        # The owner of the tables replaces all that is in them, and the others go on with it.
        person.must("reset", "--force", env=there)
        code, _, err = person.run("restore", "from-postgres.zip", "--force", env=there | {"METADATA_DB": address.replace("tracekit@", "tracekit_writer@")})
        self.assertEqual((code, "refused" in err), (1, True), err)
        person.must("restore", "from-postgres.zip", "--force", env=there | {"METADATA_DB": address.replace("tracekit@", "tracekit_migrator@")})
        self.assertEqual(self.state(person, env=there | {"METADATA_DB": address.replace("tracekit@", "tracekit_writer@")}), expected)


if __name__ == "__main__":
    main()

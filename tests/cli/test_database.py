# SPDX-License-Identifier: MIT
"""A database that cannot be used: said clearly, and left as it is."""

import os
import socket
import sqlite3
import subprocess
import time

from support import CommandLineTest, gpx, main


class Database(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_files()

    def test_a_database_of_a_newer_schema_is_refused_and_left_alone(self):
        self.tracekit.must("migrate")
        with sqlite3.connect(self.tracekit.database) as database:
            database.execute("INSERT INTO schema_migrations SELECT 9999, 'from the future', checksum, applied_at FROM schema_migrations LIMIT 1")
            database.execute("PRAGMA user_version = 9999")
        database.close()
        before = self.dump()
        for command in (["status"], ["pull"], ["migrate"], ["export"]):
            with self.subTest(command=command):
                code, out, err = self.tracekit.run(*command)
                self.assertEqual((code, out), (1, ""))
                self.assertRegex(err, r"^tracekit: the database .* was written by a newer tracekit \(schema 9999, this one knows \d+\)\n"
                                      "  install the newer tracekit")
        self.assertEqual(self.dump(), before)

    def dump(self):
        database = sqlite3.connect(self.tracekit.database)
        try:
            return list(database.iterdump())
        finally:
            database.close()

    def test_a_file_that_is_not_a_database_is_refused_and_left_alone(self):
        path = self.tracekit.root / "holiday.txt"
        path.write_text("this is my holiday diary, and no database\n" * 200)
        before = path.read_bytes()
        for command in (["status"], ["pull"], ["migrate"]):
            with self.subTest(command=command):
                self.assert_refused(1, f"{path} is not a tracekit database (file is not a database)", "--db", f"sqlite:///{path}", *command)
        self.assertEqual(path.read_bytes(), before)

    def test_another_programs_database_is_refused_and_left_alone(self):
        path = self.tracekit.root / "other.sqlite3"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE records (mine TEXT)")
            database.execute("INSERT INTO records VALUES ('precious')")
        database.close()
        before = path.read_bytes()
        code, out, err = self.tracekit.run("--db", f"sqlite:///{path}", "status")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"{path} is a database of another program, not of tracekit", err)
        self.assertEqual(path.read_bytes(), before)

    def test_a_cut_off_database_is_refused(self):
        self.tracekit.must("migrate")
        content = self.tracekit.database.read_bytes()
        for name in os.listdir(self.tracekit.root):
            if name.startswith("tracekit.sqlite3-"):
                os.remove(self.tracekit.root / name)
        self.tracekit.database.write_bytes(content[: len(content) // 2])
        code, out, err = self.tracekit.run("pull")
        self.assertEqual((code, out), (1, ""))
        self.assertIn(str(self.tracekit.database), err)
        self.assert_no_internal_words(err)

    def test_a_place_that_cannot_hold_a_database_is_named(self):
        for place in (f"{self.tracekit.config}/x.sqlite3", "/proc/x.sqlite3", str(self.tracekit.root)):
            with self.subTest(place=place):
                err = self.assert_refused(1, f"the database {place} cannot be opened (unable to open database file)", "--db", f"sqlite:///{place}", "status")
                self.assertIn("check that its folder exists and may be written", err)

    def test_a_server_that_is_not_there_is_named_without_the_password(self):
        code, out, err = self.tracekit.run("status", env={"DATABASE_URL": "postgresql://somebody:hunter2@127.0.0.1:1/x"})
        self.assertEqual((code, out), (1, ""))
        self.assertIn("tracekit: the PostgreSQL server at 127.0.0.1:1 cannot be used", err)
        self.assertNotIn("hunter2", err)

    def test_a_server_that_answers_nothing_is_given_up_within_half_a_minute(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            begun = time.monotonic()
            code, out, err = self.tracekit.run("status", env={"DATABASE_URL": f"postgresql://u@127.0.0.1:{listener.getsockname()[1]}/x"}, timeout=60)
            self.assertEqual((code, out), (1, ""))
            self.assertIn("cannot be used", err)
            self.assertLess(time.monotonic() - begun, 30)

    def test_a_folder_that_may_not_be_written_is_named(self):
        place = self.tracekit.root / "locked"
        place.mkdir()
        made_fixed = False
        if os.geteuid() == 0:  # root writes wherever the file system lets it
            made_fixed = subprocess.run(["chattr", "+i", str(place)], capture_output=True).returncode == 0
            if not made_fixed:
                self.skipTest("root, on a file system without chattr +i")
        else:
            place.chmod(0o500)
        try:
            self.assert_refused(1, f"the database {place}/x.sqlite3 cannot be opened (unable to open database file)", "--db",
                                f"sqlite:///{place}/x.sqlite3", "status")
        finally:
            if made_fixed:
                subprocess.run(["chattr", "-i", str(place)], check=True)
            place.chmod(0o700)

    def test_a_full_disk_is_named_and_what_was_stored_before_is_kept(self):
        disk = self.tracekit.root / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("a small disk cannot be mounted here: " + mounted.stderr.decode().strip())
        try:
            database = f"sqlite:///{disk}/x.sqlite3"
            (self.tracekit.activities / "a.gpx").write_text(gpx())
            self.tracekit.must("--db", database, "pull")
            before = self.tracekit.must("--db", database, "export")
            for day in range(1, 31):
                (self.tracekit.activities / f"{day}.gpx").write_text(gpx(f"2025-09-{day:02}T08:00:00Z", points=5000))
            with open(disk / "ballast", "wb") as ballast:
                try:
                    while True:
                        ballast.write(b"x" * 65536)
                        ballast.flush()
                except OSError:
                    pass
            code, out, err = self.tracekit.run("--db", database, "pull")
            self.assertEqual(code, 1, out + err)
            self.assertIn("full", err)
            self.assert_no_internal_words(err)
            os.remove(disk / "ballast")
            kept = self.tracekit.must("--db", database, "export")
            self.assertTrue(kept.startswith(before))
        finally:
            subprocess.run(["umount", str(disk)], check=True)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Each exit code of docs/reference/exit-codes.md comes about as it says there, and the tables there are those of the program."""

import contextlib
import json
import pathlib
import re
import sqlite3
import zipfile

from services import IntervalsIcu, RideWithGps
from support import CommandLineTest, gpx, log_row, main

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]
REFERENCE = (REPOSITORY / "docs/reference/exit-codes.md").read_text()


def codes():
    return [int(code) for code in re.findall(r"^\| (\d+) \|", REFERENCE, re.MULTILINE)]


class ExitCodes(CommandLineTest):
    def with_service(self, service_class=IntervalsIcu):
        service = service_class()
        self.addCleanup(service.server.stop)
        self.tracekit.configure(**{service.id: service.settings()})
        return service

    def provoke_0(self):
        return self.tracekit.run("help")

    def provoke_1(self):
        return self.tracekit.run("show", "999999")

    def provoke_2(self):
        return self.tracekit.run("pull", "--date", "2025-13")

    def provoke_3(self):
        self.tracekit.with_files()
        (self.tracekit.activities / "one.gpx").write_text(gpx())
        self.tracekit.configure(spreadsheet={"path": "missing.xlsx"}, file={})
        return self.tracekit.run("pull")

    def provoke_4(self):
        service = self.signed_in()
        service.server.fault("status", status=429, headers={"Retry-After": "3600"}, count=-1)
        return self.tracekit.run("pull")

    def provoke_5(self):
        self.with_service()
        return self.tracekit.run("auth", "intervalsicu", "--status")

    def provoke_6(self):
        self.tracekit.with_log([log_row("2025-08-03", notes="Coffee loop", distance=10, duration="0:10:00")], file={})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-20T07:15:00Z"))
        self.tracekit.must("pull")
        return self.tracekit.run("sync-month", "2025-08", "--check", "--no-pull")

    def provoke_130(self):
        code, text = self.tracekit.run_on_terminal("configure", answers=["\x04"], question=re.compile(rb"\] $"))
        return code, text, text

    def sync_month_too_much(self):
        self.tracekit.with_pulled_athlete()
        return self.tracekit.run("sync-month", "2025-08", "--yes", "--no-pull")

    def import_damaged(self):
        self.tracekit.with_files()
        archive = self.tracekit.work / "half.zip"
        with zipfile.ZipFile(archive, "w") as whole:
            whole.writestr("one.gpx", gpx())
        archive.write_bytes(archive.read_bytes()[:2000])
        whole = self.tracekit.work / "two.gpx"
        whole.write_text(gpx(start="2025-08-04T07:15:00Z"))
        return self.tracekit.run("import", archive, whole)

    def with_ride(self):
        self.tracekit.with_files()
        (self.tracekit.activities / "one.gpx").write_text(gpx())
        self.tracekit.must("pull")

    def without(self, *tables):
        """A database in which somebody has emptied tables."""
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            for table in tables:
                connection.execute(f"DELETE FROM {table}")
            connection.commit()

    def reparse_lost(self):
        self.with_ride()
        self.without("blob_chunks", "blobs")
        return self.tracekit.run("reparse")

    def check_damaged(self):
        self.with_ride()
        self.without("blob_chunks")
        return self.tracekit.run("check")

    def signed_in(self, service_class=IntervalsIcu):
        service = self.with_service(service_class)
        self.assertEqual(service.sign_in(self.tracekit)[0], 0)
        return service

    def auth_revoke_untold(self):
        service = self.signed_in(RideWithGps)
        service.server.fault("status", path="/oauth/revoke.json", status=500, count=-1)
        return self.tracekit.run("auth", "ridewithgps", "--revoke", env=service.environment)

    def secrets_rotate_other_key(self):
        self.signed_in()
        (self.tracekit.data / "secret.key").write_text("77" * 32)
        return self.tracekit.run("secrets", "rotate")

    def doctor_sign_in(self):
        self.with_service()
        self.tracekit.must("migrate")
        return self.tracekit.run("doctor")

    def undo_nothing(self):
        return self.tracekit.run("undo", "--yes")

    def upload_refused(self):
        service = self.signed_in()
        service.server.fault("status", path=service.upload_path, status=422, count=-1)
        (self.tracekit.work / "one.gpx").write_text(gpx())
        return self.tracekit.run("upload", "one.gpx", "--to", "intervalsicu")

    def jobs_follow_called_off(self):
        self.tracekit.with_files()
        number = self.tracekit.json("jobs", "add", "pull")[0]["id"]
        self.tracekit.must("jobs", "cancel", number)
        return self.tracekit.run("jobs", "follow", number)

    def test_every_code_of_the_table_comes_about(self):
        self.assertEqual(codes(), [0, 1, 2, 3, 4, 5, 6, 130])
        for code in codes():
            with self.subTest(code=code):
                self.tracekit = self.another()
                got, out, err = getattr(self, f"provoke_{code}")()
                self.assertEqual(got, code, out + err)

    def test_where_several_things_were_done_one_code_tells_of_all(self):
        # By the command as it stands in the table: how one of its codes comes about.
        ways = {"pull": (3, self.provoke_3), "sync-month": (1, self.sync_month_too_much), "import": (3, self.import_damaged),
                "reparse": (3, self.reparse_lost), "auth --revoke": (3, self.auth_revoke_untold), "secrets rotate": (3, self.secrets_rotate_other_key),
                "check": (1, self.check_damaged), "doctor": (5, self.doctor_sign_in), "undo": (1, self.undo_nothing), "upload": (1, self.upload_refused),
                "jobs follow": (1, self.jobs_follow_called_off)}
        rows = re.findall(r"^\| ((?:`[a-z -]+`(?:, )?)+) \| (.*) \|$", REFERENCE.split("one code tells of all")[1], re.MULTILINE)
        told = {command: {int(code) for code in re.findall(r"\b\d+\b", text)} for commands, text in rows for command in re.findall(r"`(.+?)`", commands)}
        self.assertEqual(set(told), set(ways))
        for command, (code, way) in ways.items():
            with self.subTest(command=command):
                self.tracekit = self.another()
                got, out, err = way()
                self.assertEqual(got, code, out + err)
                self.assertIn(code, told[command])

    def test_the_table_of_kinds_is_the_one_of_the_program(self):
        told = re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", REFERENCE, re.MULTILINE)
        source = (REPOSITORY / "libtracekit/base/error.cpp").read_text()
        self.assertEqual(told, re.findall(r'KindRow\{ErrorKind::\w+, "([a-z_]+)", (\d+)\}', source))
        self.assertLessEqual({int(code) for _, code in told}, set(codes()))

    def test_the_manual_pages_tell_the_same_codes(self):
        source = (REPOSITORY / "manual/man_page.cpp").read_text()
        told = re.findall(r"^\| (\d+) \| (.+?) \|", REFERENCE, re.MULTILINE)
        self.assertEqual(re.findall(r'ExitCode\{(\d+), "(.+?)"', source), told)

    def test_an_error_in_json_has_the_kind_that_decides(self):
        code, out, err = self.tracekit.run("--json", "show", "999999")
        error = json.loads(err)["error"]
        self.assertEqual((code, out, error["kind"], sorted(error)), (1, "", "not_found", ["hint", "kind", "message"]))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Each exit code of docs/reference/exit-codes.md comes about as it says there, and the tables there are those of the program."""

import json
import pathlib
import re

from services import IntervalsIcu
from support import CommandLineTest, gpx, log_row, main

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]
REFERENCE = (REPOSITORY / "docs/reference/exit-codes.md").read_text()


def codes():
    return [int(code) for code in re.findall(r"^\| (\d+) \|", REFERENCE, re.MULTILINE)]


class ExitCodes(CommandLineTest):
    def with_service(self):
        service = IntervalsIcu()
        self.addCleanup(service.server.stop)
        self.tracekit.configure(intervalsicu=service.settings())
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
        service = self.with_service()
        self.assertEqual(service.sign_in(self.tracekit)[0], 0)
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

    def test_every_code_of_the_table_comes_about(self):
        self.assertEqual(codes(), [0, 1, 2, 3, 4, 5, 6, 130])
        for code in codes():
            with self.subTest(code=code):
                self.tracekit = self.another()
                got, out, err = getattr(self, f"provoke_{code}")()
                self.assertEqual(got, code, out + err)

    def test_the_table_of_kinds_is_the_one_of_the_program(self):
        told = re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", REFERENCE, re.MULTILINE)
        source = (REPOSITORY / "libtracekit/base/error.cpp").read_text()
        self.assertEqual(told, re.findall(r'KindRow\{ErrorKind::\w+, "([a-z_]+)", (\d+)\}', source))
        self.assertLessEqual({int(code) for _, code in told}, set(codes()))

    def test_the_manual_pages_tell_the_same_codes(self):
        source = (REPOSITORY / "manual/man_page.cpp").read_text()
        self.assertEqual([int(code) for code in re.findall(r"^\.B (\d+)$", source, re.MULTILINE)], codes())

    def test_an_error_in_json_has_the_kind_that_decides(self):
        code, out, err = self.tracekit.run("--json", "show", "999999")
        error = json.loads(err)["error"]
        self.assertEqual((code, out, error["kind"], sorted(error)), (1, "", "not_found", ["hint", "kind", "message"]))


if __name__ == "__main__":
    main()

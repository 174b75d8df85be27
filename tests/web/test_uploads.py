# SPDX-License-Identifier: MIT
"""Files and zips that a person uploads: stored once, read by a job, and refused where they are no activities or not safe."""

import gzip
import io
import os
import pathlib
import struct
import zipfile

from support import gpx, main, wait_until
from web_server import WebTest, on_both_engines

BOUNDARY = "----a boundary of a browser"


def form(*files, field="file"):
    """The body of a form with files (name, content)."""
    parts = b""
    for name, content in files:
        parts += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
        parts += (content if isinstance(content, bytes) else content.encode()) + b"\r\n"
    return parts + f"--{BOUNDARY}--\r\n".encode()


def zipped(*members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def ride(day, **more):
    return gpx(f"2025-08-{day:02}T07:15:00Z", **more)


class Uploads:
    def setUp(self):
        super().setUp()
        self.write = self.token("write")
        self.folder = self.tracekit.activities

    def upload(self, body, status=200, token=None, content_type=f'multipart/form-data; boundary="{BOUNDARY}"'):
        answer = self.server.ask("POST", "/api/file/upload", body, token or self.write, {"Content-Type": content_type})
        self.assertEqual(answer.status, status, answer.body)
        return answer.json if status == 200 else answer.error

    def stored(self):
        return sorted(os.listdir(self.folder)) if self.folder.exists() else []

    def test_files_are_stored_and_read_by_a_job(self):
        self.server = self.serve()
        answer = self.upload(form(("one.gpx", ride(3)), ("../../two.gpx.gz", gzip.compress(ride(4).encode())), ("three.fit", b"no fit"), ("notes.txt", "hello")))
        self.assertEqual((answer["saved"], answer["skipped"]), (["one.gpx", "two.gpx.gz"], []))
        self.assertEqual([one["name"] for one in answer["rejected"]], ["three.fit", "notes.txt"])
        self.assertTrue(all(one["why"] for one in answer["rejected"]))
        self.assertEqual(self.stored(), ["one.gpx", "two.gpx.gz"])
        if self.engine == "postgres":
            self.tracekit.must("worker", "--once")
        wait_until(lambda: self.server.get(f"/api/jobs/{answer['job']}", token=self.write).json["state"] == "done")
        self.assertEqual(len(self.server.get("/api/activities", token=self.write).json["activities"]), 2)
        again = self.upload(form(("renamed.gpx", ride(3))))
        self.assertEqual((again["saved"], again["skipped"], again["job"]), ([], ["renamed.gpx"], None))
        self.assertEqual(self.stored(), ["one.gpx", "two.gpx.gz"])

    def test_without_a_worker_the_answer_says_so(self):
        self.server = self.serve("--no-worker")
        answer = self.upload(form(("one.gpx", ride(3))))
        self.assertIn("no worker", answer["note"])
        self.assertEqual(self.server.get(f"/api/jobs/{answer['job']}", token=self.write).json["state"], "ready")

    def test_the_files_of_a_zip_count_one_by_one(self):
        self.server = self.serve("--no-worker")
        answer = self.upload(form(("export.zip", zipped(("a/one.gpx", ride(3)), ("a/two.gpx.gz", gzip.compress(ride(4).encode())), ("activities.csv", "x"),
                                                      ("broken.fit", b"no"), ("__MACOSX/._one.gpx", b"x"))), ("empty.zip", zipped(("read.me", "x")))))
        self.assertEqual(answer["saved"], ["a/one.gpx", "a/two.gpx.gz"])
        self.assertEqual([one["name"] for one in answer["rejected"]], ["broken.fit", "empty.zip"])
        self.assertEqual(self.stored(), ["one.gpx", "two.gpx.gz"])

    def test_zips_that_are_not_safe_are_refused_as_a_whole(self):
        self.server = self.serve("--no-worker")
        bomb = zipped(*((f"{number}.gpx", b"\0" * (1 << 20)) for number in range(64)))
        liar = bytearray(zipped(("liar.gpx", b"\0" * (40 << 20))))  # says that it is small, and is not
        for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            liar[liar.index(mark) + offset:liar.index(mark) + offset + 4] = struct.pack("<I", 1000)
        cases = (("../up.gpx", "leads out"), ("/etc/cron.d/x.gpx", "leads out"), ("a/../../x.gpx", "leads out"), ("C:\\x.gpx", "leads out"), ("a\\x.gpx", "leads out"))
        for name, part in cases:
            answer = self.upload(form(("bad.zip", zipped(("good.gpx", ride(3)), (name, ride(4))))))
            self.assertEqual((answer["saved"], [one["name"] for one in answer["rejected"]]), ([], ["bad.zip"]), name)
            self.assertIn(part, answer["rejected"][0]["why"])
        for content in (b"", b"PK", b"no zip at all", zipped(("good.gpx", ride(3)))[:-30]):
            answer = self.upload(form(("bad.zip", content)))
            self.assertEqual((answer["saved"], [one["name"] for one in answer["rejected"]]), ([], ["bad.zip"]))
        for content in (bomb, bytes(liar)):
            answer = self.upload(form(("bomb.zip", content)))
            self.assertEqual(answer["saved"], [])
            self.assertTrue(answer["rejected"])
        self.assertEqual(self.stored(), [])
        self.assertEqual(self.server.get("/health").status, 200)

    def test_what_is_no_form_of_files_is_refused(self):
        self.server = self.serve("--no-worker")
        good = form(("one.gpx", ride(3)))
        for body, content_type in ((good, "application/json"), (good, "multipart/form-data"), (good[:-10], f'multipart/form-data; boundary="{BOUNDARY}"'), (b"", f'multipart/form-data; boundary="{BOUNDARY}"'),
                                   (form(("one.gpx", ride(3)), field="other"), f'multipart/form-data; boundary="{BOUNDARY}"'), (form(), f'multipart/form-data; boundary="{BOUNDARY}"')):
            self.assertEqual(self.upload(body, 400, content_type=content_type)["kind"], "usage")
        self.upload(good, 403, self.token("read"))
        self.assertEqual(self.stored(), [])

    def test_a_large_upload_does_not_live_in_memory(self):
        self.server = self.serve("--no-worker")
        files = [(f"{number}.gpx", os.urandom(4 << 20)) for number in range(24)]
        self.assertEqual(len(self.upload(form(*files, ("large.zip", zipped(*files)), ("one.gpx", ride(3))))["rejected"]), 48)
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        peak_kb = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
        self.assertLess(peak_kb, 80 << 10)
        self.assertEqual(self.stored(), ["one.gpx"])

    def test_names_are_made_harmless(self):
        self.server = self.serve("--no-worker")
        answer = self.upload(form(("..%2f.htaccess", ride(3)), ("a\tb;c.gpx", ride(4)), ("C:\\\\rides\\\\x.gpx", ride(5)), ("x" * 5000 + ".gpx", ride(6))))
        self.assertEqual(len(answer["saved"]), 4)
        self.assertTrue(all("/" not in name and not name.startswith(".") and name.endswith(".gpx") and len(name) < 200 for name in self.stored()))
        self.assertEqual(len(self.stored()), 4)

    def test_files_that_are_not_used_take_none(self):
        self.tracekit.configure(self.database_of_now(), file={"enabled": False})
        self.server = self.serve("--no-worker")
        self.assertEqual(self.upload(form(("one.gpx", ride(3))), 409)["kind"], "config")


on_both_engines(globals(), Uploads)

if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Files and archives that a person uploads: stored once, read by a job, and refused where they are no activities or not safe."""

import gzip
import io
import json
import os
import socket
import stat
import struct
import time
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

    def waiting_archives(self):
        """What lies in the folder of uploads, of everybody."""
        return sorted(path for path in self.tracekit.root.rglob("uploads/*/*"))

    def imports(self):
        """Jobs that import, the oldest first."""
        return list(reversed(self.server.get("/api/jobs?kind=import", token=self.write).json["jobs"]))

    def imported(self, content, name="export.zip"):
        """Uploads an archive and has it read; returns the job as it ended."""
        answer = self.upload(form((name, content)))
        self.assertEqual((answer["saved"], answer["rejected"], answer["archives"]), ([], [], [name]))
        self.tracekit.must("worker", "--once")
        job = self.imports()[-1]
        self.assertEqual(self.waiting_archives(), [])
        return job

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

    def test_a_body_is_stored_as_it_was_sent_however_it_is_cut(self):
        self.server = self.serve("--no-worker")
        for day, pieces in ((3, 1), (4, 7), (5, 300)):
            content = ride(day, points=3000)
            body = form((f"{pieces}.gpx", content))
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
                connection.sendall(f"POST /api/file/upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {self.write}\r\n"
                                   f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"\r\nContent-Length: {len(body)}\r\n\r\n'.encode())
                for place in range(0, len(body), len(body) // pieces):
                    connection.sendall(body[place:place + len(body) // pieces])
                    time.sleep(0.001)
                self.assertRegex(connection.recv(65536)[:13], rb"^HTTP/1\.1 200 ")
            self.assertEqual((self.folder / f"{pieces}.gpx").read_text(), content)

    def test_without_a_worker_the_answer_says_so(self):
        self.server = self.serve("--no-worker")
        answer = self.upload(form(("one.gpx", ride(3))))
        self.assertIn("no worker", answer["note"])
        self.assertEqual(self.server.get(f"/api/jobs/{answer['job']}", token=self.write).json["state"], "ready")

    def test_an_archive_is_imported_by_a_job_that_tells_what_came_of_it(self):
        self.server = self.serve("--no-worker")
        packed = zipped(("a/one.gpx", ride(3)), ("a/two.gpx.gz", gzip.compress(ride(4).encode())), ("inner.zip", zipped(("three.gpx", ride(5)))),
                        ("notes.txt", "x"), ("broken.fit", b"no"), ("__MACOSX/._one.gpx", b"x"))
        answer = self.upload(form(("export.zip", packed), ("single.gpx", ride(6)), ("no ending", packed), ("named.fit", packed)))
        self.assertEqual((answer["saved"], answer["archives"], answer["rejected"]), (["single.gpx"], ["export.zip", "no ending", "named.fit"], []))
        self.assertIn("no worker", answer["note"])
        for path in self.waiting_archives():
            self.assertEqual((stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)), (0o600, 0o700))
            self.assertNotIn("export", str(path))
        self.assertEqual(len(self.waiting_archives()), 3)
        self.tracekit.must("worker", "--once", "--threads", 1)
        first, second, third = self.imports()
        self.assertEqual([job["state"] for job in (first, second, third)], ["done"] * 3, (first, second, third))
        report = first["result"]
        self.assertEqual((report["name"], report["imported"], report["files"], report["unnamed"]), ("export.zip", 3, 4, 0))
        self.assertEqual([one["name"] for one in report["unreadable"]], ["export.zip: broken.fit"])
        for job in (second, third):
            self.assertEqual((job["result"]["imported"], job["result"]["already_there"]), (0, 3))
        self.assertEqual(len(self.server.get("/api/activities", token=self.write).json["activities"]), 4)
        self.assertEqual(self.waiting_archives(), [])

    def test_the_account_archive_of_a_service_is_known_by_what_lies_in_it(self):
        self.server = self.serve("--no-worker")
        head = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename\n"
        job = self.imported(zipped(("activities.csv", head + '15500012345,"Aug 1, 2025, 7:15:00 AM",Morning,Ride,190,2.11,activities/1.gpx\n'), ("activities/1.gpx", ride(1))))
        self.assertEqual((job["result"]["imported"], job["result"]["tables"]["strava"]["added"]), (1, 1))

    def test_what_is_not_safe_in_an_archive_is_refused_in_the_report(self):
        self.server = self.serve("--no-worker")
        for number, name in enumerate(("../up.gpx", "/etc/cron.d/x.gpx", "a/../../x.gpx", "C:\\x.gpx", "a\\..\\..\\x.gpx")):
            report = self.imported(zipped(("good.gpx", ride(3 + number)), (name, ride(20))))["result"]
            self.assertEqual((report["imported"], [one["why"] for one in report["refused"]]), (1, ["leads out of the archive by its name, which is refused"]), name)
        self.assertEqual(len(self.tracekit.records()), 5)
        bomb = zipped(("bomb.gpx", b"<gpx>" + b"\0" * (64 << 20)), ("good.gpx", ride(9)))
        liar = bytearray(zipped(("liar.gpx", b"<gpx>" + b"\0" * (40 << 20))))  # says that it is small, and is not
        for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            liar[liar.index(mark) + offset:liar.index(mark) + offset + 4] = struct.pack("<I", 1000)
        report = self.imported(bomb)["result"]
        self.assertEqual(report["imported"], 1)
        self.assertIn("unpacks to more than 250 times its size", report["refused"][0]["why"])
        report = self.imported(bytes(liar))["result"]
        self.assertEqual((report["imported"], len(report["refused"] + report["unreadable"])), (0, 1))
        report = self.imported(zipped(*((f"{day}.gpx", ride(day, points=400)) for day in range(10, 20)))[:-4000])["result"]
        self.assertIn("the archive ends early", report["damaged"][0]["why"])
        self.assertEqual(sorted(path.name for path in self.tracekit.root.rglob("*.gpx") if self.folder not in path.parents), [])

    def test_what_only_calls_itself_an_archive_is_rejected_at_once(self):
        self.server = self.serve("--no-worker")
        answer = self.upload(form(("bad.zip", b"no zip at all"), ("empty.zip", b""), ("short.zip", b"PK")))
        self.assertEqual((answer["archives"], [one["name"] for one in answer["rejected"]]), ([], ["bad.zip", "empty.zip", "short.zip"]))
        self.assertEqual((self.stored(), self.imports()), ([], []))

    def test_a_report_of_very_many_names_is_cut_short(self):
        self.server = self.serve("--no-worker")
        report = self.imported(zipped(*((f"{'long' * 200}{number}.fit", f"no {number}") for number in range(250))))["result"]
        self.assertEqual((len(report["unreadable"]), report["unnamed"]), (100, 150))
        self.assertTrue(all(len(one["name"]) <= 300 for one in report["unreadable"]))

    def test_an_import_that_is_called_off_leaves_nothing(self):
        self.server = self.serve("--no-worker")
        self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))))
        job = self.imports()[0]
        self.assertEqual(self.server.post(f"/api/jobs/{job['id']}/cancel", token=self.write).json["state"], "cancelled")
        self.assertEqual(self.waiting_archives(), [])
        self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))))
        self.tracekit.must("jobs", "cancel", self.imports()[1]["id"])
        self.assertEqual(self.waiting_archives(), [])
        self.server.post(f"/api/jobs/{job['id']}/retry", token=self.write)
        self.tracekit.must("worker", "--once")
        job = self.imports()[0]
        self.assertEqual((job["state"], job["error"]["kind"]), ("dead", "input"))
        self.assertIn('the uploaded archive "export.zip" is not in the data folder of this machine', job["message"])
        self.assertIn("`tracekit import`", job["message"])

    def test_an_import_that_fails_for_good_leaves_nothing(self):
        self.server = self.serve("--no-worker")
        self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))))
        self.folder.rmdir() if self.folder.exists() else self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.write_text("in the way")
        self.tracekit.must("worker", "--once")
        job = self.imports()[0]
        self.assertEqual((job["state"], job["error"]["kind"]), ("dead", "input"), job)
        self.assertIn("cannot write ", job["message"])
        self.assertEqual(self.waiting_archives(), [])

    def test_an_import_whose_worker_is_killed_is_read_to_the_end_by_another(self):
        self.server = self.serve("--no-worker")
        members = [(f"{month}-{hour}.gpx", gpx(f"2025-{month:02}-01T{hour:02}:15:00Z", points=400, latitude=month + hour / 100)) for month in range(1, 13) for hour in range(24)]
        self.upload(form(("export.zip", zipped(*members))))
        worker = self.tracekit.start("worker")
        wait_until(lambda: any(self.folder.rglob("*.gpx")))
        worker.kill()
        worker.communicate()
        self.assertEqual(len(self.waiting_archives()), 1)
        self.assertEqual(self.server.stop(), 0)
        self.server = self.serve("--no-worker")
        worker = self.tracekit.start("worker")
        wait_until(lambda: self.imports()[0]["state"] == "done", 60)
        worker.terminate()
        worker.communicate()
        job = self.imports()[0]
        self.assertEqual(job["losses"], 1)
        self.assertEqual(job["result"]["imported"] + job["result"]["already_there"], len(members))
        self.assertEqual(len(self.tracekit.records()), len(members))
        wait_until(lambda: self.waiting_archives() == [])

    def test_an_import_names_no_file_outside_of_its_folder(self):
        self.server = self.serve("--no-worker")
        self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))))
        waiting = self.waiting_archives()[0]
        outside = self.tracekit.work / "outside.zip"
        outside.write_bytes(zipped(("two.gpx", ride(4))))
        (waiting.parent / "archive-abcdef").symlink_to(outside)
        for file in (str(outside), "/etc/passwd", f"../../{outside.name}", f"../{waiting.parent.name}/{waiting.name}", ".", "", "archive-abcdef", "archive-zzzzzz"):
            code, _, errors = self.tracekit.run("jobs", "add", "import", json.dumps({"file": file, "name": "x"}))
            self.assertEqual(code, 0 if file else 2, errors)
        answer = self.server.post("/api/jobs", {"kind": "import", "arguments": {"file": waiting.name, "name": "x"}}, self.write)
        self.assert_refused_with(answer, 400, "usage", "cannot be added here")
        self.tracekit.must("worker", "--once")
        done, *others = self.imports()
        self.assertEqual(done["state"], "done")
        self.assertEqual({(job["state"], job["error"]["kind"]) for job in others}, {("dead", "input")})
        self.assertEqual(len(self.tracekit.records()), 1)
        self.assertTrue(outside.exists())

    def test_what_killed_servers_left_is_removed_after_a_day(self):
        self.server = self.serve("--no-worker")
        self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))))
        waiting = self.waiting_archives()[0]
        new, old, strange = (waiting.parent / name for name in ("archive-aaaaaa", "archive-bbbbbb", "of somebody else"))
        for path in (new, old, strange):
            path.write_text("x")
        for path in (waiting, old, strange):
            os.utime(path, (time.time() - 90000,) * 2)
        self.upload(form(("more.zip", zipped(("two.gpx", ride(4))))))
        self.assertEqual([path.exists() for path in (waiting, new, old, strange)], [True, True, False, True])

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
        answer = self.upload(form(*files, ("large.zip", zipped(*files)), ("one.gpx", ride(3))))
        self.assertEqual((len(answer["rejected"]), answer["archives"]), (24, ["large.zip"]))
        self.assert_little_memory(self.server)
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
        self.assertEqual(self.upload(form(("export.zip", zipped(("one.gpx", ride(3))))), 409)["kind"], "config")
        self.assertEqual(self.waiting_archives(), [])


on_both_engines(globals(), Uploads)

if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Activities over HTTP: the list, one with all that is around it, its samples, why its records belong together, and its files."""

import hashlib
import http.client
import io
import random
import socket
import zipfile
from urllib.parse import quote

from support import gpx, main, tcx, wait_until
from web_server import WebTest, on_both_engines

KEYS = ["id", "start_local", "sport", "name", "distance_m", "duration_s", "providers"]


class Looking:
    def setUp(self):
        super().setUp()
        self.read = self.token("read")

    def got(self, path, status=200):
        answer = self.server.get(path, token=self.read)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json


class Athlete(Looking):
    def setUp(self):
        super().setUp()
        self.with_athlete()
        self.read = self.token("read")
        self.server = self.serve("--no-worker")

    def test_the_list_has_every_activity_once_newest_first(self):
        pages, before = [], ""
        while page := self.got(f"/api/activities?limit=20{before}")["activities"]:
            pages.append(page)
            before = f"&before={page[-1]['id']}"
        listed = [one for page in pages for one in page]
        self.assertTrue(all(sorted(one) == sorted(KEYS) for one in listed))
        self.assertEqual([one["start_local"][:10] for one in listed], sorted((one["start_local"][:10] for one in listed), reverse=True))
        self.assertEqual({one["id"]: one["providers"] for one in listed},
                         {one["id"]: sorted({record["provider"] for record in one["records"]}) for one in self.tracekit.json_lines("activities")})

    def test_the_list_takes_days(self):
        august = self.got("/api/activities?from=2025-08-01&to=2025-08-31&limit=200")["activities"]
        self.assertEqual(len(august), self.tracekit.json("calendar", "--from", "2025-08", "--to", "2025-08")["months"][0]["activities"])
        first = august[-1]["start_local"][:10]
        self.assertEqual({one["start_local"][:10] for one in self.got(f"/api/activities?from={first}&to={first}")["activities"]}, {first})
        self.assertEqual(self.got("/api/activities?to=1999-12-31")["activities"], [])
        self.assert_refused_with(self.server.get("/api/activities?from=August", token=self.read), 400, "usage", '"August" is not a day')
        self.assert_refused_with(self.server.get("/api/activities?from=2025-08-02&to=2025-08-01", token=self.read), 400, "usage", "later than")
        self.assert_refused_with(self.server.get("/api/activities?before=999999", token=self.read), 404, "not_found", "no activity 999999")

    def test_one_is_what_show_prints_and_what_is_around_it(self):
        for listed in self.got("/api/activities?limit=20")["activities"][:6]:
            activity = self.got(f"/api/activities/{listed['id']}")
            shown, = self.tracekit.json("show", str(listed["id"]))
            self.assertEqual({key: activity[key] for key in shown}, shown)
            merged = activity["merged"]
            for field, one in merged.items():
                holders = [record for record in shown["records"] if record["provider"] == one["provider"]]
                self.assertIn(one["value"], [record[field].strip() if isinstance(record[field], str) else record[field] for record in holders if field in record])
            self.assertEqual(merged["name"]["value"] if "name" in merged else "", listed["name"])
            self.assertIsNone(activity["alias_of"])

    def test_neighbours_lead_through_all_of_them_and_back(self):
        order = [one["id"] for one in self.got("/api/activities?limit=200")["activities"]]
        for place, id in enumerate(order):
            neighbours = self.got(f"/api/activities/{id}")["neighbours"]
            self.assertEqual(neighbours, {"previous": order[place + 1] if place + 1 < len(order) else None, "next": order[place - 1] if place else None})

    def test_why_tells_of_every_two_records(self):
        activity = next(one for one in self.got("/api/activities?limit=200")["activities"] if len(one["providers"]) > 2)
        records = self.got(f"/api/activities/{activity['id']}")["records"]
        pairs = self.got(f"/api/activities/{activity['id']}/why")["pairs"]
        self.assertEqual(len(pairs), len(records) * (len(records) - 1) // 2)
        for pair in pairs:
            printed = self.tracekit.json("why", *(f"{pair[side]['provider']}:{pair[side]['id']}" for side in "ab"))
            self.assertEqual((pair["bits"], pair["lines"]), (printed["score"], printed["evidence"]))

    def test_linking_is_what_the_commands_do_and_an_old_id_still_leads_there(self):
        write = self.token("write")
        alone = self.got("/api/activities?limit=200")["activities"][:2]
        for one in alone:  # so that nothing else of their workouts is in the way
            for record in self.got(f"/api/activities/{one['id']}")["records"][1:]:
                self.assertEqual(self.server.post("/api/ignore", {"provider": record["provider"], "id": record["id"], "ignored": True}, token=write).status, 200)
        records = [self.got(f"/api/activities/{one['id']}")["records"][0] for one in alone]
        a, b = ({"provider": record["provider"], "id": record["id"]} for record in records)
        answer = self.server.post("/api/link", {"a": a, "b": b}, token=write)
        self.assertEqual(answer.status, 200, answer.body)
        kept = answer.json["activity"]
        gone = max(one["id"] for one in alone)
        self.assertEqual(kept, min(one["id"] for one in alone))
        activity = self.got(f"/api/activities/{gone}")
        self.assertEqual((activity["id"], activity["alias_of"]), (kept, gone))
        self.assertEqual([one["verdict"] for one in activity["verdicts"]], ["same"])
        alone = self.server.post("/api/unlink", b, token=write).json["activity"]
        self.assertIn(alone, [one["id"] for one in self.got("/api/activities?limit=200")["activities"]])
        self.assertEqual([record["id"] for record in self.got(f"/api/activities/{alone}")["records"]], [b["id"]])
        ignored = self.server.post("/api/ignore", b | {"ignored": True}, token=write)
        self.assertEqual(ignored.json, b | {"ignored": True})
        self.assertNotIn(alone, [one["id"] for one in self.got("/api/activities?limit=200")["activities"]])
        said = self.got("/api/said")
        self.assertEqual(said, self.tracekit.json("review", "--said"))
        self.assertIn(b, [{name: one[name] for name in ("provider", "id")} for one in said["left_out"]])
        self.assertEqual([one["verdict"] for one in said["pairs"]], ["different"])
        self.assertEqual(self.server.post("/api/ignore", b | {"ignored": False}, token=write).status, 200)
        self.assertNotIn(b["id"], [one["id"] for one in self.got("/api/said")["left_out"]])
        joined = self.server.post("/api/link", {"a": a, "b": b}, token=write).json["activity"]
        third = next(one for one in self.got("/api/activities?limit=200")["activities"] if one["id"] != joined)["id"]
        all_of_them = {record["id"] for id in (joined, third) for record in self.got(f"/api/activities/{id}")["records"]}
        all_together = self.server.post("/api/link", {"a": {"activity": joined}, "b": {"activity": third}}, token=write).json["activity"]
        self.assertEqual({record["id"] for record in self.got(f"/api/activities/{all_together}")["records"]}, all_of_them)
        self.assert_refused_with(self.server.post("/api/link", {"a": {"activity": 999999}, "b": b}, token=write), 404, "not_found", "there is no activity 999999")
        self.assert_refused_with(self.server.post("/api/link", {"a": {"activity": "x"}, "b": b}, token=write), 400, "usage", "not a number")
        self.assert_refused_with(self.server.post("/api/link", {"a": a}, token=write), 400, "usage", '"b" is missing')
        self.assert_refused_with(self.server.post("/api/link", {"a": a, "b": a}, token=write), 400, "usage", "one record already")
        self.assert_refused_with(self.server.post("/api/unlink", {"provider": "file", "id": "none"}, token=write), 404, "not_found", "no record none")
        self.assertEqual(self.server.post("/api/link", {"a": a, "b": b}, token=self.read).status, 403)

    def test_of_a_strava_activity_the_merged_view_is_shown_though_nothing_of_it_goes_elsewhere(self):
        alone = [one for one in self.got("/api/activities?limit=200")["activities"] if one["providers"] == ["strava"]]
        for one in alone:
            self.assertEqual({field["provider"] for field in self.got(f"/api/activities/{one['id']}")["merged"].values()}, {"strava"})


class Files(Looking):
    def setUp(self):
        super().setUp()
        self.folder = self.tracekit.activities
        (self.folder / "2025").mkdir(parents=True)
        self.content = gpx("2025-08-03T07:15:00Z", points=3000, step=0.0001).encode()
        (self.folder / "2025" / "a \"ride\".gpx").write_bytes(self.content)
        (self.folder / "notes.txt").write_text("private")
        self.tracekit.must("pull")
        self.server = self.serve("--no-worker")
        self.activity = self.got("/api/activities")["activities"][0]["id"]

    def test_samples_are_columns_of_one_length_with_every_peak(self):
        all_of_them = self.got(f"/api/activities/{self.activity}/streams?points=20000")
        self.assertEqual((all_of_them["points"], all_of_them["total"]), (3000, 3000))
        few = self.got(f"/api/activities/{self.activity}/streams?points=100")
        self.assertLessEqual(few["points"], 100)
        for streams in (all_of_them, few):
            columns = {name: values for name, values in streams.items() if isinstance(values, list) and name != "pauses"}
            self.assertEqual(sorted(columns), ["altitude_m", "distance_m", "latitude_deg", "longitude_deg", "time_s"])
            self.assertEqual({len(values) for values in columns.values()}, {streams["points"]})
        for name in ("time_s", "altitude_m", "latitude_deg"):
            self.assertEqual((few[name][0], few[name][-1]), (all_of_them[name][0], all_of_them[name][-1]))
        self.assertEqual((few["time_s"][0], few["time_s"][-1], max(few["altitude_m"])), (0, 29990, 3399))
        self.assertEqual(few["from"]["provider"], "file")

    def test_wrong_questions_about_samples_are_refused(self):
        for query, status, part in (("points=1", 400, "from 16"), ("points=x", 400, "from 16"), ("provider=file", 400, "both"),
                                    ("provider=file&record=none", 404, "no record of activity")):
            answer = self.server.get(f"/api/activities/{self.activity}/streams?{query}", token=self.read)
            self.assertEqual(answer.status, status, answer.body)
            self.assertIn(part, answer.error["message"])
        self.assertEqual(self.server.get("/api/activities/999/streams", token=self.read).status, 404)

    def test_the_file_of_a_record_is_saved_as_it_came(self):
        original, = self.got(f"/api/activities/{self.activity}")["originals"]
        self.assertEqual((original["format"], original["name"]), ("gpx", "a--ride-.gpx"))
        answer = self.server.get(f"/api/records/file/{original['id']}/original", token=self.read)
        self.assertEqual((answer.status, answer.body), (200, self.content))
        self.assertEqual(original["id"], hashlib.sha256(self.content).hexdigest())
        self.assertEqual(answer.headers["content-type"], "application/octet-stream")
        self.assertEqual(answer.headers["content-disposition"], 'attachment; filename="a--ride-.gpx"')
        self.assertEqual(self.server.get("/api/records/file/none/original", token=self.read).status, 404)

    def test_an_activity_is_saved_in_each_format_that_the_session_names(self):
        formats = self.got("/api/session")["export_formats"]
        self.assertEqual(formats, ["fit", "gpx", "tcx", "kml", "geojson", "csv"])
        for word in [*formats, "jsonl", "original"]:
            answer = self.server.get(f"/api/activities/{self.activity}/export?format={word}", token=self.read)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertTrue(answer.body)
            self.assertRegex(answer.headers["content-disposition"], r'^attachment; filename="[A-Za-z0-9._-]+"$')
        fit = self.server.get(f"/api/activities/{self.activity}/export?format=fit", token=self.read)
        file = self.tracekit.work / "exported.fit"
        file.write_bytes(fit.body)
        self.assertEqual(max(channel["count"] for channel in self.tracekit.json("inspect", file)["channels"]), 3000)
        self.assert_refused_with(self.server.get(f"/api/activities/{self.activity}/export?format=doc", token=self.read), 400, "usage", "doc")
        self.assertEqual(self.server.get(f"/api/activities/{self.activity}/export", token=self.read).status, 400)
        self.assertEqual(self.server.get("/api/activities/999/export?format=fit", token=self.read).status, 404)

    def test_the_workouts_of_some_days_are_saved_as_one_archive(self):
        (self.folder / "2025" / "b.gpx").write_text(gpx("2025-08-05T07:15:00Z"))
        (self.folder / "2025" / "c.gpx").write_text(gpx("2025-09-01T07:15:00Z"))
        self.tracekit.must("pull")
        days = "from=2025-08-01&to=2025-08-31"
        for word in (*self.got("/api/session")["export_formats"], "original"):
            answer = self.server.get(f"/api/export?{days}&format={word}", token=self.read)
            self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/zip"), answer.body)
            self.assertEqual(answer.headers["content-disposition"], f'attachment; filename="2025-08-01-to-2025-08-31-{word}.zip"')
            with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
                self.assertIsNone(archive.testzip())
                self.assertEqual(len(archive.namelist()), 2, word)
        printed = self.tracekit.work / "august.zip"
        self.tracekit.must("export", "--from", "2025-08-01", "--to", "2025-08-31", "--format", "original", "--output", printed)
        self.assertEqual(answer.body, printed.read_bytes())
        self.assertEqual(self.server.get(f"/api/export?{days}&format=jsonl", token=self.read).body.decode(), self.tracekit.must("export", "--from", "2025-08", "--to", "2025-08"))
        self.assertEqual(self.server.ask("HEAD", f"/api/export?{days}&format=gpx", token=self.read).body, b"")
        with zipfile.ZipFile(io.BytesIO(self.server.get("/api/export?from=2025-07-01&to=2025-07-31&format=gpx", token=self.read).body)) as archive:
            self.assertEqual(archive.namelist(), [])
        for query, word in (("format=gpx&from=2025-08-01", "from= and to="), (days, "format="), (f"{days}&format=full", "full"), (f"{days}&format=doc", "doc"),
                            ("format=gpx&from=2025-08-02&to=2025-08-01", "later than"), ("format=gpx&from=2025-08&to=2025-08", "not a day"), (f"{days}&format=gpx&sport=run", "sport")):
            self.assert_refused_with(self.server.get(f"/api/export?{query}", token=self.read), 400, "usage", word)

    def test_an_archive_tells_what_its_format_cannot_hold(self):
        (self.folder / "pool.tcx").write_text(tcx([(600, 500)], start="2025-08-04T07:15:00Z", sport="Other"))
        self.tracekit.must("pull")
        answer = self.server.get("/api/export?from=2025-08-01&to=2025-08-31&format=gpx", token=self.read)
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            self.assertEqual([name[-4:] for name in archive.namelist()], [".gpx", ".txt"])
            self.assertRegex(archive.read("left-out.txt").decode(), r"^activity \d+ holds no positions, and GPX holds nothing else\n$")
        printed = self.tracekit.work / "august.zip"
        self.assertIn("left out: activity", self.tracekit.run("export", "--from", "2025-08", "--to", "2025-08", "--format", "gpx", "--output", printed)[2])
        self.assertEqual(answer.body, printed.read_bytes())

    def test_an_archive_that_breaks_off_does_not_look_whole(self):
        self.change_database("ALTER TABLE {}blobs RENAME TO blobs_elsewhere")
        for _ in range(6):  # more than are sent at once
            with self.assertRaises(http.client.IncompleteRead):
                self.server.get("/api/export?from=2025-08-01&to=2025-08-31&format=original", token=self.read)
        self.assertIn("an answer ended early", self.server.log())
        self.change_database("ALTER TABLE {}blobs_elsewhere RENAME TO blobs")
        self.assertEqual(self.server.get("/api/export?from=2025-08-01&to=2025-08-31&format=original", token=self.read).status, 200)

    def slow_reader(self, path):
        """Asks, reads the status line, and leaves the rest where it is: more than fits on the way."""
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.server.port))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.read}\r\n\r\n".encode())
        self.assertEqual(connection.recv(15), b"HTTP/1.1 200 OK")
        return connection

    def test_of_many_days_four_are_sent_at_once_and_a_fifth_when_one_of_them_has_ended(self):
        noise = random.Random(5).randbytes(6_000_000).hex()  # packed it is half as long
        (self.folder / "large.gpx").write_text(gpx("2025-10-01T07:15:00Z").replace("<trk>", f"<!-- {noise} --><trk>", 1))
        self.tracekit.must("pull")
        path = "/api/export?from=2025-10-01&to=2025-10-31&format=original"
        readers = [self.slow_reader(path) for _ in range(4)]
        refused = self.server.get(path, token=self.read)
        self.assert_refused_with(refused, 503, "interrupted", "other exports are being sent already")
        self.assertEqual((refused.error["hint"], refused.headers["retry-after"]), ("try again when they are there", "30"))
        self.assertEqual(self.server.get(f"/api/activities/{self.activity}/export?format=gpx", token=self.read).status, 200)
        readers[0].close()  # nobody wants that one any more
        wait_until(lambda: self.server.ask("HEAD", path, token=self.read).status == 200)
        readers[0] = self.slow_reader(path)
        self.assertEqual(self.server.get(path, token=self.read).status, 503)
        whole = b"".join(iter(lambda: readers[1].recv(1 << 20), b""))  # that one is read to its end
        self.assertTrue(whole.endswith(b"\r\n0\r\n\r\n"), whole[-20:])
        wait_until(lambda: self.server.ask("HEAD", path, token=self.read).status == 200)

    def test_only_files_that_were_read_can_be_had_from_the_folder(self):
        name = "2025/a \"ride\".gpx"
        self.assertEqual(self.server.get("/api/file/download?name=" + quote(name), token=self.read).body, self.content)
        for bad in ("../../etc/passwd", "..", "/etc/passwd", "2025/../notes.txt", "2025//a.gpx", "2025\\a.gpx", "./notes.txt", "a\0.gpx"):
            self.assert_refused_with(self.server.get("/api/file/download?name=" + quote(bad, safe=""), token=self.read), 400, "usage", "not the name of a file")
        for unknown in ("notes.txt", "2025", "other.gpx", "%2e%2e"):
            self.assert_refused_with(self.server.get("/api/file/download?name=" + quote(unknown, safe=""), token=self.read), 404, "not_found", "there is no file")
        self.assertEqual(self.server.get("/api/file/download", token=self.read).status, 400)
        self.change_database("DELETE FROM {}blobs")  # now only the folder has it
        self.assertEqual(self.server.get("/api/file/download?name=" + quote(name), token=self.read).body, self.content)
        (self.folder / "2025" / "a \"ride\".gpx").rename(self.folder / "moved.gpx")
        self.assertEqual(self.server.get("/api/file/download?name=" + quote(name), token=self.read).body, self.content)
        (self.folder / "moved.gpx").write_bytes(gpx("2025-08-04T07:15:00Z").encode())
        self.assert_refused_with(self.server.get("/api/file/download?name=" + quote(name), token=self.read), 404, "not_found", "no longer")
        self.assertEqual(self.server.get("/api/records/..%2f..%2fetc/passwd/original", token=self.read).status, 404)

    def test_others_see_none_of_it(self):
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "other", "--scope", "write").strip()
        original, = self.got(f"/api/activities/{self.activity}")["originals"]
        self.assertEqual(self.server.get("/api/activities", token=other).json, {"activities": []})
        with zipfile.ZipFile(io.BytesIO(self.server.get("/api/export?from=2025-08-01&to=2025-08-31&format=gpx", token=other).body)) as archive:
            self.assertEqual(archive.namelist(), [])
        for path in (f"/api/activities/{self.activity}", f"/api/activities/{self.activity}/streams", f"/api/activities/{self.activity}/why",
                     f"/api/records/file/{original['id']}/original", "/api/file/download?name=2025/a%20%22ride%22.gpx",
                     f"/api/activities/{self.activity}/export?format=gpx"):
            self.assertEqual(self.server.get(path, token=other).status, 404)


on_both_engines(globals(), Athlete, Files)

if __name__ == "__main__":
    main()

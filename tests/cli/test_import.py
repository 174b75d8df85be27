# SPDX-License-Identifier: MIT
"""import: files, folders, archives, and what Strava and Garmin hand out of a whole account."""

import bz2
import contextlib
import gzip
import hashlib
import io
import json
import os
import signal
import sqlite3
import stat
import struct
import subprocess
import time
import zipfile

from postgres import PostgresServer
from support import BINARY, CommandLineTest, gpx, main, wait_until


def ride(day, **values):
    return gpx(start=f"2025-08-{day:02}T07:15:00Z", name=f"Ride {day}", **values)


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


STRAVA_HEAD = ("Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,"
               "Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed\n")


def strava_archive(prefix=""):
    rows = ('15500012345,"Aug 1, 2025, 7:15:00 AM","Morning, ride",Ride,"easy,\nwet",190,2.11,167,41,false,"",Tarmac,activities/16100098765.gpx.gz,64.2,,190.0,180.0,2112.5,12.1,11.2\n'
            '15500019999,"Aug 2, 2025, 4:02:11 PM",Gym,Weight Training,"",3600,0.00,,,true,"",,,64.2,,3600.0,3600.0,0.0,,0.0\n')
    return {prefix + "activities.csv": STRAVA_HEAD + rows, prefix + "activities/16100098765.gpx.gz": gzip.compress(ride(1).encode()),
            prefix + "bikes.csv": "Bike Name,Bike Brand,Bike Model\nTarmac,Specialized,Tarmac SL7\n", prefix + "profile.csv": "Athlete ID,Email Address\n1,a@example.com\n", prefix + "media/1.jpg": b"\xff\xd8\xff", prefix + "routes/1.gpx": gpx(with_time=False)}


def garmin_archive(prefix="0a1b/"):
    base = prefix + "DI_CONNECT/"
    summary = {"activityId": 21500012345, "name": "Exampletown Cycling", "activityType": "cycling", "startTimeGmt": 1754032500000, "beginTimestamp": 1754032500000,
               "startTimeLocal": 1754039700000, "duration": 190000.0, "elapsedDuration": 191000.0, "movingDuration": 189000.0, "distance": 211250.0, "elevationGain": 1900.0,
               "avgSpeed": 1.112, "avgHr": 144.0, "calories": 419.002, "manufacturer": "GARMIN", "deviceId": 3400112233}
    legs = [dict(summary, activityId=21500020000 + i, parentId=21500020000, startTimeGmt=1754132500000 + 600000 * i, startTimeLocal=1754139700000 + 600000 * i) for i in (2, 1)]
    parent = dict(summary, activityId=21500020000, activityType="multi_sport", parent=True, startTimeGmt=1754132500000, startTimeLocal=1754139700000)
    gear = [{"gearDTOS": [{"gearPk": 22334455, "uuid": "0123456789abcdef", "gearTypeName": "Bike", "displayName": "Tarmac SL7", "gearStatusName": "active"}],
             "gearActivityDTOs": {"22334455": [{"activityId": 21500012345, "gearPk": 22334455}]}}]
    files = zipped({"a@example.com_1001.gpx": ride(1), "a@example.com_1002.txt": "hello"})
    return {base + "DI-Connect-Fitness/a@example.com_0_summarizedActivities.json": json.dumps([{"summarizedActivitiesExport": [summary, parent, *legs]}]),
            base + "DI-Connect-Fitness/a@example.com_gear.json": json.dumps(gear),
            base + "DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": files,
            base + "DI-Connect-User/user_profile.json": "{}"}


class Import(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_files()
        self.work = self.tracekit.work

    def put(self, name, content):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def imported(self, *paths, code=0):
        got, out, err = self.tracekit.run("--json", "import", *paths)
        self.assertEqual(got, code, err)
        return json.loads(out)

    def run_without_privileges(self, *args):
        """Root may read everything, so everything of the person is given to somebody who may not."""
        somebody = {}
        if os.geteuid() == 0:
            somebody = {"user": 65534, "group": 65534}
            for path in (self.tracekit.root, *self.tracekit.root.rglob("*")):
                os.chown(path, 65534, 65534, follow_symlinks=False)
        done = subprocess.run([BINARY, *args], cwd=self.work, env=self.tracekit.environment(None), capture_output=True, text=True, timeout=60, **somebody)
        return done.returncode, done.stdout, done.stderr

    def stored(self):
        return sorted(str(path.relative_to(self.tracekit.activities)) for path in self.tracekit.activities.rglob("*") if path.is_file())

    def test_a_folder_with_everything_in_it(self):
        self.put("in/a.gpx", ride(1))
        self.put("in/deep/er/b.gpx.gz", gzip.compress(ride(2).encode()))
        self.put("in/c.gpx.bz2", bz2.compress(ride(3).encode()))
        self.put("in/no ending", ride(4))
        self.put("in/d.zip", zipped({"x/e.gpx": ride(5), "again.gpx": ride(1)}))
        self.put("in/notes.txt", "hello")
        self.put("in/course.gpx", gpx(with_time=False))
        self.put("in/.hidden/f.gpx", ride(6))
        self.put("in/broken.fit", b"nothing of the kind")
        report = self.imported(self.work / "in")
        self.assertEqual((report["imported"], report["activities"], report["duplicates"], report["no_activity"]), (5, 5, 1, {"course": 1}))
        self.assertEqual(report["by_format"], {"gpx": 5})
        self.assertEqual([one["name"] for one in report["unreadable"]], [f"{self.work}/in: broken.fit"])
        self.assertEqual(sorted(record["start"] for record in self.tracekit.records()), [1754032500 + 86400 * day for day in range(5)])
        self.assertEqual(len(self.stored()), 5)
        self.assertTrue(all(name.startswith("imported/2025/2025-08-0") and name.endswith(".gpx") for name in self.stored()), self.stored())

    def test_importing_again_changes_nothing_and_a_pull_has_nothing_to_do(self):
        path = self.put("in.zip", zipped({f"{day}.gpx": ride(day) for day in range(1, 9)}))
        self.imported(path)
        before = self.tracekit.must("export")
        report = self.imported(path)
        self.assertEqual((report["imported"], report["already_there"]), (0, 8))
        pulled = self.tracekit.pulled("file")
        self.assertEqual((pulled["sources_seen"], pulled["sources_read"], pulled["added"], pulled["deleted"]), (8, 0, 0, 0))
        self.assertEqual(self.tracekit.must("export"), before)

    def test_what_lies_in_the_folder_already_is_there_packed_or_not(self):
        (self.tracekit.activities / "a.gpx").write_text(ride(1))
        (self.tracekit.activities / "b.gpx.gz").write_bytes(packed := gzip.compress(ride(2).encode()))
        self.tracekit.must("pull")
        report = self.imported(self.put("in.zip", zipped({"a.gpx": ride(1), "b.gpx.gz": packed})))
        self.assertEqual((report["imported"], report["already_there"]), (0, 2))
        self.assert_refused(1, f"{self.tracekit.activities} lies in the folder that tracekit reads anyway", "import", self.tracekit.activities)

    def test_a_file_that_was_pulled_packed_is_the_same_when_it_comes_unpacked(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        for engine in ("sqlite", "postgres"):
            with self.subTest(engine=engine):
                person = self.another().with_files()
                if engine == "postgres":
                    person.configure({"metadata_db": server.new_database()}, file={})

                def change(sql):
                    if engine == "postgres":
                        return server.run(sql, f"person_{server.databases}")
                    with contextlib.closing(sqlite3.connect(person.database)) as connection:
                        connection.executescript(sql)

                packed = gzip.compress(ride(1).encode())
                inside, outside, other = (hashlib.sha256(content).hexdigest() for content in (ride(1).encode(), packed, ride(2).encode()))
                (person.activities / "a.gpx.gz").write_bytes(packed)
                (person.activities / "b.gpx").write_text(ride(2))
                person.must("pull")
                self.assertEqual(sorted(record["id"] for record in person.records()), sorted([inside, other]))
                (person.work / "a.gpx").write_text(ride(1))
                self.assertEqual(person.json("import", person.work / "a.gpx")["already_there"], 1)

                # As it was when packed files were named by their packed bytes, with a person's word on where the record belongs.
                change(f"UPDATE records SET id = '{outside}' WHERE id = '{inside}'; UPDATE source_records SET record_id = '{outside}' WHERE record_id = '{inside}'; "
                       f"UPDATE sources SET fingerprint = replace(replace(fingerprint, '{inside}', '{outside}'), ':unpacked', '');")
                person.must("link", f"file:{outside}", f"file:{other}")
                self.assertEqual(person.json("import", person.work / "a.gpx")["imported"], 1)
                self.assertEqual(sorted(record["id"] for record in person.records()), sorted([inside, outside, other]))
                pulled = person.pulled("file")
                self.assertEqual((pulled["sources_read"], pulled["added"], pulled["deleted"]), (1, 0, 0))
                self.assertEqual(sorted(record["id"] for record in person.records()), sorted([inside, other]))
                joined, = person.json_lines("activities")
                self.assertEqual(sorted(record["id"] for record in joined["records"]), sorted([inside, other]))
                self.assertEqual(person.pulled("file")["sources_read"], 0)

    def test_two_packed_copies_of_which_one_went_on_before_a_kill(self):
        """The other still remembers the id by its packed bytes, of which no record is left."""
        packed = gzip.compress(ride(1).encode())
        inside, outside = (hashlib.sha256(content).hexdigest() for content in (ride(1).encode(), packed))
        for name in ("a.gpx.gz", "b.gpx.gz"):
            (self.tracekit.activities / name).write_bytes(packed)
        self.tracekit.must("pull")
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            connection.executescript(f"UPDATE sources SET fingerprint = replace(replace(fingerprint, '{inside}', '{outside}'), ':unpacked', '') WHERE key = 'b.gpx.gz'")
        pulled = self.tracekit.pulled("file")
        self.assertEqual((pulled["sources_read"], pulled["added"], pulled["deleted"]), (1, 0, 0))
        self.assertEqual([record["id"] for record in self.tracekit.records()], [inside])
        self.assertEqual(self.tracekit.pulled("file")["sources_read"], 0)

    def test_a_strava_archive_gives_its_records_and_its_files(self):
        for prefix in ("", "export_123/"):
            with self.subTest(prefix=prefix):
                other = self.another().with_files()
                path = other.work / "export_1.zip"
                path.write_bytes(zipped(strava_archive(prefix)))
                report = other.json("import", path)
                self.assertEqual((report["imported"], report["tables"]["strava"]["added"], report["no_activity"]), (1, 2, {"course": 1}))
                records = {record["id"]: record for record in other.records() if record["provider"] == "strava"}
                first = records["15500012345"]
                self.assertEqual((first["name"], first["description"], first["equipment"], first["origin"]), ("Morning, ride", "easy,\nwet", "Tarmac", "archive"))
                self.assertEqual((first["start"], first["sport"], first["distance_m"], first["elapsed_s"], first["moving_s"]), (1754032500, "cycling", 2112.5, 190, 180))
                gym = records["15500019999"]
                self.assertEqual((gym["sport"], gym["sub_sport"], gym["distance_m"], gym["start"], gym["commute"], gym["manual"]), ("training", "strength_training", None, 1754150531, True, True))
                groups = [sorted(record["provider"] for record in one["records"]) for one in other.json_lines("activities")]
                self.assertEqual(sorted(groups), [["file", "strava"], ["strava"]])

    def test_a_garmin_archive_gives_its_records_gear_and_files(self):
        report = self.imported(self.put("garmin.zip", zipped(garmin_archive())))
        self.assertEqual((report["imported"], report["tables"]["garmin"]["added"]), (1, 4))
        records = {record["id"]: record for record in self.tracekit.records() if record["provider"] == "garmin"}
        ride_ = records["21500012345"]
        self.assertEqual((ride_["equipment"], ride_["gear_id"], ride_["start_local"], ride_["utc_offset_s"]), ("Tarmac SL7", "0123456789abcdef", "2025-08-01T09:15:00", 7200))
        self.assertEqual((ride_["distance_m"], ride_["timer_s"], ride_["ascent_m"], ride_["avg_hr"]), (2112.5, 190, 19, 144))
        self.assertAlmostEqual(ride_["calories_kcal"], 100)
        self.assertAlmostEqual(ride_["avg_speed_mps"], 11.12)
        self.assertEqual([(records[f"2150002000{i}"]["parent_id"], records[f"2150002000{i}"]["part"]) for i in (1, 2)], [("21500020000", 1), ("21500020000", 2)])
        self.assertIn(["file", "garmin"], [sorted(record["provider"] for record in one["records"]) for one in self.tracekit.json_lines("activities")])

    def test_unpacked_archives_are_read_as_well(self):
        for name, content in strava_archive().items():
            self.put("strava/" + name, content)
        self.assertEqual(self.imported(self.work / "strava")["tables"]["strava"]["added"], 2)

    def test_what_the_service_said_itself_is_kept_and_gets_the_rest(self):
        line = {"provider": "strava", "id": "15500012345", "start": 1754032500, "sport": "cycling", "name": "From the service", "origin": "api"}
        self.tracekit.must("load", self.put("in.jsonl", json.dumps(line) + "\n"))
        archive = self.put("export.zip", zipped(strava_archive()))
        self.assertEqual(self.imported(archive)["tables"]["strava"], {"added": 1, "updated": 1, "unchanged": 0, "kept": 0})
        record = next(one for one in self.tracekit.records() if one["id"] == line["id"])
        self.assertEqual((record["name"], record["origin"], record["equipment"]), ("From the service", "api", ""), "its word, also that there is no gear")
        self.assertEqual((record["description"], record["distance_m"], record["moving_s"]), ("easy,\nwet", 2112.5, 180))
        self.assertEqual(self.imported(archive)["tables"]["strava"], {"added": 0, "updated": 0, "unchanged": 1, "kept": 1})

    def test_nested_archives_are_opened_three_deep_and_no_deeper(self):
        content = zipped({"deep.gpx": ride(9)})
        for level in range(2, 5):
            content = zipped({f"{level}.gpx": ride(level), "inner.zip": content})
        report = self.imported(self.put("outer.zip", content), code=3)
        self.assertEqual(report["imported"], 3)
        refused, = report["refused"]
        self.assertEqual(refused["name"], f"{self.work}/outer.zip: inner.zip: inner.zip: inner.zip")
        self.assertEqual(refused["why"], "is nested more than 3 archives deep, which is refused")

    def test_names_that_lead_out_and_links_are_refused_and_nothing_is_written_outside(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in ("../../evil.gpx", "/etc/evil.gpx", "..\\evil.gpx", "C:\\evil.gpx", "good.gpx"):
                archive.writestr(name, ride(1))
            link = zipfile.ZipInfo("link.gpx")
            link.create_system = 3
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        report = self.imported(self.put("evil.zip", buffer.getvalue()), code=3)
        self.assertEqual(report["imported"], 1)
        reasons = {one["name"].split(": ")[1]: one["why"] for one in report["refused"]}
        self.assertEqual(set(reasons), {"../../evil.gpx", "/etc/evil.gpx", "..\\evil.gpx", "C:\\evil.gpx", "link.gpx"})
        self.assertEqual(reasons["link.gpx"], "is a link, which is refused")
        self.assertEqual(reasons["../../evil.gpx"], "leads out of the archive by its name, which is refused")
        self.assertEqual([path for path in self.tracekit.root.rglob("evil*") if path.name != "evil.zip"], [])
        self.put("folder/good.gpx", ride(2))
        (self.work / "folder" / "link.gpx").symlink_to(self.work / "evil.zip")
        (self.work / "folder" / "linked").symlink_to(self.work)
        (self.work / "folder" / "photo.jpg").symlink_to(self.work / "evil.zip")
        report = self.imported(self.work / "folder", code=3)
        self.assertEqual((report["files"], report["imported"]), (1, 1))
        self.assertEqual(report["refused"], [{"name": f"{self.work}/folder: {name}", "why": "is a link, which is refused"} for name in ("link.gpx", "linked")])

    def test_a_bomb_is_refused(self):
        bomb = b"<gpx>" + b" " * (64 << 20)
        report = self.imported(self.put("bomb.zip", zipped({"bomb.gpx": bomb, "good.gpx": ride(1)})), code=3)
        self.assertEqual(report["imported"], 1)
        self.assertIn("unpacks to more than 250 times its size", report["refused"][0]["why"])
        self.put("in/good.gpx", ride(2))
        self.put("in/bomb.gpx.gz", gzip.compress(bomb))
        report = self.imported(self.work / "in", code=3)
        self.assertIn("unpacks to more than 250 times its size", report["unreadable"][0]["why"])

    def test_what_could_not_be_read_is_in_the_exit_code(self):
        good = self.put("good.gpx", ride(1))
        for name, content in {"empty.fit": b"", "notes.txt": b"hello", "empty.zip": b"", "activities.csv": "a,b\n1,2\n",
                              "1_summarizedActivities.json": '{"not": "it"}', "2_summarizedActivities.json": "[{"}.items():
            with self.subTest(name=name):
                bad = self.put(name, content)
                report = self.imported(bad, code=1)
                self.assertEqual((report["imported"], len(report["unreadable"] + report["refused"])), (0, 1))
                self.imported(good, bad, code=3)
        summaries = garmin_archive()["0a1b/DI_CONNECT/DI-Connect-Fitness/a@example.com_0_summarizedActivities.json"]
        report = self.imported(self.put("3_summarizedActivities.json", summaries[:-3]), code=3)
        self.assertEqual([one["why"] for one in report["unreadable"]], ["the list of activities breaks off; what came before was read"])
        self.assertEqual(report["tables"]["garmin"]["added"], 4)

    def test_what_is_no_activity_file_beside_activities_is_no_failure(self):
        self.put("in/good.gpx", ride(1))
        self.put("in/photo.jpg", b"\xff\xd8\xff")
        self.put("in/letter", "hello")
        self.put("in/notes.gz", gzip.compress(b"hello"))
        self.assertEqual(self.imported(self.work / "in")["imported"], 1)
        self.put("in/cut.gpx.gz", gzip.compress(ride(2).encode())[:12])
        self.assertEqual(self.imported(self.work / "in", code=3)["already_there"], 1)

    def test_what_may_not_be_read_is_said_and_stops_nothing(self):
        self.put("in/good.gpx", ride(1))
        names = ["locked", "locked.fit", "folder"]
        for name in names[:2]:
            self.put(f"in/{name}", "x").chmod(0)
        self.put("in/folder/deep/other.gpx", ride(2))
        (self.work / "in/folder").chmod(0)
        self.addCleanup((self.work / "in/folder").chmod, 0o755)
        code, out, err = self.run_without_privileges("--json", "import", self.work / "in")
        self.assertEqual(code, 3, err)
        report = json.loads(out)
        self.assertEqual(report["imported"], 1)
        reasons = {one["name"]: one["why"] for one in report["refused"]}
        self.assertEqual(sorted(reasons), sorted(f"{self.work}/in: {name}" for name in names))
        self.assertEqual(reasons[f"{self.work}/in: folder"], "is a folder that cannot be listed: Permission denied")
        self.assertIn("Permission denied", reasons[f"{self.work}/in: locked"])

    def test_an_archive_that_is_called_like_an_activity_gives_all_of_them(self):
        both = zipped({"a.gpx": ride(1), "b.gpx.gz": gzip.compress(ride(2).encode())})
        for name in ("named.fit", "named.gpx", "named.kmz"):
            with self.subTest(name=name):
                self.tracekit = self.another().with_files()
                report = self.imported(self.put(name, both))
                self.assertEqual((report["files"], report["imported"]), (2, 2))
        self.tracekit = self.another().with_files()
        report = self.imported(self.put("in.zip", zipped({"named.fit": both, "inner.gpx": zipped({"in.zip": zipped({"c.gpx": ride(3), "d.gpx": ride(4)})})})))
        self.assertEqual((report["files"], report["imported"]), (4, 4))
        kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'
        self.assertEqual(self.imported(self.put("one.kmz", zipped({"doc.kml": kml, "files/more.kml": kml})))["files"], 1)

    def test_a_table_is_known_by_its_heading(self):
        table = strava_archive()["activities.csv"]
        self.assertEqual(self.imported(self.put("activities (1).csv", table))["tables"]["strava"]["added"], 2)
        self.put("in/notes.csv", table)
        self.put("in/activities (2).csv", table)
        self.put("in/activities of mine.csv", "a,b\n1,2\n")
        self.assertEqual(self.imported(self.work / "in")["tables"]["strava"], {"added": 0, "updated": 0, "unchanged": 2, "kept": 0}, "of others none is opened")
        german = "Aktivitäts-ID,Aktivitätsdatum,Name\n1,2,3\n"
        self.assertEqual(self.imported(self.put("activities.csv", german), code=1)["unreadable"][0]["why"],
                         'is not the list of activities of a Strava archive; its first row is "Aktivitäts-ID, Aktivitätsdatum, Name"')

    def test_an_archive_of_nothing_says_so(self):
        for name, members in {"empty.zip": {}, "photos.zip": {"1.jpg": b"\xff\xd8\xff"}, "log.xlsx": {"xl/workbook.xml": "<workbook/>"}}.items():
            with self.subTest(name=name):
                self.assertEqual(self.tracekit.must("import", self.put(name, zipped(members))),
                                 "There is no activity in it: no FIT, GPX, TCX or KML file, and no list of activities of Strava or Garmin.\n")
        report = self.imported(self.put("none_summarizedActivities.json", json.dumps([{"summarizedActivitiesExport": []}])))
        self.assertEqual((report["unreadable"], report["tables"]), ([], {}), "an account without activities")

    def test_a_member_that_says_it_has_4_gib_is_refused(self):
        content = bytearray(zipped({"good.gpx": ride(2), "huge.gpx": ride(1)}))
        # The list says in the way of large archives that the last one has 5 GiB.
        at = content.rindex(b"PK\x01\x02")
        name_end = at + 46 + len("huge.gpx")
        content[at + 24:at + 28] = b"\xff\xff\xff\xff"
        content[at + 30:at + 32] = struct.pack("<H", 12)
        content[name_end:name_end] = struct.pack("<HHQ", 1, 8, 5 << 30)
        end = content.rindex(b"PK\x05\x06")
        content[end + 12:end + 16] = struct.pack("<I", struct.unpack("<I", content[end + 12:end + 16])[0] + 12)
        report = self.imported(self.put("huge.zip", bytes(content)), code=3)
        self.assertEqual(report["imported"], 1)
        self.assertEqual([one["why"] for one in report["refused"]], ["is 4 GiB or larger, which is refused"])

    def test_an_archive_that_ends_early_gives_what_is_whole(self):
        content = zipped({f"{day}.gpx": ride(day) for day in range(1, 9)})
        report = self.imported(self.put("half.zip", content[:len(content) // 2]), code=3)
        self.assertGreaterEqual(report["imported"], 3)
        self.assertLess(report["imported"], 8)
        self.assertIn("the archive ends early, in ", report["damaged"][0]["why"])
        report = self.imported(self.put("whole.zip", content))
        self.assertEqual(report["imported"] + report["already_there"], 8)
        self.assertEqual(len(self.tracekit.records()), 8)

    def test_an_import_that_is_killed_goes_on_where_it_was(self):
        members = {f"{day}-{hour}.gpx": gpx(start=f"2025-{day:02}-01T{hour:02}:15:00Z", points=400, latitude=day + hour / 100) for day in range(1, 13) for hour in range(24)}
        path = self.put("many.zip", zipped(members))
        process = self.tracekit.start("import", path)
        time.sleep(0.4)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        report = self.imported(path)
        self.assertEqual(report["imported"] + report["already_there"], len(members))
        self.assertEqual(len(self.tracekit.records()), len(members))
        self.assertEqual(self.tracekit.pulled("file")["added"], 0)

    def test_an_import_that_is_interrupted_says_so_and_keeps_what_it_has(self):
        members = {f"{year}-{month}-{day}.gpx": gpx(start=f"20{year}-{month:02}-{day:02}T08:15:00Z", points=300, latitude=year + month / 100)
                   for year in (24, 25) for month in range(1, 13) for day in range(1, 29)}
        path = self.put("many.zip", zipped(members))
        process = self.tracekit.start("import", path)
        wait_until(lambda: any(self.tracekit.activities.rglob("*.gpx")))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        report = self.imported(path)
        self.assertEqual(report["imported"] + report["already_there"], len(members))

    def test_archives_come_into_postgresql_too(self):
        server = PostgresServer()
        self.addCleanup(server.remove)
        self.tracekit.configure({"metadata_db": server.new_database()}, file={})
        self.imported(self.put("strava.zip", zipped(strava_archive())), self.put("garmin.zip", zipped(garmin_archive())))
        report = self.imported(self.work / "strava.zip", self.work / "garmin.zip")
        self.assertEqual((report["imported"], report["tables"]["garmin"]["unchanged"], report["tables"]["strava"]["unchanged"]), (0, 4, 2))
        self.assertIn(["file", "garmin", "strava"], [sorted(record["provider"] for record in one["records"]) for one in self.tracekit.json_lines("activities")])

    def test_a_path_that_is_not_there_stops_everything_before_it_begins(self):
        self.put("a.gpx", ride(1))
        self.assert_refused(1, f"cannot read {self.work}/none.zip: No such file or directory", "import", self.work / "a.gpx", self.work / "none.zip")
        self.assertEqual(self.tracekit.records(), [])

    def test_no_place_for_the_files_stops_it_and_is_no_fault_of_theirs(self):
        path = self.put("in.zip", zipped({"a.gpx": ride(1)}))
        self.tracekit.activities.rmdir()
        self.tracekit.activities.write_text("in the way")
        self.assert_refused(1, f"cannot write {self.tracekit.activities}/imported/2025: Not a directory", "import", path)

    def test_files_that_take_no_part_are_pointed_out(self):
        self.tracekit.configure(garmin={})
        code, _, err = self.tracekit.run("import", self.put("a.gpx", ride(1)))
        self.assertEqual((code, err), (0, "files take no part yet: tracekit configure --set providers.file.enabled=true\n"))
        self.assertEqual(len(self.tracekit.records()), 1)

    def test_the_report_for_people(self):
        out = self.tracekit.must("import", self.put("in.zip", zipped(strava_archive())))
        self.assertRegex(out, r"^2 files looked at, \d+ a second\nimported: 1 file with 1 activity \(1 gpx\)\nno activity: 1 course\n"
                              r"strava: 2 new, 0 changed, 0 as before, 0 known better from the service\n$")
        out = self.tracekit.must("import", self.work / "in.zip")
        self.assertRegex(out, r"^2 files looked at, \d+ a second\nimported: 0 files with 0 activities\nalready there: 1 file\nno activity")
        code, out, _ = self.tracekit.run("import", self.put("cut.gpx", ride(2)[:-20]))
        self.assertEqual(code, 3)
        self.assertRegex(out, r"\ndamaged: [^:]*cut\.gpx: the XML breaks off: [^;]*; what came before was read\n")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""What holds for every service alike: names and gear are written as asked, edits of others are left alone, secrets stay secret."""

import json
import signal

from services import MONTH, RideWithGps, Strava, for_every_service
from support import gpx, main, wait_until

UPLOADS = ("sync-month", "2025-05", "--yes", "--really-all", "--no-pull", "--only", "upload")


class Writes:
    def test_a_rename_and_its_undo(self):
        ride = self.with_better_name()
        code, out, err = self.sync("name")
        self.assertEqual((code, self.service.ride(ride.id).name), (0, "The better name"), out + err)
        self.assertEqual(self.tracekit.pulled(self.service.id)["added"], 0)
        self.tracekit.must("undo", "--yes")
        self.assertEqual((self.service.ride(ride.id).name, self.service.writes()), (ride.name, 2))

    def test_gear_is_set_by_its_name_and_set_back(self):
        ride, _, number = self.with_other_gear()
        code, out, err = self.sync("equipment")
        self.assertEqual((code, self.service.ride(ride.id).gear), (0, number), out + err)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.service.ride(ride.id).gear, ride.gear)

    def test_an_edit_there_since_the_plan_is_left_alone(self):
        ride = self.with_better_name()
        self.service.rename(ride.id, "Edited there")
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, err)
        self.assertIn("it was edited there in the meantime", out + err)
        self.assertEqual(self.service.ride(ride.id).name, "Edited there")

    def test_what_was_deleted_there_since_the_plan_is_said_to_be_gone(self):
        ride = self.with_better_name()
        self.server.fault("status", self.service.item_path + ride.id, status=404, count=-1)
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, err)
        self.assertIn("it is no longer there", out + err)
        self.assertEqual(self.service.writes(), 0)

    def test_a_write_of_which_nothing_is_known_is_looked_at_before_the_next(self):
        ride = self.with_better_name()
        self.server.fault("lost_answer", self.service.item_path, method=self.service.write_method)
        # Two readings come before the write, everything after it fails.
        self.server.fault("slow", self.service.item_path, method="GET", count=2, seconds=0)
        self.server.fault("status", self.service.item_path, method="GET", count=-1, status=403)
        code, out, err = self.sync("name")
        self.assertEqual(code, 3, err)
        self.assertIn("whether it was written will be looked at before the next change", out + err)
        self.server.no_faults()
        code, out, err = self.sync("name")
        self.assertEqual(code, 0, err)
        self.assertIn("is done", err)
        self.assertEqual((self.service.ride(ride.id).name, self.service.writes()), ("The better name", 1))


class TakesFiles:
    def test_a_file_that_it_lacks_is_uploaded_and_is_then_the_same_workout(self):
        self.with_a_file_that_it_lacks()
        code, out, err = self.sync_uploads()
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)
        providers = [sorted(record["provider"] for record in one["records"]) for one in self.tracekit.json_lines("activities")]
        self.assertIn(sorted(["file", self.service.id]), providers)
        self.assertNotIn(["file"], providers)
        self.assertEqual(self.tracekit.pulled(self.service.id)["added"], 0, "what it shows was kept")
        self.assertEqual(self.tracekit.json("sync-month", "2025-05", "--dry-run", "--only", "upload")["changes"], [])

    def test_nothing_is_uploaded_without_leave(self):
        self.with_a_file_that_it_lacks()
        self.tracekit.configure(file={}, **{self.service.id: self.service.settings(upload=False)})
        self.assertEqual(self.tracekit.json("sync-month", "2025-05", "--dry-run", "--only", "upload")["changes"], [])

    def test_what_came_there_since_the_plan_is_found_and_not_made_twice(self):
        self.with_a_file_that_it_lacks()
        other = self.another()
        here, self.tracekit = self.tracekit, other
        self.with_environment()
        self.with_a_file_that_it_lacks()
        self.assertEqual(self.sync_uploads()[0], 0)
        self.tracekit = here
        self.sign_in()
        code, out, err = self.sync_uploads()
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)

    def test_one_file_is_handed_over_by_command_without_leave_to_offer_it(self):
        self.with_a_file_that_it_lacks()
        self.tracekit.configure(file={}, **{self.service.id: self.service.settings(upload=False)})
        ride = self.tracekit.activities / "ride.gpx"
        code, out, err = self.tracekit.run("upload", str(ride), "--to", self.service.id, "--name", "Round the lake")
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)
        self.assertIn(f"is at {self.service.title};", out)
        together = [one["records"] for one in self.tracekit.json_lines("activities") if len(one["records"]) == 2]
        names = {record["provider"]: record["name"] for records in together for record in records}
        self.assertEqual(names.get(self.service.id), "Round the lake")
        code, out, err = self.tracekit.run("upload", str(ride), "--to", self.service.id)
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (1, 1), out + err)
        self.assertIn(f"{self.service.title} has this workout already", err)

    def test_a_file_that_has_left_the_folder_is_handed_over_too(self):
        self.with_a_file_that_it_lacks()
        moved = (self.tracekit.activities / "ride.gpx").rename(self.tracekit.root / "moved.gpx")
        self.tracekit.must("pull")
        self.tracekit.must("upload", str(moved), "--to", self.service.id)
        self.assertEqual(self.service.on_day(self.FILE_DAY), 1)

    def test_a_file_from_elsewhere_is_handed_over_too(self):
        self.tracekit.configure(**{self.service.id: self.service.settings()})
        self.sign_in()
        ride = self.tracekit.root / "elsewhere.gpx"
        ride.write_text(gpx(self.FILE_DAY + "T07:15:00Z", points=60))
        made = self.tracekit.json("upload", str(ride), "--to", self.service.id)["made"]
        self.assertEqual(self.service.on_day(self.FILE_DAY), 1)
        self.assertIn(made["id"], [record["id"] for record in self.tracekit.json_lines("export")])
        self.tracekit.must("pull")
        self.tracekit.must("reset", "--date", "2025-05", "--force")
        again = self.tracekit.json("upload", str(ride), "--to", self.service.id)["made"]
        self.assertEqual((again, self.service.on_day(self.FILE_DAY)), (made, 1), "it looked there before")
        self.tracekit.must("reset", "--date", "2025-05", "--force")
        code, out, err = self.tracekit.run("upload", str(ride), "--to", self.service.id, "--name", "Another name")
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (0, 1), out + err)
        self.assertRegex(err, f'{self.service.title} had it already, as ".*", and it keeps that name')
        self.tracekit.must("ignore", f"{self.service.id}:{made['id']}")
        code, out, err = self.tracekit.run("upload", str(ride), "--to", self.service.id)
        self.assertEqual((code, self.service.on_day(self.FILE_DAY)), (1, 1), out + err)
        self.assertIn(f"it is ignored here: {self.service.id}:{made['id']}", err)

    def test_a_file_that_it_does_not_take_is_told_in_its_words(self):
        self.with_a_file_that_it_lacks()
        self.server.fault("status", self.service.upload_path, method="POST", status=422)
        code, out, err = self.sync_uploads()
        self.assertEqual(code, 3, out + err)
        self.assertIn(f"{self.service.title} refused to take the file", out + err)


class ReadsFilesForAWhile:
    def uploads(self):
        return self.server.calls().get(self.service.upload_route, 0)

    def begin_an_upload_that_takes_long(self):
        """The person loses patience."""
        self.with_a_file_that_it_lacks()
        self.server.fault("body", self.service.task_path, method="GET", count=-1, body=json.dumps(self.service.still_reading))
        upload = self.tracekit.start(*UPLOADS)
        self.addCleanup(upload.kill)
        wait_until(lambda: any(route.startswith("GET " + self.service.task_path) for route in self.server.calls()))
        upload.send_signal(signal.SIGINT)
        out, err = upload.communicate(timeout=30)
        self.assertEqual((upload.returncode, self.uploads()), (130, 1), (out + err).decode())

    def test_what_is_still_read_is_not_sent_again_and_found_in_the_end(self):
        self.begin_an_upload_that_takes_long()
        for command in (UPLOADS, ("upload", str(self.tracekit.activities / "ride.gpx"), "--to", self.service.id)):
            code, out, err = self.tracekit.run(*command)
            self.assertNotEqual(code, 0)
            self.assertIn("is still reading", out + err)
        self.server.no_faults()
        code, out, err = self.sync_uploads()
        self.assertEqual((code, self.service.on_day(self.FILE_DAY), self.uploads()), (0, 1, 1), out + err)
        self.assertIn("is done", err)
        together = [sorted(record["provider"] for record in one["records"]) for one in self.tracekit.json_lines("activities")]
        self.assertEqual([providers for providers in together if "file" in providers], [sorted(["file", self.service.id])])
        self.assertEqual(self.tracekit.json("history")[0]["outcome"], "done")


class NamesGear:
    def test_gear_that_was_renamed_there_is_renamed_on_every_record(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        ride = self.service.rides()[0]
        known_as = next(record["equipment"] for record in self.tracekit.records() if record["id"] == ride.id)
        having_it = [record["id"] for record in self.tracekit.records() if record["equipment"] == known_as]
        self.assertGreater(len(having_it), 1)
        self.service.rename_gear(ride.gear, "Old faithful")
        pulled = self.tracekit.pulled(self.service.id, "--date", "2025-06")  # where the ride is not
        self.assertEqual(pulled["updated"], len(having_it))
        self.assertEqual([record["id"] for record in self.tracekit.records() if record["equipment"] == "Old faithful"], having_it)
        self.assertEqual(self.tracekit.pulled(self.service.id)["updated"], 0)


class Keeps:
    def test_what_it_answered_is_no_file_that_was_recorded(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        activities = self.tracekit.json_lines("activities")
        report = self.tracekit.json("export", "--format", "original", "--output", self.tracekit.work / "originals.zip")
        self.assertEqual((report["activities"], len(report["skipped"])), (0, len(activities)))
        self.assertIn("no recorded file of activity", report["skipped"][0]["why"])
        code, _, err = self.tracekit.run("export", activities[0]["id"], "--format", "original", "--output", self.tracekit.work / "one.fit")
        self.assertEqual(code, 1, err)

    def test_no_secret_appears_anywhere(self):
        ride = self.with_better_name()
        _, seen = self.service.sign_in(self.tracekit)
        for command in (["pull"], ["status"], ["auth", "--status"], ["configure", "--show"], ["--json", "configure", "--show"],
                        ["export"], ["calendar"], ["sync-month", MONTH, "--yes", "--only", "name"], ["history"], ["undo", "--yes"]):
            for env in ({}, {"TRACEKIT_DEBUG": "true"}):
                _, out, err = self.tracekit.run(*command, env=env)
                seen += out + err
        self.server.fault("expired_token", path="/", count=-1)
        seen += "".join(map(str, self.tracekit.run("--json", "pull", "--force")))
        self.server.no_faults()
        self.assertEqual(self.service.ride(ride.id).name, ride.name)
        self.assert_nothing_secret(seen)

    def test_a_server_that_is_not_there_is_named(self):
        self.with_service()
        self.sign_in()
        self.server.stop()
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1)
        self.assertIn(f"tracekit: {self.service.id}: 127.0.0.1: the connection was refused", err)

    def test_a_limit_that_a_write_met_keeps_the_next_away(self):
        self.with_better_name()
        self.server.fault("status", self.service.item_path, method=self.service.write_method, status=429, headers={"Retry-After": "3600"})
        self.assertEqual(self.sync("name")[0], 3)
        (code, out, err), calls = self.calls_of(lambda: self.sync("name"))
        self.assertEqual((code, calls), (3, {}), out + err)
        self.assertIn(f"{self.service.title} takes no more requests until", out + err)

    def test_a_limit_tells_when_it_ends(self):
        self.with_service()
        self.sign_in()
        self.server.fault("status", self.service.list_path, status=429, headers={"Retry-After": "3600"})
        code, out, _ = self.tracekit.run("--json", "pull")
        self.assertEqual(code, 4)
        self.assertRegex(out, r'"resets_at": ?"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"')


for_every_service(globals(), Writes, TakesFiles, NamesGear, Keeps)
for_every_service(globals(), ReadsFilesForAWhile, services=(RideWithGps, Strava))

if __name__ == "__main__":
    main()

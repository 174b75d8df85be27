# SPDX-License-Identifier: MIT
"""`doctor`: one line for each thing, what to do about it, and an exit code that scripts can go by. And limits, which nobody runs into twice."""

import contextlib
import datetime
import json
import re
import shutil
import sqlite3

from services import IntervalsIcu, ServiceTest, Strava, for_every_service
from support import CommandLineTest, gpx, log_row, main

PROFILE = IntervalsIcu.token_path
TOKYO = {"home_timezone": "Asia/Tokyo"}


class Doctor:
    """What `doctor` finds, for those who have a person."""

    def doctor(self, *args, **options):
        """(exit code, the findings as {(check, provider): (verdict, message, advice)})."""
        code, out, err = self.tracekit.run("--json", "doctor", *args, **options)
        self.assertEqual(err, "")
        document = json.loads(out)
        self.assertEqual(document["exit_code"], code)
        return code, {(one["check"], one["provider"]): (one["verdict"], one["message"], one["advice"]) for one in document["checks"]}

    def finding(self, check, provider=None, **options):
        return self.doctor(**options)[1][check, provider]

    def change_database(self, statement):
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            connection.execute(statement)
            connection.commit()


class ThisMachine(Doctor, CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.with_files()
        self.tracekit.must("pull")

    def test_all_is_well(self):
        self.tracekit.must("backup", "copy.zip")
        code, findings = self.doctor()
        self.assertEqual((code, {verdict for (verdict, _, _) in findings.values()} - {"not_checked"}), (0, {"good"}), findings)
        self.assertEqual(findings["settings", None][1], str(self.tracekit.config))
        self.assertIn("whole", findings["database", None][1])
        self.assertEqual(findings["provider", "file"][1], str(self.tracekit.activities))
        for line in self.tracekit.must("doctor").splitlines():
            self.assertRegex(line, r"^[✓–] \S")

    def test_a_backup_that_is_missing_or_old_is_said(self):
        self.assertNotIn(("backup", None), self.doctor()[1], "there is nothing to back up")
        (self.tracekit.activities / "ride.gpx").write_text(gpx())
        self.tracekit.must("pull")
        self.assertEqual(self.finding("backup"), ("attention", "none was ever made", "`tracekit backup FOLDER/`"))
        self.tracekit.must("backup", "copy.zip")
        self.assertEqual(self.finding("backup")[0], "good")
        self.change_database("UPDATE database_properties SET value = '1577836800' WHERE name = 'last_backup_at'")
        verdict, message, _ = self.finding("backup")
        self.assertEqual((verdict, message.startswith("the last one is of 2020-01-01, ")), ("attention", True), message)

    def test_without_anything_it_says_how_to_begin(self):
        other = self.another()
        code, out, _ = other.run("doctor")
        self.assertEqual(code, 0, out)
        self.assertRegex(out, r"! Database .*there is no database .*→ `tracekit pull` makes it")
        self.assertEqual(list(other.data.iterdir()), [], "it makes nothing")

    def test_wrong_settings_are_named(self):
        self.tracekit.configure({"unitz": "metric"}, file={})
        code, findings = self.doctor()
        self.assertEqual(code, 1)
        verdict, message, _ = findings["settings", None]
        self.assertEqual(verdict, "broken")
        self.assertIn("unitz: unknown setting, did you mean units?", message)
        self.tracekit.config.write_text("{")
        self.assertEqual(self.finding("settings")[0], "broken")

    def test_what_an_enabled_provider_needs_is_missed(self):
        self.tracekit.configure(spreadsheet={})
        code, findings = self.doctor()
        self.assertEqual((code, findings["settings", None]), (1, ("broken", "providers.spreadsheet.path is not set", "run `tracekit configure`")))

    def test_a_database_that_is_damaged_or_another_ones_is_told(self):
        self.change_database("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = bytearray(self.tracekit.database.read_bytes())
        for page in range(4, len(raw) // 4096):
            raw[page * 4096:page * 4096 + 200] = b"\x55" * 200
        self.tracekit.database.write_bytes(raw)
        code, findings = self.doctor()
        self.assertEqual((code, findings["database", None][0]), (1, "broken"))
        self.assertRegex(findings["database", None][1], "damaged")
        self.tracekit.database.write_bytes(b"not a database at all, just text that is long enough" * 200)
        code, findings = self.doctor()
        self.assertEqual((code, findings["database", None][0]), (1, "broken"))
        self.assert_no_internal_words(str(findings))

    def test_a_newer_and_an_older_schema_are_told_and_left_alone(self):
        self.change_database("PRAGMA user_version = 999")
        code, findings = self.doctor()
        self.assertEqual((code, findings["database", None][0]), (1, "broken"))
        self.assertIn("schema 999", findings["database", None][1])
        self.change_database("PRAGMA user_version = 1")
        code, findings = self.doctor()
        self.assertEqual((code, findings["database", None][0]), (0, "attention"))
        with contextlib.closing(sqlite3.connect(self.tracekit.database)) as connection:
            self.assertEqual(connection.execute("PRAGMA user_version").fetchone(), (1,))

    def test_files_that_others_can_read_are_named(self):
        self.tracekit.database.chmod(0o644)
        verdict, message, advice = self.finding("database")
        self.assertEqual((verdict, advice), ("attention", f"chmod 600 {self.tracekit.database}"))
        key = self.tracekit.data / "secret.key"
        key.write_text("00" * 32 + "\n")
        key.chmod(0o644)
        code, findings = self.doctor()
        self.assertEqual((code, findings["key", None]), (1, ("broken", f"the key file {key} is open to others", f"run chmod 600 {key}")))

    def test_places_that_are_gone_are_named(self):
        log = self.tracekit.with_log([log_row("2025-08-03", notes="Ride")], file={"path": str(self.tracekit.activities)})
        self.tracekit.must("pull")
        self.assertEqual(self.finding("provider", "spreadsheet"), ("good", f"{log}, 1 rows", ""))
        log.unlink()
        shutil.rmtree(self.tracekit.activities)
        code, findings = self.doctor()
        self.assertEqual((code, findings["provider", "spreadsheet"][0], findings["provider", "file"][0]), (1, "broken", "broken"))
        self.assertIn("log.xlsx", findings["provider", "spreadsheet"][1])
        self.assertIn(str(self.tracekit.activities), findings["provider", "file"][1])

    def test_the_folder_of_files_may_be_missing_until_files_were_in_it(self):
        self.tracekit.activities.rmdir()
        self.assertEqual(self.finding("provider", "file")[0], "good")
        self.tracekit.activities.mkdir()
        (self.tracekit.activities / "ride.gpx").write_text(gpx())
        self.tracekit.must("pull")
        shutil.rmtree(self.tracekit.activities)
        self.assertEqual(self.finding("provider", "file"), ("broken", f"cannot read the folder {self.tracekit.activities}: No such file or directory",
                                                            "put it back, or set providers.file.path to a folder that is there"))
        self.assertEqual(self.tracekit.run("pull")[0], 1)

    def test_what_failed_before_is_told_with_the_command_to_repeat_it(self):
        (self.tracekit.activities / "bad.fit").write_bytes(b"not a FIT file")
        self.tracekit.run("pull")
        verdict, message, _ = self.finding("sources", "file")
        self.assertEqual(verdict, "attention")
        self.assertIn("bad.fit", message)
        self.assertEqual(self.doctor()[0], 0, "it works all the same")

    def test_it_fits_the_terminal_and_cuts_nothing_off(self):
        self.tracekit.database.chmod(0o644)
        for columns in (60, 80, 120):
            _, text = self.tracekit.run_on_terminal("doctor", env={"COLUMNS": str(columns), "NO_COLOR": "1"})
            self.assertIn(f"chmod 600 {self.tracekit.database}", re.sub(r"\n +", " ", text))
            for line in text.splitlines():
                self.assertTrue(len(line) <= columns or max(map(len, line.split())) > columns - 20, line)


class Services(Doctor):
    """What holds for every service alike."""

    def of_service(self, *args, **options):
        code, findings = self.doctor(*args, **options)
        return code, findings["provider", self.service.id]

    def test_a_sign_in_is_missing_and_then_accepted_with_few_calls(self):
        self.with_service()
        self.tracekit.must("status")  # makes the database
        code, (verdict, message, advice) = self.of_service()
        self.assertIn("nobody has signed in", message)
        # Without an application of one's own, as at Garmin Connect, a pull leaves out what nobody signed in to.
        self.assertEqual((code, verdict, advice), (*((0, "attention") if "left out" in message else (5, "broken")), f"run `tracekit auth {self.service.id}`"))
        self.sign_in()
        (code, (verdict, message, advice)), calls = self.calls_of(self.of_service)
        self.assertEqual((code, verdict, advice), (0, "good", ""))
        self.assertRegex(message, r"^signed in as Kira V[^()]* \(\w+\)$")
        self.assertEqual(sum(calls.values()), 1, calls)

    def test_offline_asks_nobody(self):
        self.with_service()
        self.sign_in()
        (code, findings), calls = self.calls_of(lambda: self.doctor("--offline"))
        self.assertEqual((code, findings["provider", self.service.id][0], findings["clock", None][0], calls), (0, "not_checked", "not_checked", {}))

    def test_trouble_is_told_and_the_rest_goes_on(self):
        self.with_service(file={"path": str(self.tracekit.root / "nothing")})
        self.sign_in()
        for fault, sentence in (({"kind": "status", "status": 503, "count": -1}, f"{self.service.title} has trouble: it answered 503"),
                                ({"kind": "expired_token", "count": -1}, f"{self.service.title} does not (accept|renew) the sign-in"),
                                ({"kind": "status", "status": 403}, f"{self.service.title} refused to ")):
            with self.subTest(fault=fault):
                self.server.fault(path="/", **fault)
                code, findings = self.doctor()
                verdict, message, _ = findings["provider", self.service.id]
                self.server.no_faults()
                self.assertEqual((code, verdict, findings["provider", "file"][0]), (1, "broken", "broken"))
                self.assertRegex(message, sentence)
        self.server.stop()
        self.assertIn("the connection was refused", self.of_service()[1][1])

    def test_a_limit_is_told_by_the_clock_at_home_and_nobody_asks_before_it_ends(self):
        def in_an_hour():
            at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=10)
            return {at.strftime("%H:%M"), at.strftime("%Y-%m-%d %H:%M")}
        self.with_service(TOKYO)
        self.sign_in()
        self.server.fault("status", self.service.list_path, status=429, headers={"Retry-After": "3600"})
        times = in_an_hour()
        code, _, err = self.tracekit.run("pull")
        times |= in_an_hour()
        self.assertEqual(code, 4, err)
        told = re.search(r"it can be asked again from (.*) on\n", err)[1]
        self.assertIn(told, times)
        self.assertIn(f"limit until {told}", self.tracekit.must("status"))
        (code, _, err), calls = self.calls_of(lambda: self.tracekit.run("pull"))
        self.assertEqual((code, calls), (4, {}))
        self.assertIn(f"tracekit: {self.service.id}: {self.service.title} takes no more requests until {told}\n"
                      "  it was not asked; --force asks all the same\n", err)
        found, calls = self.calls_of(self.of_service)
        self.assertEqual((found, calls), ((4, ("broken", f"takes no more requests until {told}", "wait for it")), {}))
        self.tracekit.must("pull", "--force")
        self.assertEqual(self.of_service()[0], 0)


for_every_service(globals(), Services)


class AKeyService(Doctor, ServiceTest):
    service_class = IntervalsIcu

    def setUp(self):
        super().setUp()
        self.with_service(TOKYO)
        self.sign_in()

    def test_a_key_that_is_not_accepted_asks_for_a_sign_in(self):
        code, findings = self.doctor(env={"INTERVALS_API_KEY": "wrong-key-1234"})
        self.assertEqual((code, findings["provider", "intervalsicu"]),
                         (5, ("broken", "Intervals.icu does not accept the sign-in any more", "run `tracekit auth intervalsicu`")))

    def test_a_clock_that_is_wrong_is_told_from_the_answer(self):
        for theirs, wrong in ((-10800, "wrong, 3 h ahead"), (600, "wrong, 10 min behind"), (30, None), (-50, None)):
            with self.subTest(theirs=theirs):
                self.server.fault("wrong_clock", PROFILE, seconds=theirs)
                code, findings = self.doctor()
                if wrong:
                    self.assertEqual((code, findings["clock", None]), (1, ("broken", wrong, "set it: sudo timedatectl set-ntp true")))
                else:
                    self.assertEqual((code, findings["clock", None]), (0, ("good", "right, in Asia/Tokyo", "")))

    def test_another_account_than_before_is_noticed(self):
        self.change_database("UPDATE settings SET value_json = '\"i999\"' WHERE key = 'internal.account.intervalsicu'")
        code, findings = self.doctor()
        self.assertEqual((code, findings["provider", "intervalsicu"][:2]),
                         (5, ("broken", "the sign-in changed: it is Kira V (i317960) now and was account i999")))
        self.tracekit.must("auth", "intervalsicu", "--revoke")
        self.tracekit.must("reset", "--provider", "intervalsicu", "--force")
        self.sign_in()
        self.assertEqual(self.doctor()[0], 0)

    def test_a_service_that_never_answers_does_not_hold_it_up(self):
        self.server.fault("slow", PROFILE, seconds=15, count=-1)
        began = datetime.datetime.now()
        code, findings = self.doctor()
        self.assertEqual((code, findings["provider", "intervalsicu"][0]), (1, "broken"), findings)
        self.assertLess((datetime.datetime.now() - began).total_seconds(), 14)

    def test_months_that_failed_are_told_with_the_command_that_repeats_them(self):
        for args, which in ((["--date", "2025-08"], "2025-08 was"), (["--from", "2025-06-01", "--to", "2025-08-31"], "3 months from 2025-06 to 2025-08 were")):
            with self.subTest(args=args):
                self.server.fault("status", self.service.list_path, status=403)
                self.tracekit.run("pull", *args)
                verdict, message, advice = self.finding("months", "intervalsicu")
                self.assertEqual((verdict, advice), ("attention", " ".join(["tracekit", "pull", "--provider", "intervalsicu", *args])))
                self.assertEqual(message, f"{which} not pulled: Intervals.icu refused to list activities: 403 made to fail")
                self.tracekit.must(*advice.split()[1:])
                self.assertEqual(self.finding("months")[0], "good")

    def test_a_limit_that_is_over_is_forgotten(self):
        self.server.fault("status", self.service.list_path, status=429, headers={"Retry-After": "40"})
        self.assertEqual(self.tracekit.run("pull")[0], 4)
        self.assertEqual(self.tracekit.run("pull")[0], 4)
        self.change_database("UPDATE provider_status SET rate_limited_until = rate_limited_until - 60")
        self.tracekit.must("pull")

    def test_the_others_are_pulled_while_a_limit_lasts(self):
        self.server.fault("status", self.service.list_path, status=429, headers={"Retry-After": "3600"})
        self.tracekit.run("pull")
        self.with_service(file={})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "1.gpx").write_text(gpx())
        code, out, _ = self.tracekit.run("--json", "pull")
        self.assertEqual((code, len(self.tracekit.records())), (3, 1), out)
        limited, files = json.loads(out)["providers"]
        self.assertEqual((limited["failed"], limited["skipped"], files["added"]), ("rate_limit", False, 1))
        self.assertRegex(limited["resets_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        months = self.tracekit.json("calendar", "--from", "2025-08", "--to", "2025-08")["months"]
        self.assertEqual(months[0]["providers"]["file"]["coverage"], "complete")

    def test_a_sign_in_that_meets_a_limit_tells_the_time_too(self):
        self.server.fault("status", PROFILE, status=429, headers={"Retry-After": "3600"})
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 4, said)
        self.assertRegex(said, r"it can be asked again from (\d{4}-\d\d-\d\d )?\d\d:\d\d on\n")


class ABrowserService(Doctor, ServiceTest):
    service_class = Strava

    def setUp(self):
        super().setUp()
        self.with_service()

    def of_strava(self):
        code, findings = self.doctor()
        return code, findings["provider", "strava"]

    def test_tokens_that_ended_are_renewed(self):
        self.sign_in()
        self.service.web("/hours", "POST", {})
        self.assertEqual(self.of_strava(), (0, ("good", "signed in as Kira V (227615), renewed just now", "")))
        self.assertEqual(self.of_strava(), (0, ("good", "signed in as Kira V (227615)", "")))

    def test_a_sign_in_that_was_taken_back_there_is_told(self):
        self.sign_in()
        self.server.ask("/__sandbox/reset", "POST", {})
        code, (verdict, message, advice) = self.of_strava()
        self.assertEqual((code, verdict, advice), (5, "broken", "run `tracekit auth strava`"))
        self.assertIn("Strava does not renew the sign-in", message)

    def test_an_unticked_box_is_named(self):
        self.service.web("/mood", "POST", {"unticked": ["activity:write"]})
        self.sign_in()
        self.assertEqual(self.of_strava(), (5, ("broken", "was not allowed to tracekit: activity:write", "`tracekit auth strava`, and leave the boxes ticked")))

    def test_a_subscription_that_lapsed_is_told_in_words(self):
        self.sign_in()
        self.service.web("/subscription", "POST", {"paid": False})
        code, (verdict, message, _) = self.of_strava()
        self.assertEqual((code, verdict), (1, "broken"))
        self.assertIn("the application is inactive: whoever registered it needs a Strava subscription", message)

    def test_without_an_application_it_says_what_to_set(self):
        self.tracekit.configure(strava=self.service.settings(client_id=""))
        self.tracekit.must("status")
        code, (verdict, message, _) = self.of_strava()
        self.assertEqual((code, verdict, message), (0, "attention", "Strava is not set up: providers.strava.client_id is not set; it is left out"))

    def test_several_services_are_asked_at_once_and_no_secret_is_told(self):
        other = IntervalsIcu()
        self.addCleanup(other.server.stop)
        self.with_service(intervalsicu=other.settings())
        self.sign_in()
        code, said = other.sign_in(self.tracekit)
        self.assertEqual(code, 0, said)
        self.server.fault("slow", "/api/v3/athlete", seconds=3)
        other.server.fault("slow", PROFILE, seconds=3)
        began = datetime.datetime.now()
        code, out, err = self.tracekit.run("doctor")
        self.assertEqual(code, 0, out + err)
        self.assertLess((datetime.datetime.now() - began).total_seconds(), 5.5)
        for secret in self.service.secrets + other.secrets:
            self.assertNotIn(secret, out + err)


if __name__ == "__main__":
    main()

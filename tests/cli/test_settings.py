# SPDX-License-Identifier: MIT
"""Wrong settings are named exactly and stop the command before anything is touched."""

import json
import os
import pathlib
import re
import unittest

from support import CommandLineTest, main

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]


class Settings(CommandLineTest):
    def in_force(self, key):
        return self.tracekit.json("configure", "--show")["settings"][key]["value"]

    def refused(self, text, sentence, hint=None):
        self.tracekit.config.write_text(text)
        for command in (["status"], ["pull"], ["sync-month", "2025-08"]):
            with self.subTest(settings=text, command=command):
                err = self.assert_refused(2, f"{self.tracekit.config}{sentence}", *command)
                self.assertIn(hint or "", err)
        self.assertFalse(list(self.tracekit.root.glob("**/*.sqlite3")), "a database was made for settings that are wrong")

    def test_the_reference_names_every_setting_of_a_provider_and_every_variable(self):
        reference = (REPOSITORY / "docs/reference/settings.md").read_text()
        for key in self.tracekit.json("configure", "--show")["settings"]:
            self.assertIn(f"`{key.rsplit('.', 1)[-1]}`", reference.replace("web.", ""), key)
        for folder in ("libtracekit", "cli", "web/server"):
            for source in sorted((REPOSITORY / folder).rglob("*.cpp")):
                for variable in re.findall(r'"(TRACEKIT_[A-Z_]*[A-Z])"', source.read_text()):
                    self.assertIn(f"`{variable}`", reference, source.name)

    def test_no_file_at_all_means_the_defaults(self):
        out = self.tracekit.must("status")
        self.assertIn("no provider is enabled; run `tracekit configure`", out)
        self.assertTrue((self.tracekit.data / "tracekit.sqlite3").exists())
        self.assertEqual(os.listdir(self.tracekit.work), [])

    def test_a_file_that_is_not_json_is_not_taken_for_the_defaults(self):
        self.refused("{", " is not valid JSON: line 1, column 2: unexpected end of input")
        self.refused("", " is not valid JSON: line 1, column 1: unexpected end of input")

    def test_a_list_instead_of_an_object_is_said_to_be_one(self):
        self.refused("[1]", ": expected a JSON object, got a list")

    def test_an_unknown_key_is_named_with_those_there_are(self):
        self.refused('{"nope": 1}', ": nope: unknown setting", "known here: home_timezone, units, debug, metadata_db, data_dir, web.tile_url, web.tile_attribution, web.session_days, web.upload_mb, providers")
        self.refused('{"providers": {"file": {"colour": 1}}}', ": providers.file.colour: unknown setting")

    def test_an_unknown_provider_is_named(self):
        self.refused('{"providers": {"nike": {}}}', ": providers.nike: unknown provider")

    def test_a_wrong_type_is_named_with_the_one_expected(self):
        self.refused('{"providers": {"file": {"priority": "two"}}}', ': providers.file.priority: expected a whole number, got "two"')
        self.refused('{"providers": {"file": {"enabled": "yes"}}}', ': providers.file.enabled: expected true or false, got "yes"')
        self.refused('{"providers": []}', ": providers: expected an object, got a list")
        self.refused('{"debug": 1}', ": debug: expected true or false, got 1")
        self.refused('{"units": "furlongs"}', ': units: expected metric or imperial, got "furlongs"')

    def test_a_number_is_not_taken_for_a_path(self):
        self.refused('{"metadata_db": 5}', ": metadata_db: expected a text, got a number")
        self.refused('{"data_dir": 5}', ": data_dir: expected a path, got 5")
        self.refused('{"providers": {"spreadsheet": {"path": 5}}}', ": providers.spreadsheet.path: expected a path, got 5")

    def test_an_unknown_time_zone_is_named_and_never_stored(self):
        self.refused('{"home_timezone": "Europe/Atlantis"}', ': home_timezone: unknown time zone "Europe/Atlantis"',
                     "use an IANA name such as Europe/Berlin or America/New_York")
        self.tracekit.configure()
        self.assertEqual(self.in_force("home_timezone"), "UTC")

    def test_a_database_of_an_unknown_kind_is_named(self):
        self.refused('{"metadata_db": "mongodb://x/y"}', ": metadata_db: cannot use a mongodb database")

    def test_a_secret_in_the_file_never_reaches_a_message(self):
        self.tracekit.config.write_text('{"providers": {"strava": {"client_secret": "hunter2"}}, "nope": 1}')
        for command in (["status"], ["configure", "--show"], ["--json", "configure", "--show"]):
            _, out, err = self.tracekit.run(*command)
            self.assertNotIn("hunter2", out + err)

    def test_a_named_file_that_is_missing_is_an_error(self):
        self.assert_refused(2, "cannot read /nope.json: No such file or directory", "--config", "/nope.json", "status")

    def test_a_wrong_variable_is_named_as_a_variable(self):
        self.assert_refused(2, 'TRACEKIT_UNITS: expected metric or imperial, got "furlongs"', "status", env={"TRACEKIT_UNITS": "furlongs"})

    def test_configure_refuses_what_every_command_would_refuse(self):
        for assignment, sentence in (("units=furlongs", 'units: expected metric or imperial, got "furlongs"'),
                                     ("home_timezone=Europe/Atlantis", 'home_timezone: unknown time zone "Europe/Atlantis"'),
                                     ("providers.nike.enabled=true", "providers.nike: unknown provider"),
                                     ("units", "--set units: expected key=value")):
            with self.subTest(assignment=assignment):
                self.assert_refused(2, sentence, "configure", "--set", assignment)
        self.assertEqual(os.listdir(self.tracekit.work), [])

    def test_configure_writes_what_later_commands_read(self):
        self.tracekit.must("configure", "--set", "home_timezone=Europe/Oslo", "--set", "units=imperial", "--set", "providers.file.enabled=true")
        self.assertEqual([self.in_force(key) for key in ("home_timezone", "units", "providers.file.enabled")], ["Europe/Oslo", "imperial", True])

    def test_configure_keeps_the_rest_of_the_file(self):
        self.tracekit.configure(file={"priority": 3})
        self.tracekit.must("configure", "--set", "units=imperial")
        written = json.loads(self.tracekit.config.read_text())
        self.assertEqual((written["units"], written["home_timezone"], written["providers"]["file"]), ("imperial", "UTC", {"enabled": True, "priority": 3}))

    INTERVIEW = re.compile(rb"(\]|:) $")

    def interview(self, *answers, **options):
        return self.tracekit.run_on_terminal("configure", answers=answers, question=self.INTERVIEW, **options)

    def test_configure_asks_a_newcomer_and_enter_takes_what_is_suggested(self):
        code, text = self.interview(*[""] * 9, env={"TZ": "Europe/Oslo"})
        self.assertEqual(code, 0, text)
        self.assertIn("Home time zone [Europe/Oslo]", text)
        self.assertIn("Use Files? [Y/n]", text)
        self.assertEqual((self.in_force("home_timezone"), self.in_force("providers.file.enabled"), self.in_force("providers.spreadsheet.enabled")),
                         ("Europe/Oslo", True, False))
        self.tracekit.must("pull")

    def test_configure_asks_again_until_an_answer_can_be_used(self):
        code, text = self.interview("Mars/Olympus", "Asia/Tokyo", "furlongs", "imperial", "perhaps", "y", "", "log.xlsx", "", *[""] * 4, "n")
        self.assertEqual(code, 0, text)
        for sentence in ('home_timezone: unknown time zone "Mars/Olympus"', "metric or imperial", "  y or n", "  this cannot be left empty"):
            self.assertIn(sentence, text)
        self.assertEqual((self.in_force("home_timezone"), self.in_force("units"), self.in_force("providers.file.enabled")), ("Asia/Tokyo", "imperial", False))
        self.assertEqual(self.in_force("providers.spreadsheet.path"), str(self.tracekit.work / "log.xlsx"))

    def test_configure_suggests_what_is_set_already(self):
        self.tracekit.configure({"home_timezone": "Asia/Tokyo", "units": "imperial"}, file={"path": "/somewhere"})
        before = json.loads(self.tracekit.config.read_text())["providers"]["file"]
        code, text = self.interview(*[""] * 9)
        self.assertEqual(code, 0, text)
        self.assertIn("Home time zone [Asia/Tokyo]", text)
        self.assertIn("Folder of activity files [/somewhere]", text)
        self.assertEqual((self.in_force("home_timezone"), self.in_force("units")), ("Asia/Tokyo", "imperial"))
        self.assertEqual(json.loads(self.tracekit.config.read_text())["providers"]["file"], before)

    def test_configure_that_is_broken_off_writes_nothing(self):
        code, text = self.interview("Asia/Tokyo", "imperial", "\x04")
        self.assertEqual(code, 130, text)
        self.assertIn("nothing was written", text)
        self.assertEqual(self.tracekit.run("status")[1].count("Asia/Tokyo"), 0)
        self.assertFalse(self.tracekit.config.exists())

    def test_configure_without_a_terminal_and_without_values_changes_nothing(self):
        self.assert_refused(2, "there is no terminal to ask on and nothing to set", "configure")

    def test_settings_in_the_working_folder_come_before_those_of_the_home(self):
        folder = self.tracekit.home / "config" / "tracekit"
        folder.mkdir(parents=True)
        (folder / "tracekit_config.json").write_text('{"units": "imperial"}')
        self.assertEqual(self.in_force("units"), "imperial")
        self.tracekit.config.write_text('{"units": "metric"}')
        self.assertEqual(self.in_force("units"), "metric")

    @unittest.skipUnless(os.geteuid() == 0, "SKIPPED: only root can make a folder of somebody else")
    def test_root_is_refused_where_the_data_is_somebody_elses(self):
        self.tracekit.must("backup", "all.zip", env={"TRACEKIT_DATA_DIR": self.tracekit.root / "other"})
        os.chown(self.tracekit.data, 4294, 4294)
        commands = ("status", "pull", "secrets rotate", "restore all.zip", "backup --verify all.zip", "migrate", "check", "worker --once", "configure --set units=metric")
        for command in map(str.split, commands):
            with self.subTest(command=command):
                err = self.assert_refused(2, f"{self.tracekit.data} belongs to #4294, who could not use what root makes there", *command)
                self.assertIn("sudo -u '#4294'", err)
        code, out, _ = self.tracekit.run("doctor")
        self.assertEqual((code, "belongs to #4294" in out), (1, True), out)
        self.assertEqual((list(self.tracekit.data.iterdir()), list(self.tracekit.home.rglob("*.json"))), ([], []))


if __name__ == "__main__":
    main()

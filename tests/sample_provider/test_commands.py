# SPDX-License-Identifier: MIT
"""A provider that was added as docs/adding-a-provider.md says is known to every command; nothing else was told of it."""

from support import CommandLineTest, main

NOTE = "start: 2025-08-{day:02}T07:00:00Z\nsport: Ride\nkilometres: 20.5\nname: Coffee loop\n"


class Diary(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.notes = self.tracekit.work / "notes"
        self.notes.mkdir()
        for day in (3, 4):
            (self.notes / f"{day}.note").write_text(NOTE.format(day=day))

    def test_it_is_set_up_pulled_and_shown_like_any_other(self):
        self.tracekit.must("configure", "--set", "providers.diary.enabled=true", "--set", "providers.diary.path=notes")
        self.assertEqual((self.tracekit.pulled("diary")["added"], self.tracekit.pulled("diary")["sources_read"]), (2, 0))
        self.assertEqual([one["id"] for one in self.tracekit.records()], ["3.note", "4.note"])
        self.assertIn("Diary", self.tracekit.must("calendar", "--from", "2025-08", "--to", "2025-08"))
        self.assertIn("Coffee loop", self.tracekit.must("sync-month", "2025-08", "--dry-run"))
        self.assertIn(f"{self.notes}, 2 notes", self.tracekit.must("doctor", "--offline"))

    def test_its_settings_are_checked_and_come_from_the_environment_too(self):
        self.tracekit.configure(diary={})
        self.assert_refused(2, "providers.diary.path is not set", "pull")
        self.assertEqual(self.tracekit.pulled("diary", env={"TRACEKIT_DIARY_PATH": str(self.notes)})["added"], 2)
        self.assert_refused(2, 'there is no provider "dairy"', "pull", "--provider", "dairy")

    def test_what_cannot_be_read_is_named(self):
        self.tracekit.configure(diary={"path": str(self.notes)})
        (self.notes / "5.note").write_text("start: soon\n")
        report = self.tracekit.pulled("diary")
        self.assertEqual((report["added"], [one["source"] for one in report["failures"]]), (2, ["5.note"]))


if __name__ == "__main__":
    main()

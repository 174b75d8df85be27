# SPDX-License-Identifier: MIT
"""why, review, link, unlink, ignore: what a person says about matching is kept for ever."""

import itertools
import json
import random

from support import CommandLineTest, main

MORNING = 1754205300  # 2025-08-03 07:15 UTC
DAY = 86400


def record(provider, number, start=MORNING, minutes=60, kilometres=30.0, **more):
    return {"provider": provider, "id": f"{provider[0]}{number}", "start": start, "tz": "UTC", "name": f"Ride {number}", "sport": "cycling",
            "type": "cycling", "distance_m": kilometres * 1000, "timer_s": minutes * 60, "elapsed_s": minutes * 60} | more


class Matching(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.tracekit.configure(garmin={}, strava={}, ridewithgps={})

    def load(self, *records):
        path = self.tracekit.work / "in.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in records))
        self.tracekit.must("load", path)

    def groups(self):
        """The activities as sets of record ids, by the ids of the activities."""
        return {one["id"]: sorted(each["id"] for each in one["records"]) for one in self.tracekit.json_lines("activities")}

    def together(self):
        return sorted(self.groups().values())


class Why(Matching):
    def test_why_tells_the_reasons_in_words(self):
        self.load(record("garmin", 1), record("strava", 1, start=MORNING + 12, kilometres=30.12))
        text = self.tracekit.must("why", "1")
        self.assertIn("start 12 s apart", text)
        self.assertIn("distance 0.4 % apart", text)
        activity, = self.tracekit.json("why", "1")
        words = [reason["words"] for each in activity["records"] for reason in each["link"]["evidence"]]
        self.assertIn("start 12 s apart", words)
        self.assertIn("start 12 s apart", self.tracekit.must("show", "1"))

    def test_why_takes_a_record_or_a_day(self):
        self.load(record("garmin", 1), record("strava", 1))
        self.assertEqual(self.tracekit.must("why", "strava:s1"), self.tracekit.must("why", "1"))
        self.assertEqual(self.tracekit.must("why", "2025-08-03"), self.tracekit.must("why", "1"))

    def test_why_of_two_tells_what_keeps_them_apart(self):
        self.load(record("garmin", 1), record("strava", 2, start=MORNING + 5 * 3600, kilometres=12, minutes=31))
        self.assertEqual(self.together(), [["g1"], ["s2"]])
        verdict = self.tracekit.json("why", "garmin:g1", "strava:s2")
        self.assertLess(verdict["score"], 4)
        self.assertTrue(any(reason["bits"] < 0 for reason in verdict["evidence"]))


class PersonsWord(Matching):
    def test_unlink_parts_and_link_joins_whatever_the_machine_thinks(self):
        self.load(record("garmin", 1), record("strava", 1))
        self.assertEqual(self.together(), [["g1", "s1"]])
        self.tracekit.must("unlink", "strava:s1")
        self.assertEqual(self.together(), [["g1"], ["s1"]])
        self.tracekit.must("link", "garmin:g1", "strava:s1")
        self.assertEqual(self.together(), [["g1", "s1"]])
        self.assertIn("because you said so", self.tracekit.must("why", "1"))

    def test_the_word_survives_reset_and_a_new_pull(self):
        records = [record("garmin", 1), record("strava", 1), record("garmin", 2, start=MORNING + DAY), record("strava", 3, start=MORNING + 2 * DAY)]
        self.load(*records)
        self.tracekit.must("unlink", "strava:s1")
        self.tracekit.must("link", "garmin:g2", "strava:s3")
        told = [["g1"], ["g2", "s3"], ["s1"]]
        self.assertEqual(self.together(), told)
        self.tracekit.must("reset", "--force")
        self.load(*records)
        self.assertEqual(self.together(), told)

    def test_records_years_apart_stay_joined_when_either_month_gets_new_data(self):
        far = MORNING - 3000 * DAY  # a device whose clock was reset
        self.load(record("garmin", 1), record("strava", 1, start=far), record("ridewithgps", 1, start=far + 2))
        self.assertEqual(self.together(), [["g1"], ["r1", "s1"]])
        self.tracekit.must("link", "garmin:g1", "strava:s1")
        self.assertEqual(self.together(), [["g1", "r1", "s1"]])
        for number, start in ((7, MORNING + 9000), (8, far + 9000)):
            self.load(record("garmin", number, start=start, kilometres=5, minutes=20))
            self.assertIn(["g1", "r1", "s1"], self.together())

    def test_linking_by_numbers_joins_activities_and_keeps_the_older_id(self):
        self.load(record("garmin", 1), record("strava", 2, start=MORNING + 5 * 3600, kilometres=12, minutes=31))
        older, younger = sorted(self.groups())
        self.assertEqual(self.tracekit.json("link", younger, older)["activity"], older)
        self.assertEqual(self.groups(), {older: ["g1", "s2"]})
        self.assertEqual(self.tracekit.json("show", younger)[0]["id"], older)

    def test_an_ignored_record_is_nowhere_until_it_counts_again(self):
        self.load(record("garmin", 1), record("strava", 1), record("strava", 2, start=MORNING + DAY))
        self.tracekit.must("ignore", "strava:s1")
        self.tracekit.must("ignore", "strava:s2")
        self.assertEqual(self.together(), [["g1"]])
        self.assertEqual([one["id"] for one in self.tracekit.json("ignore", "--list")], ["s2", "s1"])
        self.assertIn("strava:s2", self.tracekit.must("ignore", "--list"))
        self.tracekit.must("ignore", "--stop", "strava:s1")
        self.assertEqual(self.together(), [["g1", "s1"]])

    def test_what_was_said_is_listed_also_of_records_that_are_gone(self):
        self.assertEqual(self.tracekit.must("review", "--said"), "You have said nothing yet.\n")
        self.assertEqual(self.tracekit.must("ignore", "--list"), "Nothing is left out.\n")
        self.load(record("garmin", 1), record("strava", 1), record("strava", 2, start=MORNING + DAY))
        self.tracekit.must("unlink", "strava:s1")
        self.tracekit.must("ignore", "strava:s2")
        text = self.tracekit.must("review", "--said")
        for words in ("different", "garmin:g1", "strava:s1", "strava:s2", "Ride 2"):
            self.assertIn(words, text)
        self.tracekit.must("reset", "--force")
        said = self.tracekit.json("review", "--said")
        pair, = said["pairs"]
        self.assertEqual((pair["a"]["id"], pair["b"]["id"], pair["verdict"]), ("g1", "s1", "different"))
        self.assertEqual([(one["id"], one["name"]) for one in said["left_out"]], [("s2", "")])
        self.tracekit.must("ignore", "--stop", "strava:s2")
        self.assertEqual(self.tracekit.json("ignore", "--list"), [])

    def test_what_cannot_be_meant_is_named(self):
        self.load(record("garmin", 1))
        self.assert_refused(1, "there is no record x9 of garmin", "unlink", "garmin:x9")
        self.assert_refused(2, '"g1" names no record', "unlink", "g1")
        self.assert_refused(2, "garmin:g1 is linked to no other record", "unlink", "garmin:g1")
        self.assert_refused(1, "there is no activity 77", "link", "77", "garmin:g1")
        self.assert_refused(2, "these are one record already", "link", "garmin:g1", "garmin:g1")
        self.assert_refused(2, "which record? RECORD is missing", "ignore")
        self.assert_refused(1, "garmin:g1 is not ignored", "ignore", "--stop", "garmin:g1")
        self.assert_refused(1, "there is no open question 5", "review", "--same", "5")
        self.assert_refused(2, '"x" is not the number of a question', "review", "--same", "x")


class Review(Matching):
    def setUp(self):
        super().setUp()
        # Two laps of a commute an hour apart, as a wrong time zone would look: table 6.6, case 11.
        for day in range(2):
            start = MORNING + day * DAY
            self.load(record("garmin", day, start=start), record("strava", day, start=start + 3600, minutes=65))

    def questions(self):
        return self.tracekit.json("review")["questions"]

    def test_review_lists_questions_with_both_records_and_evidence(self):
        first = self.questions()[0]
        self.assertEqual(len(self.questions()), 2)
        self.assertEqual((first["a"]["id"], first["b"]["id"]), ("g1", "s1"))
        self.assertTrue(first["why"])
        self.assertAlmostEqual(sum(reason["bits"] for reason in first["evidence"]), first["score"])
        self.assertIn("how they fit among the workouts around them", self.tracekit.must("review"))
        self.assertIn("exactly 1:00 h apart", self.tracekit.must("review"))
        self.assertIn("2 possible matches wait for your word", self.tracekit.must("status"))

    def test_answers_on_a_terminal_are_kept(self):
        code, text = self.tracekit.run_on_terminal("review", answers=["y", "d"])
        self.assertEqual(code, 0, text)
        self.assertIn("No doubtful matches are left.", text)
        self.assertEqual(self.together(), [["g0"], ["g1", "s1"], ["s0"]])
        self.assertEqual(self.questions(), [])

    def test_later_asks_again_another_time_and_the_end_of_input_stops(self):
        code, text = self.tracekit.run_on_terminal("review", answers=["n"])
        self.assertEqual((code, text.count("The same workout?")), (0, 2), text)
        self.assertEqual(len(self.questions()), 2)

    def test_scripts_answer_by_number(self):
        first, second = (question["id"] for question in self.questions())
        self.tracekit.must("review", "--same", first, "--different", second)
        self.assertEqual(self.together(), [["g0"], ["g1", "s1"], ["s0"]])

    def test_sync_month_takes_different_as_an_answer(self):
        code, text = self.tracekit.run_on_terminal("sync-month", "2025-08", "--no-pull", "--only", "link", answers=["d", "y"])
        self.assertEqual(code, 0, text)
        self.assertEqual(self.questions(), [])
        self.assertEqual(self.together(), [["g0"], ["g1", "s1"], ["s0"]])


class ClockDoctor(Matching):
    """Eight rides whose copies at one provider start exactly two hours later, among others that agree."""

    TRACK = [[47.0 + step * 0.004, 8.0 + step * 0.003] for step in range(60)]

    def setUp(self):
        super().setUp()
        for day in range(30):
            start = MORNING + day * DAY + day * 137
            off = 7200 if 10 <= day < 18 else 0
            more = {"kilometres": 20 + day, "minutes": 50 + 2 * day, "sketch": self.TRACK}
            self.load(record("garmin", day, start=start, **more), record("strava", day, start=start + 3, **more),
                      record("ridewithgps", day, start=start + 5 + off, **more))

    def offsets(self):
        return self.tracekit.json("review")["clock_offsets"]

    def test_the_same_offset_again_and_again_is_told_with_its_evidence(self):
        offset, = self.offsets()
        self.assertEqual((offset["provider"], offset["offset_s"], offset["records"], offset["in_step"]), ("ridewithgps", 7200, 8, 0))
        self.assertEqual((offset["from"], offset["to"]), ("2025-08-13", "2025-08-20"))
        self.assertEqual(len(offset["witnesses"]), 3)
        text = self.tracekit.must("review")
        self.assertIn("8 records of Ride with GPS from 2025-08-13 to 2025-08-20 start exactly 2:00 h later", text)

    def test_an_accepted_correction_makes_the_starts_agree_and_stays(self):
        self.tracekit.must("review", "--correct", "ridewithgps@2025-08-13")
        self.assertEqual(self.offsets(), [])
        self.assertIn("start 5 s apart", self.tracekit.must("why", "ridewithgps:r12"))
        self.assertIn("start 5 s apart", self.tracekit.must("why", "ridewithgps:r12", "garmin:g12"))
        stored = next(one for one in self.tracekit.records() if one["id"] == "r12")
        self.assertEqual(stored["start"], MORNING + 12 * DAY + 12 * 137 + 5 + 7200, "what was fetched is not changed")

    def test_a_refused_correction_is_not_proposed_again(self):
        self.tracekit.must("review", "--keep", "ridewithgps@2025-08-13")
        self.assertEqual(self.offsets(), [])
        self.assertIn("exactly 2:00 h apart", self.tracekit.must("why", "ridewithgps:r12"))

    def test_the_proposal_is_asked_on_a_terminal(self):
        code, text = self.tracekit.run_on_terminal("review", answers=["y"])
        self.assertEqual(code, 0, text)
        self.assertIn("Correct their times in tracekit?", text)
        self.assertEqual(self.offsets(), [])

    def test_q_at_a_clock_stops_the_whole_review(self):
        # A run and a ride at the same time with nearly equal figures are a question.
        self.load(record("garmin", 90, start=MORNING - 9 * DAY),
                  record("strava", 90, start=MORNING - 9 * DAY, kilometres=30.4, minutes=61, sport="running", type="running"))
        code, text = self.tracekit.run_on_terminal("review", answers=["q"])
        self.assertEqual((code, text.count("[y/d/n/q]")), (0, 1), text)
        self.assertEqual((len(self.offsets()), len(self.tracekit.json("review")["questions"])), (1, 1))

    def test_a_few_odd_ones_are_no_clock(self):
        person = self.another()
        person.configure(garmin={}, strava={}, ridewithgps={})
        self.tracekit = person
        for day in range(40):
            start, off = MORNING + day * DAY, 3600 if day % 8 == 0 else 0
            more = {"kilometres": 20 + day, "minutes": 50 + 2 * day, "sketch": self.TRACK}
            self.load(record("garmin", day, start=start, **more), record("strava", day, start=start + off, **more))
        self.assertEqual(self.offsets(), [])

    def test_an_unknown_clock_is_named(self):
        self.assert_refused(1, 'there is no open question about a clock called "garmin@2020-01-01"', "review", "--correct", "garmin@2020-01-01")


class Stability(Matching):
    """Whatever comes in whatever order: the same activities, and ids that stay."""

    def records(self):
        chance = random.Random(7)
        records = []
        for day in range(40):
            start = MORNING + day * DAY + chance.randrange(0, 30000)
            kilometres = chance.uniform(5, 80)
            minutes = kilometres * 2.2
            for provider in ("garmin", "strava", "ridewithgps"):
                if chance.random() < 0.8:
                    records.append(record(provider, day, start=start + chance.randrange(0, 40), kilometres=kilometres * chance.uniform(0.995, 1.005),
                                          minutes=minutes * chance.uniform(0.99, 1.01)))
        return records

    def test_the_order_of_loading_does_not_matter_and_ids_stay(self):
        records = self.records()
        self.load(*records)
        expected = self.together()
        by_provider = {provider: [one for one in records if one["provider"] == provider] for provider in ("garmin", "strava", "ridewithgps")}
        orders = [[one for provider in order for one in by_provider[provider]] for order in itertools.permutations(by_provider)]
        orders.append(random.Random(1).sample(records, len(records)))
        for number, order in enumerate(orders):
            with self.subTest(order=number):
                person = self.another()
                person.configure(garmin={}, strava={}, ridewithgps={})
                self.tracekit = person
                chance, at, ids = random.Random(number), 0, {}
                while at < len(order):
                    size = chance.randrange(1, 60)
                    self.load(*order[at:at + size])
                    at += size
                    now = {each: activity for activity, group in self.groups().items() for each in group}
                    for each, activity in ids.items():
                        alias_of = person.json("show", activity)[0]["id"] if now[each] != activity else activity
                        self.assertEqual(now[each], alias_of, "a record went to an activity that its old one does not lead to")
                    ids = now
                self.assertEqual(self.together(), expected)

    def test_a_record_that_leaves_at_a_months_end_leaves_the_others_where_they_were(self):
        midnight = 1756684800  # 2025-09-01 00:00 UTC
        self.load(record("garmin", 1, start=midnight - 20), record("strava", 1, start=midnight + 10), record("ridewithgps", 1, start=midnight + 15))
        (number, together), = self.groups().items()
        self.assertEqual(together, ["g1", "r1", "s1"])
        self.load(record("garmin", 1, start=midnight - 14 * 3600, kilometres=8, minutes=22))  # only August is touched
        groups = self.groups()
        self.assertEqual(groups[number], ["r1", "s1"])
        self.assertEqual(sorted(groups.values()), [["g1"], ["r1", "s1"]])

    def test_a_record_that_moves_to_a_far_month_leaves_its_activity_behind(self):
        for moved_by in (150 * DAY, -150 * DAY):
            with self.subTest(days=moved_by // DAY):
                self.tracekit = self.another()
                self.tracekit.configure(garmin={}, strava={}, ridewithgps={})
                self.load(record("garmin", 1), record("strava", 1), record("ridewithgps", 1))
                (number, _), = self.groups().items()
                self.load(record("strava", 1, start=MORNING + moved_by))
                self.assertEqual(self.groups()[number], ["g1", "r1"])
                self.assertEqual(self.together(), [["g1", "r1"], ["s1"]])

    def test_a_workout_that_moves_as_a_whole_keeps_its_id(self):
        self.load(record("garmin", 1), record("strava", 1))
        before = self.groups()
        self.load(record("garmin", 1, start=MORNING + 150 * DAY), record("strava", 1, start=MORNING + 150 * DAY + 5))
        self.assertEqual(self.groups(), before)


if __name__ == "__main__":
    main()

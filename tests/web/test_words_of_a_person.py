# SPDX-License-Identifier: MIT
"""What a person says over HTTP: answers to doubtful matches and clocks, gear that is the same, changes that are never to be proposed."""

import json

from support import main
from web_server import WebTest, on_both_engines


MORNING = 1754205300  # 2025-08-03 07:15 UTC
DAY = 86400


def record(provider, number, start=MORNING, minutes=60, kilometres=30.0, **more):
    return {"provider": provider, "id": f"{provider[0]}{number}", "start": start, "tz": "UTC", "name": f"Ride {number}", "sport": "cycling",
            "type": "cycling", "distance_m": kilometres * 1000, "timer_s": minutes * 60, "elapsed_s": minutes * 60} | more


class Words:
    def setUp(self):
        super().setUp()
        self.tracekit.configure(self.database_setting(), garmin={}, strava={}, ridewithgps={})

    def load(self, *records):
        path = self.tracekit.work / "in.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in records))
        self.tracekit.must("load", path)
        self.write = self.token("write")
        self.server = self.serve("--no-worker")

    def got(self, path):
        answer = self.server.get(path, token=self.write)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def post(self, path, body, status=200):
        answer = self.server.post(path, body, token=self.write)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json

    def doubtful(self):
        """Two records that may be the same workout."""
        self.load(record("garmin", 1), record("strava", 1, start=MORNING + 3600, minutes=65))
        question, = self.got("/api/questions")["questions"]
        return question, {side: {"provider": question[side]["provider"], "id": question[side]["id"]} for side in "ab"}

    def test_questions_are_what_review_prints_and_an_answer_is_kept(self):
        question, pair = self.doubtful()
        self.assertEqual(self.got("/api/questions"), self.tracekit.json("review"))
        later = self.post("/api/questions/answer", pair | {"verdict": "later"})
        self.assertEqual((later["left"], self.got("/api/questions")["questions"]), (1, [question]))
        for body, status, part in ((pair | {"verdict": "perhaps"}, 400, "no answer"), (pair, 400, '"verdict" is missing'), ({"verdict": "same"}, 400, '"a" is missing'),
                                   ({"a": pair["a"], "b": pair["a"], "verdict": "same"}, 404, "nobody asks")):
            answer = self.server.post("/api/questions/answer", body, token=self.write)
            self.assertEqual(answer.status, status, answer.body)
            self.assertIn(part, answer.error["message"])
        self.assertEqual(self.post("/api/questions/answer", {"a": pair["b"], "b": pair["a"], "verdict": "same"})["left"], 0)
        self.assertEqual(len(self.got("/api/activities")["activities"]), 1)
        self.assertEqual(self.got("/api/activities/1")["verdicts"][0]["verdict"], "same")

    def test_a_clock_that_is_off_is_corrected_by_a_word(self):
        rides = range(8)
        self.load(*(record("garmin", number, start=MORNING + number * DAY, kilometres=20 + 3 * number) for number in rides),
                  *(record("strava", number, start=MORNING + number * DAY, kilometres=20 + 3 * number) for number in rides),
                  *(record("ridewithgps", number, start=MORNING + number * DAY + 3600, kilometres=20 + 3 * number) for number in rides))
        offset, = self.got("/api/questions")["clock_offsets"]
        self.assertEqual(self.server.post("/api/clock-offsets/answer", {"id": "strava@2001-01-01", "correct": True}, token=self.write).status, 404)
        self.assertEqual(self.server.post("/api/clock-offsets/answer", {"id": offset["id"], "correct": 1}, token=self.write).status, 400)
        self.assertEqual(self.post("/api/clock-offsets/answer", {"id": offset["id"], "correct": True}), {"id": offset["id"], "correct": True})
        self.assertEqual(self.got("/api/questions")["clock_offsets"], [])

    def test_gear_is_what_the_command_prints_and_aliases_come_and_go(self):
        self.load(record("garmin", 1, equipment="Red/bike"), record("ridewithgps", 1, equipment="Tarmac SL7"))
        self.assertEqual(self.got("/api/gear"), self.tracekit.json("gear"))
        self.assertEqual(self.got("/api/gear?from=2025-08-04&to=2025-08-31")["workouts"], 0)
        self.assertEqual([item["name"] for item in self.got("/api/gear?name=tarmac")["items"]], ["Tarmac SL7"])
        self.assertEqual(self.server.get("/api/gear?name=nothing", token=self.write).status, 404)
        self.assertEqual(len(self.got("/api/gear")["disagreements"]), 1)
        added = self.post("/api/gear/aliases", {"alias": "Red/bike", "name": "Tarmac SL7"}, 201)
        self.assertEqual((added["alias"], added["canonical"], added["months"]), ("Red/bike", "Tarmac SL7", 1))
        gear = self.got("/api/gear")
        self.assertEqual((gear["disagreements"], [one["id"] for one in gear["aliases"]]), ([], [added["id"]]))
        self.assertEqual(self.server.post("/api/gear/aliases", {"alias": "red/BIKE", "name": "Other"}, token=self.write).status, 409)
        self.assertEqual(self.server.post("/api/gear/aliases", {"alias": "A"}, token=self.write).status, 400)
        self.assertEqual(self.server.ask("DELETE", f"/api/gear/aliases/{added['id']}", token=self.write).status, 200)
        self.assertEqual(self.server.ask("DELETE", f"/api/gear/aliases/{added['id']}", token=self.write).status, 404)
        self.assertEqual(len(self.got("/api/gear")["disagreements"]), 1)

    def test_a_dismissed_change_leaves_the_plan_and_the_calendar_until_it_is_brought_back(self):
        self.load(record("garmin", 1, name="Coffee loop"), record("ridewithgps", 1, name="Morning Ride"))
        change, = (one for one in self.got("/api/month-changes/2025-08")["changes"] if one["kind"] == "rename")
        to_do = self.got("/api/calendar/2025-08")["months"]["2025-08"]["open_differences"]
        self.assertEqual(self.post(f"/api/changes/{change['id']}/dismiss", {"month": "2025-08"}), {"dismissed": change["id"]})
        self.assertNotIn(change["id"], [one["id"] for one in self.got("/api/month-changes/2025-08")["changes"]])
        self.assertEqual(self.got("/api/calendar/2025-08")["months"]["2025-08"]["open_differences"], to_do - 1)
        self.assertEqual(self.got("/api/dismissed"), {"dismissed": [change | {"month": "2025-08"}]})
        for method, path, body, status in (("POST", f"/api/changes/{change['id']}/dismiss", {"month": "2025-08"}, 404), ("POST", "/api/changes/x/dismiss", {"month": "2025-13"}, 400),
                                           ("POST", f"/api/changes/{change['id']}/dismiss", {}, 400), ("DELETE", "/api/dismissed/0123456789abcdef", None, 404)):
            self.assertEqual(self.server.ask(method, path, body, self.write).status, status, (method, path))
        self.assertEqual(self.server.ask("DELETE", f"/api/dismissed/{change['id']}", token=self.write).status, 200)
        self.assertIn(change["id"], [one["id"] for one in self.got("/api/month-changes/2025-08")["changes"]])
        self.assertEqual(self.got("/api/calendar/2025-08")["months"]["2025-08"]["open_differences"], to_do)
        self.assertEqual(self.got("/api/dismissed"), {"dismissed": []})

    def test_history_is_what_the_command_prints_page_by_page(self):
        self.load(record("garmin", 1, name="Coffee loop"))
        self.assertEqual(self.got("/api/history"), [])
        for number in range(3):
            self.change_database("INSERT INTO {}changes (user_id, change_id, kind, provider, target_provider, target_id, source_provider, source_id, field, old_value, new_value, change_json, begun_at, outcome, message, before_json, after_json) "
                                 f"VALUES (1, '{number:016x}', 'rename', 'garmin', 'garmin', 'g1', 'strava', 's1', 'name', 'a', 'b', '{{}}', {1754205300 + number}, 'failed', 'no', '', '')".replace("'{}'", "'{{}}'"))
        entries = self.got("/api/history")
        self.assertEqual(entries, self.tracekit.json("history"))
        self.assertEqual(len(entries), 3)
        activity = self.got("/api/activities")["activities"][0]["id"]
        self.assertEqual([one["workout"] for one in entries], [{"activity": activity, "name": "Coffee loop", "day": "2025-08-03"}] * 3)
        self.assertEqual(self.got("/api/history?limit=1"), entries[:1])
        self.assertEqual(self.got(f"/api/history?limit=2&before={entries[0]['id']}"), entries[1:])


on_both_engines(globals(), Words)

if __name__ == "__main__":
    main()

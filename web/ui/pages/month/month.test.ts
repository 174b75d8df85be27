// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, Plan, PlanCell } from "../../src/api/types";
import { field_value, field_words } from "../../src/format/fields";
import { can_be_accepted, extent_of, group_of } from "./extent";
import { Outcomes } from "./outcomes";

const cell: PlanCell = { present: true, id: "1", name: "", name_status: "none", equipment: "", equipment_status: "none", copies: 1 };

function change(fields: Partial<Change>): Change {
  return { id: "a", kind: "rename", provider: "garmin", activity: 1, target: { provider: "garmin", id: "1" }, source: null, field: "name", old: "", new: "", why: "", stale: false, blocked: "", ...fields };
}

function plan(changes: Change[], rows = 8): Plan {
  const row = { start_local: null, date_only: false, sport: "", distance_m: null, duration_s: null, certainty: 0, cells: { garmin: cell } };
  return { month: "2025-08", providers: ["garmin", "file"], rows: Array.from({ length: rows }, (_, index) => ({ ...row, activity: index + 1 })), changes, stale: false };
}

test("more than half of the activities at a provider is unusual, a few are not", () => {
  const renames = (amount: number): Change[] => Array.from({ length: amount }, (_, index) => change({ id: `c${index}`, target: { provider: "garmin", id: String(index) } }));
  const unusual = (amount: number, rows: number): boolean | undefined => extent_of(plan([], rows), renames(amount))[0]?.unusual;
  assert.equal(unusual(5, 8), false);
  assert.equal(unusual(6, 11), true);
  assert.equal(unusual(6, 12), false);
});

test("several changes of one record are one activity, new ones are counted apart, blocked ones not at all", () => {
  const extent = extent_of(plan([]), [
    change({ id: "a" }),
    change({ id: "b", field: "equipment" }),
    change({ id: "c", provider: "file", kind: "download", target: { provider: "file", id: "" } }),
    change({ id: "d", target: { provider: "garmin", id: "9" }, blocked: "nobody is signed in" }),
  ]);
  assert.deepEqual(extent, [
    { provider: "garmin", changed: 1, present: 8, made: 0, unusual: false },
    { provider: "file", changed: 0, present: 0, made: 1, unusual: false },
  ]);
});

test("a notice cannot be accepted", () => {
  assert.equal(can_be_accepted(change({ kind: "duplicate" })), false);
  assert.equal(can_be_accepted(change({ kind: "link" })), true);
  assert.equal(group_of("upload"), "files");
});

test("what was done keeps its place when the plan no longer tells of it", () => {
  const [one, two, three] = ["1", "2", "3"].map((id) => change({ id }));
  const outcomes = new Outcomes();
  outcomes.note(plan([one!, two!, three!]));
  outcomes.begin([two!]);
  assert.deepEqual(outcomes.of("2"), { state: "waiting" });
  outcomes.end("2", true, "");
  assert.deepEqual(outcomes.changes_of(plan([one!, three!]), 1).map(({ id }) => id), ["1", "2", "3"]);
  outcomes.end("7", true, "of another page");
  assert.equal(outcomes.of("7"), undefined);
});

test("what failed stays until what came of it is accepted", () => {
  const outcomes = new Outcomes();
  outcomes.begin([change({ id: "1", old: "before" })]);
  outcomes.end_waiting(["1"], "Garmin Connect has another name by now");
  assert.deepEqual(outcomes.of("1"), { state: "failed", words: "Garmin Connect has another name by now" });
  const replaced = change({ id: "2", old: "by hand" });
  assert.deepEqual(outcomes.changes_of(plan([replaced]), 1).map(({ id }) => id).sort(), ["1", "2"]);
  outcomes.begin([replaced]);
  assert.deepEqual(outcomes.changes_of(plan([replaced]), 1).map(({ id }) => id), ["2"]);
});

test("fields are told in words and in the person's units", () => {
  assert.equal(field_words("max_speed_mps"), "maximum speed");
  assert.equal(field_words("something_new"), "something new");
  assert.equal(field_value("max_speed_mps", "12.37", "metric"), "44.5 km/h");
  assert.equal(field_value("timer_s", "5312", "metric"), "1:28:32");
  assert.equal(field_value("avg_hr", "124", "imperial"), "124 bpm");
  assert.equal(field_value("name", "12", "metric"), "12");
  assert.equal(field_value("avg_hr", "", "metric"), "");
});

// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CalendarMonth, Job } from "../../src/api/types";
import { group_months } from "./groups";
import { months_of, part_done, Pulls, words_of } from "../../src/api/pulls";

function month(name: string, records: number, state: CalendarMonth["state"] = records > 0 ? "in_sync" : "empty"): CalendarMonth {
  return { month: name, activities: records, matched: records, open_differences: 0, state, providers: { garmin: { coverage: "complete", records } } };
}

function job(fields: Partial<Job>): Job {
  return { id: 1, kind: "pull-provider", arguments: {}, state: "running", ...fields };
}

const shape = (months: CalendarMonth[], opened: string[] = []): string[] =>
  group_months(months, "2025-08", new Set(opened)).map((group) => (group.kind === "month" ? group.month.month : `${group.months.length} quiet`));

test("three months in a row without anything stand in one line, two are cards", () => {
  assert.deepEqual(shape([month("2025-08", 3), month("2025-07", 0), month("2025-06", 0), month("2025-05", 1), month("2025-04", 0), month("2025-03", 0), month("2025-02", 0)]), [
    "2025-08", "2025-07", "2025-06", "2025-05", "3 quiet",
  ]);
});

test("the month that it is now stands for itself even when it is empty", () => {
  assert.deepEqual(shape([month("2025-08", 0), month("2025-07", 0), month("2025-06", 0), month("2025-05", 0)]), ["2025-08", "3 quiet"]);
});

test("a month that is being pulled, failed or was opened is no part of a line", () => {
  assert.deepEqual(shape([month("2025-08", 1), month("2025-07", 0, "pulling"), month("2025-06", 0, "failed"), month("2025-05", 0), month("2025-04", 0)], ["2025-05"]), [
    "2025-08", "2025-07", "2025-06", "2025-05", "2025-04",
  ]);
});

test("the months of a job are those of its arguments", () => {
  assert.deepEqual(months_of(job({ arguments: { from: "2025-07-01", to: "2025-08-31" } })), { from: "2025-07", to: "2025-08" });
  assert.deepEqual(months_of(job({ arguments: { months: ["2025-08", "2025-02"] } })), { from: "2025-02", to: "2025-08" });
  assert.equal(months_of(job({ arguments: { provider: "ridewithgps" } })), null);
});

test("pulls are known by month until they end", () => {
  const pulls = new Pulls();
  assert.equal(pulls.note(job({ kind: "reset" })), false);
  assert.equal(pulls.note(job({ id: 7, arguments: { from: "2025-08-01", to: "2025-08-31" } })), true);
  assert.deepEqual(pulls.of_month("2025-08").map(({ id }) => id), [7]);
  assert.deepEqual(pulls.of_month("2025-07"), []);
  pulls.note(job({ id: 7, state: "done", arguments: { from: "2025-08-01", to: "2025-08-31" } }));
  assert.deepEqual(pulls.of_month("2025-08"), []);
});

test("how far several jobs are is only told when each knows", () => {
  assert.equal(part_done([job({ progress: { done: 1, total: 4, words: "" } }), job({ progress: { done: 2, total: 2, words: "" } })]), 0.5);
  assert.equal(part_done([job({ progress: { done: 1, total: null, words: "" } })]), null);
  assert.equal(part_done([job({})]), null);
});

test("what goes on is told in words", () => {
  const title = (id: string): string => id.toUpperCase();
  const one = job({ arguments: { provider: "strava" }, progress: { done: 12, total: 30, words: "activities of Strava" } });
  assert.equal(words_of([one], title), "12 of 30 activities of Strava");
  assert.equal(words_of([job({ arguments: { provider: "garmin" } }), one], title), "12 of 30 activities of Strava, and 1 more");
  assert.equal(words_of([job({ progress: { done: 7, total: null, words: "files" } })], title), "7 files");
  assert.equal(words_of([job({ arguments: { provider: "garmin" } })], title), "GARMIN");
  assert.equal(words_of([job({ state: "ready" })], title), "Waiting for its turn");
  assert.equal(words_of([], title), "Waiting for its turn");
});

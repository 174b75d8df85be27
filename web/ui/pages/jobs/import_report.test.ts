// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { import_lines, problems, type ImportReport } from "./import_report";

const nothing: ImportReport = { imported: 0, activities: 0, already_there: 0, duplicates: 0, no_activity: {}, tables: {}, unreadable: [], refused: [], damaged: [], unnamed: 0 };
const lines = (report: Partial<ImportReport>): string[] => import_lines({ ...nothing, ...report }, (id) => id.toUpperCase());

test("an import says how many files of which fate there were", () => {
  assert.deepEqual(lines({ imported: 1, activities: 1 }), ["1 file imported, with 1 activity"]);
  assert.deepEqual(lines({ imported: 1200, activities: 1201, already_there: 2, duplicates: 1, no_activity: { settings: 1, course: 3 } }), [
    "1,200 files imported, with 1,201 activities",
    "3 files already there",
    "4 files without an activity (course, settings)",
  ]);
  assert.deepEqual(lines({ tables: { strava: { added: 2, updated: 1, unchanged: 3, kept: 4 } } }), ["STRAVA: 2 new, 1 changed, 7 as before"]);
});

test("an archive without anything says so, unless there is trouble to tell", () => {
  const broken = { name: "a.zip: 1.fit", why: "is no FIT file" };
  assert.deepEqual(lines({}), ["There is no activity in it"]);
  assert.deepEqual(lines({ unreadable: [broken] }), []);
  assert.deepEqual(problems({ ...nothing, unreadable: [broken] }), [broken]);
});

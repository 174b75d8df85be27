// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { job_words } from "./words";

const session = { providers: [{ id: "garmin", title: "Garmin Connect", colour: "#000000", enabled: true, abilities: [] }] };
const words = (kind: string, asked: Record<string, unknown>): string => job_words({ kind, arguments: asked }, session);

test("a job says what it does", () => {
  assert.equal(words("pull", { months: ["2025-08"] }), "Pull August 2025");
  assert.equal(words("pull", { months: ["2025-07", "2025-08"], providers: ["garmin"] }), "Pull Jul 2025, Aug 2025 from Garmin Connect");
  assert.equal(words("pull", {}), "Pull everything new");
  assert.equal(words("pull-provider", { provider: "garmin", from: "2025-08-01", to: "2025-08-31" }), "Pull August 2025 from Garmin Connect");
  assert.equal(words("apply-changes", { month: "2025-08", changes: ["a", "b"] }), "Write 2 changes of August 2025");
  assert.equal(words("apply-changes", { month: "2025-08", changes: ["a"] }), "Write 1 change of August 2025");
  assert.equal(words("reset", { provider: "garmin", month: "2025-08" }), "Forget August 2025 of Garmin Connect");
  assert.equal(words("reset", { everything: true }), "Forget everything");
  assert.equal(words("import", { file: "archive-x8Fj2k", name: "export.zip" }), "Import export.zip");
  assert.equal(words("undo", { change: "12" }), "Take back change 12");
});

test("a kind that is not known here is named as it is", () => assert.equal(words("tidy-up", {}), "tidy-up"));

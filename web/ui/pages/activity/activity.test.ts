// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Activity, Lap, WorkoutRecord } from "../../src/api/activity";
import type { Streams } from "../../src/charts/streams";
import { compare, sport_words } from "../../src/records/comparison";
import { part_of_lap } from "./laps";
import { strongest } from "./strongest";

function record(provider: string, fields: Partial<WorkoutRecord>): WorkoutRecord {
  return { provider, id: "1", origin: "api", name: "", sport: "cycling", sub_sport: "generic", type: "", equipment: "", device: null, start: null, start_local: null, ...fields };
}

function activity(records: WorkoutRecord[], merged: Activity["merged"] = {}): Activity {
  return { id: 1, records, merged, laps: [], channels: [], samples: 0, originals: [], verdicts: [], neighbours: { previous: null, next: null } };
}

function row(records: WorkoutRecord[], label: string, merged?: Activity["merged"]) {
  return compare(activity(records, merged), { units: "metric", timezone: "Europe/Zurich" }).find((one) => one.label === label);
}

describe("records side by side", () => {
  it("agree within what rounding does", () => {
    const found = row([record("file", { distance_m: 50801 }), record("strava", { distance_m: 50800.4 }), record("spreadsheet", { distance_m: 50800 })], "Distance");
    assert.equal(found?.differs, false);
    assert.deepEqual(found?.cells.map(({ words }) => words), ["50.8 km", "50.8 km", "50.8 km"]);
  });

  it("differ from the merged value, and by how much", () => {
    const found = row([record("strava", { distance_m: 51500 }), record("file", { distance_m: 50800 })], "Distance", { distance_m: { value: 50800, provider: "file" } });
    assert.deepEqual(found?.cells, [
      { words: "51.5 km", differs: true, by: "+0.70 km" },
      { words: "50.8 km", differs: false, by: "" },
    ]);
  });

  it("are not said to differ where they tell nothing", () => {
    const found = row([record("file", {}), record("strava", { equipment: "Tarmac SL7" }), record("garmin", { equipment: "sl7 tarmac" })], "Equipment");
    assert.equal(found?.differs, false);
    assert.equal(found?.cells[0]?.words, "");
  });

  it("may say less than others", () => {
    const records = [record("file", { sub_sport: "road", device: "Edge 1050" }), record("strava", { device: "Garmin Edge 1050" })];
    assert.equal(row(records, "Sport")?.differs, false);
    assert.equal(row(records, "Device")?.differs, false);
    assert.equal(row([...records, record("sheet", { sport: "running" })], "Sport")?.differs, true);
  });

  it("agree on the day where only the day is known", () => {
    assert.equal(row([record("file", { start_local: "2025-08-28T14:17:20" }), record("sheet", { start_local: "2025-08-28" })], "Start")?.differs, false);
  });

  it("tell the clock at home where nobody tells of the place", () => {
    assert.equal(row([record("file", { start: Date.parse("2025-08-28T12:17:20Z") / 1000 })], "Start")?.cells[0]?.words, "Thu 28 Aug 14:17");
  });

  it("leave out what nobody tells", () => assert.equal(row([record("file", {})], "Ascent"), undefined));
});

describe("a sport in words", () => {
  it("names the variant where there is one", () => {
    assert.equal(sport_words("cycling", "generic"), "Cycling");
    assert.equal(sport_words("running", "trail_run"), "Running, trail run");
  });
});

describe("a lap in the charts", () => {
  const streams: Streams = { from: { provider: "file", id: "1" }, points: 4, total: 4, time_s: [0, 10, 20, 30], pauses: [] };
  const lap: Lap = { start: "2025-08-28T12:00:10Z", timer_s: 10, elapsed_s: 10, distance_m: null, avg_hr: null, avg_power: null };
  const start_s = Date.parse("2025-08-28T12:00:00Z") / 1000;

  it("is the samples from its start to its end", () => assert.deepEqual(part_of_lap(lap, streams, start_s), { first: 1, last: 2 }));
  it("is nothing when nobody knows when it began", () => {
    assert.equal(part_of_lap({ ...lap, start: null }, streams, start_s), null);
    assert.equal(part_of_lap(lap, streams, null), null);
  });
});

describe("the strongest pairs", () => {
  const pair = (a: string, b: string, bits: number) => ({ a: { provider: a, id: "1" }, b: { provider: b, id: "1" }, bits, lines: [] });

  it("hold all records together, without a circle", () => {
    const found = strongest([pair("file", "sheet", 9), pair("file", "garmin", 20), pair("garmin", "sheet", 12), pair("garmin", "strava", -2)]);
    assert.deepEqual(found.map(({ a, b }) => `${a.provider}-${b.provider}`), ["file-garmin", "garmin-sheet", "garmin-strava"]);
  });
});

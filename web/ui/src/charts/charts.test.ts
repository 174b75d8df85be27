// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { index_at, statistics_of, totals_of } from "./part";
import { rolling_mean } from "./smooth";
import { speed_of_way, steady_distance, with_steady_times, type Streams } from "./streams";
import { tracks_of } from "./tracks";

/** Ten seconds a sample; a pause of a minute after the third. */
const ride: Streams = {
  from: { provider: "file", id: "a" },
  points: 5,
  total: 5,
  time_s: [0, 10, 20, 80, 90],
  pauses: [[20, 80]],
  distance_m: [0, 50, null, 100, 180],
  altitude_m: [100, 110, 104, 104, 120],
  speed_mps: [5, 5, 5, 0, 8],
  cadence_rpm: [80, 82, null, 84, 86],
  heart_rate_bpm: [null, null, null, null, null],
};

describe("charts of a recording", () => {
  it("hold the channels that were recorded, in the person's units", () => {
    assert.deepEqual(tracks_of(ride, "cycling", "metric").map(({ label, unit }) => `${label} ${unit}`), ["Altitude m", "Speed km/h", "Cadence rpm"]);
    assert.deepEqual(tracks_of(ride, "cycling", "imperial").map(({ unit }) => unit), ["ft", "mph", "rpm"]);
    assert.equal(tracks_of(ride, "cycling", "metric")[1]!.values[0], 18);
  });

  it("tell runners their pace, faster above, and count both feet", () => {
    const [, pace, cadence] = tracks_of(ride, "running", "metric");
    assert.equal(pace!.label, "Pace");
    assert.equal(pace!.words(pace!.values[0]!), "3:20");
    assert.equal(pace!.values[3], null, "who stands has no pace");
    assert.ok(pace!.upside_down);
    assert.deepEqual(cadence!.values, [160, 164, null, 168, 172]);
    assert.equal(cadence!.unit, "spm");
  });

  it("tell swimmers the pace of a hundred metres", () => {
    assert.equal(tracks_of({ ...ride, speed_mps: [1, 1, 1, 1, 1] }, "swimming", "imperial").find(({ id }) => id === "speed")!.unit, "/100 m");
  });
});

describe("a part of a recording", () => {
  it("has time without its pauses, way and ascent", () => {
    assert.deepEqual(totals_of(ride, { first: 0, last: 4 }), { time_s: 30, distance_m: 180, ascent_m: 26 });
    assert.deepEqual(totals_of(ride, { first: 0, last: 1 }), { time_s: 10, distance_m: 50, ascent_m: 10 });
  });

  it("weighs each sample by the time it stands for", () => {
    const flat = { ...ride, pauses: [] as [number, number][], time_s: [0, 1, 2, 3, 103] };
    const power = { ...tracks_of(flat, "cycling", "metric")[0]!, values: [100, 100, 100, 100, 300] };
    const figures = statistics_of(power, flat, { first: 0, last: 4 })!;
    assert.equal(figures.min, 100);
    assert.equal(figures.max, 300);
    assert.ok(figures.mean > 190 && figures.mean < 210);
  });

  it("has the mean pace of the mean speed", () => {
    const [, pace] = tracks_of({ ...ride, pauses: [], time_s: [0, 10, 20, 30, 40], speed_mps: [2, 2, 2, 4, 4] }, "running", "metric");
    const mean = statistics_of(pace!, { ...ride, pauses: [], time_s: [0, 10, 20, 30, 40] }, { first: 0, last: 4 })!.mean;
    assert.ok(Math.abs(1000 / mean - 2.75) < 0.01, `${1000 / mean}`);
  });

  it("has no figures of a channel without samples in it", () => {
    const [altitude] = tracks_of(ride, "cycling", "metric");
    assert.equal(statistics_of({ ...altitude!, values: [null, null, 1, 1, 1] }, ride, { first: 0, last: 1 }), null);
  });
});

describe("distance along a recording", () => {
  it("stands still where it is unknown", () => assert.deepEqual(steady_distance(ride), [0, 50, 50, 100, 180]));
  it("is absent when it was not recorded", () => assert.equal(steady_distance({ ...ride, distance_m: [null, null, null, null, null] }), null));
});

describe("looking up a sample", () => {
  it("finds the last that is not later", () => {
    assert.deepEqual([-5, 0, 9, 10, 79, 500].map((time) => index_at(ride.time_s, time)), [0, 0, 0, 1, 2, 4]);
  });
});

describe("times of a recording", () => {
  it("never fall, and have no holes", () => {
    assert.deepEqual(with_steady_times({ ...ride, time_s: [0, null, 20, 15, 90] }).time_s, [0, 0, 20, 20, 90]);
  });
});

describe("a rolling mean", () => {
  it("takes the neighbours in, fewer at the ends", () => assert.deepEqual(rolling_mean([0, 3, 6, 9], 1), [1.5, 3, 6, 7.5]));
  it("does not reach over holes and pauses", () => {
    assert.deepEqual(rolling_mean([0, 4, null, 8, 8], 1), [2, 2, null, 8, 8]);
    assert.deepEqual(rolling_mean([0, 4, 8, 8], 1, new Set([2])), [2, 2, 8, 8]);
  });
  it("leaves values alone when it reaches nowhere", () => assert.deepEqual(rolling_mean([1, null, 5], 0), [1, null, 5]));
});

describe("speed from the way", () => {
  const walk: Streams = { ...ride, time_s: [0, 4, 8, 12, 16, 20], distance_m: [0, 4, 8, 12, 20, 28], pauses: [] };

  it("is taken over ten seconds at least", () => {
    const speeds = speed_of_way(walk)!;
    assert.equal(speeds[0], 1);
    assert.equal(speeds[5], 20 / 12);
  });
  it("is unknown across a pause", () => assert.equal(speed_of_way({ ...walk, pauses: [[4, 8]] })![1], null));
  it("needs a way", () => assert.equal(speed_of_way({ ...walk, distance_m: undefined }), undefined));
  it("needs ten seconds", () => assert.deepEqual(speed_of_way({ ...walk, time_s: [0, 1, 2, 3, 4, 5] })![0], null));
});

// SPDX-License-Identifier: MIT
// Figures of a part of a recording, from the samples that the page has.

import { steady_distance, type Samples, type Streams } from "./streams";
import type { Track } from "./tracks";

/** First and last sample, both included. */
export interface Part {
  first: number;
  last: number;
}

export interface PartTotals {
  time_s: number; // without the pauses in it
  distance_m: number | null;
  ascent_m: number | null;
}

export interface PartStatistics {
  mean: number; // each sample weighs as much as the time that it stands for
  min: number;
  max: number;
}

// Altitude has to come back by this much before a climb counts, as the server does it.
const climb_threshold_m = 3;

function ascent(altitudes: Samples, part: Part): number | null {
  let low: number | null = null;
  let high = 0;
  let sum = 0;
  for (let i = part.first; i <= part.last; ++i) {
    const altitude = altitudes[i];
    if (altitude === null || altitude === undefined) {
      continue;
    }
    if (low === null || (high - low < climb_threshold_m && altitude < low)) {
      low = high = altitude;
    } else if (altitude > high) {
      high = altitude;
    } else if (high - altitude >= climb_threshold_m) {
      sum += high - low >= climb_threshold_m ? high - low : 0;
      low = high = altitude;
    }
  }
  return low === null ? null : sum + (high - low >= climb_threshold_m ? high - low : 0);
}

export function totals_of(streams: Streams, part: Part): PartTotals {
  const from = streams.time_s[part.first] ?? 0;
  const to = streams.time_s[part.last] ?? from;
  const paused = streams.pauses.reduce(
    (sum, [begin, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)),
    0,
  );
  const distance = steady_distance(streams);
  return {
    time_s: to - from - paused,
    distance_m: distance ? distance[part.last]! - distance[part.first]! : null,
    ascent_m: streams.altitude_m ? ascent(streams.altitude_m, part) : null,
  };
}

/** Nothing when the part has no sample of the track. */
export function statistics_of(track: Track, streams: Streams, part: Part): PartStatistics | null {
  let [weights, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (let i = part.first; i <= part.last; ++i) {
    const value = track.values[i];
    if (value === null || value === undefined) {
      continue;
    }
    const before = streams.time_s[Math.max(i - 1, part.first)]!;
    const after = streams.time_s[Math.min(i + 1, part.last)]!;
    const paused = streams.pauses.some(([begin, end]) => begin < after && end > before);
    const weight = paused ? 1 : Math.max(after - before, 1e-3);
    weights += weight;
    // The mean pace is the way divided by the time, so speeds are averaged.
    sum += weight * (track.upside_down ? 1 / value : value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (weights === 0) {
    return null;
  }
  const mean = sum / weights;
  return { mean: track.upside_down ? 1 / mean : mean, min, max };
}

/** The last of rising values that is not above `value`, by halving. */
export function index_at(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= value) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(low, 0);
}

// SPDX-License-Identifier: MIT
// What a recording holds, sample by sample, as `GET /api/activities/ID/streams` answers it: SI units, all lists of one
// length, null where a channel has no sample, a channel left out when it was not recorded.

export type Samples = (number | null)[];

export interface Streams {
  from: { provider: string; id: string };
  points: number; // of each list
  total: number; // samples that were recorded
  time_s: number[]; // since the first sample, pauses counted; never falls
  pauses: [from_s: number, to_s: number][];
  distance_m?: Samples;
  latitude_deg?: Samples;
  longitude_deg?: Samples;
  altitude_m?: Samples;
  speed_mps?: Samples;
  heart_rate_bpm?: Samples;
  power_w?: Samples;
  cadence_rpm?: Samples; // of one leg
  temperature_c?: Samples;
}

/** As the server answers: a sample may lack its time. It then stands with the one before. */
export type AnsweredStreams = Omit<Streams, "time_s"> & { time_s: Samples };

export function with_steady_times(answer: AnsweredStreams): Streams {
  let last = 0;
  return { ...answer, time_s: answer.time_s.map((time) => (last = Math.max(last, time ?? last))) };
}

// Over less time than this, positions that jump about would look like speed.
const least_time_s = 10;

/** Speed from the way, for recordings that hold none; nothing without a way. */
export function speed_of_way({ time_s, distance_m, pauses }: Streams): Samples | undefined {
  const way = distance_m?.some((value) => value !== null) ? distance_m : null;
  if (!way) return undefined;
  const paused = (from: number, to: number): boolean => pauses.some(([begin, end]) => begin < to && end > from);
  return time_s.map((now, i) => {
    let [first, last] = [i, i];
    while (time_s[last]! - time_s[first]! < least_time_s) {
      const [earlier, later] = [first > 0 ? now - time_s[first - 1]! : Infinity, last < time_s.length - 1 ? time_s[last + 1]! - now : Infinity];
      if (earlier === Infinity && later === Infinity) return null;
      if (earlier <= later) first -= 1;
      else last += 1;
    }
    const [from, to] = [way[first], way[last]];
    return from == null || to == null || paused(time_s[first]!, time_s[last]!) ? null : (to - from) / (time_s[last]! - time_s[first]!);
  });
}

/** Distance without holes: where it is unknown it stands still. Nothing when no distance was recorded. */
export function steady_distance(streams: Streams): number[] | null {
  if (!streams.distance_m?.some((value) => value !== null)) {
    return null;
  }
  let last = 0;
  return streams.distance_m.map((value) => (last = Math.max(last, value ?? last)));
}

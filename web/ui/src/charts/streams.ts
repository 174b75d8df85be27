// SPDX-License-Identifier: MIT
// What a recording holds, sample by sample, as `GET /api/activities/ID/streams` answers it: SI units, all lists of one
// length, null where a channel has no sample, a channel left out when it was not recorded.

export type Samples = (number | null)[];

export interface Streams {
  from: { provider: string; id: string };
  points: number; // of each list
  total: number; // samples that were recorded
  time_s: number[]; // since the start, pauses counted
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

/** Distance without holes: where it is unknown it stands still. Nothing when no distance was recorded. */
export function steady_distance(streams: Streams): number[] | null {
  if (!streams.distance_m?.some((value) => value !== null)) {
    return null;
  }
  let last = 0;
  return streams.distance_m.map((value) => (last = Math.max(last, value ?? last)));
}

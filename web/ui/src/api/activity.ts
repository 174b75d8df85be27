// SPDX-License-Identifier: MIT
// One workout as `GET /api/activities/ID` and its neighbours answer it (docs/reference/web-api.md, records.md).
import type { RecordId } from "./types";

export interface Evidence {
  feature: string;
  words: string;
  /** Positive speaks for one workout, negative against it. */
  bits: number;
}

/** One provider's view of a workout. Values are SI; what is not known is absent or null. */
export interface WorkoutRecord {
  provider: string;
  id: string;
  origin: string;
  name: string;
  sport: string;
  sub_sport: string;
  type: string;
  equipment: string;
  device: string | null;
  start: number | null;
  start_local: string | null;
  deleted_at?: number | null;
  link?: { kind: "founder" | "automatic" | "person"; role: "member" | "duplicate" | "part"; score: number; evidence: Evidence[] };
  [field: string]: unknown;
}

export interface Lap {
  start: string | null;
  timer_s: number | null;
  elapsed_s: number | null;
  distance_m: number | null;
  avg_hr: number | null;
  avg_power: number | null;
}

export interface Original extends RecordId {
  format: string;
  bytes: number;
  name: string;
}

export interface Verdict {
  a: RecordId;
  b: RecordId;
  verdict: string;
}

export interface Activity {
  id: number;
  /** The number that was asked for, when it has become part of this activity since. */
  alias_of?: number | null;
  records: WorkoutRecord[];
  merged: Record<string, { value: unknown; provider: string }>;
  laps: Lap[];
  channels: { name: string; unit: string }[];
  samples: number;
  originals: Original[];
  verdicts: Verdict[];
  neighbours: { previous: number | null; next: number | null };
}

export interface ListedActivity {
  id: number;
  start_local: string | null;
  sport: string;
  name: string;
  distance_m: number | null;
  duration_s: number | null;
  providers: string[];
}

/** Why two records are, or are not, one workout. */
export interface PairEvidence {
  a: RecordId;
  b: RecordId;
  bits: number;
  lines: Evidence[];
}

// SPDX-License-Identifier: MIT
// `GET /api/questions`, as `tracekit --json review` prints it.
import type { Evidence, WorkoutRecord } from "./activity";
import type { RecordId } from "./types";

export interface Question {
  id: number;
  a: WorkoutRecord;
  b: WorkoutRecord;
  /** In bits. */
  score: number;
  why: string;
  evidence: Evidence[];
}

/** A stretch of days on which a provider's records start off by the same amount. */
export interface ClockOffset {
  id: string;
  provider: string;
  from: string;
  to: string;
  /** Positive: its records start later than the others say. */
  offset_s: number;
  records: number;
  in_step: number;
  witnesses: { record: RecordId; other: RecordId; start: string; other_start: string; name: string }[];
}

/** `GET /api/said`. */
export interface WordsSaid {
  left_out: WorkoutRecord[];
  pairs: { a: WorkoutRecord; b: WorkoutRecord; verdict: "same" | "different"; said_at: string }[];
}

export interface Questions {
  questions: Question[];
  clock_offsets: ClockOffset[];
}

// SPDX-License-Identifier: MIT
// When a workout began, by the clock where it happened; by the one at home where nobody tells of the place.
import type { WorkoutRecord } from "../api/activity";

/** A moment as a clock in a zone showed it: `2025-08-28T14:17:20`. */
export function wall_clock(epoch_s: number, zone: string): string {
  // Swedish dates are written as ISO has them.
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return parts.format(new Date(epoch_s * 1000)).replace(" ", "T");
}

export function local_start(record: Pick<WorkoutRecord, "start" | "start_local">, home: string): string | null {
  if (record.start_local) return record.start_local;
  return typeof record.start === "number" ? wall_clock(record.start, home) : null;
}

/** Of the records of one workout: the first that tells of the place, else the first that tells the moment. */
export function workout_start(records: Pick<WorkoutRecord, "start" | "start_local">[], home: string): string | null {
  const told = records.find(({ start_local }) => start_local) ?? records.find(({ start }) => typeof start === "number");
  return told ? local_start(told, home) : null;
}

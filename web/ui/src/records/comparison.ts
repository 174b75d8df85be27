// SPDX-License-Identifier: MIT
// The records of one workout side by side: what each says, and where one says something else than the merged view.
import type { Activity, WorkoutRecord } from "../api/activity";
import type { Session } from "../api/types";
import { day_words, time_words } from "../format/dates";
import { distance, duration, height, number, speed, temperature, type Units } from "../format/units";
import { local_start } from "./start";

export interface ComparedCell {
  /** Empty when the record does not tell. */
  words: string;
  differs: boolean;
  /** How far from the merged value, such as `+0.4 km`; empty where that says nothing. */
  by: string;
}

export interface ComparedRow {
  label: string;
  cells: ComparedCell[]; // in the order of the records
  differs: boolean;
}

/** `merged` may be empty: then the first record that tells is what the others are measured by. */
export type Compared = Pick<Activity, "records" | "merged">;

interface Field {
  key: string;
  label: string;
  words: (value: never, units: Units) => string;
  /** Whether two values mean the same. */
  same: (a: never, b: never) => boolean;
  /** For numbers: the words of a difference. */
  by?: (difference: number, units: Units) => string;
}

const within = (relative: number, absolute: number) => (a: number, b: number) =>
  Math.abs(a - b) <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b)));

/** Names of gear are compared without case, blanks and the order of words, as the plan does it. */
function gear_words(text: string): string {
  return text.toLowerCase().split(/\s+/).filter(Boolean).sort().join(" ");
}

/** A record that tells only `Cycling` does not contradict `Cycling, road`, nor `Edge 1050` a `Garmin Edge 1050`. */
function one_says_more(a: string, b: string): boolean {
  const [fewer, more] = [a, b].map((text) => new Set(gear_words(text.replaceAll(",", "")).split(" "))).sort((x, y) => x.size - y.size);
  return [...fewer!].every((word) => more!.has(word));
}

const plain = (value: string): string => value;
const with_unit = (unit: string) => (value: number) => `${number(value)} ${unit}`;

const text_field = (key: string, label: string, same = (a: string, b: string) => a.trim() === b.trim()): Field => ({ key, label, words: plain, same });

function number_field(key: string, label: string, words: (value: number, units: Units) => string, same: (a: number, b: number) => boolean): Field {
  return { key, label, words, same, by: (difference, units) => `${difference > 0 ? "+" : "−"}${words(Math.abs(difference), units)}` };
}

const fields: Field[] = [
  text_field("name", "Name"),
  text_field("sport_words", "Sport", one_says_more),
  {
    key: "start_local",
    label: "Start",
    words: (local: string) => [day_words(local), time_words(local)].filter(Boolean).join(" "),
    same: (a: string, b: string) => a.slice(0, Math.min(a.length, b.length, 16)) === b.slice(0, Math.min(a.length, b.length, 16)),
  },
  number_field("distance_m", "Distance", distance, within(0.005, 60)),
  number_field("timer_s", "Time", duration, within(0.005, 5)),
  number_field("moving_s", "Moving time", duration, within(0.01, 10)),
  number_field("elapsed_s", "Elapsed time", duration, within(0.005, 5)),
  number_field("avg_speed_mps", "Average speed", speed, within(0.01, 0.03)),
  number_field("max_speed_mps", "Highest speed", speed, within(0.03, 0.1)),
  number_field("ascent_m", "Ascent", height, within(0.05, 5)),
  number_field("descent_m", "Descent", height, within(0.05, 5)),
  number_field("avg_hr", "Average heart rate", with_unit("bpm"), within(0, 1.5)),
  number_field("max_hr", "Highest heart rate", with_unit("bpm"), within(0, 1.5)),
  number_field("avg_power", "Average power", with_unit("W"), within(0.01, 1.5)),
  number_field("max_power", "Highest power", with_unit("W"), within(0.01, 1.5)),
  number_field("normalized_power", "Normalized power", with_unit("W"), within(0.01, 1.5)),
  number_field("avg_cadence", "Average cadence", with_unit("rpm"), within(0, 1.5)),
  number_field("max_cadence", "Highest cadence", with_unit("rpm"), within(0, 1.5)),
  number_field("avg_temperature_c", "Average temperature", temperature, within(0, 1.5)),
  number_field("calories_kcal", "Energy", with_unit("kcal"), within(0.02, 5)),
  text_field("equipment", "Equipment", (a, b) => gear_words(a) === gear_words(b)),
  text_field("device", "Device", one_says_more),
];

/** `mountain_biking` as `Mountain biking`; a plain or unknown variant is left out. */
export function sport_words(sport: string, sub_sport: string): string {
  const word = sub_sport && sub_sport !== "generic" ? `${sport}, ${sub_sport}` : sport;
  const readable = word.replaceAll("_", " ");
  return readable.charAt(0).toUpperCase() + readable.slice(1);
}

function value_of(record: WorkoutRecord, key: string, home: string): unknown {
  const value = key === "sport_words" ? sport_words(record.sport, record.sub_sport) : key === "start_local" ? local_start(record, home) : record[key];
  return value === "" || value === undefined ? null : value;
}

/** What the others are measured by: the merged value, or else the first that a record tells. */
function reference({ records, merged }: Compared, key: string, home: string): unknown {
  const value = merged[key]?.value;
  if (value !== undefined && value !== null && value !== "") return value;
  return records.map((record) => value_of(record, key, home)).find((value) => value !== null) ?? null;
}

/** A row for each field that any record tells. */
export function compare({ records, merged }: Compared, { units, timezone }: Pick<Session, "units" | "timezone">): ComparedRow[] {
  const rows: ComparedRow[] = [];
  for (const field of fields) {
    const right = reference({ records, merged }, field.key, timezone);
    if (right === null) continue;
    const cells = records.map((record): ComparedCell => {
      const value = value_of(record, field.key, timezone);
      if (value === null) return { words: "", differs: false, by: "" };
      const differs = !field.same(value as never, right as never);
      const by = differs && field.by && typeof value === "number" && typeof right === "number" ? field.by(value - right, units) : "";
      return { words: field.words(value as never, units), differs, by };
    });
    rows.push({ label: field.label, cells, differs: cells.some((cell) => cell.differs) });
  }
  return rows;
}

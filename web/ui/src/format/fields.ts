// SPDX-License-Identifier: MIT
// Fields of records (docs/reference/records.md) in words.
import { clock, distance, height, number, speed, temperature, type Units } from "./units";

type Show = (value: number, units: Units) => string;

const whole = (unit: string): Show => (value) => `${number(value)} ${unit}`;

const fields: Record<string, { words: string; show?: Show }> = {
  name: { words: "name" },
  equipment: { words: "equipment" },
  sport: { words: "sport" },
  description: { words: "description" },
  device: { words: "device" },
  distance_m: { words: "distance", show: distance },
  timer_s: { words: "duration", show: clock },
  moving_s: { words: "moving time", show: clock },
  elapsed_s: { words: "elapsed time", show: clock },
  ascent_m: { words: "elevation gain", show: height },
  descent_m: { words: "elevation loss", show: height },
  avg_speed_mps: { words: "average speed", show: speed },
  max_speed_mps: { words: "maximum speed", show: speed },
  avg_hr: { words: "average heart rate", show: whole("bpm") },
  max_hr: { words: "maximum heart rate", show: whole("bpm") },
  avg_power: { words: "average power", show: whole("W") },
  max_power: { words: "maximum power", show: whole("W") },
  normalized_power: { words: "normalized power", show: whole("W") },
  avg_cadence: { words: "average cadence", show: whole("rpm") },
  max_cadence: { words: "maximum cadence", show: whole("rpm") },
  avg_temperature_c: { words: "average temperature", show: temperature },
  max_temperature_c: { words: "maximum temperature", show: temperature },
  calories_kcal: { words: "calories", show: whole("kcal") },
};

export function field_words(field: string): string {
  return fields[field]?.words ?? field.replaceAll("_", " ");
}

/** Whether its values are quantities, not words of a person. */
export function is_measured(field: string): boolean {
  return fields[field]?.show !== undefined;
}

/** A value as the server writes it (numbers in SI as text) in the person's units. */
export function field_value(field: string, text: string, units: Units): string {
  const show = fields[field]?.show;
  const value = Number(text);
  return show && text !== "" && Number.isFinite(value) ? show(value, units) : text;
}

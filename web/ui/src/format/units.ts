// SPDX-License-Identifier: MIT
// Quantities in the words of the person's units. Everything comes in as SI.

export type Units = "metric" | "imperial";

const metres_per_mile = 1609.344;
const metres_per_foot = 0.3048;
export const unknown = "–";

function fixed(value: number, digits: number): string {
  const text = value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return text.startsWith("-") && Number(text.replaceAll(",", "")) === 0 ? text.slice(1) : text;
}

export function number(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined || !Number.isFinite(value) ? unknown : fixed(value, digits);
}

function with_unit(value: number | null | undefined, digits: number, unit: string): string {
  const text = number(value, digits);
  return text === unknown ? unknown : `${text} ${unit}`;
}

/** `42.1 km`, or `26.2 mi`; hundreds without a decimal, less than one with two. */
export function distance(metres: number | null | undefined, units: Units): string {
  if (metres === null || metres === undefined) return unknown;
  const value = units === "metric" ? metres / 1000 : metres / metres_per_mile;
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) < 1 ? 2 : 1;
  return with_unit(value, digits, units === "metric" ? "km" : "mi");
}

/** Metres or feet, for altitudes and ascents. */
export function height(metres: number | null | undefined, units: Units): string {
  if (metres === null || metres === undefined) return unknown;
  return units === "metric" ? with_unit(metres, 0, "m") : with_unit(metres / metres_per_foot, 0, "ft");
}

export function speed(mps: number | null | undefined, units: Units): string {
  if (mps === null || mps === undefined) return unknown;
  return units === "metric" ? with_unit(mps * 3.6, 1, "km/h") : with_unit((mps * 3600) / metres_per_mile, 1, "mph");
}

/** Minutes for a kilometre or a mile: `5:24 /km`. */
export function pace(mps: number | null | undefined, units: Units): string {
  if (!mps || mps <= 0) return unknown;
  const seconds = Math.round((units === "metric" ? 1000 : metres_per_mile) / mps);
  if (seconds >= 6000) return unknown;
  return `${clock(seconds)} ${units === "metric" ? "/km" : "/mi"}`;
}

export function temperature(celsius: number | null | undefined, units: Units): string {
  if (celsius === null || celsius === undefined) return unknown;
  return units === "metric" ? with_unit(celsius, 0, "°C") : with_unit((celsius * 9) / 5 + 32, 0, "°F");
}

/** `1:28:32`, or `28:32` under an hour. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function duration(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? unknown : clock(seconds);
}

/** `1 workout`, `2 workouts`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${fixed(amount, 0)} ${amount === 1 ? one : many}`;
}

// SPDX-License-Identifier: MIT
// Days, months and moments in words. Local times of workouts (`2025-08-03T09:00:00`) are what a clock showed where it
// happened: they are never shifted. Moments (`...Z`) are shown in the browser's zone.

const locale = "en-GB";

function in_utc(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
}

const month_name = in_utc({ month: "long", year: "numeric" });
const short_month_name = in_utc({ month: "short", year: "numeric" });
const day_name = in_utc({ weekday: "short", day: "numeric", month: "short" });
const long_day_name = in_utc({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** `2025-08` as the number of months since year 0, for counting; -1 when it is none. */
export function month_index(month: string): number {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  return parts ? Number(parts[1]) * 12 + Number(parts[2]) - 1 : -1;
}

export function month_of_index(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

export function plus_months(month: string, months: number): string {
  return month_of_index(month_index(month) + months);
}

/** The month that it is now in a time zone. */
export function current_month(zone: string, now = new Date()): string {
  const parts = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "2-digit", timeZone: zone }).formatToParts(now);
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? "";
  return `${part("year")}-${part("month")}`;
}

function first_day(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** `August 2025` */
export function month_words(month: string): string {
  return month_name.format(first_day(month));
}

/** `Aug 2025` */
export function short_month_words(month: string): string {
  return short_month_name.format(first_day(month));
}

export function days_in_month(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

/** In which column of a week that begins on Monday the first of the month stands: 0 to 6. */
export function first_column(month: string): number {
  return (first_day(month).getUTCDay() + 6) % 7;
}

/** `Sun 3 Aug` of a local time; a dash when unknown. */
export function day_words(local: string | null): string {
  return local ? day_name.format(new Date(`${local.slice(0, 10)}T00:00:00Z`)).replace(",", "") : "–";
}

/** `Sunday 3 August 2025` */
export function long_day_words(local: string | null): string {
  return local ? long_day_name.format(new Date(`${local.slice(0, 10)}T00:00:00Z`)).replace(",", "") : "–";
}

/** `09:00` of a local time; empty when it is only a day. */
export function time_words(local: string | null): string {
  return local && local.length >= 16 ? local.slice(11, 16) : "";
}

/** A moment: `14:05` today, `3 Aug, 14:05` this year, `3 Aug 2024` before. */
export function moment_words(utc: string | null | undefined, now = new Date(), zone?: string): string {
  if (!utc) return "never";
  const moment = new Date(utc);
  if (Number.isNaN(moment.getTime())) return utc;
  const with_zone = zone ? { timeZone: zone } : {};
  const text = (one: Date, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { ...options, ...with_zone }).format(one);
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  if (text(moment, day) === text(now, day)) return text(moment, time);
  if (text(moment, { year: "numeric" }) === text(now, { year: "numeric" })) return `${text(moment, { day: "numeric", month: "short" })}, ${text(moment, time)}`;
  return text(moment, day);
}

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `2 days ago`, then the day. */
export function ago_words(utc: string | null | undefined, now = new Date()): string {
  if (!utc) return "never";
  const minutes = Math.floor((now.getTime() - new Date(utc).getTime()) / 60000);
  if (Number.isNaN(minutes)) return utc;
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  if (days < 14) return days === 1 ? "yesterday" : `${days} days ago`;
  return moment_words(utc, now);
}

// SPDX-License-Identifier: MIT

/** A moment in full, `3 Aug 2024, 14:05`, in a zone or else the browser's. */
export function exact_words(utc: string | null | undefined, zone?: string): string {
  const moment = new Date(utc ?? "");
  if (Number.isNaN(moment.getTime())) return "–";
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", ...(zone ? { timeZone: zone } : {}) }).format(moment);
}

/** The day of a moment, `2024-08-03`, for groups of a list. */
export function day_of(utc: string, zone?: string): string {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...(zone ? { timeZone: zone } : {}) }).format(new Date(utc));
}

/** `14:05` of a moment. */
export function time_of(utc: string, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...(zone ? { timeZone: zone } : {}) }).format(new Date(utc));
}

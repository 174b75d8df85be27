// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { ago_words, current_month, day_words, days_in_month, first_column, moment_words, month_index, month_of_index, month_words, plus_months, time_words } from "./dates";
import { count, distance, duration, height, number, pace, speed, temperature, unknown } from "./units";

test("distances are in the person's units, with digits that fit", () => {
  assert.equal(distance(42100, "metric"), "42.1 km");
  assert.equal(distance(42195, "imperial"), "26.2 mi");
  assert.equal(distance(850, "metric"), "0.85 km");
  assert.equal(distance(99960, "metric"), "100 km");
  assert.equal(distance(1234567, "metric"), "1,235 km");
  assert.equal(distance(null, "metric"), unknown);
  assert.equal(distance(0, "metric"), "0.00 km");
});

test("times, speeds, paces", () => {
  assert.equal(duration(5312), "1:28:32");
  assert.equal(duration(59.6), "1:00");
  assert.equal(duration(null), unknown);
  assert.equal(speed(10, "metric"), "36.0 km/h");
  assert.equal(speed(10, "imperial"), "22.4 mph");
  assert.equal(pace(1000 / 324, "metric"), "5:24 /km");
  assert.equal(pace(1609.344 / 480, "imperial"), "8:00 /mi");
  assert.equal(pace(0, "metric"), unknown);
  assert.equal(pace(0.01, "metric"), unknown);
});

test("heights and temperatures", () => {
  assert.equal(height(1234.4, "metric"), "1,234 m");
  assert.equal(height(304.8, "imperial"), "1,000 ft");
  assert.equal(temperature(-0.2, "metric"), "0 °C");
  assert.equal(temperature(20, "imperial"), "68 °F");
});

test("numbers and counts", () => {
  assert.equal(number(Number.NaN), unknown);
  assert.equal(number(-0.04, 1), "0.0");
  assert.equal(count(1, "workout"), "1 workout");
  assert.equal(count(0, "workout"), "0 workouts");
  assert.equal(count(2, "match", "matches"), "2 matches");
});

test("months are counted across years", () => {
  assert.equal(plus_months("2025-01", -1), "2024-12");
  assert.equal(plus_months("2024-12", 14), "2026-02");
  assert.equal(month_of_index(month_index("0001-12")), "0001-12");
  assert.equal(month_index("2025-13"), -1);
  assert.equal(month_index("2025-8"), -1);
  assert.equal(month_words("2025-08"), "August 2025");
  assert.equal(days_in_month("2024-02"), 29);
  assert.equal(days_in_month("2025-02"), 28);
  assert.equal(days_in_month("2025-12"), 31);
  assert.equal(first_column("2025-09"), 0); // a Monday
  assert.equal(first_column("2025-06"), 6); // a Sunday
});

test("which month it is depends on where one is", () => {
  const now = new Date("2025-08-31T23:30:00Z");
  assert.equal(current_month("Europe/Zurich", now), "2025-09");
  assert.equal(current_month("America/New_York", now), "2025-08");
});

test("local times are what the clock showed there", () => {
  assert.equal(day_words("2025-08-03T23:30:00"), "Sun 3 Aug");
  assert.equal(time_words("2025-08-03T23:30:00"), "23:30");
  assert.equal(time_words("2025-08-03"), "");
  assert.equal(day_words(null), "–");
});

test("moments are told from now", () => {
  const now = new Date("2025-08-10T12:00:00Z");
  assert.equal(moment_words("2025-08-10T09:05:00Z", now, "UTC"), "09:05");
  assert.equal(moment_words("2025-08-03T09:05:00Z", now, "UTC"), "3 Aug, 09:05");
  assert.equal(moment_words("2024-08-03T09:05:00Z", now, "UTC"), "3 Aug 2024");
  assert.equal(moment_words(null, now), "never");
  assert.equal(ago_words("2025-08-10T11:59:30Z", now), "just now");
  assert.equal(ago_words("2025-08-10T11:15:00Z", now), "45 min ago");
  assert.equal(ago_words("2025-08-10T07:00:00Z", now), "5 h ago");
  assert.equal(ago_words("2025-08-09T11:00:00Z", now), "yesterday");
  assert.equal(ago_words("2025-08-07T11:00:00Z", now), "3 days ago");
});

// SPDX-License-Identifier: MIT
// Doubtful matches are answered with buttons and keys, clocks that are off with buttons.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Questions } from "../../src/api/questions";
import { shows, stage } from "./support/stage";

const set = stage();

const morning = Date.UTC(2024, 2, 3, 7, 15) / 1000;
const day_s = 86400;

function record(provider: string, number: number, start: number, minutes = 60, kilometres = 30, more: object = {}): object {
  return { provider, id: `${provider}-${number}`, start, tz: "UTC", name: `Ride ${number}`, sport: "cycling", type: "cycling", distance_m: kilometres * 1000, timer_s: minutes * 60, elapsed_s: minutes * 60, ...more };
}

function load(records: object[]): void {
  const path = join(set.world.folder, "records.jsonl");
  writeFileSync(path, records.map((one) => `${JSON.stringify(one)}\n`).join(""));
  set.world.tracekit("load", path);
}

async function open_questions(): Promise<Questions> {
  return (await (await set.visitor.page.request.get("/api/questions")).json()) as Questions;
}

shows("nothing to ask is said", set, async () => {
  const { page } = set.visitor;
  await page.goto("/review");
  await page.getByRole("heading", { name: "No doubtful matches" }).waitFor();
  await set.visitor.check_access();
});

shows("two records stand side by side, and keys answer", set, async () => {
  const { page } = set.visitor;
  // Rides an hour apart, as a wrong time zone would look.
  load([0, 1, 2, 3].flatMap((day) => [record("garmin", day, morning + day * day_s), record("strava", day, morning + day * day_s + 3600, 65)]));
  await page.goto("/review");
  await page.getByText("4 questions left").waitFor();
  await page.getByRole("region", { name: "The two records side by side" }).waitFor();
  await page.getByText(/exactly 1:00 h apart/).first().waitFor();
  await set.visitor.check_access();
  await page.keyboard.press("l");
  await page.getByText("3 questions left, 1 for later").waitFor();
  await page.keyboard.press("s");
  await page.getByText("2 questions left, 1 for later").waitFor();
  await page.keyboard.press("d");
  await page.getByText("1 question left, 1 for later").waitFor();
  await page.getByRole("button", { name: /^Different/ }).click();
  await page.getByRole("heading", { name: "The rest is for later" }).waitFor();
  assert.equal((await open_questions()).questions.length, 1, "what is for later stays open");
});

shows("a clock that is off is asked about first, and corrected", set, async () => {
  const { page } = set.visitor;
  const sketch = Array.from({ length: 60 }, (_, step) => [47 + step * 0.004, 8 + step * 0.003]);
  const begin = morning + 100 * day_s;
  load(
    Array.from({ length: 30 }, (_, day) => {
      const start = begin + day * day_s + day * 137;
      const same = (provider: string, off: number): object => record(provider, 100 + day, start + off, 50 + 2 * day, 20 + day, { sketch });
      return [same("garmin", 0), same("strava", 3), same("ridewithgps", 5 + (day >= 10 && day < 18 ? 7200 : 0))];
    }).flat(),
  );
  await page.goto("/review");
  await page.getByRole("heading", { name: "Is the clock of Ride with GPS off by 2 h?" }).waitFor();
  await set.visitor.check_access();
  await page.getByRole("button", { name: "Correct the times" }).click();
  await page.getByRole("heading", { name: "Is this the same workout?" }).waitFor();
  assert.deepEqual((await open_questions()).clock_offsets, []);
});

// SPDX-License-Identifier: MIT
// Doubtful matches are answered with buttons and keys, clocks that are off with buttons.
import assert from "node:assert/strict";
import type { Questions } from "../../src/api/questions";
import { load, record, type Ride } from "./support/rides";
import { shows, stage } from "./support/stage";

const set = stage();

const morning = Date.UTC(2024, 2, 3, 7, 15) / 1000;
const day_s = 86400;

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
  const ride = (day: number, off: number, minutes: number): Ride => ({ start: morning + day * day_s + off, minutes, kilometres: 30 });
  load(set.world, [0, 1, 2, 3].flatMap((day) => [record("garmin", day, ride(day, 0, 60)), record("strava", day, ride(day, 3600, 65))]));
  await page.goto("/review");
  await page.getByText("4 questions left").waitFor();
  await page.getByRole("region", { name: "The two records side by side" }).waitFor();
  await page.getByText(/exactly 1:00 h apart/).first().waitFor();
  const bits = async (selector: string): Promise<number[]> => (await page.locator(selector).allTextContents()).map((words) => Number(words.replace("−", "-").replace(/ bits.*/, "")));
  const sum = (await bits(".evidence-line .bits")).reduce((all, one) => all + one, 0);
  assert.deepEqual(await bits(".question h3 .tag"), [sum], "the lines add up to what is told");
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
    set.world,
    Array.from({ length: 30 }, (_, day) => {
      const start = begin + day * day_s + day * 137;
      const same = (provider: string, off: number): object => record(provider, 100 + day, { start: start + off, minutes: 50 + 2 * day, kilometres: 20 + day, sketch });
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

shows("what was left out is listed, and taken back", set, async () => {
  const { page } = set.visitor;
  set.world.tracekit("ignore", "garmin:garmin-3");
  await page.goto("/review");
  const left_out = page.getByRole("region", { name: "Left out", exact: true });
  await left_out.getByRole("rowheader", { name: /Ride 3/ }).waitFor();
  await page.getByText(/^What you said about matching: /).click();
  await page.getByText("another workout than").first().waitFor();
  await set.visitor.check_access();
  await left_out.getByRole("button", { name: "Take it back (Ride 3)" }).click();
  await left_out.waitFor({ state: "detached" });
  assert.equal(set.world.tracekit("--json", "ignore", "--list").trim(), "[]");
});

// SPDX-License-Identifier: MIT
// The page of a workout: records, map, charts, laps, evidence, and what a person says about matching.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Download } from "playwright-core";
import type { Activity } from "../../src/api/activity";
import type { Plan } from "../../src/api/types";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-06", "2025-08"] });

async function json<T>(path: string): Promise<T> {
  return (await (await set.visitor.page.request.get(path)).json()) as T;
}

/** A ride of August that everybody has and that was recorded with a power meter. */
async function ride(): Promise<number> {
  const plan = await json<Plan>("/api/month-changes/2025-08");
  for (const { activity, cells } of plan.rows) {
    const everybody = Object.values(cells).every(({ present }) => present);
    if (everybody && (await json<Activity>(`/api/activities/${activity}`)).channels.some(({ name }) => name === "power")) return activity;
  }
  return assert.fail("the made-up athlete has no such ride");
}

/** Where the middle of the second chart is on the screen. */
async function second_chart(): Promise<{ x: number; y: number; width: number }> {
  const over = set.visitor.page.locator(".u-over").nth(1);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  assert.ok(box);
  return { x: box.x, y: box.y + box.height / 2, width: box.width };
}

shows("everything is there at once: totals with their sources, map, charts, records", set, async () => {
  const { page } = set.visitor;
  const id = await ride();
  await page.goto(`/activity/${id}`);
  await set.visitor.settled();
  const activity = await json<Activity>(`/api/activities/${id}`);
  await page.getByRole("heading", { level: 1, name: String(activity.merged.name?.value) }).waitFor();
  assert.equal(await page.locator(".total").first().getByText("from").count(), 1, "each total says where it comes from");
  await page.getByRole("region", { name: "Map of the track" }).waitFor();
  for (const chart of ["Altitude", "Heart rate", "Speed", "Power", "Cadence"]) await page.getByRole("region", { name: chart, exact: true }).waitFor();
  assert.equal(await page.getByRole("table", { name: /records/ }).getByRole("columnheader").count(), activity.records.length);
  await page.getByText(/\d+ of \d+ values differ|all agree/).waitFor();
  await set.visitor.check_access();
});

shows("one cursor for all charts and the map, also by keyboard", set, async () => {
  const { page } = set.visitor;
  const chart = await second_chart();
  await page.mouse.move(chart.x + chart.width / 2, chart.y);
  await page.getByRole("region", { name: "Power", exact: true }).getByText(/\d W$/).first().waitFor();
  const at_mouse = await page.locator(".scrubber-place").textContent();
  assert.match(at_mouse ?? "", /\d:\d\d.* · [\d.]+ km/);
  await page.mouse.move(5, 5);
  const slider = page.getByRole("slider", { name: "Cursor of the charts" });
  await slider.focus();
  await page.keyboard.press("End");
  const last = await slider.getAttribute("aria-valuetext");
  await page.keyboard.press("Home");
  for (let i = 0; i < 40; ++i) await page.keyboard.press("ArrowRight");
  const words = await slider.getAttribute("aria-valuetext");
  assert.match(words ?? "", /km.*Heart rate \d+ bpm/);
  assert.notEqual(words, last);
});

shows("a dragged part is zoomed into, its figures are told, and all comes back", set, async () => {
  const { page } = set.visitor;
  const whole = await page.locator(".part-words").textContent();
  const chart = await second_chart();
  await page.mouse.move(chart.x + chart.width * 0.3, chart.y);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y, { steps: 5 });
  await page.mouse.up();
  await page.locator(".part-words", { hasText: "Selection" }).waitFor();
  assert.notEqual(await page.locator(".part-words").textContent(), whole);
  await page.getByRole("button", { name: "Show all" }).click();
  assert.equal(await page.locator(".part-words").textContent(), whole);
  assert.equal(await page.getByRole("button", { name: "Show all" }).isDisabled(), true);
});

shows("charts are shown over distance, too", set, async () => {
  const { page } = set.visitor;
  await page.getByRole("radio", { name: "Distance" }).check({ force: true });
  assert.equal(await page.locator(".chart canvas").count() >= 5, true);
  await page.getByRole("radio", { name: "Time" }).check({ force: true });
});

/** A run of three laps of ten minutes, which only the folder of files has. */
function run_of_three_laps(): string {
  const begin = Date.parse("2025-08-30T06:00:00Z");
  const utc = (seconds: number): string => new Date(begin + seconds * 1000).toISOString();
  const laps = [0, 600, 1200].map((from) => {
    const points = Array.from({ length: 61 }, (_, i) => {
      const at = from + i * 10;
      const place = `<Position><LatitudeDegrees>${47.3 + at / 50_000}</LatitudeDegrees><LongitudeDegrees>8.5</LongitudeDegrees></Position>`;
      return `<Trackpoint><Time>${utc(at)}</Time>${place}<AltitudeMeters>${400 + (at % 70)}</AltitudeMeters><DistanceMeters>${at * 3}</DistanceMeters></Trackpoint>`;
    });
    const totals = "<TotalTimeSeconds>600</TotalTimeSeconds><DistanceMeters>1800</DistanceMeters><Calories>100</Calories><Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>";
    return `<Lap StartTime="${utc(from)}">${totals}<Track>${points.join("")}</Track></Lap>`;
  });
  return `<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>${utc(0)}</Id>${laps.join("")}</Activity></Activities></TrainingCenterDatabase>`;
}

shows("a lap is marked", set, async () => {
  const { page } = set.visitor;
  writeFileSync(join(set.world.folder, "athlete/data/activities/1/2025-08-30-laps.tcx"), run_of_three_laps());
  set.world.tracekit("pull", "--date", "2025-08");
  const { activities } = await json<{ activities: { id: number }[] }>("/api/activities?from=2025-08-30&to=2025-08-30");
  assert.equal(activities.length, 1);
  await page.goto(`/activity/${activities[0]!.id}`);
  await set.visitor.settled();
  const lap = page.getByRole("button", { name: "Lap 2" });
  await lap.click();
  assert.equal(await lap.getAttribute("aria-pressed"), "true");
  await page.locator(".part-words", { hasText: "Lap 2" }).waitFor();
  await lap.click();
  await page.locator(".part-words", { hasText: "Whole recording" }).waitFor();
});

shows("why the records are one workout is told in bits", set, async () => {
  const { page } = set.visitor;
  await page.goto(`/activity/${await ride()}`);
  await page.locator(".pair-details summary").first().click();
  await page.locator(".evidence-line").first().waitFor();
  assert.match((await page.locator(".evidence-line .bits").first().textContent()) ?? "", /^[+−]\d+\.\d bits$/);
  await set.visitor.check_access();
});

/** The format of what the browser saved; fails when it is not a whole file of the ride. */
async function format_of(download: Download, distance_m: number): Promise<string> {
  const name = download.suggestedFilename();
  const path = join(set.world.folder, name);
  await download.saveAs(path);
  const format = /\.(\w+)$/.exec(name)?.[1] ?? "";
  if (format === "geojson") assert.equal((JSON.parse(readFileSync(path, "utf8")) as { type: string }).type, "FeatureCollection");
  else if (format === "csv") assert.equal(readFileSync(path, "utf8").trim().split("\n").length > 1000, true, "a line for each second");
  else {
    const told = JSON.parse(set.world.tracekit("inspect", "--json", path)) as { sessions: { distance_m: number }[] };
    const held = told.sessions[0]?.distance_m ?? 0;
    assert.equal(Math.abs(held - distance_m) < distance_m / 100, true, `${name}: ${held} m`);
  }
  return format;
}

async function merged_distance(): Promise<number> {
  return Number((await json<Activity>(`/api/activities/${await ride()}`)).merged.distance_m?.value);
}

shows("the original file is handed out as it came", set, async () => {
  const { page } = set.visitor;
  const link = page.locator(".files a").first();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), await link.textContent());
  assert.match(await format_of(download, await merged_distance()), /^(fit|gpx|tcx)$/);
});

shows("the workout is saved in each format", set, async () => {
  const { page } = set.visitor;
  const distance_m = await merged_distance();
  const saved: string[] = [];
  for (const link of await page.locator(".exports a").all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    saved.push(await format_of(download, distance_m));
  }
  assert.deepEqual(saved, ["fit", "gpx", "tcx", "kml", "geojson", "csv"]);
});

shows("a record is taken out and linked again", set, async () => {
  const { page } = set.visitor;
  const id = await ride();
  const before = await json<Activity>(`/api/activities/${id}`);
  await page.goto(`/activity/${id}`);
  await page.getByRole("button", { name: "Not this workout (Strava)" }).click();
  await set.visitor.check_access();
  await page.getByRole("dialog").getByRole("button", { name: "Take it out" }).click();
  await page.getByText("The record is a workout of its own now").waitFor();
  await page.getByRole("columnheader", { name: "Strava" }).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "records", "the focus is on what is left");
  const apart = await json<Activity>(`/api/activities/${id}`);
  assert.equal(apart.records.length, before.records.length - 1);

  await page.getByRole("button", { name: "Add a record" }).click();
  const strava = before.records.find(({ provider }) => provider === "strava");
  const others = page.getByRole("dialog").locator(".other-button");
  await others.first().waitFor();
  await set.visitor.check_access();
  await others.filter({ hasText: strava?.name ?? "" }).filter({ has: page.getByTitle("Strava") }).first().click();
  await page.getByText("They are one workout now").waitFor();
  const joined = await json<Activity>(`/api/activities/${id}`);
  assert.equal(joined.records.length, before.records.length);
  assert.equal(joined.verdicts.some(({ verdict }) => verdict === "same"), true);
});

shows("a record is left out of everything, and taken back", set, async () => {
  const { page } = set.visitor;
  const id = await ride();
  const providers = async (): Promise<string[]> => (await json<Activity>(`/api/activities/${id}`)).records.map(({ provider }) => provider);
  const before = await providers();
  await page.goto(`/activity/${id}`);
  await page.getByRole("button", { name: "Leave out (Spreadsheet)" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave it out" }).click();
  await page.getByText("The record of Spreadsheet is left out of everything.").waitFor();
  assert.equal((await providers()).includes("spreadsheet"), false);
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("button", { name: "Leave out (Spreadsheet)" }).waitFor();
  assert.deepEqual(await providers(), before);
});

shows("the workouts before and after are one click away", set, async () => {
  const { page } = set.visitor;
  const id = await ride();
  await page.goto(`/activity/${id}`);
  await page.getByRole("link", { name: "The workout before" }).click();
  await page.waitForURL((url) => /^\/activity\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`));
  await page.getByRole("link", { name: "The workout after" }).click();
  await page.waitForURL(`/activity/${id}`);
});

shows("a workout that does not exist is told, not guessed", set, async () => {
  const { page } = set.visitor;
  set.visitor.expected_statuses.add(404);
  await page.goto("/activity/999999");
  await page.getByText(/there is no activity 999999|No such|not found/i).first().waitFor();
});

shows("the page fits a phone", set, async () => {
  const { page } = set.visitor;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/activity/${await ride()}`);
  await set.visitor.settled();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "nothing is wider than the screen");
  await set.visitor.check_access();
  await page.setViewportSize({ width: 1280, height: 900 });
});

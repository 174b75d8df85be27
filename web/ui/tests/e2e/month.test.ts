// SPDX-License-Identifier: MIT
// The review of a month: one change, all of a kind, all; what is refused; what is dismissed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../src/api/types";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-06", "2025-08"] });

interface Entry {
  provider: string;
  field: string;
  new: string;
}

function written(): Entry[] {
  return JSON.parse(set.world.tracekit("history", "--json", "--limit", "200")) as Entry[];
}

shows("the comparison shows who holds what", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-08");
  const table = page.getByRole("table", { name: "Workouts of August 2025" });
  await table.waitFor();
  assert.equal(await table.getByRole("columnheader").count(), 7);
  assert.equal(await table.locator("tbody").count(), 15);
  assert.equal(await table.getByText("decides:").count() > 0, true);
  assert.equal(await page.evaluate(() => document.title), "August 2025 · tracekit");
  await set.visitor.check_access();
});

shows("the month is saved as a zip archive of files", set, async () => {
  const { page } = set.visitor;
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Download August 2025" });
  await dialog.waitFor();
  await set.visitor.check_access();
  const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("link", { name: "GPX" }).click()]);
  assert.equal(download.suggestedFilename(), "2025-08-01-to-2025-08-31-gpx.zip");
  const path = join(set.world.folder, download.suggestedFilename());
  await download.saveAs(path);
  assert.match(readFileSync(path, "latin1"), /^PK.*2025-08-\d\d-\d{6}-\w+\.gpx.*PK\x05\x06.{18}$/s, "the archive is whole");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

shows("one change is accepted, and its result stands in its row, where the focus stays", set, async () => {
  const { page } = set.visitor;
  const line = page.locator(".change").filter({ hasText: "Set equipment" }).first();
  const id = (await line.getAttribute("data-part")) ?? "";
  await line.getByRole("button", { name: /^Accept/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator(`[data-part="${id}"] .outcome.good`).waitFor();
  assert.equal(written().some(({ field, new: made }) => field === "equipment" && made === "Tarmac SL7"), true);
  await page.locator(".chip", { hasText: /^Equipment3$/ }).waitFor();
  const { part, words } = await set.visitor.focus();
  assert.equal(part, id);
  assert.match(words, /Done/, "a key pressed twice accepts nothing else");
});

shows("all of a kind are accepted after a question, and the address says which", set, async () => {
  const { page } = set.visitor;
  await page.locator(".chip", { hasText: "Names" }).click();
  await page.waitForURL(/\?kind=names$/);
  await page.getByRole("button", { name: /^Accept all \d+$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/Strava: \d+ of 13 activities changed/).waitFor();
  await set.visitor.check_access();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.locator(".outcome").count(), 0, "nothing is done before one agrees");
  assert.match((await set.visitor.focus()).words, /^Accept all/, "the focus is back");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".chip", { hasText: "Names" }).getByText("0").waitFor();
  const names = await page.locator(".change").count();
  await page.waitForFunction((amount) => document.querySelectorAll(".outcome.good").length === amount, names);
  assert.match((await set.visitor.focus()).words, /^All workouts.*Names/, "the focus is where the button was");
  assert.equal(written().filter(({ field }) => field === "name").length, names);
});

shows("changes at one provider are looked at and counted alone", set, async () => {
  const { page } = set.visitor;
  await page.getByLabel("Changes at").selectOption("spreadsheet");
  assert.match(page.url(), /\?kind=names&provider=spreadsheet$/);
  await page.locator(".chip", { hasText: "Values" }).click();
  const lines = page.locator(".changes > .change:not(.inside)");
  const all = await lines.count();
  assert.equal(all > 0 && (await lines.filter({ hasText: "Spreadsheet" }).count()) === all, true);
  const open = ((await (await page.request.get("/api/month-changes/2025-08")).json()) as Plan).changes.filter(({ kind, provider }) => kind === "set_metadata" && provider === "spreadsheet");
  await page.getByRole("button", { name: `Accept all ${open.length}` }).waitFor();
  await set.visitor.check_access();
  await page.goBack();
  await page.goBack();
  await page.waitForURL(/\?kind=names$/);
});

shows("going back shows all workouts again", set, async () => {
  const { page } = set.visitor;
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll(".comparison tbody").length === 15);
});

shows("a change is dismissed by keyboard and not proposed again", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-07");
  const line = page.locator(".change").filter({ hasText: "Rename" }).first();
  const id = await line.getAttribute("data-part");
  const next = await page.locator(`[data-part="${id}"] + .change, .workout:has([data-part="${id}"]) + .workout .change`).first().getAttribute("data-part");
  await line.getByRole("button", { name: /^Dismiss/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator(`[data-part="${id}"]`).waitFor({ state: "detached" });
  assert.equal((await set.visitor.focus()).part, next, "the focus is on the change after it");
  await page.reload();
  await page.getByRole("table").waitFor();
  assert.equal(await page.locator(`[data-part="${id}"]`).count(), 0);
});

shows("what the provider changed meanwhile is not overwritten, and the row says so", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-07");
  const line = page.locator(".change").filter({ hasText: "Rename" }).filter({ hasText: "Strava" }).first();
  const id = (await line.getAttribute("data-part")) ?? "";
  const plan = (await (await page.request.get("/api/month-changes/2025-07")).json()) as Plan;
  const change = plan.changes.find((one) => one.id === id);
  await set.world.tell("strava", "PUT", `/web/activities/${change?.target.id}`, { name: "Renamed by hand" });
  await line.getByRole("button", { name: /^Accept/ }).click();
  await page.locator(`[data-part="${id}"] .outcome.bad, .toast-bad`).first().waitFor();
  assert.equal(written().some(({ new: made }) => made === "Renamed by hand"), false);
});

shows("more than half of a provider's month is asked for expressly, and all is applied", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-06");
  await page.getByRole("button", { name: /^Accept all \d+$/ }).click();
  await page.getByText("That is more than half of what is there.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: /^Accept \d+$/ }).click();
  await page.getByText("All providers agree on this month.").waitFor({ timeout: 60000 });
  await set.visitor.check_access();
});

shows("a month in which nothing is says so", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2023-02");
  await page.getByRole("heading", { name: "Nothing recorded in February 2023" }).waitFor();
  await set.visitor.check_access();
});

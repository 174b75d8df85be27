// SPDX-License-Identifier: MIT
// What was changed at providers, taken back; what was dismissed, brought back.
import assert from "node:assert/strict";
import type { Written } from "../../src/api/history";
import type { Plan } from "../../src/api/types";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-08", "2025-08"] });

shows("nothing was changed yet", set, async () => {
  const { page } = set.visitor;
  await page.goto("/history");
  await page.getByRole("heading", { name: "Nothing was changed yet" }).waitFor();
  await set.visitor.check_access();
});

shows("a change stands in the history and is taken back at the provider", set, async () => {
  const { page } = set.visitor;
  set.world.tracekit("sync-month", "2025-08", "--no-pull", "--yes", "--really-all", "--only", "name", "--provider", "strava");
  await page.goto("/history");
  const newest = page.locator(".change").filter({ hasText: "Strava" }).first();
  const line = page.locator(`[data-part="${await newest.getAttribute("data-part")}"]`);
  await line.getByText("done").waitFor();
  await set.visitor.check_access();
  const [entry] = (JSON.parse(set.world.tracekit("history", "--json")) as Written[]).filter(({ provider }) => provider === "strava");
  assert.ok(entry?.workout);
  assert.equal(await line.getByRole("link", { name: entry.workout.name }).getAttribute("href"), `/activity/${entry.workout.activity}`);
  await line.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("link", { name: entry.workout.name }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("The old value is back").waitFor();
  await line.getByText("taken back").waitFor();
  assert.equal(await line.getByRole("button", { name: "Undo" }).count(), 0);
  assert.equal((await set.visitor.focus()).part, await line.getAttribute("data-part"), "the focus stays on the change");
});

shows("a dismissed change is brought back", set, async () => {
  const { page } = set.visitor;
  const plan = async (): Promise<Plan> => (await (await page.request.get("/api/month-changes/2025-08")).json()) as Plan;
  const change = (await plan()).changes.find(({ kind }) => kind === "rename");
  assert.ok(change);
  await page.goto("/month/2025-08");
  await page.locator(`[data-part="${change.id}"]`).getByRole("button", { name: /^Dismiss/ }).click();
  await page.locator(`[data-part="${change.id}"]`).waitFor({ state: "detached" });
  await page.goto("/history");
  await page.getByRole("button", { name: "Bring back" }).click();
  await page.getByText("The change is offered again in its month").waitFor();
  assert.equal((await plan()).changes.some(({ id }) => id === change.id), true);
});

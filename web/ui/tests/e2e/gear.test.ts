// SPDX-License-Identifier: MIT
// Gear: mileage, where providers disagree, names that mean the same.
import assert from "node:assert/strict";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-06", "2025-08"] });

shows("each item has its mileage, and what each provider counts", set, async () => {
  const { page } = set.visitor;
  await page.goto("/gear");
  const card = page.getByRole("article").filter({ hasText: "Tarmac SL7" }).first();
  await card.getByText(/\d+ workouts/).first().waitFor();
  await card.getByText("Garmin Connect").waitFor();
  await set.visitor.check_access();
});

shows("a disagreement leads to the month where it is fixed", set, async () => {
  const { page } = set.visitor;
  await page.getByRole("region", { name: "Where providers disagree" }).getByRole("link", { name: "Aug 2025" }).first().click();
  await page.waitForURL("/month/2025-08");
  await page.goBack();
});

shows("two names are declared the same, and that is taken back", set, async () => {
  const { page } = set.visitor;
  await page.getByLabel("One name").fill("Commuter");
  await page.getByLabel("The name to count it under").fill("Tarmac SL7");
  await page.getByRole("button", { name: "They are the same" }).click();
  await page.getByText("Commuter and Tarmac SL7 are counted together now").waitFor();
  assert.match(set.world.tracekit("gear", "aliases"), /Commuter = Tarmac SL7/);
  await page.getByRole("button", { name: "Commuter is not Tarmac SL7 any more" }).click();
  await page.getByText("Commuter stands for itself again").waitFor();
  assert.doesNotMatch(set.world.tracekit("gear", "aliases"), /Commuter/);
});

shows("an alias that makes no sense is refused in words", set, async () => {
  const { page } = set.visitor;
  set.visitor.expected_statuses.add(400);
  await page.getByLabel("One name").fill("Tarmac SL7");
  await page.getByLabel("The name to count it under").fill("Tarmac SL7");
  await page.getByRole("button", { name: "They are the same" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(set.world.tracekit("gear", "aliases").includes("Tarmac SL7 ="), false);
});

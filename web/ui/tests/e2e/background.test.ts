// SPDX-License-Identifier: MIT
// Jobs as they happen, and what they had to tell.
import assert from "node:assert/strict";
import { shows, stage } from "./support/stage";

// Jobs wait until a test lets a worker run. On PostgreSQL a worker runs all the time.
const set = stage({ server_args: ["--no-worker"] });

function work(): void {
  if (set.world.engine === "sqlite") set.world.tracekit("worker", "--once");
}

shows("a job that another page adds appears, runs and ends while one looks", set, async () => {
  const { page } = set.visitor;
  await page.goto("/jobs");
  await page.getByRole("heading", { name: "No jobs" }).waitFor();
  await set.visitor.check_access();
  set.world.tracekit("jobs", "add", "pull", '{"months": ["2025-08"], "providers": ["garmin"]}');
  const line = page.locator(".job").filter({ hasText: "Pull August 2025 from Garmin Connect" });
  await line.first().waitFor();
  work();
  await line.filter({ hasText: "done" }).first().waitFor({ timeout: 30000 });
  await set.visitor.check_access();
});

shows("a job that waits is cancelled and tried again", set, async () => {
  const { page } = set.visitor;
  set.world.tracekit("jobs", "add", "pull-provider", '{"provider": "strava", "from": "2025-07-01", "to": "2025-07-31"}');
  const line = page.locator(".job").filter({ hasText: "Pull July 2025 from Strava" }).first();
  await line.getByRole("button", { name: /^Cancel/ }).click();
  await line.getByText("cancelled").waitFor();
  await line.getByRole("button", { name: /^Try again/ }).click();
  await line.getByText("waits", { exact: true }).waitFor();
  work();
  await line.filter({ hasText: "done" }).waitFor({ timeout: 30000 });
}, process.env.TRACEKIT_TEST_ENGINE === "postgres" && "a worker of its own takes jobs at once");

shows("a notification is counted in the bell, read, and counted no more", set, async () => {
  const { page } = set.visitor;
  set.world.tracekit("jobs", "add", "notify", '{"message": "The made-up battery is low.", "level": "error", "topic": "battery"}');
  work();
  await page.locator("[data-unread]:visible").first().waitFor({ timeout: 30000 });
  await page.goto("/notifications");
  await page.getByText("The made-up battery is low.").waitFor();
  assert.equal(await page.locator("[data-unread]:visible").first().textContent(), "1");
  await set.visitor.check_access();
  await page.getByRole("button", { name: "Mark as read" }).first().focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-unread]:visible").waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: "Mark as read" }).count(), 0);
  assert.match((await set.visitor.focus()).words, /The made-up battery is low/, "the focus stays on it");
});

// SPDX-License-Identifier: MIT
// From an empty calendar to a synced month, without a reload.
import assert from "node:assert/strict";
import { shows, stage } from "./support/stage";

const set = stage();

/** Tells later whether the page was loaded again, and which states a month went through. */
async function watch_month(name: string): Promise<() => Promise<{ reloaded: boolean; states: string[] }>> {
  const { page } = set.visitor;
  await page.evaluate((month) => {
    const seen: string[] = [];
    const look = (): void => {
      const state = document.querySelector<HTMLElement>(`[data-month="${month}"]`)?.dataset.state;
      if (state && seen.at(-1) !== state) seen.push(state);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
    (window as unknown as { seen: string[] }).seen = seen;
  }, name);
  return () =>
    page.evaluate(() => {
      const { seen } = window as unknown as { seen?: string[] };
      return { reloaded: seen === undefined, states: seen ?? [] };
    });
}

shows("who has nothing is told what to do", set, async () => {
  const { page } = set.visitor;
  await page.goto("/");
  await page.getByRole("heading", { name: "No workouts yet" }).waitFor();
  await set.visitor.check_access();
});

shows("months that are pulled appear while one looks", set, async () => {
  const { page } = set.visitor;
  const told = await watch_month("2025-08");
  await page.getByRole("button", { name: "Pull months …" }).first().click();
  await page.getByLabel("First month").fill("2025-07");
  await page.getByLabel("Last month").fill("2025-08");
  await set.visitor.check_access();
  await page.getByRole("dialog").getByRole("button", { name: "Pull", exact: true }).click();
  const card = page.getByRole("article", { name: "August 2025" });
  await card.getByText(/\d+ differences/).waitFor();
  await card.getByText("15", { exact: true }).first().waitFor();
  assert.equal(await card.getByRole("img", { name: /Garmin Connect: records on 2, 6, 7, / }).isVisible(), true);
  assert.equal((await told()).reloaded, false);
  await set.visitor.check_access();
});

shows("a pull of one month shows that it goes on, and its end", set, async () => {
  const { page } = set.visitor;
  const card = page.getByRole("article", { name: "August 2025" });
  const told = await watch_month("2025-08");
  await card.getByRole("button", { name: "Pull August 2025" }).click();
  await page.waitForFunction(() => (window as unknown as { seen: string[] }).seen.includes("pulling"));
  await page.locator('[data-month="2025-08"][data-state="differs"]').waitFor();
  const { reloaded, states } = await told();
  assert.equal(reloaded, false);
  assert.deepEqual(states.slice(0, 2), ["differs", "pulling"]);
  assert.equal(await card.getByRole("button", { name: "Pull August 2025" }).isEnabled(), true);
});

shows("a month of one provider can be forgotten", set, async () => {
  const { page } = set.visitor;
  const card = page.getByRole("article", { name: "August 2025" });
  await card.getByRole("button", { name: "Reset August 2025" }).click();
  await page.getByRole("radio", { name: "Strava" }).check();
  await set.visitor.check_access();
  await page.getByRole("dialog").getByRole("button", { name: "Reset August 2025" }).click();
  await card.getByRole("img", { name: "Strava: no day with a record" }).waitFor();
  assert.equal(await card.getByRole("img", { name: /Garmin Connect: records on 2, / }).isVisible(), true);
});

shows("what a pull by another program brings is seen, too", set, async () => {
  const { page } = set.visitor;
  set.world.tracekit("pull", "--date", "2025-08", "--provider", "strava", "--force");
  await page.getByRole("article", { name: "August 2025" }).getByRole("img", { name: /Strava: records on / }).waitFor();
});

shows("everything is reached by keyboard", set, async () => {
  const { page } = set.visitor;
  await page.goto("/");
  await page.getByRole("article", { name: "August 2025" }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Year");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Pull recent");
  await page.getByRole("button", { name: "Pull months …" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Pull months …");
});

shows("another year is one choice away", set, async () => {
  const { page } = set.visitor;
  await page.goto("/");
  await page.getByLabel("Year").selectOption("2025");
  await page.waitForURL("/?year=2025");
  await page.getByRole("article", { name: "August 2025" }).waitFor();
  await page.getByLabel("Year").selectOption({ index: 0 });
  await page.waitForURL("/");
});

shows("the theme that one chose stays", set, async () => {
  const { page } = set.visitor;
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("radio", { name: "Dark" }).check();
  assert.notEqual(await ground(), light);
  const dark = await ground();
  await page.reload();
  assert.equal(await ground(), dark);
  await page.getByRole("article", { name: "August 2025" }).waitFor();
  await set.visitor.check_access();
  await page.getByRole("radio", { name: "As the system" }).check();
});

shows("on a phone the navigation is below, and the rest behind More", set, async () => {
  const { page } = set.visitor;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await page.getByRole("article", { name: "August 2025" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "nothing is wider than the screen");
  await page.getByRole("button", { name: "More" }).click();
  await set.visitor.check_access();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForURL("/settings");
  await page.setViewportSize({ width: 1280, height: 900 });
});

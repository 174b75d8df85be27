// SPDX-License-Identifier: MIT
// From an empty calendar to a synced month, without a reload.
import assert from "node:assert/strict";
import { shows, stage } from "./support/stage";

const set = stage();

/** Tells later whether the page was loaded again, which states a month went through, and what it said of a pull. */
async function watch_month(name: string): Promise<() => Promise<{ reloaded: boolean; states: string[]; lines: string[] }>> {
  const { page } = set.visitor;
  await page.evaluate((month) => {
    const seen: string[] = [];
    const lines: string[] = [];
    const look = (): void => {
      const card = document.querySelector<HTMLElement>(`[data-part="${month}"]`);
      const state = card?.dataset.state;
      if (state && seen.at(-1) !== state) seen.push(state);
      const line = card?.querySelector(".going-on p")?.textContent;
      if (line && lines.at(-1) !== line) lines.push(line);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
    Object.assign(window, { seen, lines });
  }, name);
  return () =>
    page.evaluate(() => {
      const { seen, lines } = window as unknown as { seen?: string[]; lines?: string[] };
      return { reloaded: seen === undefined, states: seen ?? [], lines: lines ?? [] };
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
  await page.locator('[data-part="2025-08"][data-state="differs"]').waitFor();
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

shows("a pull that failed is seen on its month, with the reason, until one succeeds", set, async () => {
  const { page } = set.visitor;
  const card = page.getByRole("article", { name: "August 2025" });
  const pull = card.getByRole("button", { name: "Pull August 2025" });
  await set.world.tell("intervalsicu", "POST", "/__sandbox/faults", { kind: "status", path: "/api/v1/athlete/", status: 401, count: -1 });
  await pull.click();
  await page.locator('[data-part="2025-08"][data-state="failed"]').waitFor();
  await card.getByText("The last pull failed", { exact: true }).waitFor();
  assert.equal(await card.locator("svg.ring-failed path").count(), 1);
  assert.equal(await card.locator(".note.bad").textContent(), "Intervals.icu does not accept the sign-in any more");
  await set.visitor.check_access();
  await set.world.tell("intervalsicu", "POST", "/__sandbox/faults", { clear: true });
  await pull.click();
  await page.locator('[data-part="2025-08"][data-state="differs"]').waitFor();
  assert.equal(await card.locator("svg.ring-failed").count(), 0);
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
  await page.getByRole("button", { name: "Pull months …" }).click();
  assert.equal(await page.getByRole("dialog").evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth), true, "nor in a dialog");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More" }).click();
  await set.visitor.check_access();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForURL("/settings");
  await page.setViewportSize({ width: 1280, height: 900 });
});

shows("a long pull tells how far it is, line by line", set, async () => {
  const { page } = set.visitor;
  await set.world.fill_provider("intervalsicu", 1300); // from 2010 on; four pages of its list
  await set.world.tell("intervalsicu", "POST", "/__sandbox/faults", { kind: "slow", path: "/api/v1/athlete/", seconds: 1.1, count: -1 });
  await page.goto("/");
  await page.getByRole("article", { name: "August 2025" }).waitFor();
  const told = await watch_month("2025-08");
  await page.getByRole("button", { name: "Pull months …" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First month").fill("2010-01");
  for (const other of await dialog.getByRole("checkbox").all()) await other.setChecked((await other.getAttribute("value")) === "intervalsicu");
  await dialog.getByRole("button", { name: "Pull", exact: true }).click();
  await page.locator('[data-part="2025-08"][data-state="pulling"]').waitFor();
  await page.locator('[data-part="2025-08"]:not([data-state="pulling"])').waitFor({ timeout: 60000 });
  const { reloaded, lines } = await told();
  assert.equal(reloaded, false);
  const counts = lines.flatMap((line) => /^([\d,]+) activities of Intervals\.icu, back to \d{4}-\d\d$/.exec(line)?.[1] ?? []).map((count) => Number(count.replace(",", "")));
  assert.equal(counts.length >= 2 && counts.every((count, i) => i === 0 || count > (counts[i - 1] ?? 0)), true, lines.join("\n"));
});

shows("older months come as one scrolls, down to the first", set, async () => {
  const { page } = set.visitor;
  await page.goto("/?year=2013");
  await page.getByRole("article", { name: "July 2013" }).waitFor();
  await set.visitor.settled();
  const first = page.getByText("Everything begins in January 2010.");
  const months = page.getByRole("article");
  const at_once = await months.count();
  assert.equal(await first.count(), 0, "not all of them are loaded at once");
  for (let turns = 0; turns < 20 && (await first.count()) === 0; ++turns) {
    await page.mouse.move(640, 450);
    await page.mouse.wheel(0, 4000);
    await page.waitForTimeout(200);
  }
  await first.waitFor();
  assert.equal((await months.count()) > at_once + 12, true);
  await page.getByRole("article", { name: "January 2010" }).waitFor();
});

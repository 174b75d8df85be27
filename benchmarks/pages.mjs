// SPDX-License-Identifier: MIT
// The browser's half of benchmarks/pages:  node pages.mjs ADDRESS CLAIM_TOKEN ACTIVITY_PATH ROUNDS
// Times are the page's own, from its navigation on, until what is waited for has been painted. As with a person, the tab
// is open and at rest before it is told an address, and nobody asks the page anything while it loads: opening a tab, or a
// driver that puts its scripts into the page, would take a good part of two cores just then.
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../web/ui/package.json", import.meta.url))("playwright-core");
const [base, claim, ride, rounds] = process.argv.slice(2);
const options = { executablePath: process.env.TRACEKIT_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] };
const viewport = { width: 1280, height: 900 };

const rest = () => new Promise((rested) => setTimeout(rested, 1500));

/** Runs in the page: says when something that matches is on the screen. */
function watch(selector) {
  const look = () => {
    const found = document.querySelector(selector);
    if (found && found.getBoundingClientRect().height > 0) requestAnimationFrame(() => setTimeout(() => console.debug(performance.now())));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function time(context, path, selector) {
  const page = await context.newPage();
  await page.addInitScript(watch, selector);
  await rest();
  const seen = page.waitForEvent("console", (message) => message.type() === "debug");
  await page.goto(base + path, { waitUntil: "commit" });
  const time = Number((await seen).text());
  await page.close();
  return time;
}

function tell(words, times) {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`${words.padEnd(52)} median ${Math.round(sorted[sorted.length >> 1])} ms, ${Math.round(sorted[0])} to ${Math.round(sorted.at(-1))} ms`);
}

const browser = await chromium.launch(options);
const context = await browser.newContext({ baseURL: base, viewport });
const page = await context.newPage();
await page.goto("/signup");
await page.getByLabel("E-mail").fill("benchmark@example.org");
await page.getByLabel("Password", { exact: true }).fill("a long made-up password");
await page.getByLabel("Password again").fill("a long made-up password");
await page.getByLabel("One-time token").fill(claim);
await page.getByRole("button", { name: "Sign up" }).click();
await page.waitForURL(`${base}/`);
const storageState = await context.storageState();
await browser.close();

const pages = [
  { words: "first cards of the calendar", path: "/", selector: "#months article button" },
  { words: "charts of a ride of five hours", path: ride, selector: ".u-over" },
];
for (const { words, path, selector } of pages) {
  const fresh = [];
  const again = [];
  for (let round = 0; round < Number(rounds); ++round) {
    const fresh_browser = await chromium.launch(options);
    const visit = await fresh_browser.newContext({ viewport, storageState });
    fresh.push(await time(visit, path, selector));
    again.push(await time(visit, path, selector));
    await fresh_browser.close();
  }
  tell(`${words}, in a browser that has nothing yet`, fresh);
  tell(`${words}, once more`, again);
}

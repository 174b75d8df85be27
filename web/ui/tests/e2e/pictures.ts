// SPDX-License-Identifier: MIT
// Makes a picture of every page, in light, dark and on a phone:  node test.mjs pictures   (make screenshots)
import { addresses } from "./support/addresses";
import { start_browser, Visitor } from "./support/browser";
import { load, record } from "./support/rides";
import { World } from "./support/world";

const kinds = {
  light: { colorScheme: "light" as const, viewport: { width: 1360, height: 900 } },
  dark: { colorScheme: "dark" as const, viewport: { width: 1360, height: 900 } },
  phone: { colorScheme: "light" as const, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  "phone-dark": { colorScheme: "dark" as const, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

/** A ride that was recorded by a watch, and by a companion's phone in another time zone, on partly another way. */
function doubtful_ride(): object[] {
  const way = (detour: number): number[][] =>
    Array.from({ length: 96 }, (_, i) => [47.36 + Math.sin(i / 15) * 0.09 + detour * Math.sin(Math.max(0, i - 50) / 5), 8.54 + (1 - Math.cos(i / 19)) * 0.1]);
  const start = Date.UTC(2025, 4, 24, 6, 40) / 1000;
  return [
    record("garmin", 1, { start, minutes: 131, kilometres: 52.4, name: "Zürich Road Cycling", sketch: way(0) }),
    record("strava", 1, { start: start + 3600, minutes: 136, kilometres: 51, name: "Saturday loop with Jonas", sketch: way(0.05) }),
  ];
}

/** What a month of background work may have told, the newest unread. */
async function tell_of_work(visitor: Visitor): Promise<void> {
  const told: [level: string, topic: string, message: string][] = [
    ["info", "import", "export_4711.zip was read: 312 files imported, with 308 activities"],
    ["error", "strava", "Strava takes no more requests today; the pull goes on tomorrow at 02:00"],
    ["error", "garmin", "The sign-in to Garmin Connect has ended: sign in again in Settings"],
  ];
  for (const [level, topic, message] of told) world.tracekit("jobs", "add", "notify", JSON.stringify({ level, topic, message }));
  await visitor.page.goto("/notifications");
  await visitor.page.locator(".notification").nth(told.length - 1).waitFor();
  await visitor.page.getByRole("button", { name: "Mark as read" }).last().click();
  await visitor.page.locator(".notification:not(.unread)").waitFor();
}

const world = await World.make({ months: ["2025-06", "2025-08"] });
// So that there is something on each page.
world.tracekit("sync-month", "2025-06", "--yes", "--really-all");
world.tracekit("token", "add", "nightly copy", "--scope", "read");
world.tracekit("users", "add", "bert@example.org");
load(world, doubtful_ride());
world.tracekit("jobs", "add", "pull", '{"months": ["2025-08"]}');
const browser = await start_browser();
try {
  const first = await Visitor.make(world, browser);
  await first.sign_up();
  await tell_of_work(first);
  const storageState = await first.context.storageState();
  for (const [kind, options] of Object.entries(kinds)) {
    const visitor = await Visitor.make(world, browser, { ...options, storageState });
    for (const { page, path } of await addresses(visitor)) {
      await visitor.page.goto(path);
      await visitor.settled();
      await visitor.picture(`${page}-${kind}`);
    }
    await visitor.close();
    const stranger = await Visitor.make(world, browser, options);
    for (const page of ["login", "signup"]) {
      await stranger.page.goto(`/${page}`);
      await stranger.picture(`${page}-${kind}`);
    }
    await stranger.close();
  }
  const lost = await Visitor.make(world, browser, { ...kinds.light, storageState });
  await lost.page.goto("/no-such-page");
  await lost.picture("problem-light");
} finally {
  await browser.close();
  await world.end();
}

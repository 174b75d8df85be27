// SPDX-License-Identifier: MIT
// Makes a picture of every page, in light, dark and on a phone:  node test.mjs pictures   (make screenshots)
import { addresses } from "./support/addresses";
import { start_browser, Visitor } from "./support/browser";
import { World } from "./support/world";

const kinds = {
  light: { colorScheme: "light" as const, viewport: { width: 1360, height: 900 } },
  dark: { colorScheme: "dark" as const, viewport: { width: 1360, height: 900 } },
  phone: { colorScheme: "light" as const, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  "phone-dark": { colorScheme: "dark" as const, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

const world = await World.make({ months: ["2025-06", "2025-08"] });
// So that there is something on each page.
world.tracekit("sync-month", "2025-06", "--yes", "--really-all");
world.tracekit("token", "add", "nightly copy", "--scope", "read");
world.tracekit("users", "add", "bert@example.org");
world.tracekit("jobs", "add", "pull", '{"months": ["2025-08"]}');
const browser = await start_browser();
try {
  const first = await Visitor.make(world, browser);
  await first.sign_up();
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

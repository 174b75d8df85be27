// SPDX-License-Identifier: MIT
// What holds for every page: it opens without a fault and without a barrier, in both themes and on a phone.
import assert from "node:assert/strict";
import { Visitor } from "./support/browser";
import { addresses } from "./support/addresses";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-06", "2025-08"] });

shows("every page opens, in both themes and on a phone", set, async () => {
  const cookies = await set.visitor.context.storageState();
  for (const [name, options] of Object.entries({
    light: { colorScheme: "light" as const },
    dark: { colorScheme: "dark" as const },
    phone: { colorScheme: "light" as const, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  })) {
    const visitor = await Visitor.make(set.world, set.browser, { ...options, storageState: cookies });
    for (const { page, path } of await addresses(visitor)) {
      await visitor.page.goto(path);
      await visitor.settled();
      await visitor.check_access().catch((problem: unknown) => assert.fail(`${page}, ${name}: ${String(problem)}`));
      assert.equal(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, `${page}, ${name}: wider than the screen`);
      visitor.check();
    }
    await visitor.close();
  }
});

shows("what does not exist is told on a page", set, async () => {
  const { page } = set.visitor;
  set.visitor.expected_statuses.add(404);
  for (const path of ["/no-such-page", "/month/2025-13", "/month/0000-01"]) {
    const answer = await page.goto(path);
    assert.equal(answer?.status(), 404, path);
    assert.equal(await page.getByRole("heading", { level: 1 }).isVisible(), true);
    await set.visitor.check_access();
  }
  set.visitor.expected_statuses.clear();
});

shows("marks of the current page and of unread notifications", set, async () => {
  const { page } = set.visitor;
  await page.goto("/gear");
  assert.equal(await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Gear" }).getAttribute("aria-current"), "page");
});

// SPDX-License-Identifier: MIT
// The setting of a test file: one world and one browser for all of its tests, and one visitor who has signed up.
import { after, afterEach, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { start_browser, Visitor } from "./browser";
import { World } from "./world";

export interface Stage {
  world: World;
  browser: Browser;
  /** Logged in as the owner. */
  visitor: Visitor;
}

function tell_log(set: Stage): void {
  console.error(set.world?.log.split("\n").slice(-40).join("\n"));
}

/** Sets the stage before the tests of a file and clears it after; each test is followed by the visitor's check. */
export function stage(options: Parameters<typeof World.make>[0] & { signed_up?: boolean } = {}): Stage {
  const set = {} as Stage;
  before(async () => {
    set.world = await World.make(options);
    set.browser = await start_browser();
    set.visitor = await Visitor.make(set.world, set.browser);
    if (options.signed_up !== false) await set.visitor.sign_up();
  });
  afterEach(() => {
    try {
      set.visitor?.check();
    } catch (problem) {
      tell_log(set);
      throw problem;
    }
  });
  after(async () => {
    await set.browser?.close();
    await set.world?.end();
  });
  return set;
}

/** A test that leaves a picture of the page, and the server's last words, when it fails. `skip` says why it is not for here. */
export function shows(name: string, set: Stage, body: () => Promise<void>, skip: string | false = false): void {
  test(name, { skip }, async () => {
    try {
      await body();
    } catch (problem) {
      await set.visitor?.picture(`failed ${name}`).catch(() => {});
      tell_log(set);
      throw problem;
    }
  });
}

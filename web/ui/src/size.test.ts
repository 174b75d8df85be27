// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pages } from "../pages.mjs";

/** Kilobytes, gzipped: what a first visit loads of a page, with all that it shares with others. */
const most: Record<string, number> = { activity: 110 };
const most_of_others = 60;

test("pages are small", () => {
  const out = mkdtempSync(join(tmpdir(), "tracekit-ui-"));
  try {
    const built = spawnSync(process.execPath, ["build.mjs", "--out", out], { cwd: process.env.TRACEKIT_UI_ROOT, encoding: "utf8" });
    assert.equal(built.status, 0, built.stderr);
    for (const { name } of pages) {
      const page = join(out, "pages", `${name}.html`);
      const assets = [...readFileSync(page, "utf8").matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => join(out, path ?? ""));
      assert.equal(assets.length > 0, true, name);
      const bytes = [page, ...assets].reduce((sum, file) => sum + statSync(`${file}.gz`).size, 0);
      assert.equal(bytes < (most[name] ?? most_of_others) * 1000, true, `${name} has ${bytes} bytes`);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

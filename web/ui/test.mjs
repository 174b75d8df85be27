// SPDX-License-Identifier: MIT
// Runs tests:  node test.mjs unit|browser [words of file names...], or node test.mjs pictures
// They are bundled first, because Node runs no TypeScript. Options of node --test may follow, such as --test-name-pattern=...
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const [kind, ...rest] = process.argv.slice(2);
const folders = { unit: ["src", "pages"], browser: ["tests/e2e"], pictures: ["tests/e2e"] }[kind];
if (!folders) {
  console.error("usage: node test.mjs unit|browser|pictures [words of file names...]");
  process.exit(2);
}
const options = rest.filter((word) => word.startsWith("--"));
const words = rest.filter((word) => !word.startsWith("--"));

async function tests_in(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await tests_in(path)));
    else if (kind === "pictures" ? entry.name === "pictures.ts" : entry.name.endsWith(".test.ts")) found.push(path);
  }
  return found;
}

const all = (await Promise.all(folders.map((folder) => tests_in(join(root, folder))))).flat();
const chosen = all.filter((file) => words.length === 0 || words.some((word) => relative(root, file).includes(word))).sort();
// Beside node_modules, where packages that are not bundled are found.
const out = await mkdtemp(join(root, "node_modules/.tests-"));
try {
  await build({ entryPoints: chosen, outdir: out, outbase: root, bundle: true, platform: "node", format: "esm", packages: "external", outExtension: { ".js": ".mjs" }, sourcemap: "inline", logLevel: "warning" });
  const files = chosen.map((file) => join(out, relative(root, file).replace(/\.ts$/, ".mjs")));
  const run = (some) =>
    spawnSync(process.execPath, ["--enable-source-maps", ...(kind === "pictures" ? [] : ["--test"]), ...options, ...some], { stdio: "inherit", cwd: root, env: { ...process.env, TRACEKIT_UI_ROOT: root } }).status ?? 1;
  // Browser tests take turns: each drives a browser and servers of its own.
  const turns = kind === "browser" ? files.map((file) => [file]) : [files];
  process.exitCode = turns.map(run).find((status) => status !== 0) ?? 0;
} finally {
  await rm(out, { recursive: true, force: true });
}

// SPDX-License-Identifier: MIT
// Builds the dashboard into a folder:  node build.mjs --out DIR [--watch]
//   DIR/pages/NAME.html         a shell a page, which names its script and styles
//   DIR/assets/NAME-HASH.EXT    may be kept by browsers for ever
//   DIR/favicon.svg
// and FILE.gz beside each text file.
import { build, context } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { pages } from "./pages.mjs";
import { shell_html } from "./src/shell/shell.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const out_at = process.argv.indexOf("--out");
if (out_at < 0 || !process.argv[out_at + 1]) {
  console.error("usage: node build.mjs --out DIR [--watch]");
  process.exit(2);
}
const out = process.argv[out_at + 1];
const watching = process.argv.includes("--watch");

const in_root = (...parts) => join(root, ...parts);

/**
 * Styles that all pages share; each page's style and script. A page without one has none. What scripts share is a part of
 * each: a page that waits for one script is there sooner than one that waits for eight, of which none is large.
 */
const entries = [
  in_root("src/style/app.css"),
  ...pages.flatMap(({ name }) => [in_root("pages", name, `${name}.ts`), in_root("pages", name, `${name}.css`)]).filter(existsSync),
];
const shared = {
  bundle: true,
  minify: !watching,
  target: ["es2022", "chrome111", "firefox125", "safari17"],
  absWorkingDir: root,
  outdir: join(out, "assets"),
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "file", ".png": "file" },
  metafile: true,
  legalComments: "none",
  sourcemap: watching ? "linked" : false,
  logLevel: "warning",
};

/** Where the page finds what was made of a source; nothing if there was none. */
function address_of(metafile, source) {
  const wanted = relative(root, source);
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === wanted);
  return found && `/assets/${basename(found[0])}`;
}

async function write_pages(modules, early) {
  await mkdir(join(out, "pages"), { recursive: true });
  for (const page of pages) {
    const html = await shell_html(page, {
      early: address_of(early, in_root("src/early.ts")),
      styles: [in_root("src/style/app.css"), in_root("pages", page.name, `${page.name}.css`)].map((file) => address_of(modules, file)).filter(Boolean),
      script: address_of(modules, in_root("pages", page.name, `${page.name}.ts`)),
    });
    await writeFile(join(out, "pages", `${page.name}.html`), html);
  }
}

/** Gzip is only worth it for text. */
async function compress(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) await compress(file);
    else if (/\.(js|css|svg|html|webmanifest)$/.test(entry.name)) await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
  }
}

async function finish(modules, early) {
  await write_pages(modules, early);
  await writeFile(join(out, "favicon.svg"), await readFile(in_root("src/shell/favicon.svg")));
  await compress(out);
}

await rm(join(out, "assets"), { recursive: true, force: true });
await rm(join(out, "pages"), { recursive: true, force: true });
const early = await build({ ...shared, entryPoints: [in_root("src/early.ts")], format: "iife" });
const modules = { ...shared, entryPoints: entries, format: "esm" };
if (watching) {
  const plugin = { name: "pages", setup: (one) => one.onEnd(async (result) => result.metafile && finish(result.metafile, early.metafile)) };
  await (await context({ ...modules, plugins: [plugin] })).watch();
} else {
  await finish((await build(modules)).metafile, early.metafile);
}

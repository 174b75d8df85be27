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

/** Scripts and styles of pages, and what all of them share. A page without a script or a style has none. */
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
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "file", ".png": "file" },
  metafile: true,
  legalComments: "none",
  sourcemap: watching ? "linked" : false,
  logLevel: "warning",
};

/** What of the build belongs to a source: its file, and the chunks that it loads. */
function outputs_of(metafile, source) {
  const wanted = relative(root, source);
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === wanted);
  if (!found) return undefined;
  const chunks = new Set();
  const walk = (file) => {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind !== "import-statement" || chunks.has(path)) continue;
      chunks.add(path);
      walk(path);
    }
  };
  walk(found[0]);
  const address = (file) => `/assets/${basename(file)}`;
  return { file: address(found[0]), chunks: [...chunks].map(address) };
}

async function write_pages(modules, early) {
  await mkdir(join(out, "pages"), { recursive: true });
  for (const page of pages) {
    const script = outputs_of(modules, in_root("pages", page.name, `${page.name}.ts`));
    const html = await shell_html(page, {
      early: outputs_of(early, in_root("src/early.ts")).file,
      styles: [in_root("src/style/app.css"), in_root("pages", page.name, `${page.name}.css`)].map((file) => outputs_of(modules, file)?.file).filter(Boolean),
      script: script?.file,
      chunks: script?.chunks ?? [],
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
const modules = { ...shared, entryPoints: entries, format: "esm", splitting: true };
if (watching) {
  const plugin = { name: "pages", setup: (one) => one.onEnd(async (result) => result.metafile && finish(result.metafile, early.metafile)) };
  await (await context({ ...modules, plugins: [plugin] })).watch();
} else {
  await finish((await build(modules)).metafile, early.metafile);
}

// SPDX-License-Identifier: MIT
// The HTML of a page: navigation stands in it already, so that nothing moves when the script comes.
// `[[...]]` is filled in here; `{{...}}` by the server, at each request.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { navigation } from "../../pages.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const icons = JSON.parse(await readFile(join(here, "../dom/icons.json"), "utf8"));

const icon = (name) => `<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="${icons[name]}"/></svg>`;

const brand =
  '<svg class="brand-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="M6 21l5-8 4.5 5.5L20 9l6 12"/></svg>';

function link(entry, page, kind) {
  const here = entry.name === page.nav ? ' aria-current="page"' : "";
  const badge = entry.name === "notifications" ? '<b class="badge" data-unread hidden></b>' : "";
  const words = kind === "bar" ? entry.short ?? entry.title : entry.title;
  const admin = entry.admin ? " data-admin hidden" : "";
  return `<li${admin}><a class="${kind}-link" href="${entry.href}"${here}>${icon(entry.icon)}<span>${words}</span>${badge}</a></li>`;
}

function theme(place) {
  const choice = (value, name, words) =>
    `<label title="${words}"><input type="radio" name="theme-${place}" value="${value}" data-theme-choice><span>${icon(name)}<span class="unseen">${words}</span></span></label>`;
  return `<fieldset class="themes"><legend class="unseen">Theme</legend>${choice("light", "sun", "Light")}${choice("system", "screen", "As the system")}${choice("dark", "moon", "Dark")}</fieldset>`;
}

function head(page, assets) {
  const early = page.shell === "app" ? ["/api/session", ...(page.early ?? [])] : [];
  return [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${page.title} · tracekit</title>`,
    '<link rel="icon" href="/favicon.svg" type="image/svg+xml">',
    `<script src="${assets.early}"></script>`,
    ...assets.styles.map((file) => `<link rel="stylesheet" href="${file}">`),
    ...early.map((path) => `<link rel="preload" as="fetch" href="${path}" crossorigin>`),
    ...(assets.script ? [`<script type="module" src="${assets.script}"></script>`] : []),
  ].join("\n  ");
}

export async function shell_html(page, assets) {
  const template = await readFile(join(here, `${page.shell}.html`), "utf8");
  const content_file = join(here, "../../pages", page.name, `${page.name}.html`);
  const content = existsSync(content_file) ? (await readFile(content_file, "utf8")).trimEnd() : "";
  const parts = {
    name: page.name,
    brand,
    head: head(page, assets),
    rail: navigation.map((entry) => link(entry, page, "rail")).join("\n      "),
    bar: navigation.filter((entry) => entry.first).map((entry) => link(entry, page, "bar")).join("\n      "),
    more: navigation.filter((entry) => !entry.first).map((entry) => link(entry, page, "rail")).join("\n      "),
  };
  const filled_in = (text) =>
    text.replace(/\[\[(\w+)(?::(\w+))?\]\]/g, (whole, kind, name) => {
      if (kind === "icon") return icon(name);
      if (kind === "theme") return theme(name);
      if (kind === "content") return filled_in(content);
      if (!(kind in parts)) throw new Error(`${page.name}: nobody fills in ${whole}`);
      return parts[kind];
    });
  return filled_in(template);
}

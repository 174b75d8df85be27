// SPDX-License-Identifier: MIT
// A real Chromium. A page fails its test for any console error, any violation of the policy, any request to another host.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import type { World } from "./world";

const root = process.env.TRACEKIT_UI_ROOT ?? process.cwd();
const axe_source = readFileSync(createRequire(join(root, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.TRACEKIT_PICTURES ?? join(root, "../../build/browser");

export const owner = { email: "anna@example.org", password: "a long made-up password" };

export async function start_browser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.TRACEKIT_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A browser of one person: cookies of their own. */
export class Visitor {
  private readonly faults: string[] = [];
  /** Answers that a test means to provoke: the browser logs each as an error of the console. */
  readonly expected_statuses = new Set<number>();
  /** Hosts besides the server that a test means to go to. */
  readonly expected_hosts = new Set<string>();

  private constructor(
    readonly world: World,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async make(world: World, browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ baseURL: world.base, viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "Europe/Zurich", ...options });
    context.setDefaultTimeout(15000);
    const page = await context.newPage();
    const visitor = new Visitor(world, context, page);
    await visitor.watch();
    return visitor;
  }

  private async watch(): Promise<void> {
    const { page } = this;
    page.on("pageerror", (error) => this.faults.push(`error on the page: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      const status = /status of (\d+)/.exec(message.text());
      if (status && this.expected_statuses.has(Number(status[1]))) return;
      this.faults.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "data:" && origin !== this.world.base && !this.expected_hosts.has(origin)) this.faults.push(`request to another host: ${request.url()}`);
    });
    await page.exposeFunction("report_violation", (words: string) => this.faults.push(`against the policy: ${words}`));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        (window as unknown as { report_violation: (words: string) => void }).report_violation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  /** Fails when something went wrong that a person need not have seen. */
  check(): void {
    assert.deepEqual(this.faults.splice(0), []);
  }

  /** Waits until nothing is on its way any more: no grey shapes, no unanswered question. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => !document.querySelector(".skeleton, [aria-busy='true']"));
    await this.page.waitForTimeout(150); // transitions
  }

  /** What the focus is on: the part of the page, and the words of what has it. */
  async focus(): Promise<{ part: string | undefined; words: string }> {
    return this.page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      return { part: focused.closest<HTMLElement>("[data-part]")?.dataset.part, words: focused.getAttribute("aria-label") ?? ((focused as HTMLInputElement).labels?.[0] ?? focused).textContent ?? "" };
    });
  }

  async picture(name: string, full = false): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: full });
  }

  /** axe-core finds nothing that keeps people from using the page. */
  async check_access(): Promise<void> {
    await this.page.evaluate(axe_source);
    const found = await this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; impact: string; help: string; nodes: { html: string }[] }[] }> } };
      const { violations } = await axe.run({ resultTypes: ["violations"] });
      return violations.map(({ id, impact, help, nodes }) => `${impact}: ${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    });
    assert.deepEqual(found, []);
  }

  /** The first account: it takes the data over that the terminal made. */
  async sign_up(): Promise<void> {
    await this.page.goto("/signup");
    await this.page.getByLabel("E-mail").fill(owner.email);
    await this.page.getByLabel("Password", { exact: true }).fill(owner.password);
    await this.page.getByLabel("Password again").fill(owner.password);
    const claim = this.page.getByLabel("One-time token");
    if (await claim.isVisible()) await claim.fill(this.world.claim());
    await this.page.getByRole("button", { name: "Sign up" }).click();
    await this.page.waitForURL("/");
  }

  async log_in(email: string, password: string): Promise<void> {
    await this.page.getByLabel("E-mail").fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

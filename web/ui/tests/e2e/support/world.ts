// SPDX-License-Identifier: MIT
// Everything a browser test drives: the sandbox's services with a made-up athlete, a database, and the real server.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres_database } from "./postgres";
import { run, start, stop, type Place } from "./processes";

function program(variable: string): string {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: it is the path of the program that is tested`);
  return path;
}

export class World {
  readonly undo: (() => Promise<void>)[] = [];
  base = "";
  private server: Awaited<ReturnType<typeof start>> | undefined;

  private constructor(
    readonly folder: string,
    readonly engine: "sqlite" | "postgres",
    private readonly place: Place,
  ) {}

  /** `months`: `["2025-06", "2025-08"]` pulls these before the server starts. */
  static async make(options: { months?: [string, string]; server_args?: string[] } = {}): Promise<World> {
    const engine = process.env.TRACEKIT_TEST_ENGINE === "postgres" ? "postgres" : "sqlite";
    const folder = mkdtempSync(join(tmpdir(), "tracekit-browser-"));
    const athlete = join(folder, "athlete");
    const environment: Record<string, string> = { PATH: process.env.PATH ?? "", HOME: folder, LC_ALL: "C.UTF-8", TZ: "UTC", TRACEKIT_CONFIG: join(athlete, "tracekit_config.json") };
    for (const name of ["TRACEKIT_LIBRARY_DIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"]) {
      const value = process.env[name];
      if (value) environment[name] = value;
    }
    const world = new World(folder, engine, { folder, environment });
    try {
      const demo = await start(program("TRACEKIT_BINARY"), ["demo", "--serve", "--keep", athlete], world.place, /(tracekit sync-month)/);
      world.undo.push(() => stop(demo.process, "SIGINT"));
      if (engine === "postgres") await world.move_to_postgres();
      if (options.months) world.tracekit("pull", "--from", `${options.months[0]}-01`, "--to", `${options.months[1]}-28`);
      await world.serve(options.server_args ?? []);
      return world;
    } catch (problem) {
      await world.end();
      throw problem;
    }
  }

  /** The demo signs in on SQLite; what it wrote is copied. Workers are separate there. */
  private async move_to_postgres(): Promise<void> {
    const database = await postgres_database();
    this.undo.push(database.stop);
    const file = join(this.folder, "athlete/tracekit_config.json");
    const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...settings, metadata_db: database.address }));
    this.tracekit("migrate", "--from", `sqlite:///${join(this.folder, "athlete/tracekit.sqlite3")}`);
    const worker = await start(program("TRACEKIT_BINARY"), ["worker"], this.place, /(Working on)/);
    this.undo.push(() => stop(worker.process));
  }

  private async serve(args: string[]): Promise<void> {
    const assets = process.env.TRACEKIT_ASSETS ? ["--assets", process.env.TRACEKIT_ASSETS] : [];
    this.server = await start(program("TRACEKIT_WEB"), ["--listen", "127.0.0.1:0", ...assets, ...args], this.place, /listens on (http:\S+)/);
    this.base = this.server.found;
    const { process: child } = this.server;
    this.undo.push(() => stop(child));
  }

  /** Runs a command of the owner's. */
  tracekit(...args: string[]): string {
    return run(program("TRACEKIT_BINARY"), args, this.place);
  }

  /** The token that makes the data of the terminal the first account's. */
  claim(): string {
    return this.tracekit("web", "token").trim().split("\n").at(-1) ?? "";
  }

  /** What the server said so far. */
  get log(): string {
    return this.server?.log.join("\n") ?? "";
  }

  /** Where a provider's made-up service is. */
  service(provider: string): string {
    const settings = JSON.parse(readFileSync(join(this.folder, "athlete/tracekit_config.json"), "utf8")) as { providers: Record<string, { base_urls: Record<string, string> }> };
    return new URL(Object.values(settings.providers[provider]?.base_urls ?? {})[0] ?? "").origin;
  }

  /** Gives a provider another service, which has so many plain activities, one a day. */
  async fill_provider(provider: string, count: number): Promise<void> {
    const service = await start(program("TRACEKIT_SANDBOX"), ["serve", "--provider", provider, "--count", String(count)], this.place, /^(http\S+)$/);
    this.undo.push(() => stop(service.process));
    this.tracekit("configure", "--non-interactive", "--set", `providers.${provider}.base_urls.api=${service.found}/api/v1`);
  }

  /** Tells the service of a provider something: what the athlete does at its web site, how it is to misbehave. */
  async tell(provider: string, method: "POST" | "PUT", path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.service(provider)}${path}`, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    if (!answer.ok) throw new Error(`the service of ${provider} answered ${answer.status} to ${path}`);
  }

  async end(): Promise<void> {
    for (const step of this.undo.reverse()) await step();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

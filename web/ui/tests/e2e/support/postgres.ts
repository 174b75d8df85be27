// SPDX-License-Identifier: MIT
// A private PostgreSQL server on loopback, which ends with the test that started it.
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, start, stop, type Place } from "./processes";

const installed = "/usr/lib/postgresql";

export async function free_port(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port"))));
    });
  });
}

/** The server refuses to run as root: then `runuser` runs it as `postgres`. */
function as_postgres(program: string, args: string[]): [string, string[]] {
  return process.getuid?.() === 0 ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, args];
}

function id_of_postgres(): { user: number; group: number } {
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((one) => one.startsWith("postgres:"));
  const [, , user, group] = (line ?? "").split(":");
  return { user: Number(user), group: Number(group) };
}

/** Returns the address of an empty database, and what ends its server. */
export async function postgres_database(): Promise<{ address: string; stop: () => Promise<void> }> {
  const version = existsSync(installed) ? readdirSync(installed).sort().at(-1) : undefined;
  if (!version) throw new Error("PostgreSQL's server programs are not installed: scripts/install-deps test");
  const programs = join(installed, version, "bin");
  const folder = mkdtempSync(join(tmpdir(), "tracekit-browser-postgres-"));
  if (process.getuid?.() === 0) {
    const { user, group } = id_of_postgres();
    chownSync(folder, user, group);
  }
  const place: Place = { folder, environment: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" } };
  run(...as_postgres(join(programs, "initdb"), ["-D", join(folder, "data"), "-U", "tracekit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]), place);
  const port = await free_port();
  const server = await start(
    ...as_postgres(join(programs, "postgres"), ["-D", join(folder, "data"), "-k", folder, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]),
    place,
    /(ready to accept connections)/,
  );
  run(join(programs, "createdb"), ["-h", "127.0.0.1", "-p", String(port), "-U", "tracekit", "browser"], place);
  return {
    address: `postgresql://tracekit@127.0.0.1:${port}/browser`,
    stop: async () => {
      await stop(server.process, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

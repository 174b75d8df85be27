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

function id_of_postgres(): { uid: number; gid: number } {
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((one) => one.startsWith("postgres:"));
  const [, , uid, gid] = (line ?? "").split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/** Returns the address of an empty database, and what ends its server. */
export async function postgres_database(): Promise<{ address: string; stop: () => Promise<void> }> {
  const version = existsSync(installed) ? readdirSync(installed).sort().at(-1) : undefined;
  if (!version) throw new Error("PostgreSQL's server programs are not installed: scripts/install-deps test");
  const programs = join(installed, version, "bin");
  const folder = mkdtempSync(join(tmpdir(), "tracekit-browser-postgres-"));
  const place: Place = { folder, environment: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" } };
  // The server refuses to run as root.
  if (process.getuid?.() === 0) {
    Object.assign(place, id_of_postgres());
    chownSync(folder, place.uid as number, place.gid as number);
  }
  run(join(programs, "initdb"), ["-D", join(folder, "data"), "-U", "tracekit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], place);
  const port = await free_port();
  const server = await start(
    join(programs, "postgres"),
    ["-D", join(folder, "data"), "-k", folder, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
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

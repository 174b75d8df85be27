// SPDX-License-Identifier: MIT
// Programs that run beside a test, each ended by its own id.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const started = new Set<ChildProcess>();

// A test that is stopped from outside ends what it started.
process.on("exit", () => {
  for (const one of started) one.kill("SIGKILL");
});

export interface Place {
  folder: string;
  environment: Record<string, string>;
  /** Who runs it, when it is not us. */
  uid?: number;
  gid?: number;
}

function options_of({ folder, environment, uid, gid }: Place): { cwd: string; env: Record<string, string>; uid?: number; gid?: number } {
  return { cwd: folder, env: environment, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** Starts a program and waits for a line that matches; what stood in its first group is returned. */
export async function start(program: string, args: string[], place: Place, line_wanted: RegExp): Promise<{ process: ChildProcess; found: string; log: string[] }> {
  const child = spawn(program, args, { ...options_of(place), stdio: ["ignore", "pipe", "pipe"] });
  started.add(child);
  const log: string[] = [];
  const found = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${program} ${args.join(" ")} did not start within a minute:\n${log.join("\n")}`));
    }, 60000);
    const take = (line: string): void => {
      log.push(line);
      const match = line_wanted.exec(line);
      if (!match) return;
      clearTimeout(late);
      resolve(match[1] ?? "");
    };
    createInterface({ input: child.stdout }).on("line", take);
    createInterface({ input: child.stderr }).on("line", take);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${log.join("\n")}`));
    });
  });
  return { process: child, found, log };
}

/** Ends a program in the way an operator does, and waits for its end. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  started.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 15000);
  await ended;
  clearTimeout(timer);
}

/** Runs a program to its end and returns what it printed; fails when it fails. */
export function run(program: string, args: string[], place: Place): string {
  const done = spawnSync(program, args, { ...options_of(place), encoding: "utf8", timeout: 120000 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${done.status}:\n${done.stdout}${done.stderr}${done.error ?? ""}`);
  return done.stdout;
}

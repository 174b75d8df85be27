// SPDX-License-Identifier: MIT
// Records that nobody pulled: whatever providers are to hold is loaded.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world";

export interface Ride {
  start: number;
  minutes: number;
  kilometres: number;
  name?: string;
  sketch?: number[][];
}

/** The record that a provider has of a ride, in the portable form. */
export function record(provider: string, number: number, { start, minutes, kilometres, name = `Ride ${number}`, sketch }: Ride): object {
  const seconds = minutes * 60;
  return { provider, id: `${provider}-${number}`, start, tz: "UTC", name, sport: "cycling", type: "cycling", distance_m: kilometres * 1000, timer_s: seconds, elapsed_s: seconds, ...(sketch ? { sketch } : {}) };
}

export function load(world: World, records: object[]): void {
  const path = join(world.folder, "records.jsonl");
  writeFileSync(path, records.map((one) => `${JSON.stringify(one)}\n`).join(""));
  world.tracekit("load", path);
}

// SPDX-License-Identifier: MIT
// Which pulls are going on, and what they say of each month.
import { number } from "../format/units";
import { has_ended } from "./jobs";
import type { Job } from "./types";

const kinds = new Set(["pull", "pull-provider"]);

/** The months that a job pulls; null when it asks for whatever changed. */
export function months_of(job: Job): { from: string; to: string } | null {
  const { from, to, months, month } = job.arguments as { from?: string; to?: string; months?: string[]; month?: string };
  if (from) return { from: from.slice(0, 7), to: (to ?? "9999-12").slice(0, 7) };
  if (months && months.length > 0) {
    const sorted = [...months].sort();
    return { from: sorted[0] as string, to: sorted.at(-1) as string };
  }
  return month ? { from: month, to: month } : null;
}

export class Pulls {
  private readonly going_on = new Map<number, Job>();

  /** Takes in an event; false when it is of no pull. */
  note(job: Job): boolean {
    if (!kinds.has(job.kind)) return false;
    if (has_ended(job)) this.going_on.delete(job.id);
    else this.going_on.set(job.id, job);
    return true;
  }

  /** What the events said before may be old. */
  forget(): void {
    this.going_on.clear();
  }

  /** The running jobs of this month. */
  of_month(month: string): Job[] {
    return [...this.going_on.values()].filter((job) => {
      const span = months_of(job);
      return span !== null && span.from <= month && month <= span.to;
    });
  }
}

/** How far jobs are together: parts done of all, or null when one does not know how much there is. */
export function part_done(jobs: Job[]): number | null {
  let done = 0;
  let total = 0;
  for (const { progress } of jobs) {
    if (!progress || !progress.total) return null;
    done += progress.done;
    total += progress.total;
  }
  return total > 0 ? Math.min(done / total, 1) : null;
}

/** What goes on, in words: `12 of 30 activities of Strava, and 2 more`. `title` names a provider. */
export function words_of(jobs: Job[], title: (provider: string) => string): string {
  const running = jobs.filter(({ state }) => state === "running");
  const first = running.find(({ progress }) => progress?.words) ?? running[0];
  if (!first) return "Waiting for its turn";
  const { done = 0, total = null, words = "" } = first.progress ?? {};
  const provider = typeof first.arguments.provider === "string" ? title(first.arguments.provider) : "";
  const counted = words === "" ? provider || "Looking what is new" : `${total ? `${number(done)} of ${number(total)}` : number(done)} ${words}`;
  return running.length > 1 ? `${counted}, and ${running.length - 1} more` : counted;
}

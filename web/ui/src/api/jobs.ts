// SPDX-License-Identifier: MIT
// Work that the server does in the background.
import { get } from "./client";
import { on_event } from "./events";
import type { Job } from "./types";

export function has_ended(job: Job): boolean {
  return job.state !== "ready" && job.state !== "running";
}

/** Why a job did not do what was asked, in one sentence; empty when it did. */
export function problem_of(job: Job): string {
  if (job.state === "cancelled") return "It was cancelled";
  if (typeof job.error === "string") return job.error;
  if (job.error && typeof job.error === "object" && "message" in job.error) return String(job.error.message);
  return job.state === "dead" ? String(job.message || "It failed") : "";
}

/** Resolves when the job has ended. Events tell at once; looking now and then makes up for events that are lost. */
export function ended(id: number, changed: (job: Job) => void = () => {}): Promise<Job> {
  return new Promise((resolve, reject) => {
    let failures = 0;
    const finish = (job: Job): void => {
      stop();
      window.clearInterval(timer);
      resolve(job);
    };
    const look = async (): Promise<void> => {
      try {
        const job = await get<Job>(`/api/jobs/${id}`);
        failures = 0;
        if (has_ended(job)) finish(job);
        else changed(job);
      } catch (problem) {
        failures += 1;
        if (failures < 5) return;
        stop();
        window.clearInterval(timer);
        reject(problem);
      }
    };
    const stop = on_event("job", (job) => {
      if (job.id !== id) return;
      if (has_ended(job)) finish(job);
      else changed(job);
    });
    const timer = window.setInterval(() => void look(), 3000);
    void look();
  });
}

// SPDX-License-Identifier: MIT
import { post } from "../../src/api/client";
import { problem_of } from "../../src/api/jobs";
import type { Job, Session } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { busy } from "../../src/elements/toast";
import { ago_words, moment_words } from "../../src/format/dates";
import { count, number } from "../../src/format/units";
import { import_lines, problems, type ImportReport } from "./import_report";
import { job_words } from "./words";

const states: Record<string, [kind: string, words: string]> = {
  ready: ["", "waits"],
  running: ["accent", "running"],
  done: ["good", "done"],
  dead: ["bad", "failed"],
  cancelled: ["", "cancelled"],
};

const ms_a_second = 1000;
const seconds_a_minute = 60;

function moment(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** How long it took, where that is worth a word. */
function took_words(ms: number): string {
  const seconds = ms / ms_a_second;
  if (seconds < 0.1) return "";
  return `took ${seconds < 100 ? `${number(seconds, seconds < 10 ? 1 : 0)} s` : `${number(seconds / seconds_a_minute)} min`}`;
}

/** When, and how long it took or what it waits for. */
function times(job: Job, now: number): string {
  const [run_at, started, finished] = [moment(job.run_at), moment(job.started_at), moment(job.finished_at)];
  if (job.state === "ready") return run_at !== null && run_at > now ? `waits until ${moment_words(String(job.run_at))}` : "waits for a worker";
  if (started !== null && finished !== null) return [ago_words(String(job.finished_at)), took_words(finished - started)].filter(Boolean).join(" · ");
  if (job.state === "running") return `since ${moment_words(String(job.started_at))}`;
  return ago_words(String(job.finished_at ?? job.created_at));
}

function progress(job: Job): Child {
  if (job.state !== "running") return null;
  const { done = 0, total = null, words = "" } = job.progress ?? {};
  const part = total ? Math.min(100, (100 * done) / total) : null;
  const bar = h("div", { class: ["progress", part === null && "unknown"], role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": part === null ? undefined : Math.round(part) }, h("div", { vars: part === null ? {} : { "--part": `${part}%` } }));
  const counted = done > 0 ? `${number(done)}${total ? ` of ${number(total)}` : ""}` : "";
  return h("div", { class: "job-progress" }, [bar, h("p", { class: "quiet small" }, [words, counted].filter(Boolean).join(" · "))]);
}

/** What an import would read is gone with it. */
function may_be_retried(job: Job): boolean {
  return job.kind !== "import" && (job.state === "dead" || job.state === "cancelled");
}

function report(job: Job, session: Session): Child {
  if (job.kind !== "import" || job.state !== "done" || !job.result) return null;
  const told = job.result as ImportReport;
  const title = (id: string): string => session.providers.find((one) => one.id === id)?.title ?? id;
  const troubles = problems(told);
  return h("div", { class: "job-report small" }, [
    import_lines(told, title).map((line) => h("p", null, line)),
    troubles.length > 0 &&
      h("details", { open: troubles.length <= 3 }, [
        h("summary", null, `${count(troubles.length + told.unnamed, "problem")}`),
        h("ul", null, troubles.map(({ name, why }) => h("li", null, [h("b", null, name), ` ${why}`]))),
        told.unnamed > 0 && h("p", null, `and ${number(told.unnamed)} more`),
      ]),
  ]);
}

export function job_line(job: Job, session: Session, changed: (job: Job) => void): HTMLElement {
  const [kind, words] = job.cancel_requested && job.state === "running" ? ["warn", "stopping"] : (states[job.state] ?? ["", job.state]);
  const button = (action: "cancel" | "retry", text: string): HTMLElement => {
    const made: HTMLButtonElement = h(
      "button",
      { class: "button small", type: "button", on: { click: () => void busy(made, async () => changed(await post<Job>(`/api/jobs/${job.id}/${action}`))) } },
      [icon(action === "cancel" ? "cross" : "reset", 16), text, h("span", { class: "unseen" }, ` job ${job.id}`)],
    );
    return made;
  };
  const waits = job.state === "ready" || (job.state === "running" && !job.cancel_requested);
  const problem = job.state === "dead" || job.state === "ready" ? problem_of(job) : "";
  return h("li", { class: "job", tabindex: -1, data: { part: job.id } }, [
    h("div", { class: "job-words" }, [
      h("p", { class: "job-title" }, [h("b", null, job_words(job, session)), h("span", { class: ["tag", kind] }, words)]),
      h("p", { class: "quiet small" }, [`Job ${job.id} · `, times(job, Date.now())]),
      problem && h("p", { class: "job-problem small" }, problem),
      progress(job),
      report(job, session),
    ]),
    h("div", { class: "actions" }, [waits && button("cancel", "Cancel"), may_be_retried(job) && button("retry", "Try again")]),
  ]);
}

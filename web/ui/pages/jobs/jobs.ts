// SPDX-License-Identifier: MIT
// Jobs, newest first; those that run tell how far they are as it happens.
import { get } from "../../src/api/client";
import { on_event } from "../../src/api/events";
import type { Job, Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { empty_state } from "../../src/elements/states";
import { busy, say_problem } from "../../src/elements/toast";
import { job_line } from "./line";

const at_a_time = 50;

class Jobs {
  readonly #session: Session;
  readonly #lines = new Map<number, HTMLElement>();
  readonly #list = h("ul", { class: "card jobs", "aria-label": "Jobs, newest first" });
  readonly #older: HTMLButtonElement = h("button", { class: "button", type: "button", on: { click: () => void busy(this.#older, () => this.#load_older()) } }, [icon("down"), "Show older"]);

  constructor(session: Session) {
    this.#session = session;
  }

  async start(): Promise<void> {
    await this.#show();
    on_event("job", (job) => this.#changed(job));
    on_event("hello", () => void this.#show().catch(say_problem));
  }

  async #show(): Promise<void> {
    const { jobs } = await get<{ jobs: Job[] }>(`/api/jobs?limit=${at_a_time}`);
    this.#lines.clear();
    this.#list.replaceChildren();
    for (const job of jobs) this.#add(job);
    this.#older.hidden = jobs.length < at_a_time;
    this.#place();
  }

  async #load_older(): Promise<void> {
    const { jobs } = await get<{ jobs: Job[] }>(`/api/jobs?limit=${at_a_time}&before=${Math.min(...this.#lines.keys())}`);
    for (const job of jobs) this.#add(job);
    this.#older.hidden = jobs.length < at_a_time;
  }

  #add(job: Job): void {
    const line = job_line(job, this.#session, (now) => this.#changed(now));
    this.#lines.set(job.id, line);
    this.#list.append(line);
  }

  #changed(job: Job): void {
    const line = job_line(job, this.#session, (now) => this.#changed(now));
    const was = this.#lines.get(job.id);
    this.#lines.set(job.id, line);
    keep_focus(this.#list, () => (was ? was.replaceWith(line) : this.#list.prepend(line)));
    if (!this.#list.isConnected) this.#place();
  }

  #place(): void {
    fill(
      must("#jobs"),
      this.#lines.size === 0
        ? empty_state("jobs", "No jobs", "Pulling a month or accepting changes is done by jobs. Ended ones are kept for a week.")
        : [this.#list, this.#older],
    );
  }
}

page((_, session) => new Jobs(session).start());

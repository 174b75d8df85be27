// SPDX-License-Identifier: MIT
// The changes that were made at providers, newest first, each with a way back where there is one.
import { get } from "../../src/api/client";
import { on_event } from "../../src/api/events";
import { has_ended } from "../../src/api/jobs";
import type { Written } from "../../src/api/history";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { empty_state } from "../../src/elements/states";
import { busy } from "../../src/elements/toast";
import { long_day_words } from "../../src/format/dates";
import { day_of } from "../../src/format/moments";
import { show_dismissed } from "./dismissed";
import { change_line } from "./written";

const at_a_time = 50;

async function entries(before?: number): Promise<Written[]> {
  const answer = await get<Written[] | { changes: Written[] }>(`/api/history?limit=${at_a_time}${before ? `&before=${before}` : ""}`);
  return Array.isArray(answer) ? answer : answer.changes;
}

class History {
  readonly #root = must("#history");
  readonly #session: Session;
  #known: Written[] = [];
  #more = false;

  constructor(session: Session) {
    this.#session = session;
  }

  async start(): Promise<void> {
    await this.show();
    on_event("job", (job) => {
      if (has_ended(job) && ["undo", "apply-changes"].includes(job.kind)) void this.show();
    });
    await show_dismissed(must("#dismissed"), this.#session);
  }

  show = async (): Promise<void> => {
    this.#known = await entries();
    this.#more = this.#known.length === at_a_time;
    this.#draw();
  };

  #draw(): void {
    keep_focus(this.#root, () => this.#fill());
  }

  #fill(): void {
    if (this.#known.length === 0) {
      fill(this.#root, empty_state("history", "Nothing was changed yet", "When you accept a change in a month's review it is written down here, with its old value, and can be taken back."));
      return;
    }
    const days = new Map<string, Written[]>();
    for (const one of this.#known) {
      const day = day_of(one.at, this.#session.timezone);
      days.set(day, [...(days.get(day) ?? []), one]);
    }
    fill(this.#root, [
      [...days].map(([day, changes]) =>
        h("section", null, [h("h2", { class: "day" }, long_day_words(day)), h("ul", { class: "card changes" }, changes.map((one) => change_line(one, this.#session, this.show)))]),
      ),
      this.#more && this.#older_button(),
    ]);
  }

  #older_button(): HTMLElement {
    const button: HTMLButtonElement = h("button", { class: "button", type: "button", on: { click: () => void busy(button, () => this.#load_older()) } }, [icon("down"), "Show older"]);
    return h("p", null, button);
  }

  async #load_older(): Promise<void> {
    const older = await entries(this.#known.at(-1)?.id);
    this.#more = older.length === at_a_time;
    this.#known = [...this.#known, ...older];
    this.#draw();
  }
}

page((_, session) => new History(session).start());

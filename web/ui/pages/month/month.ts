// SPDX-License-Identifier: MIT
// The comparison of a month, and its plan: accept one change, all of a kind, or all, and see what becomes of each.
import { ApiError, get, post } from "../../src/api/client";
import { on_event } from "../../src/api/events";
import { ended, has_ended, problem_of } from "../../src/api/jobs";
import { Pulls } from "../../src/api/pulls";
import type { Change, Job, Plan, Queued, Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { KeyedList } from "../../src/dom/keyed";
import { ask } from "../../src/elements/dialog";
import { provider_name } from "../../src/elements/provider";
import { empty_state, problem_state } from "../../src/elements/states";
import { busy, say, say_problem } from "../../src/elements/toast";
import { current_month, month_index, month_words, plus_months } from "../../src/format/dates";
import { count } from "../../src/format/units";
import type { Words } from "./change_line";
import { download_button } from "./download";
import { can_be_accepted, extent_of, group_of, kind_groups } from "./extent";
import { Outcomes } from "./outcomes";
import { legend, workout_part, type WorkoutItem } from "./workout";

class MonthPage {
  private readonly month = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  private readonly outcomes = new Outcomes();
  private readonly words: Words;
  private readonly place: HTMLElement;
  private readonly notes: HTMLElement;
  private readonly says: HTMLElement;
  private plan: Plan = { month: this.month, providers: [], rows: [], changes: [], stale: false };
  private rows: KeyedList<WorkoutItem> | undefined;
  private reload_timer = 0;
  private readonly pulls = new Pulls();
  private readonly pull = h("button", { class: "button", type: "button", on: { click: () => void this.pull_month() } });
  private readonly download: HTMLButtonElement;
  /** Running jobs that apply changes, and which. */
  private readonly applying = new Map<number, string[]>();

  constructor(
    root: HTMLElement,
    session: Session,
  ) {
    const known = new Map(session.providers.map((provider) => [provider.id, provider]));
    this.words = { units: session.units, provider: (id) => known.get(id) };
    this.place = must("#month-plan", root);
    this.notes = must("#month-notes", root);
    this.says = must("#month-says", root);
    must("#title", root).textContent = month_words(this.month);
    document.title = `${month_words(this.month)} · tracekit`;
    const now = current_month(session.timezone);
    this.neighbour(must("#previous", root), -1, now);
    this.neighbour(must("#next", root), 1, now);
    this.download = download_button(this.month, session);
    this.download.hidden = true;
    fill(must("#month-actions", root), this.download, this.pull);
    this.show_pull();
  }

  private neighbour(link: HTMLElement, months: number, now: string): void {
    const month = plus_months(this.month, months);
    link.setAttribute("href", `/month/${month}`);
    link.setAttribute("aria-label", month_words(month));
    link.hidden = month > now;
  }

  async start(): Promise<void> {
    await this.load();
    on_event("plan", ({ change, done, message }) => {
      this.outcomes.end(change, done, message);
      this.show();
    });
    on_event("month", ({ month }) => month === this.month && this.load_soon());
    on_event("job", (job) => this.job_changed(job));
    on_event("hello", () => {
      this.pulls.forget();
      this.show_pull();
      this.load_soon();
    });
    window.addEventListener("popstate", () => this.show());
  }

  private load_soon(): void {
    window.clearTimeout(this.reload_timer);
    this.reload_timer = window.setTimeout(() => this.load().catch(say_problem), 200);
  }

  private async load(): Promise<void> {
    this.plan = await get<Plan>(`/api/month-changes/${this.month}`);
    this.outcomes.note(this.plan);
    this.place.removeAttribute("aria-busy");
    this.show();
  }

  /** The group of kinds that is looked at; empty: all. It stands in the address. */
  private get group(): string {
    return new URLSearchParams(location.search).get("kind") ?? "";
  }

  /** The provider whose changes are looked at, likewise. */
  private get provider(): string {
    return new URLSearchParams(location.search).get("provider") ?? "";
  }

  private choose(kind: string, provider: string): void {
    const query = new URLSearchParams(Object.entries({ kind, provider }).filter(([, value]) => value !== "")).toString();
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    this.show();
  }

  private is_shown(change: Change): boolean {
    return (!this.group || group_of(change.kind) === this.group) && (!this.provider || change.provider === this.provider);
  }

  private items(): WorkoutItem[] {
    const proposed = new Set(this.plan.changes.map(({ id }) => id));
    const items = this.plan.rows.map((row) => ({
      row,
      providers: this.plan.providers,
      changes: this.outcomes
        .changes_of(this.plan, row.activity)
        .filter((change) => this.is_shown(change))
        .map((change) => ({ change, outcome: this.outcomes.of(change.id), proposed: proposed.has(change.id) })),
    }));
    return this.group || this.provider ? items.filter(({ changes }) => changes.length > 0) : items;
  }

  private show(): void {
    this.show_notes();
    this.download.hidden = this.plan.rows.length === 0;
    if (this.plan.rows.length === 0) {
      this.rows = undefined;
      fill(this.place, empty_state("calendar", `Nothing recorded in ${month_words(this.month)}`, "Pull the month to see whether providers have something."));
      return;
    }
    if (!this.rows) {
      const table = h("table", { class: "table comparison", role: "table", "aria-label": `Workouts of ${month_words(this.month)}` }, h("thead", { role: "rowgroup" }, this.head_row()));
      fill(this.place, h("div", { id: "month-filters", class: "filters", tabindex: -1 }), h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Comparison" }, table), legend());
      this.rows = new KeyedList<WorkoutItem>(
        table,
        (item) => workout_part(item, this.words, { accept: (changes) => void this.accept(changes), dismiss: (change) => void this.dismiss(change) }),
        1,
      );
    }
    this.show_filters();
    this.rows.show(this.items().map((item) => ({ key: String(item.row.activity), item })));
  }

  private head_row(): HTMLElement {
    return h("tr", { role: "row" }, [
      h("th", { role: "columnheader", scope: "col" }, "Workout"),
      this.plan.providers.map((id) => h("th", { role: "columnheader", scope: "col" }, provider_name(this.words.provider(id), id))),
    ]);
  }

  /** Kinds and providers to look at, and a button that accepts all that is looked at. */
  private show_filters(): void {
    const here = this.plan.changes.filter(({ provider }) => !this.provider || provider === this.provider);
    const of_group = (name: string): Change[] => here.filter((change) => group_of(change.kind) === name);
    const chip = (name: string, title: string, amount: number): HTMLElement =>
      h("button", { class: "chip", type: "button", "aria-pressed": String(this.group === name), on: { click: () => this.choose(name, this.provider) } }, [title, h("span", { class: "chip-count" }, String(amount))]);
    const groups = kind_groups.map(({ name, title }) => ({ name, title, amount: of_group(name).length })).filter(({ name, amount }) => amount > 0 || name === this.group);
    const open = this.plan.changes.filter((change) => this.is_shown(change) && can_be_accepted(change) && this.outcomes.of(change.id)?.state !== "waiting");
    const accept = h("button", { class: "button primary", type: "button", on: { click: () => void this.accept(open) } }, `Accept all ${open.length}`);
    const chips = h("div", { class: "chips", role: "group", "aria-label": "Show" }, [chip("", "All workouts", this.plan.rows.length), groups.map(({ name, title, amount }) => chip(name, title, amount))]);
    const place = must("#month-filters", this.place);
    keep_focus(place, () => fill(place, h("div", { class: "filter-choices" }, [chips, this.provider_choice()]), this.applying.size > 0 ? this.progress() : open.length > 0 && accept));
  }

  /** Nothing while there are changes at one provider only. */
  private provider_choice(): HTMLElement | null {
    const amounts = new Map<string, number>();
    for (const { provider } of this.plan.changes) amounts.set(provider, (amounts.get(provider) ?? 0) + 1);
    if (amounts.size < 2 && !this.provider) return null;
    const option = (id: string, words: string): HTMLElement => h("option", { value: id, selected: id === this.provider }, words);
    const ids = this.plan.providers.filter((id) => amounts.has(id) || id === this.provider);
    const choice = h("select", { class: "input small-input", "aria-label": "Changes at" }, [option("", "All providers"), ids.map((id) => option(id, `${this.words.provider(id)?.title ?? id} (${amounts.get(id) ?? 0})`))]);
    choice.addEventListener("change", () => this.choose(this.group, choice.value));
    return choice;
  }

  /** How far the jobs are that apply changes now. */
  private progress(): HTMLElement {
    const ids = [...this.applying.values()].flat();
    const done = ids.filter((id) => this.outcomes.of(id)?.state !== "waiting").length;
    const words = `${done} of ${count(ids.length, "change")} applied`;
    const part = (100 * done) / ids.length;
    return h("div", { class: "applying" }, [
      h("p", null, words),
      h("div", { class: "progress", role: "progressbar", "aria-label": words, "aria-valuenow": Math.round(part), vars: { "--part": `${part}%` } }, h("div")),
    ]);
  }

  private show_notes(): void {
    const notes: Child[] = [];
    if (this.plan.stale) {
      const again = h("button", { class: "button small", type: "button" }, "Compare again");
      again.addEventListener("click", () =>
        busy(again, async () => {
          await ended((await post<Queued>("/api/jobs", { kind: "recompute" })).job);
          await this.load();
        }),
      );
      notes.push(h("div", { class: "note warn" }, [icon("info"), h("p", null, "Something in this month changed since its records were matched."), again]));
    }
    if (this.applying.size === 0 && this.plan.rows.length > 0 && this.plan.changes.length === 0) {
      notes.push(h("div", { class: "note good" }, [icon("check"), h("p", null, "All providers agree on this month.")]));
    }
    fill(this.notes, notes);
  }

  private show_pull(): void {
    const going_on = this.pulls.of_month(this.month).length > 0;
    this.pull.disabled = going_on;
    fill(this.pull, going_on ? [h("span", { class: "spinner", "aria-hidden": "true" }), "Pulling"] : [icon("pull", 18), "Pull"]);
  }

  private async pull_month(): Promise<void> {
    await busy(this.pull, async () => {
      await post<Queued>(`/api/sync/${this.month}`);
      say(`${month_words(this.month)} is being pulled`, { href: "/jobs", words: "Look at the jobs" });
    });
    this.show_pull();
  }

  private job_changed(job: Job): void {
    if (!this.pulls.note(job)) return;
    this.show_pull();
    if (has_ended(job)) this.load_soon();
  }

  /** Asks when it is much, then applies the changes and shows what becomes of each. */
  private async accept(changes: Change[]): Promise<void> {
    if (changes.length === 0) return;
    const extent = extent_of(this.plan, changes);
    const unusual = extent.some((one) => one.unusual);
    if ((unusual || changes.length > 5) && !(await this.agreed(changes, unusual))) return;
    await this.apply(changes, unusual);
  }

  private agreed(changes: Change[], unusual: boolean): Promise<boolean> {
    const points = extent_of(this.plan, changes).map(({ provider, changed, present, made }) => {
      const title = this.words.provider(provider)?.title ?? provider;
      const parts = [changed > 0 && `${changed} of ${count(present, "activity", "activities")} changed`, made > 0 && `${made} new`].filter(Boolean);
      return `${title}: ${parts.join(", ")}`;
    });
    return ask({
      title: `Accept ${count(changes.length, "change")}?`,
      points,
      words: [unusual ? "That is more than half of what is there. Each change can be undone in History where the provider allows it." : "Each change can be undone in History where the provider allows it."],
      action: `Accept ${changes.length}`,
      danger: unusual,
    });
  }

  private async apply(changes: Change[], really_all: boolean): Promise<void> {
    const ids = changes.map(({ id }) => id);
    this.outcomes.begin(changes);
    this.show();
    try {
      const { job } = await post<Queued>("/api/month-sync/apply", { month: this.month, changes: ids, ...(really_all ? { really_all } : {}) });
      this.applying.set(job, ids);
      this.show();
      await this.settle(changes, await ended(job).finally(() => this.applying.delete(job)), really_all);
    } catch (problem) {
      this.outcomes.forget(ids);
      this.show();
      say_problem(problem);
    }
  }

  /** The job has ended: what its events did not tell, its result does. */
  private async settle(changes: Change[], job: Job, really_all: boolean): Promise<void> {
    const problem = problem_of(job);
    if (problem && !really_all && problem.includes("would change")) {
      this.outcomes.forget(changes.map(({ id }) => id));
      this.show();
      if (await ask({ title: "That changes a lot", words: [problem], action: "Change them all the same", danger: true })) await this.apply(changes, true);
      return;
    }
    const { applied = [] } = (job.result ?? {}) as { applied?: { change: string | { id: string }; done: boolean; message: string }[] };
    for (const { change, done, message } of applied) this.outcomes.end(typeof change === "string" ? change : change.id, done, message);
    this.outcomes.end_waiting(
      changes.map(({ id }) => id),
      problem || "Nothing was heard of it: the job tells more",
    );
    const failed = changes.filter(({ id }) => this.outcomes.of(id)?.state === "failed").length;
    this.says.textContent = failed > 0 ? `${failed} of ${count(changes.length, "change")} could not be applied` : `${count(changes.length, "change")} applied`;
    await this.load();
  }

  private async dismiss(change: Change): Promise<void> {
    try {
      await post(`/api/changes/${encodeURIComponent(change.id)}/dismiss`, { month: this.month });
      this.outcomes.forget([change.id]);
      say("Dismissed: it is not proposed again", { href: "/history", words: "Bring it back in History" });
      await this.load();
    } catch (problem) {
      say_problem(problem);
    }
  }
}

page(async (root, session) => {
  if (month_index(decodeURIComponent(location.pathname.split("/")[2] ?? "")) < 0) {
    fill(root, problem_state(new ApiError(404, "not_found", "There is no such month", "months are written as 2025-08")));
    return;
  }
  await new MonthPage(root, session).start();
});

// SPDX-License-Identifier: MIT
// Months as cards, newest first; older ones come as one scrolls. What changes at the server changes here.
import { get, post } from "../../src/api/client";
import { on_event } from "../../src/api/events";
import { has_ended, problem_of } from "../../src/api/jobs";
import { page } from "../../src/app";
import type { Calendar, CalendarMonth, Job, Queued, Session } from "../../src/api/types";
import { fill, h, must } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { KeyedList } from "../../src/dom/keyed";
import { empty_state, problem_state } from "../../src/elements/states";
import { busy, say, say_problem } from "../../src/elements/toast";
import { current_month, month_words, plus_months, short_month_words } from "../../src/format/dates";
import { month_card, quiet_line } from "./card";
import { pull_dialog, reset_dialog } from "./dialogs";
import { group_months, type Group } from "./groups";
import { Pulls } from "../../src/api/pulls";
import { state_words } from "./ring";

const months_a_step = 6;
/** What is in sight of a wide screen is shown before the rest is made. */
const cards_at_once = 3;
/** Older months are asked for before the end of the page comes into sight. */
const near_px = 800;

/** The browser has shown what is there. In a page that is not seen it shows nothing, which must not keep anybody waiting. */
function next_frame(): Promise<void> {
  return new Promise((shown) => {
    requestAnimationFrame(() => setTimeout(shown));
    setTimeout(shown, 100);
  });
}

class CalendarPage {
  private readonly months = new Map<string, CalendarMonth>();
  private readonly opened = new Set<string>();
  private readonly pulls = new Pulls();
  private readonly cards: KeyedList<{ group: Group; pulls: Job[] }>;
  private readonly reloads = new Map<string, number>();
  private readonly list: HTMLElement;
  private readonly end: HTMLElement;
  private readonly year_place: HTMLElement;
  private readonly says: HTMLElement;
  /** The month that it is now. */
  private readonly now: string;
  /** The year from which on the page goes back; null: from now. It stands in the address. */
  private readonly year: string | null;
  private oldest: string | null = null;
  private loading = false;

  constructor(
    root: HTMLElement,
    private readonly session: Session,
  ) {
    this.list = must("#months", root);
    this.end = must("#calendar-end", root);
    this.says = must("#calendar-says", root);
    this.now = current_month(session.timezone);
    this.year = /^\d{4}$/.exec(new URLSearchParams(location.search).get("year") ?? "")?.[0] ?? null;
    this.cards = new KeyedList(this.list, ({ group, pulls }) =>
      group.kind === "month" ? this.card(group.month, pulls) : quiet_line(group.months, () => this.open(group.months)),
    );
    this.year_place = must("#calendar-year", root);
    fill(must("#calendar-actions", root), this.pull_recent_button(), this.pull_months_button());
  }

  async start(): Promise<void> {
    this.take_in(await get<Calendar>(this.year ? `/api/calendar?from=${this.year}-01&to=${this.year}-12` : "/api/calendar"));
    fill(this.year_place, this.year_choice());
    this.list.removeAttribute("aria-busy");
    this.list.replaceChildren();
    this.show(cards_at_once);
    await next_frame();
    this.show();
    on_event("month", ({ month }) => this.reload_soon(month));
    on_event("job", (job) => this.job_changed(job));
    on_event("hello", () => void this.look_again());
    new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && void this.load_older(), { rootMargin: `${near_px}px` }).observe(this.end);
  }

  /** Newest first. */
  private get known(): string[] {
    return [...this.months.keys()].sort().reverse();
  }

  /** What is shown of them: before the first month with anything only what goes on, and the month that it is. */
  private get shown(): CalendarMonth[] {
    const has_begun = ({ month, state }: CalendarMonth): boolean => (this.oldest !== null && month >= this.oldest) || state === "pulling" || state === "failed";
    return this.known.map((key) => this.months.get(key) as CalendarMonth).filter((month) => month.month === this.now || has_begun(month));
  }

  private take_in(answer: Calendar): void {
    for (const month of Object.values(answer.months)) this.months.set(month.month, month);
    if (answer.oldest !== undefined) this.oldest = answer.oldest;
  }

  /** Whether everything that exists is loaded. */
  private get complete(): boolean {
    const last = this.known.at(-1);
    return this.oldest === null || last === undefined || last <= this.oldest;
  }

  private get end_is_near(): boolean {
    return this.end.getBoundingClientRect().top < window.innerHeight + near_px;
  }

  private async load_older(): Promise<void> {
    if (this.loading || this.complete) return;
    this.loading = true;
    fill(this.end, h("div", { class: "skeleton month-shape", "aria-hidden": "true" }));
    try {
      // Steps go on while what came is so little that the end of the page is still in sight.
      do {
        const to = plus_months(this.known.at(-1) as string, -1);
        const from = [plus_months(to, 1 - months_a_step), this.oldest ?? ""].sort().at(-1);
        this.take_in(await get<Calendar>(`/api/calendar?from=${from}&to=${to}`));
        this.show();
      } while (!this.complete && this.end_is_near);
    } catch (problem) {
      fill(this.end, problem_state(problem, () => void this.load_older()));
      return;
    } finally {
      this.loading = false;
    }
    this.show_end();
  }

  private show_end(): void {
    if (!this.complete) fill(this.end);
    else if (this.oldest === null) fill(this.end, this.nothing_yet());
    else fill(this.end, h("p", { class: "calendar-end quiet small" }, `Everything begins in ${month_words(this.oldest)}.`));
  }

  private nothing_yet(): HTMLElement {
    const words = this.session.providers.some(({ enabled }) => enabled)
      ? "Pull months to see your workouts here."
      : "Sign in to a provider, or hand in files of workouts. Then pull.";
    return empty_state("calendar", "No workouts yet", words, h("a", { class: "button primary", href: "/settings" }, "Set up providers"), this.pull_months_button());
  }

  /** Brings the list to what is known, or the first so many cards of it. */
  private show(most = Infinity): void {
    const groups = group_months(this.shown, this.now, this.opened).slice(0, most);
    this.cards.show(
      groups.map((group) =>
        group.kind === "month"
          ? { key: group.month.month, item: { group, pulls: this.pulls.of_month(group.month.month) } }
          : { key: `quiet ${group.months.at(-1)?.month} ${group.months[0]?.month}`, item: { group, pulls: [] } },
      ),
    );
    this.show_end();
  }

  private card(month: CalendarMonth, pulls: Job[]): HTMLElement {
    return month_card(month, this.session.providers, pulls, {
      pull: (key, button) =>
        void busy(button, async () => {
          await post<Queued>(`/api/sync/${key}`);
          this.change(key, { state: "pulling" });
        }),
      reset: (key) => reset_dialog(key, this.session.providers, () => say(`${month_words(key)} is being reset`)),
    });
  }

  private open(months: CalendarMonth[]): void {
    for (const { month } of months) this.opened.add(month);
    this.show();
    this.cards.element(months[0]?.month ?? "")?.querySelector("a")?.focus();
  }

  private change(key: string, fields: Partial<CalendarMonth>): void {
    const month = this.months.get(key);
    if (!month) return;
    this.months.set(key, { ...month, ...fields });
    this.show();
  }

  private reload_soon(key: string): void {
    if (this.reloads.has(key)) return;
    this.reloads.set(key, window.setTimeout(() => void this.reload(key), 150));
  }

  private async reload(key: string): Promise<void> {
    this.reloads.delete(key);
    const known = this.known;
    if (known.length > 0 && key < (known.at(-1) as string)) {
      if (this.oldest === null || key < this.oldest) this.oldest = key; // the list goes on further down than before
      this.show_end();
      if (this.end_is_near) void this.load_older();
      return;
    }
    const before = this.months.get(key)?.state;
    try {
      this.take_in(await get<Calendar>(`/api/calendar/${key}`));
      this.show();
      const month = this.months.get(key);
      if (month && before === "pulling" && month.state !== "pulling") this.says.textContent = `${month_words(key)}: ${state_words(month)}`;
    } catch (problem) {
      say_problem(problem);
    }
  }

  private job_changed(job: Job): void {
    if (!this.pulls.note(job)) {
      if (job.kind === "reset" && problem_of(job)) say_problem(new Error(problem_of(job)));
      return;
    }
    this.show();
    // A pull that ended may have changed nothing, which no event of a month tells.
    if (has_ended(job)) for (const [key, { state }] of this.months) if (state === "pulling") this.reload_soon(key);
  }

  /** The stream of events was away: all that is shown may be old. */
  private async look_again(): Promise<void> {
    this.pulls.forget();
    const known = this.known;
    try {
      for (let at = 0; at < known.length; at += 12) {
        const part = known.slice(at, at + 12);
        this.take_in(await get<Calendar>(`/api/calendar?from=${part.at(-1)}&to=${part[0]}`));
      }
      this.show();
    } catch (problem) {
      say_problem(problem);
    }
  }

  /** Leads to another year; nothing while there is only one. */
  private year_choice(): HTMLElement | null {
    const first = Number((this.oldest ?? this.now).slice(0, 4));
    const last = Number(this.now.slice(0, 4));
    if (first >= last) return null;
    const years = Array.from({ length: last - first + 1 }, (_, index) => String(last - index));
    const choice = h("select", { class: "input year-choice", "aria-label": "Year" }, years.map((year) => h("option", { value: year, selected: year === (this.year ?? String(last)) }, year)));
    choice.addEventListener("change", () => location.assign(choice.value === String(last) ? "/" : `/?year=${choice.value}`));
    return choice;
  }

  private pull_recent_button(): HTMLButtonElement {
    const button = h("button", { class: "button primary", type: "button", title: "This month and the one before" }, [icon("pull", 18), "Pull recent"]);
    button.addEventListener("click", () =>
      busy(button, async () => {
        await post<Queued>("/api/jobs", { kind: "pull", arguments: { recent: true } });
        say(`${short_month_words(plus_months(this.now, -1))} and ${short_month_words(this.now)} are being pulled`);
      }),
    );
    return button;
  }

  private pull_months_button(): HTMLButtonElement {
    const open = (): void => pull_dialog(this.session.providers, this.now, () => say("The months are being pulled", { href: "/jobs", words: "Look at the jobs" }));
    return h("button", { class: "button", type: "button", on: { click: open } }, "Pull months …");
  }
}

page((root, session) => new CalendarPage(root, session).start());

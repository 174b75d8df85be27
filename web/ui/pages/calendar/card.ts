// SPDX-License-Identifier: MIT
import type { CalendarCell, CalendarMonth, Job, Provider } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { provider_mark } from "../../src/elements/provider";
import { ago_words, days_in_month, first_column, month_words } from "../../src/format/dates";
import { count } from "../../src/format/units";
import { is_quiet } from "./groups";
import { part_done, words_of } from "../../src/api/pulls";
import { state_ring, state_words } from "./ring";

export interface CardActions {
  pull: (month: string, button: HTMLButtonElement) => void;
  reset: (month: string, button: HTMLButtonElement) => void;
}

/** The days of a month as a calendar shows them, with a dot for each that has a record. */
function day_grid(month: string, days: number[], title: string): HTMLElement {
  const filled = new Set(days);
  const words = days.length === 0 ? `${title}: no day with a record` : `${title}: records on ${days.join(", ")} ${month_words(month)}`;
  const dots = Array.from({ length: days_in_month(month) }, (_, index) => h("i", { class: filled.has(index + 1) ? "day filled" : "day" }));
  dots[0]?.classList.add(`column-${first_column(month) + 1}`);
  return h("div", { class: "days", role: "img", "aria-label": words }, dots);
}

function tile(month: string, id: string, cell: CalendarCell | undefined, provider: Provider | undefined): HTMLElement {
  const title = provider?.title ?? id;
  const records = cell?.records ?? 0;
  return h("li", { class: ["tile", "provider-colour", records === 0 && "tile-empty"], vars: { "--provider": provider?.colour ?? "currentColor" } }, [
    h("p", { class: "tile-title", title }, title),
    h("p", { class: "tile-count" }, [provider_mark(provider), String(records), h("span", { class: "unseen" }, records === 1 ? " record" : " records")]),
    day_grid(month, cell?.days ?? [], title),
  ]);
}

/** What is going on, under the head of a card; it keeps its place when nothing is. */
function going_on(pulls: Job[], title: (provider: string) => string): HTMLElement {
  const part = part_done(pulls);
  const words = words_of(pulls, title);
  return h("div", { class: "going-on" }, [
    h("div", { class: ["progress", part === null && "unknown"], role: "progressbar", "aria-label": words, "aria-valuenow": part === null ? undefined : Math.round(part * 100), vars: { "--part": `${(part ?? 0) * 100}%` } }, h("div")),
    h("p", { class: "quiet small" }, words),
  ]);
}

/** A month without anything needs no room: a line, with the button that may fill it. */
function quiet_card(month: CalendarMonth, actions: CardActions): HTMLElement {
  const name = month_words(month.month);
  const title_id = `month-${month.month}`;
  const pull = h("button", { class: "button small", type: "button", "aria-label": `Pull ${name}` }, [icon("pull", 16), "Pull"]);
  pull.addEventListener("click", () => actions.pull(month.month, pull));
  return h("article", { class: "card quiet-month", "aria-labelledby": title_id, tabindex: -1, data: { part: month.month, state: month.state } }, [
    state_ring(month.state ?? "empty"),
    h("div", { class: "month-title" }, [
      h("h2", { id: title_id }, h("a", { href: `/month/${month.month}` }, name)),
      h("p", { class: "month-state" }, month.state === "empty" && month.pulled_at ? `${state_words(month)} · pulled ${ago_words(month.pulled_at)}` : state_words(month)),
    ]),
    pull,
  ]);
}

/** A month of the calendar. `pulls` are the jobs that pull it now. */
export function month_card(month: CalendarMonth, providers: Provider[], pulls: Job[], actions: CardActions): HTMLElement {
  if (pulls.length === 0 && is_quiet(month)) return quiet_card(month, actions);
  const name = month_words(month.month);
  const shown: CalendarMonth = pulls.length > 0 ? { ...month, state: "pulling" } : month;
  const pulling = shown.state === "pulling";
  const title_id = `month-${month.month}`;
  const pull = h("button", { class: "button small", type: "button", "aria-label": `Pull ${name}`, disabled: pulling }, [icon("pull", 16), "Pull"]);
  pull.addEventListener("click", () => actions.pull(month.month, pull));
  const reset = h("button", { class: "icon-button", type: "button", "aria-label": `Reset ${name}`, title: "Reset" }, icon("trash", 18));
  reset.addEventListener("click", () => actions.reset(month.month, reset));
  const known = new Map(providers.map((provider) => [provider.id, provider]));
  const columns = providers.filter(({ id, enabled }) => enabled || (month.providers[id]?.records ?? 0) > 0).map(({ id }) => id);
  return h("article", { class: "card month", "aria-labelledby": title_id, tabindex: -1, data: { part: month.month, state: shown.state } }, [
    h("header", { class: "month-head" }, [
      state_ring(shown.state ?? "empty"),
      h("div", { class: "month-title" }, [
        h("h2", { id: title_id }, h("a", { href: `/month/${month.month}` }, name)),
        h("p", { class: ["month-state", `state-${shown.state}`] }, state_words(shown)),
      ]),
      h("p", { class: "month-total" }, [h("b", null, String(month.activities)), h("span", null, month.activities === 1 ? "workout" : "workouts")]),
    ]),
    pulling && going_on(pulls, (id) => known.get(id)?.title ?? id),
    shown.state === "failed" && month.problem && h("p", { class: "note bad small sentence" }, month.problem),
    h("ul", { class: "tiles", "aria-label": "Records by provider" }, columns.map((id) => tile(month.month, id, month.providers[id], known.get(id)))),
    h("p", { class: "month-facts quiet small" }, [
      h("span", null, (month.devices ?? []).join(" · ")),
      h("span", null, month.pulled_at ? `Pulled ${ago_words(month.pulled_at)}` : "Never pulled"),
    ]),
    h("footer", { class: "month-foot actions" }, [
      reset,
      pull,
      h("a", { class: ["button", "small", shown.state === "differs" && "soft"], href: `/month/${month.month}`, "aria-label": `Review ${name}` }, "Review"),
    ]),
  ]);
}

/** A run of months without anything, in one line. */
export function quiet_line(months: CalendarMonth[], open: () => void): HTMLElement {
  const newest = months[0] as CalendarMonth;
  const oldest = months.at(-1) as CalendarMonth;
  const never = months.every((month) => month.state === "not_pulled");
  return h("section", { class: "quiet-months", data: { months: `${oldest.month}..${newest.month}` } }, [
    h("p", null, [h("span", null, `${month_words(oldest.month)} – ${month_words(newest.month)}`), h("span", { class: "quiet" }, never ? "not pulled yet" : "nothing recorded")]),
    h("button", { class: "button small plain-button", type: "button", on: { click: open } }, `Show ${count(months.length, "month")}`),
  ]);
}

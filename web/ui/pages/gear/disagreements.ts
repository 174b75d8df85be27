// SPDX-License-Identifier: MIT
import type { Gear, GearDisagreement } from "../../src/api/gear";
import type { Session } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { listing, type ListingRow } from "../../src/elements/listing";
import { provider_name } from "../../src/elements/provider";
import { short_month_words } from "../../src/format/dates";
import { count, number } from "../../src/format/units";

function months_links(months: { month: string; words: string; label: string }[]): HTMLElement {
  const newest_first = [...months].sort((a, b) => b.month.localeCompare(a.month));
  return h("ul", { class: "month-links" }, newest_first.map(({ month, words, label }) => h("li", null, h("a", { class: "tag accent", href: `/month/${month}`, title: label }, words))));
}

/** The months whose review offers to set gear right; nothing when all agree. */
export function months_section({ months_to_fix }: Gear): HTMLElement | null {
  if (months_to_fix.length === 0) return null;
  return h("section", { class: "card" }, [
    h("h2", null, "Months to fix"),
    h("p", { class: "quiet" }, "Providers name different gear for workouts of these months. The month's review offers to set it right."),
    months_links(months_to_fix.map(({ month, changes }) => ({ month, words: `${short_month_words(month)} · ${changes}`, label: count(changes, "difference") }))),
  ]);
}

function row(one: GearDisagreement, session: Session): ListingRow {
  const says = (provider: string, item: string): HTMLElement =>
    h("div", null, [
      h("span", { class: "says" }, item || h("span", { class: "quiet" }, "no gear")),
      h("span", { class: "small quiet" }, provider_name(session.providers.find(({ id }) => id === provider), provider)),
    ]);
  return {
    part: [one.provider, one.item, one.other_provider, one.other_item].join(" "),
    cells: [
      says(one.provider, one.item),
      says(one.other_provider, one.other_item),
      number(one.workouts),
      months_links(one.months.map(({ month, workouts }) => ({ month, words: short_month_words(month), label: count(workouts, "workout") }))),
    ],
  };
}

export function disagreements_section({ disagreements }: Gear, session: Session): HTMLElement | null {
  if (disagreements.length === 0) return null;
  const title = "Where providers disagree";
  return h("section", null, [h("h2", { class: "section-title" }, title), listing(title, ["One says", "The other", "Workouts", "Months"], disagreements.map((one) => row(one, session)))]);
}

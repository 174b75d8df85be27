// SPDX-License-Identifier: MIT
import type { GearItem } from "../../src/api/gear";
import type { Session } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { provider_name } from "../../src/elements/provider";
import { day_words } from "../../src/format/dates";
import { count, distance, number } from "../../src/format/units";

const seconds_an_hour = 3600;

function year_and_day(day: string | null): string {
  return day ? `${day_words(day).replace(/^\w+ /, "")} ${day.slice(0, 4)}` : "–";
}

/** One item with its mileage, and what each provider counts for it. */
export function gear_card(item: GearItem, session: Session): HTMLElement {
  const share = (workouts: number): string => `${item.workouts > 0 ? Math.min(100, (100 * workouts) / item.workouts) : 0}%`;
  const lines = item.providers.map((use) =>
    h("li", { class: "gear-provider" }, [
      provider_name(session.providers.find(({ id }) => id === use.provider), use.provider),
      h("span", { class: "share", "aria-hidden": "true" }, h("span", { vars: { "--part": share(use.workouts) } })),
      h("span", { class: "figure" }, distance(use.distance_m, session.units)),
      h("span", { class: ["figure", "small", use.workouts === item.workouts && "quiet"] }, [
        number(use.workouts),
        h("span", { class: "unseen" }, " workouts"),
        use.workouts < item.workouts && h("span", { class: "quiet" }, ` of ${number(item.workouts)}`),
      ]),
    ]),
  );
  return h("article", { class: "card gear-card" }, [
    h("header", null, [
      h("h2", null, item.name),
      item.other_names.length > 0 && h("p", { class: "quiet small" }, `also called ${item.other_names.join(", ")}`),
    ]),
    h("p", { class: "gear-distance" }, item.workouts > 0 ? distance(item.distance_m, session.units) : "–"),
    h("p", { class: "quiet small" }, item.workouts === 0 ? "No workout is counted for it: providers that come first name other gear." : `${count(item.workouts, "workout")} · ${number(item.duration_s / seconds_an_hour)} h · ${year_and_day(item.first_day)} to ${year_and_day(item.last_day)}`),
    h("ul", { class: "gear-providers", "aria-label": `What each provider counts for ${item.name}` }, lines),
  ]);
}

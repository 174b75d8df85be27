// SPDX-License-Identifier: MIT
// What the workout is: its name, when it was, and the merged totals, each with where it comes from.
import type { Activity } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { provider_mark } from "../../src/elements/provider";
import { long_day_words, short_month_words, time_words } from "../../src/format/dates";
import { distance, duration, height, number, pace, speed, type Units } from "../../src/format/units";
import { is_paced } from "../../src/charts/tracks";
import { workout_start } from "../../src/records/start";
import { sport_words } from "../../src/records/comparison";

interface Total {
  key: string;
  label: string;
  words: (value: number, units: Units) => string;
}

const totals: Total[] = [
  { key: "distance_m", label: "Distance", words: distance },
  { key: "timer_s", label: "Time", words: duration },
  { key: "moving_s", label: "Moving", words: duration },
  { key: "elapsed_s", label: "Elapsed", words: duration },
  { key: "avg_speed_mps", label: "Average speed", words: speed },
  { key: "ascent_m", label: "Ascent", words: height },
  { key: "avg_hr", label: "Heart rate", words: (value) => `${number(value)} bpm` },
  { key: "avg_power", label: "Power", words: (value) => `${number(value)} W` },
  { key: "calories_kcal", label: "Energy", words: (value) => `${number(value)} kcal` },
];

const most_columns = 7;

function text_of(activity: Activity, key: string): string {
  const value = activity.merged[key]?.value;
  return typeof value === "string" ? value : "";
}

function sport_of(activity: Activity): string {
  return sport_words(text_of(activity, "sport") || activity.records[0]?.sport || "", text_of(activity, "sub_sport") || activity.records[0]?.sub_sport || "");
}

function start_of(activity: Activity, session: Session): string | null {
  return text_of(activity, "start_local") || workout_start(activity.records, session.timezone);
}

function total_tile({ key, label, words }: Total, activity: Activity, session: Session, paced: boolean): HTMLElement | null {
  const merged = activity.merged[key];
  if (!merged || typeof merged.value !== "number") return null;
  const provider = session.providers.find(({ id }) => id === merged.provider);
  const as_pace = key === "avg_speed_mps" && paced;
  return h("div", { class: "total" }, [
    h("dt", null, as_pace ? "Average pace" : label),
    h("dd", { class: "total-value" }, as_pace ? pace(merged.value, session.units) : words(merged.value, session.units)),
    h("dd", { class: "total-source" }, [provider_mark(provider), h("span", { class: "unseen" }, "from "), h("span", { class: "total-provider" }, provider?.title ?? merged.provider)]),
  ]);
}

export function head(activity: Activity, session: Session): Child {
  const start = start_of(activity, session);
  const sport = sport_of(activity);
  const name = text_of(activity, "name") || sport || "Workout";
  const equipment = text_of(activity, "equipment");
  document.title = `${name} · tracekit`;
  const paced = is_paced(text_of(activity, "sport") || activity.records[0]?.sport || "");
  const tiles = totals.map((total) => total_tile(total, activity, session, paced)).filter((tile) => tile !== null);
  const facts = [sport, start && long_day_words(start), time_words(start), equipment].filter(Boolean);
  return [
    h("div", { class: "activity-title" }, [h("h1", null, name), h("p", { class: "quiet" }, facts.join(" · "))]),
    activity.alias_of
      ? h("p", { class: "note" }, [icon("info"), h("span", null, `Activity ${activity.alias_of} turned out to be this workout. Its number keeps working.`)])
      : null,
    h("dl", { class: "totals", "aria-label": "Totals and where they come from", vars: { "--columns": String(Math.ceil(tiles.length / Math.ceil(tiles.length / most_columns))) } }, tiles),
  ];
}

export function neighbours(activity: Activity, session: Session): Child {
  const month = start_of(activity, session)?.slice(0, 7);
  const step = (id: number | null, name: "left" | "right", words: string): HTMLElement =>
    id === null
      ? h("span", { class: "icon-button", "aria-hidden": "true" }, icon(name))
      : h("a", { class: "icon-button", href: `/activity/${id}`, title: words, "aria-label": words, rel: name === "left" ? "prev" : "next" }, icon(name));
  return [
    h("a", { class: "back", href: month ? `/month/${month}` : "/" }, [icon("left", 16), month ? short_month_words(month) : "Calendar"]),
    h("span", { class: "steps" }, [step(activity.neighbours.previous, "left", "The workout before"), step(activity.neighbours.next, "right", "The workout after")]),
  ];
}

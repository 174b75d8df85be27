// SPDX-License-Identifier: MIT
// Chooses another workout of about the same days, whose records are the same workout after all.
import { get } from "../../src/api/client";
import type { Activity, ListedActivity } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { fill, h } from "../../src/dom/h";
import { open_dialog } from "../../src/elements/dialog";
import { provider_mark } from "../../src/elements/provider";
import { problem_state } from "../../src/elements/states";
import { day_words, time_words } from "../../src/format/dates";
import { distance, duration, unknown } from "../../src/format/units";
import { workout_start } from "../../src/records/start";

const days_around = 3;
const day_ms = 86400000;

function day_near(local: string, days: number): string {
  return new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10);
}

function choice(one: ListedActivity, session: Session): HTMLElement {
  const marks = one.providers.map((id) => {
    const provider = session.providers.find((other) => other.id === id);
    return h("span", { title: provider?.title ?? id }, [provider_mark(provider), h("span", { class: "unseen" }, provider?.title ?? id)]);
  });
  return h("span", { class: "other" }, [
    h("b", null, one.name || one.sport),
    h("span", { class: "quiet small" }, [day_words(one.start_local), time_words(one.start_local), distance(one.distance_m, session.units), duration(one.duration_s)].filter((words) => words && words !== unknown).join(" · ")),
    h("span", { class: "marks" }, marks),
  ]);
}

/** The workout that the person chose, with its records; nothing when it was left. */
export function choose_other(activity: Activity, session: Session): Promise<Activity | null> {
  return new Promise((resolve) => {
    const start = workout_start(activity.records, session.timezone);
    const list = h("div", { class: "others" }, h("p", { class: "quiet", role: "status" }, "Looking for workouts of these days"));
    const dialog = open_dialog("Which workout is the same?", [
      h("p", { class: "quiet" }, `Workouts up to ${days_around} days before and after. All records of the one that you choose are joined with these; tracekit remembers it.`),
      list,
    ]);
    let chosen: Promise<Activity> | null = null;
    const choose = (id: number): void => {
      chosen = get<Activity>(`/api/activities/${id}`);
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      if (chosen) chosen.then(resolve, () => resolve(null));
      else resolve(null);
    });
    if (!start) {
      fill(list, h("p", null, "This workout has no day, so there are none near it."));
      return;
    }
    get<{ activities: ListedActivity[] }>(`/api/activities?from=${day_near(start, -days_around)}&to=${day_near(start, days_around)}&limit=100`)
      .then(({ activities }) => {
        const others = activities.filter(({ id }) => id !== activity.id);
        fill(list, others.length === 0 ? h("p", null, "There is no other workout in these days.") : others.map((one) => h("button", { class: "other-button", type: "button", on: { click: () => choose(one.id) } }, choice(one, session))));
      })
      .catch((problem: unknown) => fill(list, problem_state(problem)));
  });
}

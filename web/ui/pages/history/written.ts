// SPDX-License-Identifier: MIT
import { post } from "../../src/api/client";
import { ended, problem_of } from "../../src/api/jobs";
import type { Written } from "../../src/api/history";
import type { Queued, Session } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { ask } from "../../src/elements/dialog";
import { provider_name } from "../../src/elements/provider";
import { busy, say, say_problem } from "../../src/elements/toast";
import { long_day_words } from "../../src/format/dates";
import { field_value, field_words, is_measured } from "../../src/format/fields";
import type { Units } from "../../src/format/units";
import { time_of } from "../../src/format/moments";

const kind_words: Record<string, string> = { add: "Added", download: "Downloaded", upload: "Uploaded", link: "Linked", set_metadata: "Filled in" };
const tags: Record<string, [kind: string, words: string]> = { done: ["good", "done"], failed: ["bad", "failed"], conflict: ["warn", "not done"], unknown: ["warn", "unknown"] };

/** `name "Berlin Ride" → "Coffee loop"`; an empty old value is said in words. */
export function value_words(field: string, before: string, after: string, units: Units): Child {
  const value = (text: string): Child => (text ? h(is_measured(field) ? "span" : "q", null, field_value(field, text, units)) : h("span", { class: "quiet" }, "empty"));
  return [h("b", { class: "field-name" }, field_words(field)), " ", value(before), h("span", { class: "arrow" }, [h("span", { "aria-hidden": "true" }, " → "), h("span", { class: "unseen" }, " became ")]), value(after)];
}

function what(one: Written, units: Units): Child {
  if (one.field) return value_words(one.field, one.old, one.new, units);
  return [h("b", null, kind_words[one.kind] ?? one.kind), one.new && ` ${one.new}`];
}

/** Which workout it was about, as a way to it. */
function workout_link({ workout }: Written): HTMLElement | null {
  return workout && h("a", { class: "change-message", href: `/activity/${workout.activity}` }, [workout.name || "A workout without a name", workout.day && ` · ${long_day_words(workout.day)}`]);
}

async function take_back(one: Written, button: HTMLButtonElement, session: Session, changed: () => Promise<void>): Promise<void> {
  const title = session.providers.find(({ id }) => id === one.provider)?.title ?? one.provider;
  const workout = workout_link(one);
  const agreed = await ask({ title: "Take this change back?", words: [...(workout ? [workout] : []), `${title} gets the old value again: ${one.old ? `“${one.old}”` : "empty"}. When it was changed there since, tracekit says so and writes nothing.`], action: "Take it back" });
  if (!agreed) return;
  await busy(button, async () => {
    const { job } = await post<Queued>("/api/jobs", { kind: "undo", arguments: { change: String(one.id) } });
    const done = await ended(job);
    const problem = problem_of(done) || refusal_of(done.result);
    if (problem) say_problem(new Error(problem));
    else say("The old value is back");
    await changed();
  });
}

/** Why a job that ended well did not write after all: the provider's value had changed meanwhile, for example. */
function refusal_of(result: unknown): string {
  const applied = (result as { applied?: { done: boolean; message: string }[] } | null)?.applied?.[0];
  return applied && !applied.done ? applied.message : "";
}

export function change_line(one: Written, session: Session, changed: () => Promise<void>): HTMLElement {
  const [kind, words] = one.undone_at ? ["", "taken back"] : (tags[one.outcome] ?? ["", one.outcome]);
  const undo: HTMLButtonElement = h("button", { class: "button small", type: "button", on: { click: () => void take_back(one, undo, session, changed) } }, [icon("undo", 16), "Undo"]);
  return h("li", { class: "change", tabindex: -1, data: { part: one.id } }, [
    h("span", { class: "change-time quiet" }, time_of(one.at, session.timezone)),
    h("span", { class: "change-provider" }, provider_name(session.providers.find(({ id }) => id === one.provider), one.provider)),
    h("span", { class: "change-words" }, [one.undoes !== null && h("span", { class: "quiet" }, "Undone: "), what(one, session.units), workout_link(one), one.message && h("span", { class: "change-message" }, one.message)]),
    h("span", { class: "change-end" }, [h("span", { class: ["tag", kind] }, words), one.undoable && undo]),
  ]);
}

// SPDX-License-Identifier: MIT
// What a page shows instead of content: that there is none, that it could not be had, that it is on its way.
import { ApiError } from "../api/client";
import { h, type Child } from "../dom/h";
import { icon, type IconName } from "../dom/icon";

/** Nothing here: says so, and what to do about it. */
export function empty_state(name: IconName, title: string, words: string, ...actions: Child[]): HTMLElement {
  return h("section", { class: "empty" }, [
    icon(name, 32),
    h("h2", null, title),
    h("p", { class: "quiet" }, words),
    actions.length > 0 && h("div", { class: "actions" }, actions),
  ]);
}

/** It could not be had: why, and a button that tries again. */
export function problem_state(problem: unknown, again?: () => void): HTMLElement {
  const api = problem instanceof ApiError ? problem : null;
  if (!api) console.error(problem);
  return h("section", { class: "empty problem", role: "alert" }, [
    icon("warning", 32),
    h("h2", null, api ? api.message : "Something went wrong on this page"),
    h("p", { class: "quiet" }, api ? api.hint : problem instanceof Error ? problem.message : String(problem)),
    again && h("div", { class: "actions" }, h("button", { class: "button", type: "button", on: { click: again } }, "Try again")),
  ]);
}

/** Grey shapes of the final size, so that nothing moves when the content comes. `shapes` are class names that give the size. */
export function skeleton(shape: string, times = 1): HTMLElement {
  return h("div", { class: "skeletons", "aria-hidden": "true" }, Array.from({ length: times }, () => h("div", { class: ["skeleton", shape] })));
}

/** Says to screen readers that something is on its way; seen by nobody. */
export function loading_words(words = "Loading"): HTMLElement {
  return h("p", { class: "unseen", role: "status" }, words);
}

// SPDX-License-Identifier: MIT
// A change of the plan in words, with what can be done about it, and what became of it.
import type { Change, Provider } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { provider_name } from "../../src/elements/provider";
import { field_value, field_words } from "../../src/format/fields";
import type { Units } from "../../src/format/units";
import { can_be_accepted } from "./extent";
import type { Outcome } from "./outcomes";

export interface Shown {
  change: Change;
  outcome: Outcome | undefined;
  /** Whether the plan still tells of it. */
  proposed: boolean;
}

export interface LineActions {
  accept: (changes: Change[]) => void;
  dismiss: (change: Change) => void;
}

export interface Words {
  units: Units;
  provider: (id: string) => Provider | undefined;
}

function from_to(change: Change, units: Units): Child[] {
  const old = field_value(change.field, change.old, units);
  const made = field_value(change.field, change.new, units);
  const nothing = change.field === "name" || change.field === "equipment" ? "none" : "empty";
  return [
    h("span", { class: "old" }, [h("span", { class: "unseen" }, "from "), old || h("i", null, nothing)]),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    h("span", { class: "new" }, [h("span", { class: "unseen" }, "to "), made || h("i", null, nothing)]),
  ];
}

/** What would be done, without where. */
function deed(change: Change, words: Words): Child[] {
  const source = change.source ? (words.provider(change.source.provider)?.title ?? change.source.provider) : "";
  switch (change.kind) {
    case "rename":
      return [h("b", null, "Rename"), from_to(change, words.units)];
    case "set_equipment":
      return [h("b", null, "Set equipment"), from_to(change, words.units)];
    case "set_metadata":
      return [h("b", null, field_words(change.field)), from_to(change, words.units)];
    case "add":
      return [h("b", null, "Add"), h("span", { class: "new" }, change.new)];
    case "download":
      return [h("b", null, "Save the file"), h("span", { class: "new" }, source && `from ${source}`)];
    case "upload":
      return [h("b", null, "Upload the file"), h("span", { class: "new" }, change.new)];
    case "link":
      return [h("b", null, "Same workout?"), h("span", { class: "new" }, source && `as the one of ${source}`)];
    default:
      return [h("b", null, "Held more than once")];
  }
}

function outcome_words(outcome: Outcome): HTMLElement {
  switch (outcome.state) {
    case "waiting":
      return h("span", { class: "outcome quiet" }, [h("span", { class: "spinner", "aria-hidden": "true" }), "Applying"]);
    case "done":
      return h("span", { class: "outcome good" }, [icon("check", 18), outcome.words || "Done"]);
    default:
      return h("span", { class: "outcome bad" }, [icon("warning", 18), h("span", { class: "sentence" }, outcome.words)]);
  }
}

function name_of(change: Change, words: Words): string {
  const provider = words.provider(change.provider)?.title ?? change.provider;
  const what = change.kind === "set_metadata" ? field_words(change.field) : change.kind.replaceAll("_", " ");
  return `${what} at ${provider}${change.new ? `: ${field_value(change.field, change.new, words.units)}` : ""}`;
}

/** One change. `inside`: its provider is named by the group around it. */
export function change_line({ change, outcome, proposed }: Shown, words: Words, actions: LineActions, inside = false): HTMLLIElement {
  const name = name_of(change, words);
  const buttons = (): HTMLElement =>
    h("span", { class: "line-actions" }, [
      outcome?.state === "failed" && outcome_words(outcome),
      h("button", { class: "button small plain-button", type: "button", "aria-label": `Dismiss: ${name}`, on: { click: () => actions.dismiss(change) } }, "Dismiss"),
      can_be_accepted(change) &&
        h("button", { class: "button small", type: "button", "aria-label": `Accept: ${name}`, on: { click: () => actions.accept([change]) } }, outcome ? "Try again" : change.kind === "link" ? "Link" : "Accept"),
    ]);
  return h("li", { class: ["change", inside && "inside"], tabindex: -1, data: { part: change.id } }, [
    !inside && provider_name(words.provider(change.provider), change.provider),
    h("div", { class: "deed" }, [
      h("p", { class: "deed-words" }, deed(change, words)),
      h("p", { class: "why quiet small" }, [
        h("span", { class: "sentence" }, change.why),
        change.stale && h("span", { class: "tag", title: "It rests on values that were read more than a week ago" }, "read again before writing"),
        change.blocked && h("span", { class: "tag warn" }, change.blocked),
        change.kind === "link" && h("a", { href: "/review" }, "Compare both"),
      ]),
    ]),
    outcome && (outcome.state !== "failed" || !proposed) ? outcome_words(outcome) : buttons(),
  ]);
}

/** Values of one provider stand together, and can be accepted together. */
export function value_group(shown: Shown[], words: Words, actions: LineActions): HTMLLIElement {
  const changes = shown.map(({ change }) => change);
  const outcomes = shown.map(({ outcome }) => outcome);
  const first = changes[0] as Change;
  const open = shown.filter(({ change, outcome, proposed }) => proposed && can_be_accepted(change) && (!outcome || outcome.state === "failed")).map(({ change }) => change);
  const done = outcomes.filter((outcome) => outcome?.state === "done").length;
  const waiting = outcomes.some((outcome) => outcome?.state === "waiting");
  const title = words.provider(first.provider)?.title ?? first.provider;
  return h("li", { class: "change group", tabindex: -1, data: { part: `${first.activity} ${first.provider}` } }, [
    provider_name(words.provider(first.provider), first.provider),
    h("details", { class: "deed", open: outcomes.some((outcome) => outcome?.state === "failed") }, [
      h("summary", null, [
        h("b", null, `Fill in ${changes.length} values`),
        h("span", { class: "quiet" }, changes.map((change) => `${field_words(change.field)} ${field_value(change.field, change.new, words.units)}`).join(", ")),
      ]),
      h("ul", null, shown.map((one) => change_line(one, words, actions, true))),
    ]),
    open.length === 0 && !waiting
      ? outcome_words(done === changes.length ? { state: "done", words: `${done} done` } : { state: "failed", words: `${done} of ${changes.length} done` })
      : waiting
        ? outcome_words({ state: "waiting" })
        : h("span", { class: "line-actions" }, h("button", { class: "button small", type: "button", "aria-label": `Accept ${open.length} values at ${title}`, on: { click: () => actions.accept(open) } }, `Accept ${open.length}`)),
  ]);
}

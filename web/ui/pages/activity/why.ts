// SPDX-License-Identifier: MIT
// Why these records are taken for one workout: what speaks for and against it, in bits.
import { get } from "../../src/api/client";
import type { Activity, PairEvidence } from "../../src/api/activity";
import type { RecordId, Session } from "../../src/api/types";
import { fill, h, type Child } from "../../src/dom/h";
import { provider_name } from "../../src/elements/provider";
import { problem_state } from "../../src/elements/states";
import { bits_words, evidence_list } from "../../src/elements/evidence";
import { strongest } from "./strongest";

function names(pair: { a: RecordId; b: RecordId }, session: Session): Child {
  const name = ({ provider }: RecordId): HTMLElement => provider_name(session.providers.find(({ id }) => id === provider), provider);
  return h("span", { class: "pair" }, [name(pair.a), h("span", { class: "quiet" }, "and"), name(pair.b)]);
}

/** What the person said about these two. */
function said(activity: Activity, { a, b }: PairEvidence): string | null {
  const is = (one: RecordId, other: RecordId): boolean => one.provider === other.provider && one.id === other.id;
  const verdict = activity.verdicts.find((one) => (is(one.a, a) && is(one.b, b)) || (is(one.a, b) && is(one.b, a)));
  return verdict ? `You said: ${verdict.verdict === "same" ? "the same workout" : verdict.verdict}` : null;
}

function pair_details(pair: PairEvidence, activity: Activity, session: Session): HTMLElement {
  const word = said(activity, pair);
  return h("details", { class: "pair-details" }, [
    h("summary", null, [names(pair, session), word && h("span", { class: "tag accent" }, word), h("span", { class: "bits" }, bits_words(pair.bits))]),
    evidence_list(pair.lines),
  ]);
}

export function why(activity: Activity, session: Session): Child {
  if (activity.records.length < 2) return null;
  const place = h("div", { class: "card pairs" }, h("div", { class: "skeleton pairs-shape", "aria-hidden": "true" }));
  const show = (pairs: PairEvidence[], shown: PairEvidence[]): void => {
    const others = pairs.length - shown.length;
    fill(place, [
      shown.map((pair) => pair_details(pair, activity, session)),
      others > 0 && h("p", null, h("button", { class: "button small", type: "button", on: { click: () => show(pairs, [...pairs].sort((a, b) => b.bits - a.bits)) } }, `Show the other ${others} pairs`)),
    ]);
  };
  const load = (): void => {
    get<{ pairs: PairEvidence[] }>(`/api/activities/${activity.id}/why`)
      .then(({ pairs }) => show(pairs, strongest(pairs)))
      .catch((problem: unknown) => fill(place, problem_state(problem, load)));
  };
  load();
  return [
    h("h2", null, "Why these belong together"),
    h("p", { class: "quiet section-words" }, "Each bit doubles the odds that two records are the same workout. Eight and more are linked without asking; four to eight are a question for you."),
    place,
  ];
}

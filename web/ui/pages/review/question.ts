// SPDX-License-Identifier: MIT
import type { Question } from "../../src/api/questions";
import type { Session } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { bits_words, evidence_list } from "../../src/elements/evidence";
import { compare } from "../../src/records/comparison";
import { side_by_side, title_of } from "../../src/records/side_by_side";
import { track_sketch } from "../../src/records/track_sketch";

export type Answer = "same" | "different" | "later";

export function question_card(question: Question, session: Session, answered: (answer: Answer) => Promise<void>): HTMLElement {
  const records: [Question["a"], Question["b"]] = [question.a, question.b];
  const button = (answer: Answer, words: string, key: string, kind = ""): HTMLElement =>
    h("button", { class: ["button", kind], type: "button", "data-first": answer === "same", "aria-keyshortcuts": key, on: { click: () => void answered(answer) } }, [
      words,
      h("kbd", { "aria-hidden": "true" }, key),
    ]);
  return h("article", { class: "card question", "aria-labelledby": "question" }, [
    h("header", { class: "stack question-head" }, [
      h("h2", { id: "question" }, "Is this the same workout?"),
      h("p", { class: "quiet sentence" }, question.why),
    ]),
    h("div", { class: "actions answers" }, [button("same", "The same", "S", "primary"), button("different", "Different", "D"), button("later", "Later", "L", "plain-button")]),
    h("div", { class: "question-grounds" }, [
      h("section", null, [h("h3", null, ["What speaks for and against it ", h("span", { class: "tag" }, `${bits_words(question.score)} in all`)]), evidence_list(question.evidence)]),
      track_sketch(records, [title_of(question.a, session), title_of(question.b, session)]),
    ]),
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "The two records side by side" }, side_by_side(records, compare({ records, merged: {} }, session), session)),
  ]);
}

// SPDX-License-Identifier: MIT
// What the person has said before: records that are left out, with a way back, and pairs that are the same workout or not.
import type { WorkoutRecord } from "../../src/api/activity";
import type { WordsSaid } from "../../src/api/questions";
import type { Session } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { listing } from "../../src/elements/listing";
import { provider_name } from "../../src/elements/provider";
import { exact_words } from "../../src/format/moments";
import { count } from "../../src/format/units";
import { local_start } from "../../src/records/start";

/** `2025-08-03 07:15`, or no more than the day. */
function start_words(record: WorkoutRecord, session: Session): string {
  return local_start(record, session.timezone)?.slice(0, 16).replace("T", " ") ?? "no time known";
}

function name_of(record: WorkoutRecord): string {
  return record.name || record.id;
}

function record_words(record: WorkoutRecord, session: Session): Child {
  const provider = session.providers.find(({ id }) => id === record.provider);
  return [provider_name(provider, record.provider), " ", name_of(record)];
}

function left_out(records: WorkoutRecord[], session: Session, take_back: (record: WorkoutRecord) => Promise<void>): HTMLElement {
  const rows = records.map((record) => ({
    part: `${record.provider}:${record.id}`,
    cells: [
      record_words(record, session),
      start_words(record, session),
      h("button", { class: "button small", type: "button", on: { click: () => void take_back(record) } }, [icon("undo", 16), "Take it back", h("span", { class: "unseen" }, ` (${name_of(record)})`)]),
    ],
  }));
  return h("section", { class: "card stack", "aria-labelledby": "left-out" }, [
    h("h2", { id: "left-out" }, "Left out"),
    h("p", { class: "quiet" }, "These records stay stored, but count nowhere."),
    listing("Records that do not count", ["Record", "Start", ""], rows),
  ]);
}

function pairs(said: WordsSaid["pairs"], session: Session): HTMLElement {
  const rows = said.map(({ a, b, verdict, said_at }) => ({
    part: `${a.provider}:${a.id} ${b.provider}:${b.id}`,
    cells: [record_words(a, session), start_words(a, session), verdict === "same" ? "the same workout as" : "another workout than", record_words(b, session), exact_words(said_at, session.timezone)],
  }));
  return h("details", { class: "card" }, [h("summary", null, `What you said about matching: ${count(said.length, "pair")}`), listing("Words on matching", ["Record", "Start", "Is", "Other record", "Said"], rows)]);
}

/** Nothing where nothing was said. */
export function said_sections(words: WordsSaid, session: Session, take_back: (record: WorkoutRecord) => Promise<void>): Child {
  return [words.left_out.length > 0 && left_out(words.left_out, session, take_back), words.pairs.length > 0 && pairs(words.pairs, session)];
}

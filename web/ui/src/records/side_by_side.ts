// SPDX-License-Identifier: MIT
// Records in columns, their fields in rows; what differs is marked and said in words.
import type { WorkoutRecord } from "../api/activity";
import type { Session } from "../api/types";
import { h, type Child } from "../dom/h";
import { provider_name } from "../elements/provider";
import type { ComparedCell, ComparedRow } from "./comparison";

const role_words = { member: "", duplicate: "a second copy", part: "a part" };
const origin_words: Record<string, string> = { api: "from the service", archive: "from an archive", file: "from a file", load: "loaded" };

export function title_of({ provider }: { provider: string }, session: Session): string {
  return session.providers.find(({ id }) => id === provider)?.title ?? provider;
}

function column_head(record: WorkoutRecord, session: Session): HTMLElement {
  const notes = [origin_words[record.origin] ?? record.origin, record.link ? role_words[record.link.role] : "", record.deleted_at ? "gone there" : ""].filter(Boolean);
  return h("th", { scope: "col" }, [
    provider_name(session.providers.find(({ id }) => id === record.provider), record.provider),
    h("span", { class: "record-note" }, notes.join(", ")),
  ]);
}

function cell(one: ComparedCell): HTMLElement {
  if (!one.words) return h("td", { class: "nothing" }, [h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, "not told")]);
  if (!one.differs) return h("td", null, one.words);
  return h("td", { class: "differs" }, [h("span", { class: "differs-value" }, one.words), h("span", { class: "differs-by" }, one.by || "differs")]);
}

function row(one: ComparedRow): HTMLElement {
  return h("tr", { class: [!one.differs && "agrees"] }, [h("th", { scope: "row" }, one.label), one.cells.map(cell)]);
}

/** `foot`: rows beneath, a cell for each record. */
export function side_by_side(records: WorkoutRecord[], rows: ComparedRow[], session: Session, foot: Child = null): HTMLTableElement {
  return h("table", { class: ["table", "records", records.length === 2 && "two-records"] }, [
    h("caption", { class: "unseen" }, "The records, a column each"),
    h("thead", null, h("tr", null, [h("td"), records.map((record) => column_head(record, session))])),
    h("tbody", null, rows.map(row)),
    foot ? h("tfoot", null, foot) : null,
  ]);
}

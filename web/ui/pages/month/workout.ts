// SPDX-License-Identifier: MIT
// A workout of the comparison: what each provider holds of it, and beneath that what would change.
import type { CellStatus, PlanCell, PlanRow } from "../../src/api/types";
import { h, type Child } from "../../src/dom/h";
import { icon, type IconName } from "../../src/dom/icon";
import { bits_words } from "../../src/elements/evidence";
import { provider_name } from "../../src/elements/provider";
import { day_words, time_words } from "../../src/format/dates";
import { distance, duration, unknown } from "../../src/format/units";
import { change_line, value_group, type LineActions, type Shown, type Words } from "./change_line";

export interface WorkoutItem {
  row: PlanRow;
  providers: string[];
  changes: Shown[];
}

/** Records are linked from eight bits on; a link that is hardly stronger is worth a look. */
const sure_bits = 10;

const marks: Record<CellStatus, { icon: IconName | null; words: string }> = {
  authority: { icon: "flag", words: "decides" },
  same: { icon: "check", words: "the same" },
  differs: { icon: "differs", words: "differs" },
  missing: { icon: null, words: "missing" },
  none: { icon: null, words: "not compared" },
};

function value(text: string, status: CellStatus, kind: string): HTMLElement | null {
  if (status === "none" && !text) return null;
  const mark = marks[status];
  return h("p", { class: ["value", `value-${status}`, kind] }, [
    mark.icon && icon(mark.icon, 14),
    h("span", { class: "unseen" }, `${mark.words}: `),
    h("span", { class: "value-text", title: text }, text || (kind === "name" ? "no name" : "no equipment")),
  ]);
}

function cell(id: string, held: PlanCell | undefined, words: Words): HTMLElement {
  const label = h("span", { class: "cell-label" }, provider_name(words.provider(id), id));
  if (!held?.present) return h("td", { role: "cell", class: "cell absent" }, [label, h("p", { class: "value value-missing" }, "missing")]);
  const name = value(held.name, held.name_status, "name");
  const equipment = value(held.equipment, held.equipment_status, "equipment");
  return h("td", { role: "cell", class: "cell" }, [
    label,
    h("div", null, [
      name,
      equipment,
      !name && !equipment && h("p", { class: "value value-none" }, [icon("check", 14), "there"]),
      held.copies > 1 && h("p", { class: "tag warn" }, `${held.copies} records`),
    ]),
  ]);
}

/** What the marks in the cells mean. */
export function legend(): HTMLElement {
  const entry = (status: CellStatus, words: string): HTMLElement => h("li", { class: ["value", `value-${status}`] }, [icon(marks[status].icon ?? "check", 14), words]);
  return h("ul", { class: "legend small quiet", "aria-label": "Marks" }, [entry("authority", "decides: the first of your providers with a value"), entry("same", "agrees"), entry("differs", "differs")]);
}

/** Lines of changes; several values of one provider make a group. */
function lines(item: WorkoutItem, words: Words, actions: LineActions): Child[] {
  const values = (provider: string): WorkoutItem["changes"] => item.changes.filter(({ change }) => change.kind === "set_metadata" && change.provider === provider);
  return item.changes.map((one) => {
    const together = one.change.kind === "set_metadata" ? values(one.change.provider) : [];
    if (together.length < 2) return change_line(one, words, actions);
    return together[0] === one ? value_group(together, words, actions) : null;
  });
}

/** The part of the table that belongs to a workout. */
export function workout_part(item: WorkoutItem, words: Words, actions: LineActions): HTMLElement {
  const { row } = item;
  const sizes = [distance(row.distance_m, words.units), duration(row.duration_s)].filter((text) => text !== unknown).join(" · ");
  const when = [day_words(row.start_local), row.date_only ? "" : time_words(row.start_local)].filter(Boolean).join(" · ");
  return h("tbody", { role: "rowgroup", class: "workout", data: { activity: row.activity } }, [
    h("tr", { role: "row" }, [
      h("th", { role: "rowheader", scope: "row" }, [
        h("a", { href: `/activity/${row.activity}` }, day_words(row.start_local)),
        !row.date_only && h("span", { class: "quiet small start" }, time_words(row.start_local)),
        h("p", { class: "sport" }, row.sport),
        sizes && h("p", { class: "quiet small" }, sizes),
        row.certainty > 0 && row.certainty < sure_bits && h("p", { class: "quiet small", title: "That these records are one workout is little more than likely; the workout's page says why" }, `match ${bits_words(row.certainty)}`),
      ]),
      item.providers.map((id) => cell(id, row.cells[id], words)),
    ]),
    item.changes.length > 0 &&
      h("tr", { role: "row", class: "changes-row" }, h("td", { role: "cell", colspan: item.providers.length + 1 }, h("ul", { class: "changes", "aria-label": `Changes of ${when}` }, lines(item, words, actions)))),
  ]);
}

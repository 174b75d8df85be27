// SPDX-License-Identifier: MIT
// A table of things, a row each. On a narrow screen a row is a card, whose values say what they are.
import { h, type Child } from "../dom/h";

export interface ListingRow {
  /** What it is about; the focus finds it again by this. */
  part: string | number;
  /** The name first, then what the columns after it say. */
  cells: Child[];
}

/** `columns`: as many as a row has cells; one without a name holds buttons. */
export function listing(title: string, columns: string[], rows: ListingRow[]): HTMLElement {
  const row = ({ part, cells: [name, ...others] }: ListingRow): HTMLElement =>
    h("tr", { role: "row", tabindex: -1, data: { part } }, [
      h("th", { role: "rowheader", scope: "row" }, name),
      others.map((cell, i) => h("td", { role: "cell", data: { label: columns[i + 1] || undefined } }, cell)),
    ]);
  return h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": title }, [
    h("table", { class: "table listing", role: "table", "aria-label": title }, [
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column) => (column ? h("th", { role: "columnheader", scope: "col" }, column) : h("td", { role: "cell" }))))),
      h("tbody", { role: "rowgroup" }, rows.map(row)),
    ]),
  ]);
}

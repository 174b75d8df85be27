// SPDX-License-Identifier: MIT
// The month's workouts as files to save: one archive in each format that the server writes.
import type { Session } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { open_dialog } from "../../src/elements/dialog";
import { days_in_month, month_words } from "../../src/format/dates";

function archive_link(month: string, format: string, words: string): HTMLElement {
  const days = new URLSearchParams({ from: `${month}-01`, to: `${month}-${days_in_month(month)}`, format });
  return h("a", { class: "button small", href: `/api/export?${days}`, download: true }, words);
}

export function download_button(month: string, session: Session): HTMLButtonElement {
  const choose = (): void => {
    open_dialog(
      `Download ${month_words(month)}`,
      h("p", null, "A zip archive with a file for each workout. Those that cannot be in it, such as workouts without a recording, are named in its left-out.txt."),
      h("div", { class: "actions" }, [(session.export_formats ?? []).map((format) => archive_link(month, format, format.toUpperCase())), archive_link(month, "original", "Files as recorded")]),
    );
  };
  return h("button", { class: "button", type: "button", "aria-haspopup": "dialog", on: { click: choose } }, [icon("file", 18), "Download"]);
}

// SPDX-License-Identifier: MIT
// Changes that a person does not want to be offered; they can be brought back.
import { get, remove } from "../../src/api/client";
import type { Dismissed } from "../../src/api/history";
import type { Session } from "../../src/api/types";
import { keep_focus } from "../../src/dom/focus";
import { fill, h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { provider_name } from "../../src/elements/provider";
import { busy, say } from "../../src/elements/toast";
import { month_words } from "../../src/format/dates";
import { value_words } from "./written";

function line(one: Dismissed, session: Session, changed: () => Promise<void>): HTMLElement {
  const bring_back = async (): Promise<void> => {
    await remove(`/api/dismissed/${encodeURIComponent(one.id)}`);
    say("The change is offered again in its month");
    await changed();
  };
  const button: HTMLButtonElement = h("button", { class: "button small", type: "button", on: { click: () => void busy(button, bring_back) } }, [icon("reset", 16), "Bring back"]);
  const provider = one.provider ?? "";
  return h("li", { class: "change dismissed", tabindex: -1, data: { part: one.id } }, [
    h("span", { class: "change-provider" }, provider ? provider_name(session.providers.find(({ id }) => id === provider), provider) : null),
    h("span", { class: "change-words" }, [
      one.field ? value_words(one.field, one.old ?? "", one.new ?? "", session.units) : (one.why ?? one.kind ?? `A change whose values had to be forgotten (${one.id})`),
      one.month && h("a", { class: "change-message", href: `/month/${one.month}` }, month_words(one.month)),
    ]),
    h("span", { class: "change-end" }, button),
  ]);
}

/** Nothing is shown while nothing is dismissed. */
export async function show_dismissed(root: HTMLElement, session: Session): Promise<void> {
  const { dismissed } = await get<{ dismissed: Dismissed[] }>("/api/dismissed");
  const section = dismissed.length > 0 && h("section", null, [h("h2", { class: "day" }, "Dismissed"), h("ul", { class: "card changes" }, dismissed.map((one) => line(one, session, () => show_dismissed(root, session))))]);
  keep_focus(root, () => fill(root, section));
}

// SPDX-License-Identifier: MIT
// What the calendar asks before it pulls a span of time, or forgets what was pulled.
import { post } from "../../src/api/client";
import type { Provider, Queued } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { open_dialog } from "../../src/elements/dialog";
import { busy } from "../../src/elements/toast";
import { days_in_month, month_index, month_words } from "../../src/format/dates";

function provider_choices(providers: Provider[]): HTMLFieldSetElement {
  return h("fieldset", { class: "choices" }, [
    h("legend", null, "From"),
    providers.filter(({ enabled }) => enabled).map(({ id, title }) => h("label", { class: "choice" }, [h("input", { type: "checkbox", name: "provider", value: id, checked: true }), title])),
  ]);
}

function chosen_in(form: HTMLFormElement): string[] {
  return new FormData(form).getAll("provider").map(String);
}

/** Asks for a span of months and pulls it. */
export function pull_dialog(providers: Provider[], newest: string, done: (queued: Queued) => void): void {
  const month_field = (name: string, words: string, value: string): HTMLElement =>
    h("label", { class: "field" }, [words, h("input", { class: "input", type: "month", name, value, max: newest, required: true, placeholder: "YYYY-MM", pattern: "\\d{4}-\\d{2}" })]);
  const action = h("button", { class: "button primary", type: "submit" }, "Pull");
  const said = h("p", { class: "note bad", role: "alert" });
  const form = h("form", { class: "stack" }, [
    h("p", { class: "quiet" }, "What providers hold of these months is read. Nothing is changed there. A long history takes a while; you can go on meanwhile."),
    h("div", { class: "two-fields" }, [month_field("from", "First month", `${newest.slice(0, 4)}-01`), month_field("to", "Last month", newest)]),
    provider_choices(providers),
    said,
    h("footer", { class: "dialog-foot" }, [h("button", { class: "button", type: "button", on: { click: () => dialog.close() } }, "Cancel"), action]),
  ]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const from = String(data.get("from"));
    const to = String(data.get("to"));
    const chosen = chosen_in(form);
    said.textContent =
      month_index(from) < 0 || month_index(to) < 0 ? "Write months as 2025-08" : from > to ? "The first month is later than the last" : chosen.length === 0 ? "Choose at least one provider" : "";
    if (said.textContent) return;
    const all = chosen.length === providers.filter(({ enabled }) => enabled).length;
    await busy(action, async () => {
      const span = { from: `${from}-01`, to: `${to}-${days_in_month(to)}` };
      done(await post<Queued>("/api/jobs", { kind: "pull", arguments: all ? span : { ...span, providers: chosen } }));
      dialog.close();
    });
  });
  const dialog = open_dialog("Pull months", form);
}

/** Asks what of a month is to be forgotten, and forgets it. */
export function reset_dialog(month: string, providers: Provider[], done: (queued: Queued) => void): void {
  const name = month_words(month);
  const action = h("button", { class: "button danger", type: "submit" }, `Reset ${name}`);
  const choice = (value: string, words: string, checked: boolean): HTMLElement =>
    h("label", { class: "choice" }, [h("input", { type: "radio", name: "provider", value, checked }), words]);
  const form = h("form", { class: "stack" }, [
    h("p", null, `Forgets what was pulled of ${name}. Nothing is deleted at the providers, and your files stay.`),
    h("p", { class: "quiet" }, "What you said of matches in this month is kept. Pull the month again to fill it."),
    h("fieldset", { class: "choices" }, [
      h("legend", null, "Forget records of"),
      choice("", "All providers", true),
      providers.filter(({ enabled }) => enabled).map(({ id, title }) => choice(id, title, false)),
    ]),
    h("footer", { class: "dialog-foot" }, [h("button", { class: "button", type: "button", on: { click: () => dialog.close() } }, "Cancel"), action]),
  ]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const provider = String(new FormData(form).get("provider") ?? "");
    await busy(action, async () => {
      done(await post<Queued>("/api/jobs", { kind: "reset", arguments: provider ? { month, provider } : { month } }));
      dialog.close();
    });
  });
  const dialog = open_dialog(`Reset ${name}?`, form);
}

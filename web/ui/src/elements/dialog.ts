// SPDX-License-Identifier: MIT
// Dialogs: the browser's own, which keep the focus inside, close with Escape and give the focus back.
import { remember_focus } from "../dom/focus";
import { h, type Child } from "../dom/h";
import { icon } from "../dom/icon";
import { raise_messages } from "./toast";

let made = 0;

/** Opens a dialog; `close` of what it returns ends it. It removes itself when it is closed. */
export function open_dialog(title: string, ...content: Child[]): HTMLDialogElement {
  made += 1;
  const id = `dialog-title-${made}`;
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id }, [
    h("header", { class: "dialog-head" }, [
      h("h2", { id }, title),
      h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("cross")),
    ]),
    h("div", { class: "dialog-body" }, content),
  ]);
  // The browser gives the focus back itself, but not to a control that was made anew meanwhile.
  const give_back = remember_focus(document.body);
  dialog.addEventListener("close", () => {
    dialog.remove();
    give_back();
  });
  // A click on what is behind the dialog closes it.
  dialog.addEventListener("mousedown", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  raise_messages();
  return dialog;
}

export interface Question {
  title: string;
  /** What will happen, in lines, and in paragraphs beneath. */
  points?: string[];
  words: Child[];
  /** The word on the button that does it. */
  action: string;
  danger?: boolean;
  /** A word that has to be typed first. */
  typed?: string;
}

/** Asks before something is done; true when the person agrees. */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let agreed = false;
    const action = h("button", { class: ["button", question.danger ? "danger" : "primary"], type: "submit" }, question.action);
    const input = question.typed
      ? h("input", { class: "input", name: "typed", autocomplete: "off", spellcheck: "false", on: { input: () => (action.disabled = input?.value !== question.typed) } })
      : null;
    action.disabled = input !== null;
    const form = h("form", { class: "stack" }, [
      question.points && h("ul", null, question.points.map((words) => h("li", null, words))),
      question.words.map((words) => h("p", null, words)),
      input && h("label", { class: "field" }, [h("span", null, ["Type ", h("b", null, question.typed), " to go on"]), input]),
      h("footer", { class: "dialog-foot" }, [h("button", { class: "button", type: "button", on: { click: () => dialog.close() } }, "Cancel"), action]),
    ]);
    const dialog = open_dialog(question.title, form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      agreed = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(agreed));
    (input ?? action).focus();
  });
}

// SPDX-License-Identifier: MIT
import { post } from "../../src/api/client";
import { h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { open_dialog } from "../../src/elements/dialog";
import { busy, say } from "../../src/elements/toast";

const scopes = [
  ["read", "look at everything of yours"],
  ["write", "that, and pull, accept changes, answer questions"],
  ["admin", "that, and forget data and revoke tokens"],
  ["metrics", "read the server's metrics only"],
] as const;

const ends = [
  ["30d", "in 30 days"],
  ["90d", "in 90 days"],
  ["365d", "in a year"],
  ["never", "never"],
] as const;

/** Only its hash is stored, so this is the one time that it is seen. */
function show_token(token: string): void {
  const field = h("input", { class: "input token-value", readonly: true, value: token, "aria-label": "The token", spellcheck: "false", autocomplete: "off" });
  const copy = h("button", { class: "button primary", type: "button" }, "Copy");
  copy.addEventListener("click", () => {
    field.select();
    navigator.clipboard?.writeText(token).then(
      () => say("The token is copied"),
      () => {}, // it is selected: the keyboard copies it
    );
  });
  open_dialog("Your new token", h("div", { class: "stack" }, [h("p", null, "Copy it now: it is shown this once. Whoever has it acts in your name."), field, h("footer", { class: "dialog-foot" }, copy)]));
  field.select();
}

export function new_token_form(made: () => Promise<void>): HTMLElement {
  const name = h("input", { class: "input", name: "name", required: true, maxlength: 100, autocomplete: "off", placeholder: "my script" });
  const scope = h("select", { class: "input", name: "scope" }, scopes.map(([value, words]) => h("option", { value }, `${value}: ${words}`)));
  const expires = h("select", { class: "input", name: "expires" }, ends.map(([value, words]) => h("option", { value, selected: value === "90d" }, words)));
  const button = h("button", { class: "button primary", type: "submit" }, [icon("plus"), "Make a token"]);
  const form = h("form", { class: "card new-token" }, [
    h("label", { class: "field" }, ["Name", name]),
    h("label", { class: "field" }, ["It may", scope]),
    h("label", { class: "field" }, ["It ends", expires]),
    button,
  ]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(button, async () => {
      const { token } = await post<{ token: string }>("/api/tokens", { name: name.value.trim(), scope: scope.value, expires: expires.value });
      await made();
      show_token(token);
    });
  });
  return form;
}

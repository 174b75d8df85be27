// SPDX-License-Identifier: MIT
// Signing in to a provider: with a key, with a password and perhaps a code, or at the provider's own page.
import { ApiError, post } from "../../src/api/client";
import type { ProviderConfig, SignInAnswer, SignInField } from "../../src/api/settings";
import { fill, h, type Child } from "../../src/dom/h";
import { open_dialog } from "../../src/elements/dialog";
import { busy, say } from "../../src/elements/toast";

const introductions = {
  oauth: "You are taken to the provider's own page and come back here. tracekit never sees your password.",
  key: "The key is tried with one call and then sealed in the database.",
  password: "The password is used once, to get a token that is sealed in the database. It is not stored.",
  none: "",
};

function field_of(field: SignInField): HTMLElement {
  const input = h("input", {
    class: "input",
    name: field.name,
    type: field.secret ? "password" : field.name === "email" ? "email" : "text",
    required: !field.set,
    autocomplete: field.name === "email" ? "username" : field.name === "password" ? "current-password" : "off",
    placeholder: field.set ? "as it is set already" : undefined,
    spellcheck: "false",
  });
  return h("label", { class: "field" }, [field.label, input]);
}

export function sign_in(provider: ProviderConfig, changed: () => Promise<void>): void {
  const address = `/api/providers/${provider.id}/sign-in`;
  const button = h("button", { class: "button primary", type: "submit" }, provider.sign_in.kind === "oauth" ? `Go to ${provider.title}` : "Sign in");
  const form = h("form", { class: "stack" });
  const problem = h("p", { class: "note bad", role: "alert" });
  const dialog = open_dialog(`Sign in to ${provider.title}`, form);
  const foot = h("footer", { class: "dialog-foot" }, [h("button", { class: "button", type: "button", on: { click: () => dialog.close() } }, "Cancel"), button]);

  const done = async (account: string): Promise<void> => {
    dialog.close();
    say(`Signed in to ${provider.title}${account ? ` as ${account}` : ""}`, { href: "/", words: "Pull months in the calendar" });
    await changed();
  };

  /** What the server refuses stands in the dialog. */
  const attempt_to = (work: () => Promise<SignInAnswer>, refused = (): void => {}): void => {
    problem.textContent = "";
    void busy(button, async () => {
      try {
        await take(await work());
      } catch (refusal) {
        if (!(refusal instanceof ApiError)) throw refusal;
        refused();
        problem.textContent = [refusal.message, refusal.hint].filter(Boolean).join(": ");
      }
    });
  };

  const ask = (content: Child[], submit: () => void): void => {
    fill(form, content, problem, foot);
    form.onsubmit = (event) => {
      event.preventDefault();
      submit();
    };
    [...form.querySelectorAll("input")].find(({ value }) => value === "")?.focus();
  };

  /** A wrong code ends the attempt at the provider, too: it begins again with the password. */
  const ask_code = (attempt: string, how = ""): void => {
    const code = h("input", { class: "input", name: "code", inputmode: "numeric", autocomplete: "one-time-code", required: true });
    ask([h("p", { class: "quiet" }, `${provider.title} has sent you a code${how ? ` by ${how}` : ""}.`), h("label", { class: "field" }, ["Code", code])], () =>
      attempt_to(() => post<SignInAnswer>(`${address}/code`, { attempt, code: code.value.trim() }), ask_fields),
    );
  };

  const take = async (answer: SignInAnswer): Promise<void> => {
    if ("go" in answer) location.assign(answer.go);
    else if ("needs_code" in answer) ask_code(answer.attempt, answer.how);
    else await done(answer.account);
  };

  const inputs = provider.sign_in.fields.map(field_of);
  const ask_fields = (): void =>
    ask([h("p", { class: "quiet" }, introductions[provider.sign_in.kind]), inputs], () => {
      const fields: Record<string, string> = {};
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") fields[name] = value;
      attempt_to(() => post<SignInAnswer>(address, { fields }));
    });
  ask_fields();
}

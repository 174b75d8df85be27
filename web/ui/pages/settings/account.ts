// SPDX-License-Identifier: MIT
// The password, and where else one is logged in.
import { get, post, remove } from "../../src/api/client";
import type { Session } from "../../src/api/types";
import { keep_focus } from "../../src/dom/focus";
import { fill, h } from "../../src/dom/h";
import { problem_state } from "../../src/elements/states";
import { busy, say } from "../../src/elements/toast";
import { agent_words } from "../../src/format/agents";
import { ago_words } from "../../src/format/dates";

interface LoginSession {
  id: number;
  /** What the browser calls itself. */
  agent: string;
  /** The address it came from. */
  peer: string;
  created_at: string;
  last_seen_at: string;
  /** The one that asks. */
  own: boolean;
}

const least_password = 8;

function password_form(session: Session): HTMLElement {
  const field = (label: string, name: string, autocomplete: "current-password" | "new-password"): [HTMLElement, HTMLInputElement] => {
    const input = h("input", { class: "input", type: "password", name, autocomplete, required: true, minlength: autocomplete === "new-password" ? least_password : undefined });
    return [h("label", { class: "field" }, [label, input]), input];
  };
  const [old_field, old_input] = field("Password now", "old", "current-password");
  const [new_field, new_input] = field("New password", "new", "new-password");
  const [again_field, again_input] = field("New password again", "again", "new-password");
  const button = h("button", { class: "button", type: "submit" }, "Change the password");
  const check = (): void => again_input.setCustomValidity(again_input.value === new_input.value ? "" : "This is not the same as above");
  new_input.addEventListener("input", check);
  again_input.addEventListener("input", check);
  const form = h("form", { class: "card password" }, [
    h("input", { class: "unseen", type: "email", autocomplete: "username", value: session.user?.email ?? "", tabindex: -1, "aria-hidden": "true", readonly: true }),
    old_field,
    new_field,
    again_field,
    h("footer", { class: "actions" }, button),
  ]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(button, async () => {
      await post("/api/password", { old: old_input.value, new: new_input.value });
      form.reset();
      say("The password is changed; all other sessions are ended");
    });
  });
  return form;
}

function session_line(one: LoginSession, changed: () => Promise<void>): HTMLElement {
  const end: HTMLButtonElement = h("button", { class: "button small", type: "button", on: { click: () => void busy(end, () => remove(`/api/sessions/${one.id}`).then(changed)) } }, "End");
  return h("li", { tabindex: -1, data: { part: one.id } }, [
    h("span", null, [h("b", null, agent_words(one.agent)), h("span", { class: "quiet small" }, ` ${[one.peer, `since ${ago_words(one.created_at)}`, `seen ${ago_words(one.last_seen_at)}`].filter(Boolean).join(" · ")}`)]),
    one.own ? h("span", { class: "tag good" }, "this one") : end,
  ]);
}

export async function account(root: HTMLElement, session: Session): Promise<void> {
  const list = h("ul", { class: "card sessions" });
  const load = async (): Promise<void> => {
    try {
      const { sessions } = await get<{ sessions: LoginSession[] }>("/api/sessions");
      keep_focus(list, () => fill(list, sessions.map((one) => session_line(one, load))));
    } catch (problem) {
      fill(list, h("li", null, problem_state(problem, () => void load())));
    }
  };
  fill(root, [password_form(session), h("h3", null, "Where you are logged in"), list]);
  await load();
}

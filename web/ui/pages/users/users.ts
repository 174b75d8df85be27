// SPDX-License-Identifier: MIT
// Who may come in: approve, block, turn away. For administrators.
import { get, post, remove } from "../../src/api/client";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must, type Child } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { empty_state } from "../../src/elements/states";
import { busy, say } from "../../src/elements/toast";
import { ago_words } from "../../src/format/dates";
import { exact_words } from "../../src/format/moments";

interface User {
  id: number;
  email: string;
  state: "active" | "pending" | "blocked";
  admin: boolean;
  created_at: string;
  last_seen_at: string | null;
}

const tags = { active: ["good", "active"], pending: ["warn", "waits for approval"], blocked: ["bad", "blocked"] } as const;

function actions(user: User, session: Session, changed: () => Promise<void>): Child {
  if (user.id === session.user?.id) return h("span", { class: "quiet small" }, "you");
  const button = (words: string, kind: string, act: (button: HTMLButtonElement) => Promise<unknown>): HTMLElement => {
    const made: HTMLButtonElement = h("button", { class: ["button", "small", kind], type: "button", on: { click: () => void act(made) } }, [words, h("span", { class: "unseen" }, ` ${user.email}`)]);
    return made;
  };
  const approve = button(user.state === "blocked" ? "Let in again" : "Approve", user.state === "pending" ? "primary" : "", (made) =>
    busy(made, async () => {
      await post(`/api/users/${user.id}/approve`);
      say(`${user.email} may come in`);
      await changed();
    }),
  );
  const block = button("Block", "", async (made) => {
    if (!(await ask({ title: `Block ${user.email}?`, words: ["Their sessions end at once, and their tokens stop working. Their data stay."], action: "Block", danger: true }))) return;
    await busy(made, async () => {
      await post(`/api/users/${user.id}/block`);
      say(`${user.email} is blocked`);
      await changed();
    });
  });
  const turn_away = button("Turn away", "", (made) =>
    busy(made, async () => {
      await remove(`/api/users/${user.id}`);
      say(`${user.email} was turned away`);
      await changed();
    }),
  );
  return h("div", { class: "actions" }, user.state === "active" ? block : user.state === "pending" ? [approve, turn_away] : approve);
}

async function show(session: Session): Promise<void> {
  const { users } = await get<{ users: User[] }>("/api/users");
  const order = { pending: 0, active: 1, blocked: 2 };
  const sorted = [...users].sort((a, b) => order[a.state] - order[b.state] || a.email.localeCompare(b.email));
  const row = (user: User): HTMLElement =>
    h("tr", { tabindex: -1, data: { part: user.id } }, [
      h("th", { scope: "row" }, [user.email || "the owner, without an account yet", user.admin && h("span", { class: "tag" }, "administrator")]),
      h("td", null, h("span", { class: ["tag", tags[user.state][0]] }, tags[user.state][1])),
      h("td", { class: "quiet", title: exact_words(user.created_at) }, ago_words(user.created_at)),
      h("td", { class: "quiet" }, ago_words(user.last_seen_at)),
      h("td", null, actions(user, session, () => show(session))),
    ]);
  const column = (words: string): HTMLElement => h("th", { scope: "col" }, words);
  const content = [
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Users" }, h("table", { class: "table users" }, [h("thead", null, h("tr", null, [column("E-mail"), column("State"), column("Signed up"), column("Last seen"), h("td")])), h("tbody", null, sorted.map(row))])),
    users.length === 1 && h("p", { class: "quiet" }, "Others sign up at this address; they wait here until you approve them."),
  ];
  keep_focus(must("#users"), () => fill(must("#users"), content));
}

page((_, session) => {
  if (session.user?.admin) return show(session);
  fill(must("#users"), empty_state("users", "For administrators", "The administrator of this tracekit decides who may use it."));
});

// SPDX-License-Identifier: MIT
// Who may come in: approve, block, turn away. For administrators.
import { get, post, remove } from "../../src/api/client";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must, type Child } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { empty_state } from "../../src/elements/states";
import { listing, type ListingRow } from "../../src/elements/listing";
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
  if (user.id === session.user?.id) return null;
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
  const row = (user: User): ListingRow => ({
    part: user.id,
    cells: [
      [user.email || "the owner, without an account yet", user.admin && h("span", { class: "tag" }, "administrator"), user.id === session.user?.id && h("span", { class: "tag accent" }, "you")],
      h("span", { class: ["tag", tags[user.state][0]] }, tags[user.state][1]),
      h("span", { class: "quiet", title: exact_words(user.created_at) }, ago_words(user.created_at)),
      h("span", { class: "quiet" }, ago_words(user.last_seen_at)),
      actions(user, session, () => show(session)),
    ],
  });
  const content = [
    listing("Users", ["E-mail", "State", "Signed up", "Last seen", ""], sorted.map(row)),
    users.length === 1 && h("p", { class: "quiet" }, "Others sign up at this address; they wait here until you approve them."),
  ];
  keep_focus(must("#users"), () => fill(must("#users"), content));
}

page((_, session) => {
  if (session.user?.admin) return show(session);
  fill(must("#users"), empty_state("users", "For administrators", "The administrator of this tracekit decides who may use it."));
});

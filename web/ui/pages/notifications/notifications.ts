// SPDX-License-Identifier: MIT
// What work in the background had to tell, unread first.
import { get, post } from "../../src/api/client";
import { on_event } from "../../src/api/events";
import { page, show_unread } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { empty_state } from "../../src/elements/states";
import { busy, say_problem } from "../../src/elements/toast";
import { ago_words } from "../../src/format/dates";

interface Notification {
  id: number;
  level: string;
  topic: string;
  message: string;
  times: number;
  created_at: string;
  updated_at: string;
  read_at: string | null;
}

const most = 200;

function line(one: Notification, changed: () => Promise<void>): HTMLElement {
  const is_bad = one.level === "error";
  const read: HTMLButtonElement = h(
    "button",
    { class: "button small", type: "button", on: { click: () => void busy(read, () => post(`/api/notifications/${one.id}/read`).then(changed)) } },
    [icon("check", 16), "Mark as read"],
  );
  return h("li", { class: ["notification", one.read_at === null && "unread"], tabindex: -1, data: { part: one.id } }, [
    h("span", { class: ["notification-icon", is_bad && "error"] }, icon(is_bad ? "warning" : "info")),
    h("div", { class: "notification-words" }, [
      h("p", null, [one.read_at === null && h("span", { class: "unseen" }, "Unread: "), is_bad && h("span", { class: "unseen" }, "Error: "), one.message]),
      h("p", { class: "quiet small" }, [ago_words(one.updated_at || one.created_at), one.times > 1 && ` · ${one.times} times`]),
    ]),
    one.read_at === null && read,
  ]);
}

async function show(): Promise<void> {
  const { notifications } = await get<{ notifications: Notification[] }>(`/api/notifications?limit=${most}`);
  const unread = notifications.filter(({ read_at }) => read_at === null);
  show_unread(unread.length); // at once, whether or not events come
  const all: HTMLButtonElement = h("button", { class: "button", type: "button", on: { click: () => void busy(all, () => post("/api/notifications/read").then(show)) } }, "Mark all as read");
  keep_focus(must("#notifications-actions"), () => fill(must("#notifications-actions"), unread.length > 1 && all));
  const list =
    notifications.length === 0
      ? empty_state("bell", "Nothing to tell", "When work in the background fails or a sign-in ends, it is said here.")
      : h("ul", { class: "card notifications" }, notifications.map((one) => line(one, show)));
  keep_focus(must("#notifications"), () => fill(must("#notifications"), list));
}

page(async () => {
  await show();
  on_event("notification", () => void show().catch(say_problem));
});

// SPDX-License-Identifier: MIT
// What every page with navigation does: who is logged in, the bell, the theme, leaving; and a place for what goes wrong.
import { post, session, to_login } from "./api/client";
import { on_event } from "./api/events";
import type { Session } from "./api/types";
import { must } from "./dom/h";
import { problem_state } from "./elements/states";
import { busy } from "./elements/toast";
import { choose_theme, chosen_theme, type Theme } from "./theme";

/** The number at the bell. */
export function show_unread(unread: number): void {
  for (const badge of document.querySelectorAll<HTMLElement>("[data-unread]")) {
    badge.textContent = unread > 99 ? "99+" : String(unread);
    badge.hidden = unread === 0;
    badge.setAttribute("aria-label", `${unread} unread`);
  }
}

function set_up_theme(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-theme-choice]")) {
    input.checked = input.value === chosen_theme();
    input.addEventListener("change", () => {
      choose_theme(input.value as Theme);
      for (const other of document.querySelectorAll<HTMLInputElement>("input[data-theme-choice]")) other.checked = other.value === input.value;
      document.dispatchEvent(new CustomEvent("themechange"));
    });
  }
}

function set_up_leaving(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-leave]")) {
    button.addEventListener("click", () =>
      busy(button, async () => {
        await post("/logout");
        location.assign("/login");
      }),
    );
  }
}

function show_person(known: Session): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-person]")) place.textContent = known.user?.email ?? "";
  for (const link of document.querySelectorAll<HTMLElement>("[data-admin]")) link.hidden = !known.user?.admin;
  show_unread(known.unread);
  on_event("notification", ({ unread }) => show_unread(unread));
}

/** Puts a page into its place. What it throws is shown there instead, under the page's title, with a button that loads the page again. */
export function page(mount: (root: HTMLElement, session: Session) => Promise<void> | void): void {
  const root = must("main");
  set_up_theme();
  set_up_leaving();
  session()
    .then(async (known) => {
      if (!known.user) return to_login();
      show_person(known);
      await mount(root, known);
    })
    .catch((problem: unknown) => {
      const head = root.querySelector(":scope > .page-head:has(h1)");
      root.replaceChildren(...(head ? [head] : []), problem_state(problem, () => location.reload()));
    });
}

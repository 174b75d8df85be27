// SPDX-License-Identifier: MIT
// Short words at the edge of the page. Good news goes by itself; what went wrong stays until it is closed.
import { ApiError } from "../api/client";
import { h } from "../dom/h";
import { icon } from "../dom/icon";

const good_ms = 5000;

let region: HTMLElement | undefined;

/**
 * Puts the messages where they are seen, heard and pressed: inside the dialog that lies over everything, for all that is
 * outside of it is out of use; else on the page.
 */
export function raise_messages(): HTMLElement {
  region ??= h("div", { class: "toasts", role: "region", "aria-label": "Messages", "aria-live": "polite" });
  const place = [...document.querySelectorAll<HTMLElement>("dialog:modal")].at(-1) ?? document.body;
  if (region.parentElement === place) return region;
  place.append(region);
  if (place !== document.body) place.addEventListener("close", raise_messages, { once: true });
  return region;
}

/** Who closes a message by keyboard goes on at the next one, else in the dialog or the page beneath. */
function close(toast: HTMLElement): void {
  const had_focus = toast.contains(document.activeElement);
  const beneath = toast.closest("dialog")?.querySelector<HTMLElement>("input, select, button") ?? document.querySelector<HTMLElement>("main");
  toast.remove();
  if (had_focus) (region?.querySelector<HTMLElement>("button") ?? beneath)?.focus();
}

/** Closes it by itself, but not while somebody reads it. */
function close_soon(toast: HTMLElement): void {
  window.setTimeout(() => (toast.matches(":hover, :focus-within") ? close_soon(toast) : toast.remove()), good_ms);
}

function show(kind: "good" | "bad", message: string, hint: string, link?: { href: string; words: string }): void {
  const toast = h("div", { class: ["toast", `toast-${kind}`], role: kind === "bad" ? "alert" : "status" }, [
    icon(kind === "bad" ? "warning" : "check"),
    h("div", { class: "toast-words" }, [
      h("p", null, message),
      hint && h("p", { class: "quiet" }, hint),
      link && h("a", { href: link.href }, link.words),
    ]),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close this message", on: { click: () => close(toast) } }, icon("cross", 16)),
  ]);
  raise_messages().append(toast);
  if (kind === "good") close_soon(toast);
}

export function say(message: string, link?: { href: string; words: string }): void {
  show("good", message, "", link);
}

/** Tells what was thrown: the server's sentence and hint where there are any. */
export function say_problem(problem: unknown): void {
  if (problem instanceof ApiError) show("bad", problem.message, problem.hint);
  else {
    console.error(problem);
    show("bad", "Something went wrong on this page", problem instanceof Error ? problem.message : String(problem));
  }
}

/**
 * Runs what a person asked for; the button does nothing more meanwhile, but keeps the focus. Tells when it fails. Returns whether
 * it worked.
 */
export async function busy(button: HTMLButtonElement, work: () => Promise<void>): Promise<boolean> {
  if (button.ariaBusy === "true") return false;
  button.ariaBusy = "true";
  try {
    await work();
    return true;
  } catch (problem) {
    say_problem(problem);
    return false;
  } finally {
    button.ariaBusy = null;
  }
}

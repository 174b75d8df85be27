// SPDX-License-Identifier: MIT
// Who works with the keyboard stays where they were when a part of the page is made anew.

/** Parts that the focus can go to: each is about one thing, which `data-part` names. */
const parts = "[data-part]";

/** What a control is called, without its figures, which change. */
function name_of(control: Element): string {
  const label = control instanceof HTMLInputElement || control instanceof HTMLSelectElement ? control.labels?.[0] : undefined;
  return (control.getAttribute("aria-label") ?? (label ?? control).textContent ?? "").replace(/\d+/g, "");
}

/** Whether it took the focus: what is out of use or not shown does not. */
function takes_focus(element: HTMLElement | undefined): boolean {
  element?.focus({ preventScroll: true });
  return element !== undefined && document.activeElement === element;
}

function parts_in(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(parts)];
}

/**
 * Remembers what in `root` has the focus; what is returned gives it back. When that element is gone by then, the focus goes to the
 * control that is called as it was in the same part; else to that part itself; when there is no such part any more, to the one
 * after it, or before it.
 */
export function remember_focus(root: HTMLElement): () => void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body || !root.contains(focused)) return () => {};
  const part = focused.closest<HTMLElement>(parts)?.dataset.part;
  const name = name_of(focused);
  const before = parts_in(root).map((one) => one.dataset.part);
  return () => {
    if (document.activeElement !== document.body) return;
    const now = new Map(parts_in(root).map((one) => [one.dataset.part, one]));
    const same = now.get(part);
    const control = [...(same ?? root).querySelectorAll<HTMLElement>(focused.tagName)].find((one) => name_of(one) === name);
    const at = before.indexOf(part);
    const neighbours = [...before.slice(at + 1), ...before.slice(0, Math.max(at, 0)).reverse()].map((one) => now.get(one));
    const around = root.closest<HTMLElement>("[tabindex]") ?? undefined;
    [control, same, ...neighbours, around].some(takes_focus);
  };
}

/** Runs what makes elements in `root` anew; the focus stays where it was. */
export function keep_focus(root: HTMLElement, rebuild: () => void): void {
  const give_back = remember_focus(root);
  rebuild();
  give_back();
}

// SPDX-License-Identifier: MIT
// The cursor of the charts for the keyboard and for screen readers, and its place in words for everybody.
import { fill, h } from "../../src/dom/h";

interface Wishes {
  moved: (index: number) => void;
  ended: () => void; // Escape
  words: (index: number) => string; // everything at a sample, read aloud
  shown: (index: number) => string;
}

export class Scrubber {
  readonly element: HTMLElement;
  readonly #place = h("span", { class: "scrubber-place" });
  readonly #last: number;
  readonly #wishes: Wishes;
  #index: number | null = null;

  constructor(last: number, wishes: Wishes) {
    this.#last = last;
    this.#wishes = wishes;
    this.element = h("div", { class: "scrubber", role: "slider", tabindex: 0, "aria-label": "Cursor of the charts", "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": 0, on: { keydown: (event) => this.#press(event) } }, [
      this.#place,
      h("span", { class: "scrubber-help quiet" }, "Drag across a chart to zoom in. Arrow keys move the cursor, Escape shows all."),
    ]);
    this.show(null);
  }

  show(index: number | null): void {
    this.#index = index ?? this.#index;
    fill(this.#place, index === null ? "" : this.#wishes.shown(index));
    this.element.setAttribute("aria-valuenow", String(this.#index ?? 0));
    this.element.setAttribute("aria-valuetext", this.#wishes.words(this.#index ?? 0));
  }

  #press(event: KeyboardEvent): void {
    const step = event.shiftKey ? Math.max(1, Math.round(this.#last / 20)) : Math.max(1, Math.round(this.#last / 400));
    const now = this.#index ?? 0;
    const to: Record<string, number> = { ArrowRight: now + step, ArrowUp: now + step, ArrowLeft: now - step, ArrowDown: now - step, PageUp: now + 4 * step, PageDown: now - 4 * step, Home: 0, End: this.#last };
    const wanted = to[event.key];
    if (wanted !== undefined) {
      event.preventDefault();
      this.#wishes.moved(Math.min(Math.max(wanted, 0), this.#last));
    } else if (event.key === "Escape") {
      this.#wishes.ended();
    }
  }
}

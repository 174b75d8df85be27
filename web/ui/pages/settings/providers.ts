// SPDX-License-Identifier: MIT
// The providers in their order. A handle is dragged with mouse or finger, or moved with the arrow keys; each move is
// said to screen readers and saved.
import { get, post } from "../../src/api/client";
import type { Config, ProviderConfig } from "../../src/api/settings";
import { keep_focus } from "../../src/dom/focus";
import { fill, h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { say_problem } from "../../src/elements/toast";
import { moved, place_at } from "./order";
import { provider_card } from "./provider";

export class ProviderList {
  readonly #list = h("ol", { class: "providers" });
  readonly #news: HTMLElement;
  #providers: ProviderConfig[] = [];
  #settings: Config["settings"] = {};
  #saving: Promise<unknown> = Promise.resolve();

  constructor(root: HTMLElement, news: HTMLElement) {
    this.#news = news;
    root.replaceChildren(this.#list);
  }

  show({ providers, settings }: Config): void {
    this.#providers = providers;
    this.#settings = settings;
    const open = new Set([...this.#list.querySelectorAll<HTMLDetailsElement>("details[open]")].map((one) => one.dataset.provider));
    keep_focus(this.#list, () => fill(this.#list, providers.map((provider) => this.#item(provider, open.has(provider.id)))));
  }

  #item(provider: ProviderConfig, is_open: boolean): HTMLElement {
    const handle = h("button", { class: "icon-button grip", type: "button", "aria-label": this.#handle_words(provider), title: "Drag, or move with the arrow keys", on: { keydown: (event) => this.#press(event, provider.id) } }, icon("grip"));
    const item = h("li", { class: "card provider", tabindex: -1, data: { provider: provider.id, part: provider.id } }, [handle, provider_card(provider, this.#settings, is_open, () => this.#reload())]);
    handle.addEventListener("pointerdown", (event) => this.#drag(event, item, handle));
    return item;
  }

  #handle_words(provider: ProviderConfig): string {
    return `Move ${provider.title}, ${this.#place(provider.id) + 1} of ${this.#providers.length}`;
  }

  #place(id: string): number {
    return this.#providers.findIndex((provider) => provider.id === id);
  }

  #press(event: KeyboardEvent, id: string): void {
    const from = this.#place(id);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: this.#providers.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= this.#providers.length || to === from) {
      this.#news.textContent = `${this.#providers[from]!.title} is ${from === 0 ? "first" : "last"} already`;
      return;
    }
    this.#move(from, to);
    this.#list.querySelector<HTMLElement>(`[data-provider="${CSS.escape(id)}"] .grip`)?.focus();
    this.#save(id);
  }

  /** The entry that is dragged takes its place in the list at once; the order is saved when it is let go. */
  #drag(down: PointerEvent, item: HTMLElement, handle: HTMLElement): void {
    const id = item.dataset.provider!;
    const begin = this.#place(id);
    handle.setPointerCapture(down.pointerId);
    item.classList.add("dragged");
    const follow = (event: PointerEvent): void => {
      const others = [...this.#list.children].filter((one) => one !== item);
      const to = place_at(event.clientY, others.map((one) => one.getBoundingClientRect().top + one.clientHeight / 2));
      if (to !== this.#place(id)) this.#move(this.#place(id), to);
    };
    const drop = (): void => {
      handle.removeEventListener("pointermove", follow);
      item.classList.remove("dragged");
      if (this.#place(id) !== begin) this.#save(id);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", drop, { once: true });
    handle.addEventListener("pointercancel", drop, { once: true });
  }

  /** Moves the others around the entry: one that is taken out of the page would lose the pointer and the focus. */
  #move(from: number, to: number): void {
    const id = this.#providers[from]!.id;
    this.#providers = moved(this.#providers, from, to);
    const items = new Map([...this.#list.children].map((one) => [(one as HTMLElement).dataset.provider, one]));
    const item = items.get(id)!;
    const place = this.#place(id);
    this.#providers.forEach((provider, i) => {
      const other = items.get(provider.id)!;
      if (i < place) item.before(other);
    });
    [...this.#providers].slice(place + 1).reverse().forEach((provider) => item.after(items.get(provider.id)!));
    for (const provider of this.#providers) items.get(provider.id)!.querySelector(".grip")!.setAttribute("aria-label", this.#handle_words(provider));
  }

  #save(id: string): void {
    const order = this.#providers.map((provider) => provider.id);
    this.#news.textContent = `${this.#providers[this.#place(id)]!.title} is ${this.#place(id) + 1} of ${order.length} now`;
    // One after the other, so that the last order is the one that stays.
    this.#saving = this.#saving
      .then(() => post("/api/providers/order", { order }))
      .catch((problem: unknown) => {
        say_problem(problem);
        return this.#reload();
      });
  }

  async #reload(): Promise<void> {
    this.show(await get<Config>("/api/config"));
  }
}

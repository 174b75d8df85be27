// SPDX-License-Identifier: MIT
import { keep_focus } from "./focus";

interface Shown {
  element: HTMLElement;
  text: string;
}

/** Elements of a list, each of something with a key. What did not change keeps its element. */
export class KeyedList<T> {
  private readonly shown = new Map<string, Shown>();

  /** `first`: where in the parent the list begins; what stands before is left alone. */
  constructor(
    private readonly parent: HTMLElement,
    private readonly make: (item: T) => HTMLElement,
    private readonly first = 0,
  ) {}

  /** Shows these, in this order. `item` is everything that its element is made from. */
  show(items: { key: string; item: T }[]): void {
    keep_focus(this.parent, () => this.bring_to(items));
  }

  element(key: string): HTMLElement | undefined {
    return this.shown.get(key)?.element;
  }

  private bring_to(items: { key: string; item: T }[]): void {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, { element }] of this.shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.shown.delete(key);
    }
    items.forEach(({ key, item }, index) => {
      const element = this.element_of(key, item);
      const there = this.parent.children[this.first + index];
      if (there !== element) this.parent.insertBefore(element, there ?? null);
    });
  }

  private element_of(key: string, item: T): HTMLElement {
    const text = JSON.stringify(item);
    const there = this.shown.get(key);
    if (there?.text === text) return there.element;
    const element = this.make(item);
    if (there?.element.isConnected) there.element.replaceWith(element);
    this.shown.set(key, { element, text });
    return element;
  }
}

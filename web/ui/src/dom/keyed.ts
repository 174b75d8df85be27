// SPDX-License-Identifier: MIT

interface Shown {
  element: HTMLElement;
  text: string;
}

function control_like(focused: Element, made: HTMLElement): HTMLElement | undefined {
  const label = focused.getAttribute("aria-label") ?? focused.textContent;
  return [...made.querySelectorAll<HTMLElement>(focused.tagName)].find((element) => (element.getAttribute("aria-label") ?? element.textContent) === label);
}

/**
 * Elements of a list, each of something with a key. What did not change keeps its element; of what changed, the focus goes to
 * the control of the new element that is called as the one that had it.
 */
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

  element(key: string): HTMLElement | undefined {
    return this.shown.get(key)?.element;
  }

  private element_of(key: string, item: T): HTMLElement {
    const text = JSON.stringify(item);
    const there = this.shown.get(key);
    if (there?.text === text) return there.element;
    const element = this.make(item);
    if (there?.element.isConnected) {
      const focused = there.element.contains(document.activeElement) ? document.activeElement : null;
      there.element.replaceWith(element);
      if (focused) control_like(focused, element)?.focus();
    }
    this.shown.set(key, { element, text });
    return element;
  }
}

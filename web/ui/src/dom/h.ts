// SPDX-License-Identifier: MIT
// Makes elements. Text is always text: nothing here reads markup, so nothing from a server can become markup.

export type Child = Node | string | number | null | undefined | false | Child[];

export interface Props {
  /** Names of classes; what is falsy is left out. */
  class?: string | (string | false | null | undefined)[];
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
  /** Becomes `data-*`. */
  data?: Record<string, string | number | undefined>;
  /** Custom properties of CSS, such as `{"--colour": "#fa6400"}`. A style attribute would be refused by the page's policy. */
  vars?: Record<string, string>;
  style?: never;
  [attribute: string]: unknown;
}

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false) parent.append(child instanceof Node ? child : String(child));
  }
}

function apply(element: HTMLElement | SVGElement, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") {
      const names = Array.isArray(value) ? value.filter(Boolean).join(" ") : String(value);
      if (names) element.setAttribute("class", names);
    } else if (name === "on") {
      for (const [event, handler] of Object.entries(value as Record<string, EventListener>)) element.addEventListener(event, handler);
    } else if (name === "data") {
      for (const [key, one] of Object.entries(value as Record<string, string | number | undefined>)) {
        if (one !== undefined) element.dataset[key] = String(one);
      }
    } else if (name === "vars") {
      for (const [key, one] of Object.entries(value as Record<string, string>)) element.style.setProperty(key, one);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** `h("button", {class: "button", on: {click: pull}}, "Pull")`. Attributes that are false, null or undefined are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props) apply(element, props);
  append(element, children);
  return element;
}

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (props) apply(element, props);
  append(element, children);
  return element;
}

/** Puts other children into an element. */
export function fill<E extends Element>(element: E, ...children: Child[]): E {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** The element of the page that has to be there. */
export function must<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

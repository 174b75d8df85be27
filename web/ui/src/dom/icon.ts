// SPDX-License-Identifier: MIT
import icons from "./icons.json";
import { s } from "./h";

export type IconName = keyof typeof icons;

/** A line drawing of 24 x 24 units in the colour of the text. It is decoration: words say what it means. */
export function icon(name: IconName, size = 20): SVGElement {
  return s("svg", { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" }, s("path", { d: icons[name] }));
}

// SPDX-License-Identifier: MIT
import type { CalendarMonth, MonthState } from "../../src/api/types";
import { s } from "../../src/dom/h";
import { count } from "../../src/format/units";

/** The state of a month as a ring; words beside it say the same. */
export function state_ring(state: MonthState): SVGElement {
  const marks: Partial<Record<MonthState, string>> = { in_sync: "M9.5 14.5l3 3 6-6.5", differs: "M9.5 12h9M9.5 16h9", failed: "M14 8.5v7M14 19v.01" };
  const mark = marks[state];
  return s("svg", { class: ["ring", `ring-${state}`], viewBox: "0 0 28 28", width: 28, height: 28, "aria-hidden": "true" }, [
    s("circle", { cx: 14, cy: 14, r: 12 }),
    state === "pulling" && s("circle", { class: "ring-part", cx: 14, cy: 14, r: 12, pathLength: 100 }),
    mark && s("path", { d: mark }),
  ]);
}

export function state_words(month: CalendarMonth): string {
  switch (month.state) {
    case "in_sync":
      return "In sync";
    case "differs":
      return count(month.open_differences, "difference");
    case "pulling":
      return "Pulling";
    case "failed":
      return "The last pull failed";
    case "not_pulled":
      return "Not pulled yet";
    default:
      return "Nothing recorded";
  }
}

// SPDX-License-Identifier: MIT
import type { Lap } from "../../src/api/activity";
import { index_at, type Part } from "../../src/charts/part";
import type { Streams } from "../../src/charts/streams";
import { h } from "../../src/dom/h";
import { distance, duration, number, type Units } from "../../src/format/units";

/** The samples of a lap; nothing when it does not say when it began. `start_s` is when the recording began. */
export function part_of_lap(lap: Lap, streams: Streams, start_s: number | null): Part | null {
  const length_s = lap.elapsed_s ?? lap.timer_s;
  if (lap.start === null || start_s === null || length_s === null) return null;
  const from_s = Date.parse(lap.start) / 1000 - start_s;
  const part = { first: index_at(streams.time_s, from_s), last: index_at(streams.time_s, from_s + length_s) };
  return part.last > part.first ? part : null;
}

export interface LapsTable {
  element: HTMLElement | null;
  clear: () => void;
}

/** A table in which a lap can be chosen; one alone is the whole workout and says nothing. */
export function laps_table(laps: Lap[], streams: Streams, start_s: number | null, units: Units, chosen: (part: Part | null, name: string) => void): LapsTable {
  if (laps.length < 2) return { element: null, clear: () => {} };
  const start = start_s ?? (laps[0]?.start ? Date.parse(laps[0].start) / 1000 : null);
  const with_heart = laps.some((lap) => lap.avg_hr !== null);
  const with_power = laps.some((lap) => lap.avg_power !== null);
  const buttons: HTMLButtonElement[] = [];
  const clear = (): void => buttons.forEach((button) => press(button, false));
  const press = (button: HTMLButtonElement, pressed: boolean): void => {
    button.setAttribute("aria-pressed", String(pressed));
    button.closest("tr")?.classList.toggle("chosen", pressed);
  };
  const rows = laps.map((lap, i) => {
    const name = `Lap ${i + 1}`;
    const part = part_of_lap(lap, streams, start);
    const button = h("button", { class: "lap-button", type: "button", "aria-pressed": "false", disabled: part === null, title: "Mark this lap in the charts and on the map" }, name);
    button.addEventListener("click", () => {
      const was = button.getAttribute("aria-pressed") === "true";
      clear();
      if (!was) press(button, true);
      chosen(was ? null : part, was ? "" : name);
    });
    buttons.push(button);
    return h("tr", null, [
      h("th", { scope: "row" }, button),
      h("td", { class: "figure" }, duration(lap.timer_s ?? lap.elapsed_s)),
      h("td", { class: "figure" }, distance(lap.distance_m, units)),
      with_heart && h("td", { class: "figure" }, lap.avg_hr === null ? "–" : `${number(lap.avg_hr)} bpm`),
      with_power && h("td", { class: "figure" }, lap.avg_power === null ? "–" : `${number(lap.avg_power)} W`),
    ]);
  });
  const column = (words: string): HTMLElement => h("th", { scope: "col", class: "figure" }, words);
  const table = h("table", { class: "table laps" }, [
    h("thead", null, h("tr", null, [h("th", { scope: "col" }, "Lap"), column("Time"), column("Distance"), with_heart && column("Heart rate"), with_power && column("Power")])),
    h("tbody", null, rows),
  ]);
  return { element: h("section", { class: "activity-section" }, [h("h2", { id: "laps" }, "Laps"), h("div", { class: "table-scroll" }, table)]), clear };
}

// SPDX-License-Identifier: MIT
// The charts of one recording: one x axis, one cursor, one part that is shown.

import { clock, type Units } from "../format/units";
import { Chart, type XAxis } from "./chart";
import { index_at, type Part } from "./part";
import { steady_distance, type Streams } from "./streams";
import type { Track } from "./tracks";
import { current_theme, when_theme_changes } from "./theme";

export type Along = "time" | "distance";

export interface LinkedChartsWishes {
  streams: Streams;
  tracks: Track[];
  units: Units;
  along: Along;
  places: HTMLElement[]; // one a track
  cursor_moved: (index: number | null) => void;
  dragged: (part: Part) => void;
}

const metres_a_mile = 1609.344;
const time_increments = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
const distance_increments = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200];

function axis_of({ streams, along, units }: LinkedChartsWishes): XAxis {
  const distance = along === "distance" ? steady_distance(streams) : null;
  if (!distance) {
    return { values: streams.time_s, increments: time_increments, words: clock, gaps: streams.pauses };
  }
  const metres = units === "imperial" ? metres_a_mile : 1000;
  return {
    values: distance.map((value) => value / metres),
    increments: distance_increments,
    words: (value) => `${Number(value.toFixed(2))} ${units === "imperial" ? "mi" : "km"}`,
    gaps: [], // nobody moves while the clock is stopped
  };
}

export class LinkedCharts {
  #wishes: LinkedChartsWishes;
  #x: XAxis;
  readonly #leave_theme: () => void;
  #charts: Chart[] = [];
  #cursor: number | null = null;
  #part: Part | null = null;
  #band: Part | null = null;

  constructor(wishes: LinkedChartsWishes) {
    this.#wishes = wishes;
    this.#x = axis_of(wishes);
    this.#draw();
    this.#leave_theme = when_theme_changes(() => this.#draw());
  }

  destroy(): void {
    this.#leave_theme();
    this.#charts.forEach((chart) => chart.destroy());
    this.#charts = [];
  }

  get last(): number {
    return this.#x.values.length - 1;
  }

  get cursor(): number | null {
    return this.#cursor;
  }

  /** What is shown; everything when nothing was zoomed into. */
  get shown(): Part {
    return this.#part ?? { first: 0, last: this.last };
  }

  /** Over time or distance; the same part stays in view. */
  show(along: Along): void {
    this.#wishes = { ...this.#wishes, along };
    this.#x = axis_of(this.#wishes);
    this.#draw();
  }

  /** Zooms; null shows everything again. */
  zoom(part: Part | null): void {
    this.#part = part && part.last > part.first ? part : null;
    this.#apply_range();
  }

  mark(part: Part | null): void {
    this.#band = part;
    this.#apply_band();
  }

  move_cursor(index: number | null): void {
    this.#cursor = index === null ? null : Math.min(Math.max(index, this.shown.first), this.shown.last);
    this.#apply_cursor();
    this.#wishes.cursor_moved(this.#cursor);
  }

  #draw(): void {
    this.#charts.forEach((chart) => chart.destroy());
    const theme = current_theme();
    this.#charts = this.#wishes.tracks.map(
      (track, i) =>
        new Chart(this.#wishes.places[i]!, {
          track,
          x: this.#x,
          theme,
          with_labels: i === this.#wishes.tracks.length - 1,
          pointed: (x) => this.move_cursor(x === null ? null : this.#nearest(x)),
          dragged: (from, to) => this.#wishes.dragged({ first: this.#nearest(from), last: this.#nearest(to) }),
        }),
    );
    this.#apply_range();
    this.#apply_band();
    this.#apply_cursor();
  }

  #apply_range(): void {
    const { first, last } = this.shown;
    this.#charts.forEach((chart) => chart.show_range(this.#x.values[first]!, this.#x.values[last]!));
  }

  #apply_band(): void {
    const band = this.#band;
    const ends: [number, number] | null = band && [this.#x.values[band.first]!, this.#x.values[band.last]!];
    this.#charts.forEach((chart) => chart.show_band(ends));
  }

  #apply_cursor(): void {
    const x = this.#cursor === null ? null : this.#x.values[this.#cursor]!;
    this.#charts.forEach((chart) => chart.show_cursor(x));
  }

  #nearest(x: number): number {
    const before = index_at(this.#x.values, x);
    const after = Math.min(before + 1, this.last);
    return x - this.#x.values[before]! <= this.#x.values[after]! - x ? before : after;
  }
}

// SPDX-License-Identifier: MIT
// One channel drawn over time or distance. Which part is shown and where the cursor stands is said from outside, since
// several charts share both.

import uPlot from "uplot";

import { index_at } from "./part";
import { rolling_mean } from "./smooth";
import type { Track } from "./tracks";
import type { Theme } from "./theme";

/** What the charts of one page have in common along x. */
export interface XAxis {
  values: number[]; // rising, in the unit of the axis
  increments: number[]; // distances of ticks that read well
  words: (value: number) => string;
  gaps: [from: number, to: number][]; // pauses
}

export interface ChartWishes {
  track: Track;
  x: XAxis;
  theme: Theme;
  with_labels: boolean; // of x; the lowest chart has them
  pointed: (x: number | null) => void; // where the mouse or finger is
  dragged: (from: number, to: number) => void;
}

const plot_height = 108;
const label_height = 28;
const y_axis_width = 48;
const least_drag_px = 8;
// Of a noisy track about so many independent means are seen at once.
const means_in_view = 110;

/** The room a chart takes, so that a page can leave it free before there are data. */
export function chart_height(with_labels: boolean): number {
  return plot_height + (with_labels ? label_height : 0);
}

export class Chart {
  readonly #plot: uPlot;
  readonly #wishes: ChartWishes;
  readonly #resize: ResizeObserver;
  readonly #stretches: ReadonlySet<number>;
  #band: [number, number] | null = null;

  constructor(parent: HTMLElement, wishes: ChartWishes) {
    this.#wishes = wishes;
    this.#stretches = new Set(wishes.x.gaps.map(([, to]) => index_at(wishes.x.values, to)));
    const { values } = wishes.track;
    this.#plot = new uPlot(this.#options(parent.clientWidth), [wishes.x.values, values, values], parent);
    this.#listen_to_fingers();
    this.#resize = new ResizeObserver(() =>
      this.#plot.setSize({ width: parent.clientWidth, height: chart_height(wishes.with_labels) }),
    );
    this.#resize.observe(parent);
  }

  show_range(from: number, to: number): void {
    const { track, x } = this.#wishes;
    if (track.noisy) {
      const in_view = index_at(x.values, to) - index_at(x.values, from);
      this.#plot.setData([x.values, track.values, rolling_mean(track.values, Math.round(in_view / means_in_view / 2), this.#stretches)], false);
    }
    this.#plot.setScale("x", { min: from, max: to });
  }

  /** A cursor that stands outside what is shown is hidden. */
  show_cursor(x: number | null): void {
    const left = x === null ? -1 : this.#plot.valToPos(x, "x");
    const inside = left >= 0 && left <= this.#plot.over.clientWidth;
    this.#plot.setCursor({ left: inside ? left : -10, top: inside ? 0 : -10 }, false);
  }

  /** Marks a part, such as a lap. */
  show_band(band: [number, number] | null): void {
    this.#band = band;
    this.#plot.redraw(false, false);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#plot.destroy();
  }

  #options(width: number): uPlot.Options {
    const { track, x, theme, with_labels } = this.#wishes;
    const colour = theme.colour_of(`--chart-${track.id}`);
    const axis = {
      stroke: theme.quiet,
      font: `11px ${getComputedStyle(document.body).fontFamily}`,
      grid: { stroke: theme.hairline, width: 1 },
      ticks: { show: false },
    };
    const gaps: uPlot.Series.GapsRefiner = (plot, _, __, ___, holes) => [...holes, ...this.#pauses_in_pixels(plot)].sort((a, b) => a[0] - b[0]);
    return {
      width,
      height: chart_height(with_labels),
      padding: [8, 20, with_labels ? 0 : 6, 0],
      legend: { show: false },
      cursor: {
        y: false,
        dataIdx: (_, series, index) => (series === (track.noisy ? 1 : 2) ? index : null) as number, // one point: what was recorded
        drag: { x: true, y: false, setScale: false, dist: least_drag_px },
        points: { size: 7, width: 2, stroke: colour, fill: theme.colour_of("--surface") },
      },
      scales: {
        x: { time: false, range: (_, min, max) => [min, max] },
        y: { dir: track.upside_down ? -1 : 1, range: y_range },
      },
      axes: [
        {
          ...axis,
          size: with_labels ? label_height : 0,
          space: 72,
          incrs: x.increments,
          values: (_, splits) => (with_labels ? splits.map(x.words) : splits.map(() => "")),
        },
        {
          ...axis,
          size: y_axis_width,
          space: 22,
          incrs: track.upside_down ? [5, 10, 15, 30, 60, 120, 300, 600, 1200] : undefined,
          values: (_, splits) => splits.map((value) => axis_words(track, value)),
        },
      ] as uPlot.Axis[],
      series: [
        {},
        { stroke: theme.colour_of(`--chart-${track.id}-soft`), width: 1, points: { show: false }, show: track.noisy, gaps },
        {
          stroke: colour,
          width: 1.5,
          points: { show: false },
          fill: track.filled ? theme.colour_of(`--chart-${track.id}-fill`) : undefined,
          fillTo: (_, __, min) => min,
          gaps,
        },
      ] as uPlot.Series[],
      hooks: {
        drawClear: [(plot) => this.#draw_bands(plot)],
        setCursor: [(plot) => this.#tell_cursor(plot)],
        setSelect: [(plot) => this.#tell_drag(plot)],
      },
    };
  }

  #pauses_in_pixels(plot: uPlot): [number, number][] {
    return this.#wishes.x.gaps.map(([from, to]) => [plot.valToPos(from, "x", true), plot.valToPos(to, "x", true)]);
  }

  #draw_bands(plot: uPlot): void {
    const { theme, x } = this.#wishes;
    const fill = ([from, to]: [number, number], colour: string): void => {
      const { left, top, width, height } = plot.bbox;
      const begin = Math.max(plot.valToPos(from, "x", true), left);
      const end = Math.min(plot.valToPos(to, "x", true), left + width);
      if (end > begin) {
        plot.ctx.fillStyle = colour;
        plot.ctx.fillRect(begin, top, end - begin, height);
      }
    };
    plot.ctx.save();
    x.gaps.forEach((gap) => fill(gap, theme.pause));
    if (this.#band) {
      fill(this.#band, theme.colour_of("--accent-soft"));
    }
    plot.ctx.restore();
  }

  #tell_cursor(plot: uPlot): void {
    const left = plot.cursor.left ?? -1;
    this.#wishes.pointed(left < 0 ? null : plot.posToVal(left, "x"));
  }

  #tell_drag(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width >= least_drag_px) {
      this.#wishes.dragged(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }
  }

  /** uPlot knows the mouse only. A finger moves the cursor sideways and scrolls the page up and down. */
  #listen_to_fingers(): void {
    const over = this.#plot.over;
    const point = (event: PointerEvent): void => {
      if (event.pointerType !== "mouse") {
        const left = event.clientX - over.getBoundingClientRect().left;
        this.#wishes.pointed(this.#plot.posToVal(Math.min(Math.max(left, 0), over.clientWidth), "x"));
      }
    };
    over.addEventListener("pointerdown", point);
    over.addEventListener("pointermove", point);
  }
}

/** A little air above and below, and never a line that fills the height with noise of one unit. */
function y_range(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null) {
    return [0, 1];
  }
  const air = Math.max((max - min) * 0.06, 1);
  return [min >= 0 ? Math.max(min - air, 0) : min - air, max + air];
}

function axis_words(track: Track, value: number): string {
  return track.upside_down ? track.words(value) : Number(value.toFixed(1)).toLocaleString("en");
}

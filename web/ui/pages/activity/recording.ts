// SPDX-License-Identifier: MIT
// The best recording of the workout: map, charts and laps, which move together.
import type { Activity } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { LinkedCharts, type Along } from "../../src/charts/linked_charts";
import { chart_height } from "../../src/charts/chart";
import { statistics_of, totals_of, type Part } from "../../src/charts/part";
import { steady_distance, with_steady_times, type AnsweredStreams, type Streams } from "../../src/charts/streams";
import { tracks_of, type Track } from "../../src/charts/tracks";
import { fill, h } from "../../src/dom/h";
import { empty_state, problem_state } from "../../src/elements/states";
import { clock, distance, height } from "../../src/format/units";
import type { Place } from "../../src/maps/map_view";
import { create_map } from "../../src/maps/leaflet_map";
import { take } from "./asked";
import { laps_table } from "./laps";
import { Scrubber } from "./scrubber";

function places_of({ latitude_deg, longitude_deg, time_s }: Streams): (Place | null)[] {
  return time_s.map((_, i) => {
    const [latitude, longitude] = [latitude_deg?.[i], longitude_deg?.[i]];
    return typeof latitude === "number" && typeof longitude === "number" ? [latitude, longitude] : null;
  });
}

/** Heading, value under the cursor and figures of the part; the chart itself comes below. */
class ChartFrame {
  readonly place: HTMLElement;
  readonly element: HTMLElement;
  readonly #track: Track;
  readonly #now = h("output", { class: "chart-now" });
  readonly #figures = h("span", { class: "chart-figures" });

  constructor(track: Track, is_last: boolean) {
    this.#track = track;
    this.place = h("div", { class: "chart-place", "aria-hidden": "true", vars: { "--chart-height": `${chart_height(is_last)}px` } });
    const mark = h("span", { class: "chart-mark", "aria-hidden": "true", vars: { "--colour": `var(--chart-${track.id})` } });
    this.element = h("section", { class: "chart", "aria-label": track.label }, [
      h("header", { class: "chart-head" }, [h("h3", null, [mark, track.label]), this.#now, this.#figures]),
      this.place,
    ]);
  }

  show_value(index: number | null): void {
    const value = index === null ? null : this.#track.values[index];
    fill(this.#now, index === null ? "" : this.#words(value ?? null));
  }

  show_figures(streams: Streams, part: Part): void {
    const figures = statistics_of(this.#track, streams, part);
    const { upside_down, with_lowest } = this.#track;
    const figure = (words: string, value: number): HTMLElement => h("span", null, [h("span", { class: "quiet" }, `${words} `), this.#words(value)]);
    fill(
      this.#figures,
      figures && [
        with_lowest && figure("lowest", figures.min),
        figure("average", figures.mean),
        upside_down ? figure("fastest", figures.min) : figure("highest", figures.max),
      ],
    );
  }

  #words(value: number | null): string {
    return value === null ? "–" : `${this.#track.words(value)} ${this.#track.unit}`;
  }
}

/** Returns what ends it. */
function show_recording(root: HTMLElement, streams: Streams, activity: Activity, session: Session): () => void {
  const { units } = session;
  const record = activity.records.find(({ provider, id }) => provider === streams.from.provider && id === streams.from.id);
  const sport = record?.sport ?? activity.records[0]?.sport ?? "";
  const tracks = tracks_of(streams, sport, units);
  const frames = tracks.map((track, i) => new ChartFrame(track, i === tracks.length - 1));
  const places = places_of(streams);
  const has_places = places.some((place) => place !== null);
  const ways = steady_distance(streams);
  const whole: Part = { first: 0, last: streams.time_s.length - 1 };

  const map_place = h("div", { class: "activity-map", role: "region", "aria-label": "Map of the track" });
  const part_words = h("p", { class: "part-words", role: "status" });
  const show_all = h("button", { class: "button small", type: "button", disabled: true, on: { click: () => choose(null, "") } }, "Show all");
  const charts_place = h("div", { class: "charts" }, frames.map(({ element }) => element));
  const position_words = (index: number): string => [clock(streams.time_s[index]!), ways && distance(ways[index]!, units)].filter(Boolean).join(" · ");
  const scrubber = new Scrubber(whole.last, {
    moved: (index) => charts.move_cursor(index),
    ended: () => choose(null, ""),
    words: (index) =>
      [position_words(index), ...tracks.map((track) => (track.values[index] == null ? "" : `${track.label} ${track.words(track.values[index]!)} ${track.unit}`))].filter(Boolean).join(", "),
    shown: position_words,
  });
  const along = h("fieldset", { class: "choice" }, [h("legend", { class: "unseen" }, "Charts over"), along_choice("time", "Time", true), ways && along_choice("distance", "Distance", false)]);

  function along_choice(value: Along, words: string, checked: boolean): HTMLElement {
    return h("label", null, [h("input", { type: "radio", name: "along", value, checked, on: { change: () => charts.show(value) } }), h("span", null, words)]);
  }

  function show_figures(part: Part | null, name: string): void {
    const { time_s, distance_m, ascent_m } = totals_of(streams, part ?? whole);
    const figures = [clock(time_s), distance_m !== null && distance(distance_m, units), ascent_m !== null && `${height(ascent_m, units)} up`].filter(Boolean);
    fill(part_words, [h("b", null, part ? name || "Selection" : "Whole recording"), ` ${figures.join(" · ")}`]);
    frames.forEach((frame) => frame.show_figures(streams, part ?? whole));
    show_all.disabled = part === null;
  }

  /** A lap is marked in the whole, a dragged part is zoomed into. */
  function choose(part: Part | null, lap: string): void {
    charts.mark(lap ? part : null);
    charts.zoom(lap ? null : part);
    map?.set_part(part);
    show_figures(part, lap);
    if (!lap) laps.clear();
  }

  const laps = laps_table(activity.laps, streams, record?.start ?? null, units, (part, name) => choose(part, name));
  fill(root, [
    has_places && map_place,
    h("section", { class: "card charts-card", "aria-labelledby": "charts" }, [
      h("h2", { id: "charts", class: "unseen" }, "Charts"),
      h("header", { class: "charts-bar" }, [along, part_words, show_all]),
      tracks.length > 0 ? [scrubber.element, charts_place] : h("p", { class: "quiet" }, "The recording holds positions only."),
    ]),
    laps.element,
  ]);

  const map = has_places ? create_map(map_place, { tile_url: session.tile_url, attribution: session.tile_attribution, pointed: (index) => charts.move_cursor(index) }) : null;
  const charts = new LinkedCharts({
    streams,
    tracks,
    units,
    along: "time",
    places: frames.map(({ place }) => place),
    cursor_moved: (index) => {
      map?.set_cursor(index);
      scrubber.show(index);
      frames.forEach((frame) => frame.show_value(index));
    },
    dragged: (part) => choose(part, ""),
  });
  map?.set_track(places);
  show_figures(null, "");
  return () => {
    charts.destroy();
    map?.destroy();
  };
}

let end = (): void => {};

export async function recording(root: HTMLElement, activity: Activity, asked: Promise<AnsweredStreams | null>, session: Session): Promise<void> {
  try {
    const answer = await asked;
    end();
    end = () => {};
    if (answer && answer.time_s.length > 1) end = show_recording(root, with_steady_times(answer), activity, session);
    else fill(root, h("section", { class: "card" }, empty_state("file", "No recording", "Nobody holds the samples of this workout, only its totals. A file of the device, uploaded in the settings, brings map and charts.")));
  } catch (problem) {
    fill(root, problem_state(problem, () => void recording(root, activity, take().streams, session)));
  }
}

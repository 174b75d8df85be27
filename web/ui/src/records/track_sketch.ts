// SPDX-License-Identifier: MIT
// The tracks of two records over each other, from the few points that matching keeps of each.
import type { WorkoutRecord } from "../api/activity";
import { h, s } from "../dom/h";

type Point = [latitude: number, longitude: number];

const width = 320;
const height = 200;
const margin = 14;

function points_of(record: WorkoutRecord): Point[] {
  return Array.isArray(record.sketch) ? (record.sketch as Point[]) : [];
}

/** Nothing when neither has a track. `titles` say whose line is whose. */
export function track_sketch(records: [WorkoutRecord, WorkoutRecord], titles: [string, string]): HTMLElement | null {
  const tracks = records.map(points_of);
  const all = tracks.flat();
  if (all.length < 2) return null;
  const middle = all.reduce((sum, [latitude]) => sum + latitude, 0) / all.length;
  const shrink = Math.cos((middle * Math.PI) / 180); // a degree of longitude is shorter than one of latitude
  const [xs, ys] = [all.map(([, longitude]) => longitude * shrink), all.map(([latitude]) => -latitude)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * margin) / Math.max(right - left, 1e-9), (height - 2 * margin) / Math.max(bottom - top, 1e-9));
  const place = ([latitude, longitude]: Point): string =>
    `${(width / 2 + (longitude * shrink - (left + right) / 2) * scale).toFixed(1)} ${(height / 2 + (-latitude - (top + bottom) / 2) * scale).toFixed(1)}`;
  const lines = tracks.map((track, i) => track.length > 1 && s("path", { class: `sketch-${i === 0 ? "a" : "b"}`, d: `M${track.map(place).join("L")}` }));
  const key = (kind: "a" | "b", i: 0 | 1): HTMLElement =>
    h("li", null, [s("svg", { viewBox: "0 0 24 4", width: 24, height: 4, "aria-hidden": "true" }, s("path", { class: `sketch-${kind}`, d: "M0 2H24" })), titles[i], tracks[i]!.length < 2 && h("span", { class: "quiet" }, " (no track)")]);
  return h("figure", { class: "sketch" }, [
    s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `The tracks of ${titles[0]} and ${titles[1]} over each other` }, lines),
    h("figcaption", null, h("ul", { class: "sketch-key" }, [key("a", 0), key("b", 1)])),
  ]);
}

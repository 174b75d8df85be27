// SPDX-License-Identifier: MIT
// What the charts of one recording show: each channel in the units of the person, in the order of the page.

import { clock, type Units } from "../format/units";
import { speed_of_way, type Samples, type Streams } from "./streams";

export interface Track {
  id: string; // also names its colour: --chart-<id>
  label: string;
  unit: string;
  values: Samples;
  words: (value: number) => string; // a value without its unit
  upside_down: boolean; // pace: less is faster, and faster is up
  filled: boolean;
  noisy: boolean; // jumps from sample to sample: a mean is drawn over it
  with_lowest: boolean; // where the lowest value says more than that somebody stood still
}

const metres_a_mile = 1609.344;
const feet_a_metre = 3.28084;
// Slower than this nobody is told a pace: standing about would stretch the axis.
const slowest_pace_mps = 0.6;

const paced = ["running", "walking", "hiking", "snowshoeing", "swimming", "rowing"];
const in_hundreds = ["swimming"];
const in_steps = ["running", "walking", "hiking", "snowshoeing"];

export function is_paced(sport: string): boolean {
  return paced.includes(sport);
}

const whole = (value: number): string => value.toFixed(0);
const one_digit = (value: number): string => value.toFixed(1);

function converted(values: Samples, convert: (value: number) => number | null): Samples {
  return values.map((value) => (value === null ? null : convert(value)));
}

/** Metres over which a pace is told: kilometre, mile, or the hundred of swimmers and the five hundred of rowers. */
function pace_length(sport: string, units: Units): { metres: number; unit: string } {
  if (in_hundreds.includes(sport)) {
    return { metres: 100, unit: "/100 m" };
  }
  if (sport === "rowing") {
    return { metres: 500, unit: "/500 m" };
  }
  return units === "imperial" ? { metres: metres_a_mile, unit: "/mi" } : { metres: 1000, unit: "/km" };
}

function speed_track(values: Samples, sport: string, units: Units): Track {
  if (is_paced(sport)) {
    const { metres, unit } = pace_length(sport, units);
    return {
      id: "speed",
      label: "Pace",
      unit,
      values: converted(values, (speed) => (speed < slowest_pace_mps ? null : metres / speed)),
      words: clock,
      upside_down: true,
      filled: false,
      noisy: true,
      with_lowest: false,
    };
  }
  const metres = units === "imperial" ? metres_a_mile : 1000;
  return {
    id: "speed",
    label: "Speed",
    unit: units === "imperial" ? "mph" : "km/h",
    values: converted(values, (speed) => (speed * 3600) / metres),
    words: one_digit,
    upside_down: false,
    filled: false,
    noisy: true,
    with_lowest: false,
  };
}

/** The channels that were recorded. Cadence counts both feet of who goes on foot. */
export function tracks_of(streams: Streams, sport: string, units: Units): Track[] {
  const imperial = units === "imperial";
  const plain = (id: string, label: string, unit: string, values: Samples | undefined, more: Partial<Track> = {}): Track | null =>
    values ? { id, label, unit, values, words: whole, upside_down: false, filled: false, noisy: false, with_lowest: false, ...more } : null;
  const steps = in_steps.includes(sport);
  const speed = streams.speed_mps ?? speed_of_way(streams);
  const tracks = [
    plain(
      "altitude",
      "Altitude",
      imperial ? "ft" : "m",
      streams.altitude_m && converted(streams.altitude_m, (m) => (imperial ? m * feet_a_metre : m)),
      { filled: true, with_lowest: true },
    ),
    plain("heart-rate", "Heart rate", "bpm", streams.heart_rate_bpm, { with_lowest: true }),
    speed ? speed_track(speed, sport, units) : null,
    plain("power", "Power", "W", streams.power_w, { noisy: true }),
    plain(
      "cadence",
      "Cadence",
      steps ? "spm" : "rpm",
      streams.cadence_rpm && converted(streams.cadence_rpm, (rpm) => (steps ? 2 * rpm : rpm)),
      { noisy: true },
    ),
    plain(
      "temperature",
      "Temperature",
      imperial ? "°F" : "°C",
      streams.temperature_c && converted(streams.temperature_c, (c) => (imperial ? c * 1.8 + 32 : c)),
      { with_lowest: true },
    ),
  ];
  return tracks.filter((track) => track !== null).filter((track) => track.values.some((value) => value !== null));
}

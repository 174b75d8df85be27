// SPDX-License-Identifier: MIT

import type { Part } from "../charts/part";

export type Place = [latitude_deg: number, longitude_deg: number];

/** A map that shows one track. Indices are those of the samples; places are null where there was no position. */
export interface MapView {
  set_track(places: (Place | null)[]): void;
  /** Shows where the athlete was at a sample. */
  set_cursor(index: number | null): void;
  /** Makes a part of the track stand out; null: no part. */
  set_part(part: Part | null): void;
  /** Moves and scales the map so that a part, or with null the whole track, is seen. */
  fit(part: Part | null): void;
  destroy(): void;
}

export interface MapWishes {
  tile_url: string; // with {z}, {x} and {y}; empty: a plain grid is drawn instead
  attribution: string; // of the tiles
  pointed: (index: number) => void; // the sample of the track nearest to the mouse
}

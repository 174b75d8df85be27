// SPDX-License-Identifier: MIT
// What lies under a track when the owner has set no tiles: squares of a round number of metres.

import * as leaflet from "leaflet";

import { current_theme } from "../charts/theme";

const metres_a_pixel_at_zoom_0 = 156543.03392;
const wanted_px = 90;

/** 1, 2 or 5 times a power of ten, near to `value`. */
export function round_length(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = value / power;
  return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
}

class PlainGrid extends leaflet.Layer {
  readonly #latitude_deg: number;
  readonly #canvas = document.createElement("canvas");

  constructor(latitude_deg: number) {
    super();
    this.#latitude_deg = latitude_deg;
    this.#canvas.className = "map-grid";
  }

  override onAdd(map: leaflet.Map): this {
    map.getContainer().prepend(this.#canvas);
    this.#draw();
    return this;
  }

  override onRemove(): this {
    this.#canvas.remove();
    return this;
  }

  override getEvents(): { [name: string]: leaflet.LeafletEventHandlerFn } {
    const draw = (): void => this.#draw();
    return { move: draw, zoom: draw, resize: draw };
  }

  #draw(): void {
    const map = this._map;
    const size = map.getSize();
    const corner = map.getPixelBounds().min;
    if (!corner) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = size.x * ratio;
    this.#canvas.height = size.y * ratio;
    const context = this.#canvas.getContext("2d")!;
    context.scale(ratio, ratio);
    context.strokeStyle = current_theme().colour_of("--map-grid");
    const metres_a_pixel =
      (metres_a_pixel_at_zoom_0 * Math.cos((this.#latitude_deg * Math.PI) / 180)) / 2 ** map.getZoom();
    const spacing = round_length(wanted_px * metres_a_pixel) / metres_a_pixel;
    const lines = (from: number, length: number, draw: (at: number) => void): void => {
      for (let k = Math.ceil(from / spacing); k * spacing < from + length; ++k) {
        draw(Math.round(k * spacing - from) + 0.5);
      }
    };
    context.beginPath();
    lines(corner.x, size.x, (x) => (context.moveTo(x, 0), context.lineTo(x, size.y)));
    lines(corner.y, size.y, (y) => (context.moveTo(0, y), context.lineTo(size.x, y)));
    context.stroke();
  }
}

/** `latitude_deg` of the place that is shown: metres are longer on the map where it is farther from the equator. */
export function plain_grid(latitude_deg: number): leaflet.Layer {
  return new PlainGrid(latitude_deg);
}

// SPDX-License-Identifier: MIT

import * as leaflet from "leaflet";

import type { Part } from "../charts/part";
import { current_theme, when_theme_changes } from "../charts/theme";
import { plain_grid } from "./grid_layer";
import type { MapView, MapWishes, Place } from "./map_view";

// So far from the track the mouse no longer points at it.
const near_px = 24;
const greatest_zoom = 18;

class LeafletMap implements MapView {
  readonly #map: leaflet.Map;
  readonly #wishes: MapWishes;
  readonly #resize: ResizeObserver;
  readonly #leave_theme: () => void;
  #places: (Place | null)[] = [];
  #part: Part | null = null;
  #ground: leaflet.Layer | null = null;
  #drawn = leaflet.layerGroup();
  #cursor: leaflet.CircleMarker | null = null;

  constructor(parent: HTMLElement, wishes: MapWishes) {
    this.#wishes = wishes;
    this.#map = leaflet.map(parent, {
      preferCanvas: true,
      zoomSnap: 0.25,
      attributionControl: wishes.tile_url !== "",
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.#map.attributionControl?.setPrefix(false);
    leaflet.control.scale({ imperial: false }).addTo(this.#map);
    this.#drawn.addTo(this.#map);
    this.#map.on("mousemove", (event: leaflet.LeafletMouseEvent) => this.#point(event.containerPoint));
    this.#resize = new ResizeObserver(() => this.#map.invalidateSize());
    this.#resize.observe(parent);
    this.#leave_theme = when_theme_changes(() => this.#redraw());
  }

  set_track(places: (Place | null)[]): void {
    this.#places = places;
    this.fit(null);
    this.#redraw();
  }

  set_cursor(index: number | null): void {
    const place = index === null ? null : (this.#places[index] ?? null);
    if (!place) {
      this.#cursor?.remove();
      return;
    }
    this.#cursor?.setLatLng(place).addTo(this.#map);
  }

  set_part(part: Part | null): void {
    this.#part = part;
    this.#redraw();
  }

  fit(part: Part | null): void {
    const places = this.#lines(part).flat();
    if (places.length > 0) {
      this.#map.fitBounds(leaflet.latLngBounds(places), { padding: [24, 24], maxZoom: greatest_zoom, animate: false });
    }
  }

  destroy(): void {
    this.#leave_theme();
    this.#resize.disconnect();
    this.#map.remove();
  }

  /** The track, or a part of it, in pieces between which there was no position. */
  #lines(part: Part | null): Place[][] {
    const lines: Place[][] = [[]];
    for (let i = part?.first ?? 0; i <= (part?.last ?? this.#places.length - 1); ++i) {
      const place = this.#places[i];
      if (place) {
        lines.at(-1)!.push(place);
      } else if (lines.at(-1)!.length > 0) {
        lines.push([]);
      }
    }
    return lines.filter((line) => line.length > 0);
  }

  #redraw(): void {
    const theme = current_theme();
    const lines = this.#lines(null);
    const [start, end] = [lines.at(0)?.at(0), lines.at(-1)?.at(-1)];
    if (!start || !end) {
      return;
    }
    this.#ground?.remove();
    this.#ground = this.#wishes.tile_url
      ? leaflet.tileLayer(this.#wishes.tile_url, { attribution: this.#wishes.attribution, maxZoom: greatest_zoom })
      : plain_grid(start[0]);
    this.#ground.addTo(this.#map);

    this.#drawn.clearLayers();
    const surface = theme.colour_of("--surface");
    const line = (places: Place[][], color: string, weight: number, opacity = 1): void => {
      leaflet.polyline(places, { color, weight, opacity, interactive: false, smoothFactor: 0.7 }).addTo(this.#drawn);
    };
    const dot = (place: Place, fillColor: string, radius: number): leaflet.CircleMarker =>
      leaflet.circleMarker(place, { radius, color: surface, weight: 2, fillColor, fillOpacity: 1, interactive: false });
    line(lines, surface, 6, 0.9); // keeps the track apart from what is under it
    line(lines, theme.accent, 3, this.#part ? 0.45 : 1);
    if (this.#part) {
      line(this.#lines(this.#part), theme.accent, 5);
    }
    dot(end, theme.colour_of("--map-end"), 6).addTo(this.#drawn);
    dot(start, theme.colour_of("--map-start"), 6).addTo(this.#drawn);
    this.#cursor?.remove();
    this.#cursor = dot(start, theme.ink, 7);
  }

  #point(at: leaflet.Point): void {
    let [nearest, least] = [-1, near_px * near_px];
    this.#places.forEach((place, i) => {
      if (place) {
        const point = this.#map.latLngToContainerPoint(place);
        const distance = (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
        if (distance < least) {
          [nearest, least] = [i, distance];
        }
      }
    });
    if (nearest >= 0) {
      this.#wishes.pointed(nearest);
    }
  }
}

export function create_map(parent: HTMLElement, wishes: MapWishes): MapView {
  return new LeafletMap(parent, wishes);
}

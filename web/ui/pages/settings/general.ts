// SPDX-License-Identifier: MIT
// Units, time zone, map tiles.
import type { Config } from "../../src/api/settings";
import { setting_form } from "./setting_form";

const keys = ["units", "home_timezone", "web.tile_url", "web.tile_attribution", "web.session_days", "web.upload_mb"];

const words = {
  "web.tile_url": "An address with {z}, {x} and {y}. Without one, tracks are drawn on a plain grid and nobody learns where you ride.",
};

export function general_form({ settings }: Config): HTMLFormElement | null {
  return setting_form(settings, keys, "card general", words);
}

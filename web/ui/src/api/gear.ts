// SPDX-License-Identifier: MIT
// `GET /api/gear`, as `tracekit --json gear` prints it.

export interface GearUse {
  workouts: number;
  distance_m: number;
  duration_s: number;
  first_day: string | null;
  last_day: string | null;
}

export interface GearItem extends GearUse {
  name: string;
  other_names: string[];
  providers: (GearUse & { provider: string })[];
}

export interface GearDisagreement {
  provider: string;
  item: string;
  other_provider: string;
  /** Empty: the other names no gear. */
  other_item: string;
  workouts: number;
  months: { month: string; workouts: number }[];
}

export interface GearAlias {
  id: string;
  alias: string;
  canonical: string;
}

export interface Gear {
  workouts: number;
  without_gear: number;
  items: GearItem[];
  disagreements: GearDisagreement[];
  months_to_fix: { month: string; changes: number }[];
  aliases: GearAlias[];
}

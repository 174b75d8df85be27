// SPDX-License-Identifier: MIT
// What the server answers, as docs/reference/web-api.md describes it.

export interface Provider {
  id: string;
  title: string;
  /** `#rrggbb` */
  colour: string;
  enabled: boolean;
  abilities: string[];
}

export interface Session {
  user: { id: number; email: string; admin: boolean } | null;
  csrf: string;
  /** first: nobody has an account yet */
  state: "first" | "login" | "in";
  units: "metric" | "imperial";
  timezone: string;
  tile_url: string;
  tile_attribution: string;
  version: string;
  unread: number;
  engine: "sqlite" | "postgresql";
  /** In order of priority. */
  providers: Provider[];
  export_formats?: string[];
}

export type MonthState = "in_sync" | "differs" | "pulling" | "failed" | "not_pulled" | "empty";

export interface CalendarCell {
  coverage: string;
  records: number;
  /** Days of the month, in local time, with a record. */
  days?: number[];
}

export interface CalendarMonth {
  month: string;
  activities: number;
  matched: number;
  open_differences: number;
  state?: MonthState;
  days_in_month?: number;
  devices?: string[];
  /** UTC, or null when never */
  pulled_at?: string | null;
  problem?: string | null;
  providers: Record<string, CalendarCell>;
}

export interface Calendar {
  providers: unknown[];
  months: Record<string, CalendarMonth>;
  /** First month with anything; null when there is none. */
  oldest?: string | null;
}

export type CellStatus = "authority" | "same" | "missing" | "differs" | "none";

export interface PlanCell {
  present: boolean;
  id: string | null;
  name: string;
  name_status: CellStatus;
  equipment: string;
  equipment_status: CellStatus;
  copies: number;
}

export interface PlanRow {
  activity: number;
  start_local: string | null;
  date_only: boolean;
  sport: string;
  distance_m: number | null;
  duration_s: number | null;
  certainty: number;
  cells: Record<string, PlanCell>;
}

export type ChangeKind = "rename" | "set_equipment" | "set_metadata" | "add" | "download" | "upload" | "link" | "duplicate";

export interface RecordId {
  provider: string;
  id: string;
}

export interface Change {
  id: string;
  kind: ChangeKind;
  provider: string;
  activity: number;
  target: RecordId;
  source: RecordId | null;
  field: string;
  old: string;
  new: string;
  why: string;
  stale: boolean;
  /** Why it cannot be applied now; empty when it can. */
  blocked: string;
}

export interface Plan {
  month: string;
  providers: string[];
  rows: PlanRow[];
  changes: Change[];
  stale: boolean;
}

export interface Progress {
  done: number;
  total: number | null;
  words: string;
}

export type JobState = "ready" | "running" | "done" | "dead" | "cancelled";

export interface Job {
  id: number;
  kind: string;
  arguments: Record<string, unknown>;
  state: JobState;
  error?: unknown;
  result?: unknown;
  progress?: Progress | null;
  [more: string]: unknown;
}

/** The answer to what was left to a job. */
export interface Queued {
  job: number;
  is_new: boolean;
}

export interface PlanEvent {
  job: number;
  change: string;
  done: boolean;
  message: string;
}

/** Events of /api/events by name. */
export interface Events {
  hello: unknown;
  job: Job;
  month: { month: string };
  notification: { unread: number };
  plan: PlanEvent;
}

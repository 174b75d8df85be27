// SPDX-License-Identifier: MIT
// `GET /api/history`, as `tracekit --json history` prints it, and what was dismissed.
import type { Change } from "./types";

export interface Written {
  id: number;
  change: string;
  kind: string;
  provider: string;
  record: string;
  field: string;
  old: string;
  new: string;
  /** UTC */
  at: string;
  outcome: string;
  message: string;
  undoable: boolean;
  undone_at: string | null;
  /** The number of the change that this one takes back. */
  undoes: number | null;
  /** Which it was about; null where none of its records is here any more. */
  workout: { activity: number; name: string; day: string | null } | null;
}

export interface Dismissed extends Partial<Change> {
  id: string;
  /** In whose plan it was. */
  month?: string;
}

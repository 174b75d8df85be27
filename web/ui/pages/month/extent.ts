// SPDX-License-Identifier: MIT
import type { Change, ChangeKind, Plan } from "../../src/api/types";

/** What can be accepted: a duplicate is a notice, and what is blocked has to be unblocked first. */
export function can_be_accepted(change: Change): boolean {
  return change.kind !== "duplicate" && change.blocked === "";
}

/** The server wants to be asked expressly when more activities than this, and more than half of them, change at a provider. */
const usual_changes = 5;

export interface Extent {
  provider: string;
  /** Activities that exist there and would be changed. */
  changed: number;
  /** Activities there, in this month. */
  present: number;
  /** What would be new there. */
  made: number;
  unusual: boolean;
}

/** What these changes would do at each provider. */
export function extent_of(plan: Plan, changes: Change[]): Extent[] {
  return plan.providers
    .map((provider) => {
      const here = changes.filter((change) => change.provider === provider && change.kind !== "link" && can_be_accepted(change));
      const changed = new Set(here.filter(({ target }) => target.id !== "").map(({ target }) => target.id)).size;
      const present = plan.rows.filter((row) => row.cells[provider]?.present).length;
      const made = here.filter(({ target }) => target.id === "").length;
      return { provider, changed, present, made, unusual: changed > usual_changes && 2 * changed > present };
    })
    .filter(({ changed, made }) => changed > 0 || made > 0);
}

/** Kinds that are looked at together, in the order of the page. */
export const kind_groups: { name: string; title: string; kinds: ChangeKind[] }[] = [
  { name: "names", title: "Names", kinds: ["rename"] },
  { name: "equipment", title: "Equipment", kinds: ["set_equipment"] },
  { name: "values", title: "Values", kinds: ["set_metadata"] },
  { name: "new", title: "New entries", kinds: ["add"] },
  { name: "files", title: "Files", kinds: ["download", "upload"] },
  { name: "matches", title: "Matches", kinds: ["link", "duplicate"] },
];

export function group_of(kind: ChangeKind): string {
  return kind_groups.find(({ kinds }) => kinds.includes(kind))?.name ?? "values";
}

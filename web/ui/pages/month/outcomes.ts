// SPDX-License-Identifier: MIT
// What becomes of changes that were accepted or dismissed while the page is open.
import type { Change, Plan } from "../../src/api/types";

export type Outcome = { state: "waiting" } | { state: "done"; words: string } | { state: "failed"; words: string };

/** Whether one is what came of the other: the same value of the same record, which changed at the provider meanwhile. */
function replaces(one: Change, other: Change): boolean {
  return one.target.id !== "" && one.kind === other.kind && one.field === other.field && one.provider === other.provider && one.target.id === other.target.id;
}

export class Outcomes {
  private readonly outcomes = new Map<string, Outcome>();
  /** As they were when they were accepted: a plan no longer tells of what is done. */
  private readonly changes = new Map<string, Change>();

  private readonly places = new Map<string, number>();

  /** Remembers where the changes of a plan stand. */
  note(plan: Plan): void {
    for (const change of plan.changes) this.place(change);
  }

  begin(changes: Change[]): void {
    for (const change of changes) {
      this.forget([...this.changes.values()].filter((other) => replaces(change, other) && this.of(other.id)?.state === "failed").map(({ id }) => id));
      this.changes.set(change.id, change);
      this.outcomes.set(change.id, { state: "waiting" });
    }
  }

  end(id: string, done: boolean, words: string): void {
    if (this.changes.has(id)) this.outcomes.set(id, done ? { state: "done", words } : { state: "failed", words: words || "It was not applied" });
  }

  /** Those of which nothing was heard when the work had ended. */
  end_waiting(ids: string[], words: string): void {
    for (const id of ids) if (this.of(id)?.state === "waiting") this.end(id, false, words);
  }

  /** As if they had never been accepted. */
  forget(ids: string[]): void {
    for (const id of ids) {
      this.outcomes.delete(id);
      this.changes.delete(id);
    }
  }

  of(id: string): Outcome | undefined {
    return this.outcomes.get(id);
  }

  /** The changes of a workout: what is proposed, and what was accepted since the page was opened, each where it first stood. */
  changes_of(plan: Plan, activity: number): Change[] {
    const proposed = plan.changes.filter((change) => change.activity === activity);
    const known = new Set(proposed.map(({ id }) => id));
    const gone = [...this.changes.values()].filter((change) => change.activity === activity && !known.has(change.id));
    return [...gone, ...proposed].sort((one, other) => this.place(one) - this.place(other));
  }

  private place({ id }: Change): number {
    const place = this.places.get(id) ?? this.places.size;
    this.places.set(id, place);
    return place;
  }
}

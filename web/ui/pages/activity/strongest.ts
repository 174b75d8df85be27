// SPDX-License-Identifier: MIT
import type { PairEvidence } from "../../src/api/activity";
import type { RecordId } from "../../src/api/types";

const key = ({ provider, id }: RecordId): string => `${provider}:${id}`;

/** The strongest pairs that hold all records together: one fewer than there are records, whatever their number of pairs. */
export function strongest(pairs: PairEvidence[]): PairEvidence[] {
  const group = new Map<string, string>();
  const root = (one: string): string => {
    const parent = group.get(one);
    return parent === undefined || parent === one ? one : root(parent);
  };
  const chosen: PairEvidence[] = [];
  for (const pair of [...pairs].sort((a, b) => b.bits - a.bits)) {
    const [a, b] = [root(key(pair.a)), root(key(pair.b))];
    if (a === b) continue;
    group.set(a, b);
    chosen.push(pair);
  }
  return chosen;
}

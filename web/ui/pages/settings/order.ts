// SPDX-License-Identifier: MIT

/** The list with the entry at `from` moved to `to`; ends are not passed. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const out = [...list];
  const [one] = out.splice(from, 1);
  if (one !== undefined) out.splice(Math.min(Math.max(to, 0), out.length), 0, one);
  return out;
}

/** Which entry lies under a height, entries being told by their middles from above. */
export function place_at(y: number, middles: readonly number[]): number {
  const beyond = middles.findIndex((middle) => y < middle);
  return beyond < 0 ? middles.length : beyond;
}

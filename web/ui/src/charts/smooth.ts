// SPDX-License-Identifier: MIT
import type { Samples } from "./streams";

/**
 * The mean of each sample with its neighbours, `reach` on each side. It does not reach over holes, nor across samples
 * at which `breaks` says that another stretch begins.
 */
export function rolling_mean(values: Samples, reach: number, breaks: ReadonlySet<number> = new Set()): Samples {
  if (reach < 1) return values;
  const out: Samples = new Array<number | null>(values.length).fill(null);
  for (let begin = 0; begin < values.length; ) {
    if (values[begin] === null || values[begin] === undefined) {
      begin += 1;
      continue;
    }
    let end = begin + 1;
    while (end < values.length && values[end] !== null && values[end] !== undefined && !breaks.has(end)) end += 1;
    smooth_stretch(values, begin, end, reach, out);
    begin = end;
  }
  return out;
}

function smooth_stretch(values: Samples, begin: number, end: number, reach: number, out: Samples): void {
  let [sum, first, last] = [0, begin, begin]; // of the window [first, last)
  for (let i = begin; i < end; ++i) {
    while (last < Math.min(i + reach + 1, end)) sum += values[last++]!;
    while (first < i - reach) sum -= values[first++]!;
    out[i] = sum / (last - first);
  }
}

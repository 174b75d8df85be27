// SPDX-License-Identifier: MIT
import type { CalendarMonth } from "../../src/api/types";

/** Months in which nothing happened stand together in one line. */
export type Group = { kind: "month"; month: CalendarMonth } | { kind: "quiet"; months: CalendarMonth[] };

/** Fewer in a row stay cards. */
const few = 3;

/** Nothing is recorded in it, and nothing is going on. */
export function is_quiet(month: CalendarMonth): boolean {
  const records = Object.values(month.providers).some((cell) => cell.records > 0);
  return !records && month.activities === 0 && (month.state === "empty" || month.state === "not_pulled");
}

/**
 * What the page shows of months, newest first: cards, and lines for runs of months without anything. The month
 * that it is now always stands for itself. `opened` are months whose line was opened.
 */
export function group_months(months: CalendarMonth[], now: string, opened: ReadonlySet<string>): Group[] {
  const groups: Group[] = [];
  let run: CalendarMonth[] = [];
  const end_run = (): void => {
    if (run.length >= few) groups.push({ kind: "quiet", months: run });
    else groups.push(...run.map((month) => ({ kind: "month" as const, month })));
    run = [];
  };
  for (const month of months) {
    if (month.month !== now && is_quiet(month) && !opened.has(month.month)) {
      run.push(month);
    } else {
      end_run();
      groups.push({ kind: "month", month });
    }
  }
  end_run();
  return groups;
}

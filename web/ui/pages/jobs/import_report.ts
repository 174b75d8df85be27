// SPDX-License-Identifier: MIT
// What came of the import of an uploaded archive, in words.
import { count, number } from "../../src/format/units";

interface NotImported {
  name: string;
  why: string;
}

/** The result of a job of the kind `import`. */
export interface ImportReport {
  imported: number;
  activities: number;
  already_there: number;
  duplicates: number;
  no_activity: Record<string, number>;
  tables: Record<string, { added: number; updated: number; unchanged: number; kept: number }>;
  unreadable: NotImported[];
  refused: NotImported[];
  damaged: NotImported[];
  /** How many more were not imported than are named. */
  unnamed: number;
}

/** How many of what: one sentence each. */
export function import_lines(report: ImportReport, title: (provider: string) => string): string[] {
  const lines: string[] = [];
  if (report.imported > 0) lines.push(`${count(report.imported, "file")} imported, with ${count(report.activities, "activity", "activities")}`);
  const known = report.already_there + report.duplicates;
  if (known > 0) lines.push(`${count(known, "file")} already there`);
  const without = Object.values(report.no_activity).reduce((sum, files) => sum + files, 0);
  if (without > 0) lines.push(`${count(without, "file")} without an activity (${Object.keys(report.no_activity).sort().join(", ")})`);
  for (const [provider, { added, updated, unchanged, kept }] of Object.entries(report.tables)) lines.push(`${title(provider)}: ${number(added)} new, ${number(updated)} changed, ${number(unchanged + kept)} as before`);
  return lines.length > 0 || problems(report).length > 0 ? lines : ["There is no activity in it"];
}

/** What was not imported, or only in part, and why. */
export function problems({ unreadable, refused, damaged }: ImportReport): NotImported[] {
  return [...refused, ...damaged, ...unreadable];
}

// SPDX-License-Identifier: MIT
// What a job does, in words.
import type { Job, Session } from "../../src/api/types";
import { month_words, short_month_words } from "../../src/format/dates";

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter(Boolean) : [];
}

/** `August 2025`, `Jun 2025, Jul 2025`, `1 Aug to 31 Aug`, or nothing. */
function when({ months, month, from, to, recent }: Record<string, unknown>): string {
  const several = texts(months);
  if (several.length === 1) return month_words(several[0]!);
  if (several.length > 4) return `${several.length} months`;
  if (several.length > 1) return several.map(short_month_words).join(", ");
  if (text(month)) return month_words(text(month));
  const [first, last] = [text(from), text(to)];
  if (first.endsWith("-01") && last.slice(0, 7) === first.slice(0, 7)) return month_words(first.slice(0, 7));
  if (first || last) return [first && `from ${first}`, last && `to ${last}`].filter(Boolean).join(" ");
  return recent ? "this month and the one before" : "";
}

export function job_words({ kind, arguments: asked }: Pick<Job, "kind" | "arguments">, session: Pick<Session, "providers">): string {
  const title = (id: string): string => session.providers.find((one) => one.id === id)?.title ?? id;
  const provider = title(text(asked.provider));
  const join = (...words: string[]): string => words.filter(Boolean).join(" ");
  switch (kind) {
    case "pull": {
      const providers = texts(asked.providers).map(title).join(", ");
      return join("Pull", when(asked) || "everything new", providers && `from ${providers}`);
    }
    case "pull-provider":
      return join("Pull", when(asked) || "everything new", "from", provider);
    case "fetch-record":
      return join("Read one record of", provider, "again");
    case "check-sign-in":
      return join("Ask", provider, "whether the sign-in still holds");
    case "apply-changes": {
      const changes = texts(asked.changes).length;
      return join("Write", `${changes} ${changes === 1 ? "change" : "changes"}`, when(asked) && `of ${when(asked)}`);
    }
    case "undo":
      return join("Take back change", text(asked.change));
    case "reset":
      return join("Forget", when(asked) || "everything", provider && `of ${provider}`);
    case "recompute":
      return asked.all ? "Match everything again" : "Match what changed";
    case "import-file":
      return join("Take in", text(asked.path).split("/").at(-1) ?? "a file");
    case "import":
      return join("Import", text(asked.name));
    case "notify":
      return "Notify you";
    default:
      return kind;
  }
}

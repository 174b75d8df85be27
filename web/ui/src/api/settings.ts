// SPDX-License-Identifier: MIT
// `GET /api/config`: what is set, and how the person stands with each provider. Secrets never come along.

export interface Setting {
  value: string | number | boolean | null;
  default: string | number | boolean | null;
  /** Where the value comes from: `database`, `environment`, `file` ... */
  origin: string;
  /** Cannot be changed here. */
  locked: boolean;
  label: string;
  help: string;
  kind: "text" | "integer" | "boolean" | "choice" | "path" | "time_zone";
  choices: string[];
}

export interface SignInField {
  name: string;
  label: string;
  secret: boolean;
  /** There is a value already. */
  set: boolean;
}

export interface ProviderConfig {
  id: string;
  title: string;
  colour: string;
  enabled: boolean;
  priority: number;
  /** Why it cannot be used; empty when it can. */
  unavailable?: string;
  account: string | null;
  signed_in: boolean;
  sign_in: { kind: "oauth" | "key" | "password" | "none"; fields: SignInField[] };
  toggles: { key: string; label: string; help: string; value: boolean }[];
  /** Months that were pulled. */
  coverage: { first: string | null; last: string | null; complete: number; failed: number };
  last: { at: string; operation: string; succeeded: boolean; message: string; rate_limited_until: string | null } | null;
}

export interface Config {
  settings: Record<string, Setting>;
  providers: ProviderConfig[];
}

/** `how`: where the code was sent, such as "email". */
export type SignInAnswer = { done: true; account: string } | { go: string } | { needs_code: true; attempt: string; how?: string };

export interface UploadAnswer {
  saved: string[];
  skipped: string[];
  rejected: { name: string; why: string }[];
  /** Names of those that jobs of their own import. */
  archives: string[];
  job: number | null;
  /** Why the files are not read at once; empty when they are. */
  note: string;
}

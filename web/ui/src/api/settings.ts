// SPDX-License-Identifier: MIT
// `GET /api/config`: what is set, and how the person stands with each provider. Secrets never come along.

export interface Setting {
  value: unknown;
  default: unknown;
  /** Where the value comes from: the settings file, the environment, this page, or nowhere. */
  origin: string;
  /** Cannot be changed here. */
  locked: boolean;
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
  account: string | null;
  signed_in: boolean;
  sign_in: { kind: "oauth" | "key" | "password" | "none"; fields: SignInField[] };
  toggles: { key: string; label: string; value: boolean; help?: string }[];
  last?: { at: string; operation: string; succeeded: boolean; message: string; rate_limited_until: string | null } | null;
}

export interface Config {
  settings: Record<string, Setting>;
  providers: ProviderConfig[];
}

export type SignInAnswer = { done: true; account: string } | { go: string } | { needs_code: true; attempt: string };

export interface UploadAnswer {
  saved: string[];
  skipped: string[];
  rejected: { name: string; why: string }[];
  job: number | null;
}

// SPDX-License-Identifier: MIT
// The only place that asks the server. Every write carries the session's CSRF token; who has no session any more is
// brought to the login page.
import type { Session } from "./types";

/** What went wrong, in the server's words, or in ours when it could not be asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number, // 0: the server could not be reached
    readonly kind: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Leaves for the login page, which leads back here. */
export function to_login(): void {
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

async function error_of(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { kind: string; message: string; hint: string } };
    return new ApiError(response.status, error.kind, error.message, error.hint);
  } catch {
    return new ApiError(response.status, "internal", `The server answered with status ${response.status}`, "try again in a moment");
  }
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
    throw new ApiError(0, "network", "The server cannot be reached", "is tracekit-web still running?");
  }
  if (response.status === 401) {
    to_login();
    return new Promise<T>(() => {}); // the page is going away
  }
  if (!response.ok) throw await error_of(response);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(path, signal ? { signal } : {});
}

let session_promise: Promise<Session> | undefined;

/** Who is logged in, and what every page needs to know. Asked once a page. */
export function session(): Promise<Session> {
  session_promise ??= get<Session>("/api/session");
  return session_promise;
}

/** The session as it is now: it may have ended, or another tab may have begun a new one. */
export function session_again(): Promise<Session> {
  session_promise = undefined;
  return session();
}

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const once = (csrf: string): Promise<T> =>
    ask<T>(path, {
      method,
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const { csrf } = await session();
  try {
    return await once(csrf);
  } catch (problem) {
    if (!(problem instanceof ApiError) || problem.status !== 403) throw problem;
    const again = (await session_again()).csrf;
    if (again === csrf) throw problem;
    return once(again);
  }
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> => send<T>("POST", path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => send<T>("PUT", path, body);
export const remove = <T>(path: string): Promise<T> => send<T>("DELETE", path);

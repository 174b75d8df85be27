// SPDX-License-Identifier: MIT
// What happens at the server while the page is open. One stream a page, and none while the page is hidden: a browser
// has few connections to one server, and other pages need theirs.
import { session_again, to_login } from "./client";
import type { Events } from "./types";

type Handler<K extends keyof Events> = (data: Events[K]) => void;

const names: (keyof Events)[] = ["hello", "job", "month", "notification", "plan"];
const handlers = new Map<keyof Events, Set<Handler<never>>>();
let source: EventSource | undefined;
let wait_ms = 0;
let timer = 0;
let greeted = false;

function tell<K extends keyof Events>(name: K, data: Events[K]): void {
  for (const handler of handlers.get(name) ?? []) (handler as Handler<K>)(data);
}

/** The session may have ended. If not, pages look again now and then, as if the stream were back. */
async function look_without_stream(): Promise<void> {
  try {
    if ((await session_again()).user) tell("hello", null);
    else to_login();
  } catch {
    // the server cannot be asked at all; the next try comes soon
  }
}

function open(): void {
  if (source || document.hidden) return;
  const stream = new EventSource("/api/events");
  source = stream;
  for (const name of names) {
    stream.addEventListener(name, (event) => {
      wait_ms = 0;
      if (name === "hello") {
        // The first greeting tells nothing new: the page has just been loaded.
        if (!greeted) {
          greeted = true;
          return;
        }
        tell("hello", null);
      } else {
        tell(name, JSON.parse((event as MessageEvent<string>).data) as never);
      }
    });
  }
  stream.addEventListener("error", () => {
    // The browser tries again by itself unless it was answered with something that is no stream.
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    source = undefined;
    void look_without_stream();
    wait_ms = Math.min(wait_ms === 0 ? 2000 : wait_ms * 2, 30000);
    timer = window.setTimeout(open, wait_ms);
  });
}

function close(): void {
  window.clearTimeout(timer);
  source?.close();
  source = undefined;
}

let watching = false;

function watch(): void {
  if (watching) return;
  watching = true;
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
}

/**
 * Calls the handler for each event of this name. `hello` comes when the stream is back after it was away: what
 * happened meanwhile is not told, so the page should look again.
 */
export function on_event<K extends keyof Events>(name: K, handler: Handler<K>): () => void {
  const set = handlers.get(name) ?? new Set();
  handlers.set(name, set);
  set.add(handler as Handler<never>);
  watch();
  return () => set.delete(handler as Handler<never>);
}

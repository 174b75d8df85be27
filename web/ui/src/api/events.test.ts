// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

/** The browser's side of a stream, as far as it is used. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Stream[] = [];
  readyState = 1;
  constructor(readonly path: string) {
    super();
    Stream.opened.push(this);
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
  tell(name: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  break_off(): void {
    this.readyState = Stream.CLOSED;
    this.dispatchEvent(new Event("error"));
  }
}

const timers: { work: () => void; wait_ms: number }[] = [];
const browser = Object.assign(new EventTarget(), {
  setTimeout: (work: () => void, wait_ms: number) => timers.push({ work, wait_ms }),
  clearTimeout: () => {},
});
const shown = Object.assign(new EventTarget(), { hidden: false });
let user: object | null = { id: 1 };
let went_to = "";
Object.assign(globalThis, {
  EventSource: Stream,
  window: browser,
  document: shown,
  location: { pathname: "/", search: "", assign: (path: string) => (went_to = path) },
  fetch: async () => new Response(JSON.stringify({ user, csrf: "" })),
});

const newest = (): Stream => Stream.opened.at(-1) as Stream;

function hide(hidden: boolean): void {
  shown.hidden = hidden;
  shown.dispatchEvent(new Event("visibilitychange"));
}

test("one stream a page, none while it is hidden, and a greeting when it is back", async () => {
  const { on_event } = await import("./events");
  const seen: string[] = [];
  on_event("month", ({ month }) => seen.push(month));
  on_event("hello", () => seen.push("hello"));
  assert.equal(Stream.opened.length, 1);
  newest().tell("hello");
  newest().tell("month", { month: "2025-08" });
  assert.deepEqual(seen, ["2025-08"], "the first greeting tells nothing new");
  hide(true);
  assert.equal(newest().readyState, Stream.CLOSED);
  hide(false);
  assert.equal(Stream.opened.length, 2);
  newest().tell("hello");
  assert.deepEqual(seen, ["2025-08", "hello"]);
});

test("while there is no stream, pages look again at each try", async () => {
  const { on_event } = await import("./events");
  let looks = 0;
  const stop = on_event("hello", () => (looks += 1));
  newest().break_off();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(looks, 1);
  stop();
  timers.pop()?.work();
  newest().tell("hello");
});

test("a stream that was refused is tried again, later each time", async () => {
  for (const wait_ms of [2000, 4000, 8000, 16000, 30000, 30000]) {
    newest().break_off();
    const timer = timers.pop();
    assert.equal(timer?.wait_ms, wait_ms);
    timer?.work();
  }
  newest().tell("hello");
  newest().break_off();
  assert.equal(timers.at(-1)?.wait_ms, 2000, "after a good one it begins anew");
});

test("a stream that ends with the session leads to the login page", async () => {
  timers.pop()?.work();
  user = null;
  newest().break_off();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(went_to, "/login?next=%2F");
});

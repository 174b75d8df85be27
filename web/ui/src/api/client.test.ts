// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ApiError, get, post, session_again } from "./client";

interface Asked {
  path: string;
  init: RequestInit;
}

let asked: Asked[] = [];
let went_to = "";
let csrf = "one";

function answer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

/** What the server says to everything but the session. */
let says: (one: Asked) => Response = () => answer({});

beforeEach(async () => {
  went_to = "";
  csrf = "one";
  says = () => answer({ fine: true });
  globalThis.fetch = async (path, init) => {
    const one = { path: String(path), init: init ?? {} };
    if (one.path === "/api/session") return answer({ csrf, user: { id: 1 } });
    asked.push(one);
    return says(one);
  };
  Object.assign(globalThis, { location: { pathname: "/month/2025-08", search: "?kind=names", assign: (path: string) => (went_to = path) } });
  await session_again();
  asked = [];
});

test("a write carries the session's token", async () => {
  assert.deepEqual(await post("/api/jobs", { kind: "pull" }), { fine: true });
  assert.equal(asked.length, 1);
  assert.equal((asked[0]?.init.headers as Record<string, string>)["X-CSRF-Token"], "one");
  assert.equal(asked[0]?.init.body, '{"kind":"pull"}');
});

test("a token that another tab made worthless is asked for again, once", async () => {
  says = ({ init }) => ((init.headers as Record<string, string>)["X-CSRF-Token"] === "two" ? answer({ fine: true }) : answer({ error: { kind: "auth", message: "the CSRF token is wrong", hint: "" } }, 403));
  csrf = "two";
  assert.deepEqual(await post("/api/jobs"), { fine: true });
  assert.equal(asked.length, 2);
});

test("what one may not do is not tried again", async () => {
  says = () => answer({ error: { kind: "auth", message: "only an administrator may do that", hint: "ask one" } }, 403);
  await assert.rejects(post("/api/users/2/approve"), (problem: ApiError) => problem.status === 403 && problem.hint === "ask one");
  assert.equal(asked.length, 1);
});

test("errors keep the server's words, and have words of ours where it has none", async () => {
  says = () => answer({ error: { kind: "usage", message: '"2025-13" is not a month', hint: "write it as YYYY-MM" } }, 400);
  await assert.rejects(get("/api/calendar/2025-13"), { message: '"2025-13" is not a month', kind: "usage", status: 400 });
  says = () => new Response("<html>", { status: 502 });
  await assert.rejects(get("/api/calendar"), { message: "The server answered with status 502", status: 502 });
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(get("/api/calendar"), { kind: "network", status: 0 });
});

test("without a session one is led to the login page, and back", async () => {
  says = () => answer({ error: { kind: "auth", message: "log in", hint: "" } }, 401);
  const done = await Promise.race([get("/api/calendar").then(() => "answered", () => "failed"), new Promise((resolve) => setTimeout(resolve, 20, "waits"))]);
  assert.equal(done, "waits");
  assert.equal(went_to, "/login?next=%2Fmonth%2F2025-08%3Fkind%3Dnames");
});

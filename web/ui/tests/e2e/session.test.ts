// SPDX-License-Identifier: MIT
// Accounts in the browser: the first one, logging in and out, sessions that end, and people who are kept apart.
import assert from "node:assert/strict";
import { owner, Visitor } from "./support/browser";
import { shows, stage } from "./support/stage";

const set = stage({ months: ["2025-08", "2025-08"], signed_up: false });

shows("while there is no account, every page leads to making one", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-08");
  await page.waitForURL("/signup");
});

shows("the first account takes over what the terminal made", set, async () => {
  const { page } = set.visitor;
  await page.goto("/signup");
  await set.visitor.check_access();
  await set.visitor.sign_up();
  await page.getByRole("heading", { name: "August 2025" }).waitFor();
  assert.equal(await page.getByText(owner.email).first().isVisible(), true);
});

shows("logging out ends the session, and a wrong password is told of", set, async () => {
  const { page } = set.visitor;
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("/login");
  await set.visitor.check_access();
  set.visitor.expected_statuses.add(401);
  await set.visitor.log_in(owner.email, "not the password");
  assert.notEqual(await page.getByRole("alert").textContent(), "");
  assert.equal(await page.getByLabel("E-mail").inputValue(), owner.email);
  await set.visitor.check_access();
  set.visitor.expected_statuses.clear();
});

shows("logging in leads to where one wanted to go, and never to another host", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-08?kind=names");
  await set.visitor.log_in(owner.email, owner.password);
  await page.waitForURL("/month/2025-08?kind=names");
  await page.goto("about:blank"); // or the month would ask on behalf of nobody
  await page.context().clearCookies();
  await page.goto("/login?next=//elsewhere.example/");
  await set.visitor.log_in(owner.email, owner.password);
  await page.waitForURL("/");
});

shows("a session that has ended elsewhere leads to logging in, and back", set, async () => {
  const { page } = set.visitor;
  await page.goto("/month/2025-08");
  await page.getByRole("table").waitFor();
  await page.context().clearCookies();
  set.visitor.expected_statuses.add(401);
  // The page may notice before the click does.
  await page.getByRole("button", { name: "Pull" }).click({ timeout: 3000 }).catch(() => {});
  await page.waitForURL(/\/login\?next=%2Fmonth%2F2025-08/);
  await set.visitor.log_in(owner.email, owner.password);
  await page.waitForURL("/month/2025-08");
  set.visitor.expected_statuses.clear();
});

shows("a second person waits to be let in, and then sees nothing of the first", set, async () => {
  const other = await Visitor.make(set.world, set.browser);
  const email = "bert@example.org";
  const { page } = other;
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByLabel("Password again").fill(owner.password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByText(/wait|approv/i).first().waitFor();
  set.world.tracekit("users", "approve", email);
  await page.goto("/login");
  await other.log_in(email, owner.password);
  await page.getByRole("heading", { name: "No workouts yet" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Users" }).count(), 0);
  await page.goto("/month/2025-08");
  await page.getByText("Nothing recorded in August 2025").waitFor();
  other.check();
  await other.close();
});

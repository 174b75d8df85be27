// SPDX-License-Identifier: MIT
// Who may come in: tokens for programs, people who wait for approval.
import assert from "node:assert/strict";
import { Visitor } from "./support/browser";
import { shows, stage } from "./support/stage";

const set = stage();

shows("a token is made, shown once, works, and is revoked", set, async () => {
  const { page } = set.visitor;
  await page.goto("/tokens");
  await page.getByLabel("Name").fill("my script");
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.getByLabel("The token").inputValue();
  assert.match(token, /^tk_[\w-]{20,}/);
  await set.visitor.check_access();
  const status = async (): Promise<number> => (await fetch(`${set.world.base}/api/status`, { headers: { Authorization: `Bearer ${token}` } })).status;
  assert.equal(await status(), 200);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token);
  const said = page.getByRole("dialog").getByRole("status").filter({ hasText: "The token is copied" });
  await said.getByRole("button", { name: "Close this message" }).focus();
  await page.keyboard.press("Enter");
  await said.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("dialog").evaluate((dialog) => dialog.contains(document.activeElement)), true, "the focus stays in the dialog");
  await page.getByRole("button", { name: "Copy" }).click();
  await said.waitFor();
  await page.keyboard.press("Escape");
  await page.locator("body > .toasts").getByText("The token is copied").waitFor(); // it outlives the dialog
  await page.getByRole("cell", { name: "read" }).waitFor();
  assert.equal((await page.content()).includes(token), false, "it is not seen again");
  await set.visitor.check_access();
  await page.getByRole("button", { name: "Revoke my script" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("The token “my script” is revoked").waitFor();
  assert.equal(await status(), 401);
});

shows("who signs up waits, is approved, sees nothing of others, and is blocked", set, async () => {
  const { page } = set.visitor;
  const ben = await Visitor.make(set.world, set.browser);
  [401, 403].forEach((status) => ben.expected_statuses.add(status));
  await ben.page.goto("/signup");
  await ben.page.getByLabel("E-mail").fill("ben@example.org");
  await ben.page.getByLabel("Password", { exact: true }).fill("a password of Ben's");
  await ben.page.getByLabel("Password again").fill("a password of Ben's");
  await ben.page.getByRole("button", { name: "Sign up" }).click();
  await ben.page.getByText(/approv|wait/i).first().waitFor();

  await page.goto("/users");
  await page.getByRole("row", { name: /ben@example.org/ }).getByText("waits for approval").waitFor();
  await set.visitor.check_access();
  await page.getByRole("button", { name: "Approve ben@example.org" }).click();
  await page.getByText("ben@example.org may come in").waitFor();

  await ben.page.goto("/login");
  await ben.log_in("ben@example.org", "a password of Ben's");
  await ben.page.waitForURL("/");
  await ben.page.goto("/users");
  await ben.page.getByRole("heading", { name: "For administrators" }).waitFor();
  await ben.check_access();

  await page.getByRole("button", { name: "Block ben@example.org" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Block" }).click();
  await page.getByText("ben@example.org is blocked").waitFor();
  await ben.page.goto("/gear");
  await ben.page.waitForURL(/\/login/);
  await ben.close();
});

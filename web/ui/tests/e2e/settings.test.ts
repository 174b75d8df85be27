// SPDX-License-Identifier: MIT
// Settings: order by keyboard and by drag, switches, sign-ins, files, units, password, forgetting.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../src/api/settings";
import { owner } from "./support/browser";
import { shows, stage } from "./support/stage";

const set = stage();

async function config(): Promise<Config> {
  return (await (await set.visitor.page.request.get("/api/config")).json()) as Config;
}

async function order(): Promise<string[]> {
  return (await config()).providers.map(({ id }) => id);
}

async function open_settings(): Promise<void> {
  await set.visitor.page.goto("/settings");
  await set.visitor.settled();
}

/** Opens the dialog of a provider that one is signed in to. */
async function sign_in_again(id: string, title: string): Promise<void> {
  const { page } = set.visitor;
  await open_settings();
  await page.locator(`details[data-provider="${id}"] summary`).click();
  await page.getByRole("button", { name: `Sign in again to ${title}` }).click();
}

const titles = (): Promise<string[]> => set.visitor.page.locator(".provider h3").allTextContents();

shows("providers are ordered with the arrow keys, which is said aloud and kept", set, async () => {
  const { page } = set.visitor;
  await open_settings();
  await set.visitor.check_access();
  const before = await order();
  const [first, second] = await titles();
  await page.getByRole("button", { name: `Move ${first}, 1 of ${before.length}` }).focus();
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/providers/order"));
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#order-news").textContent(), `${first} is 2 of ${before.length} now`);
  await saved;
  assert.deepEqual((await titles()).slice(0, 2), [second, first]);
  assert.deepEqual((await order()).slice(0, 2), [before[1], before[0]]);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), `Move ${first}, 2 of ${before.length}`, "the focus stays on the handle");
  await Promise.all([page.waitForResponse((response) => response.url().endsWith("/api/providers/order")), page.keyboard.press("ArrowUp")]);
  assert.deepEqual(await order(), before);
});

shows("providers are ordered by drag", set, async () => {
  const { page } = set.visitor;
  const before = await order();
  const handles = page.locator(".provider .grip");
  const [from, to] = [await handles.nth(0).boundingBox(), await handles.nth(1).boundingBox()];
  assert.ok(from && to);
  const saved = page.waitForResponse((response) => response.url().endsWith("/api/providers/order"));
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + to.height + 60, { steps: 8 });
  await page.mouse.up();
  await saved;
  assert.deepEqual((await order()).slice(0, 2), [before[1], before[0]]);
  await open_settings();
  assert.equal((await titles()).length, before.length);
});

shows("a switch is turned by keyboard and kept", set, async () => {
  const { page } = set.visitor;
  const names = async (): Promise<boolean | undefined> => (await config()).providers.find(({ id }) => id === "garmin")?.toggles.find(({ key }) => key === "providers.garmin.sync_name")?.value;
  assert.equal(await names(), true);
  await page.locator('details[data-provider="garmin"] summary').focus();
  await page.keyboard.press("Enter");
  await page.locator('details[data-provider="garmin"]').getByRole("switch", { name: /^Correct names/ }).focus();
  const saved = page.waitForResponse((response) => response.request().method() === "PUT");
  await page.keyboard.press("Space");
  await saved;
  assert.equal(await names(), false);
  await set.visitor.settled();
  assert.match((await set.visitor.focus()).words, /^Correct names/);
  assert.equal((await set.visitor.focus()).part, "garmin");
  await set.visitor.check_access();
});

shows("one signs out and in again with a key, and a wrong key is refused in words", set, async () => {
  const { page } = set.visitor;
  await sign_in_again("intervalsicu", "Intervals.icu");
  const dialog = page.getByRole("dialog");
  await set.visitor.check_access();
  [400, 401, 409, 422].forEach((status) => set.visitor.expected_statuses.add(status));
  await dialog.getByLabel("API key").fill("a wrong key");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await dialog.getByLabel("API key").fill("sandbox-key");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await page.getByText(/^Signed in to Intervals.icu/).first().waitFor();
});

shows("at the provider's own page one allows it, and is back with good news", set, async () => {
  const { page } = set.visitor;
  const service = set.world.service("strava");
  set.visitor.expected_hosts.add(service);
  await set.world.tell("strava", "POST", "/web/mood", { asked: true });
  await sign_in_again("strava", "Strava");
  await page.getByRole("dialog").getByRole("button", { name: "Go to Strava" }).click();
  await page.getByRole("heading", { name: "Connect to Strava?" }).waitFor();
  assert.equal(new URL(page.url()).origin, service);
  await page.getByRole("link", { name: "Authorize" }).click();
  await page.getByText("Signed in to Strava").waitFor();
  assert.equal(page.url(), `${set.world.base}/settings`, "nothing of the sign-in stays in the address");
  await page.locator('[data-part="strava"]').getByText("signed in", { exact: true }).waitFor();
});

shows("who says no at the provider's page is told so, and is not signed out", set, async () => {
  const { page } = set.visitor;
  set.visitor.expected_statuses.add(409);
  await sign_in_again("strava", "Strava");
  await page.getByRole("dialog").getByRole("button", { name: "Go to Strava" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: /denied|refused|said no/ }).waitFor();
  await set.visitor.check_access();
  await page.getByRole("link", { name: /settings/i }).click();
  await page.waitForURL("/settings");
  assert.equal((await config()).providers.find(({ id }) => id === "strava")?.signed_in, true);
  set.visitor.expected_hosts.clear();
});

shows("one signs in with a password and a code, and a wrong one is refused in words", set, async () => {
  const { page } = set.visitor;
  await set.world.tell("garmin", "POST", "/web/mood", { asks_code: true });
  await sign_in_again("garmin", "Garmin Connect");
  const dialog = page.getByRole("dialog");
  const enter = async (code: string): Promise<void> => {
    await page.keyboard.press("Enter");
    await dialog.getByText("Garmin Connect has sent you a code").waitFor();
    await set.visitor.check_access();
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
  };
  await page.keyboard.type("kira+tri@example.org");
  await dialog.getByLabel("Password").fill("sandbox-passwörd");
  await enter("111111");
  await dialog.getByRole("alert").filter({ hasText: /code/ }).waitFor();
  assert.equal(await dialog.getByLabel("E-mail").inputValue(), "kira+tri@example.org", "it begins again with what was typed");
  await dialog.getByLabel("Password").focus();
  await enter("271828");
  await page.getByText(/^Signed in to Garmin Connect/).first().waitFor();
});

shows("files are uploaded with their fate told, and read by a job", set, async () => {
  const { page } = set.visitor;
  await open_settings();
  const folder = join(set.world.folder, "to upload");
  mkdirSync(folder);
  const gpx = (name: string): string =>
    `<?xml version="1.0"?><gpx version="1.1" creator="a test" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>${name}</name><trkseg>${Array.from({ length: 60 }, (_, i) => `<trkpt lat="${47 + i * 0.001}" lon="8.5"><ele>${400 + i}</ele><time>2024-05-01T08:${String(i).padStart(2, "0")}:00Z</time></trkpt>`).join("")}</trkseg></trk></gpx>`;
  writeFileSync(join(folder, "morning.gpx"), gpx("A morning"));
  writeFileSync(join(folder, "notes.txt"), "no recording");
  await page.getByLabel("Files to upload").setInputFiles(readdirSync(folder).map((name) => join(folder, name)));
  await page.getByText("1 file saved").waitFor();
  await page.getByText("1 file refused").waitFor();
  await page.getByText("They are read.").waitFor({ timeout: 30000 });
  await set.visitor.check_access();
  assert.match(set.world.tracekit("activities", "--json"), /A morning/);
});

shows("files are dropped, and one sees how far they are", set, async () => {
  const { page } = set.visitor;
  await open_settings();
  const box = page.locator(".upload-box");
  const dropped = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    for (const name of ["first.fit", "second.fit"]) files.items.add(new File([new Uint8Array(24 * 1024 * 1024)], name));
    return files;
  });
  await box.dispatchEvent("dragenter", { dataTransfer: dropped });
  assert.equal(await box.evaluate((element) => element.classList.contains("over")), true, "the place says that it takes them");
  await page.evaluate(() => {
    const seen: number[] = [];
    new MutationObserver(() => seen.push(Number(document.querySelector(".upload-news [role='progressbar']")?.getAttribute("aria-valuenow")))).observe(document.querySelector(".upload-news") as Element, { subtree: true, childList: true, attributes: true });
    (window as unknown as { seen: number[] }).seen = seen;
  });
  await box.dispatchEvent("drop", { dataTransfer: dropped });
  assert.equal(await box.evaluate((element) => element.classList.contains("over")), false);
  await page.getByText("2 files, 50 MB").waitFor();
  await page.getByText(/^[12] files? (saved|refused)$/).first().waitFor({ timeout: 60000 });
  const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen.filter((part) => part > 0 && part < 100));
  assert.equal(seen.length > 0 && seen.every((part, i) => i === 0 || part >= (seen[i - 1] ?? 0)), true, `it grew: ${seen.join(" ")}`);
});

shows("an archive is read by a job whose report is told", set, async () => {
  const { page } = set.visitor;
  const archive = join(set.world.folder, "everything.zip");
  set.world.tracekit("export", "--format", "gpx", "--output", archive);
  await open_settings();
  await page.getByLabel("Files to upload").setInputFiles(archive);
  await page.getByText("everything.zip is being read.").waitFor();
  await page.getByRole("link", { name: "See how far it is" }).click();
  const line = page.locator(".job").filter({ hasText: "Import everything.zip" });
  await line.getByText(/^\d+ files imported, with \d+ activities$/).waitFor({ timeout: 60000 });
  await set.visitor.check_access();
  await open_settings();
});

shows("units and time zone are saved, and a wrong one is named", set, async () => {
  const { page } = set.visitor;
  set.visitor.expected_statuses.add(400);
  await page.getByLabel("Units").selectOption("imperial");
  await page.getByLabel("Home time zone").fill("Mars/Olympus");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/Mars\/Olympus/).first().waitFor();
  assert.equal((await config()).settings.units?.value, "metric", "nothing is saved when one is wrong");
  await page.getByRole("button", { name: "Close this message" }).first().click();
  await page.getByLabel("Home time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  const { settings } = await config();
  assert.deepEqual([settings.units?.value, settings.home_timezone?.value], ["imperial", "Europe/Berlin"]);
});

shows("the password is changed", set, async () => {
  const { page } = set.visitor;
  await page.getByLabel("Password now").fill(owner.password);
  await page.getByLabel("New password", { exact: true }).fill("another long password");
  await page.getByLabel("New password again").fill("another long password");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText(/^The password is changed/).waitFor();
  await page.getByText("this one").waitFor();
});

shows("pulled data are forgotten only after a word is typed", set, async () => {
  const { page } = set.visitor;
  await page.getByRole("button", { name: "Forget…" }).click();
  const dialog = page.getByRole("dialog");
  const forget = dialog.getByRole("button", { name: "Forget" });
  assert.equal(await forget.isDisabled(), true);
  await dialog.getByRole("textbox").fill("forget");
  await set.visitor.check_access();
  await forget.click();
  await page.getByText("It is forgotten").waitFor({ timeout: 30000 });
});

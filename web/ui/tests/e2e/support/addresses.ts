// SPDX-License-Identifier: MIT
// Where each page is found, with something on it.
import type { Plan } from "../../../src/api/types";
import { pages } from "../../../pages.mjs";
import type { Visitor } from "./browser";

export async function addresses(visitor: Visitor): Promise<{ page: string; path: string }[]> {
  const plan = (await (await visitor.page.request.get("/api/month-changes/2025-08")).json()) as Plan;
  const ride = plan.rows.find(({ sport, distance_m }) => sport === "Ride" && (distance_m ?? 0) > 50000) ?? plan.rows[0];
  const special: Record<string, string> = { calendar: "/", month: "/month/2025-08", activity: `/activity/${ride?.activity}` };
  return pages.filter(({ shell }) => shell === "app").map(({ name }) => ({ page: name, path: special[name] ?? `/${name}` }));
}

// SPDX-License-Identifier: MIT
// Mileage of gear, where providers disagree on it, and names that mean the same.
import { get } from "../../src/api/client";
import type { Gear } from "../../src/api/gear";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { empty_state } from "../../src/elements/states";
import { count, number } from "../../src/format/units";
import { aliases_section } from "./aliases";
import { disagreements_section, months_section } from "./disagreements";
import { gear_card } from "./item";

async function show(session: Session): Promise<void> {
  const gear = await get<Gear>("/api/gear");
  const root = must("#gear");
  const without = gear.without_gear === 0 ? "all with gear" : `${number(gear.without_gear)} without gear`;
  fill(must("#gear-summary"), gear.workouts > 0 && `${count(gear.workouts, "workout")}, ${without}`);
  if (gear.items.length === 0) {
    fill(
      root,
      empty_state("gear", "No gear yet", "Gear appears here as soon as a provider names a bike or shoes for a workout.", h("a", { class: "button primary", href: "/" }, [icon("pull"), "Pull months in the calendar"])),
    );
    return;
  }
  const content = [
    h("div", { class: "gear-items" }, gear.items.map((item) => gear_card(item, session))),
    months_section(gear),
    disagreements_section(gear, session),
    aliases_section(gear, () => show(session)),
  ];
  keep_focus(root, () => fill(root, content));
}

page((_, session) => show(session));

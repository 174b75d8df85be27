// SPDX-License-Identifier: MIT
// Two names for one item: said once, counted together ever after, and no difference in the review.
import { post, remove } from "../../src/api/client";
import type { Gear, GearAlias } from "../../src/api/gear";
import { h } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { busy, say } from "../../src/elements/toast";

type Changed = () => Promise<void>;

function names_of({ items, disagreements }: Gear): string[] {
  const names = new Set(items.flatMap(({ name, other_names }) => [name, ...other_names]));
  for (const { item, other_item } of disagreements) [item, other_item].filter(Boolean).forEach((name) => names.add(name));
  return [...names].sort((a, b) => a.localeCompare(b));
}

function alias_line(alias: GearAlias, changed: Changed): HTMLElement {
  const take_back: HTMLButtonElement = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      "aria-label": `${alias.alias} is not ${alias.canonical} any more`,
      on: {
        click: () =>
          void busy(take_back, async () => {
            await remove(`/api/gear/aliases/${alias.id}`);
            say(`${alias.alias} stands for itself again`);
            await changed();
          }),
      },
    },
    icon("trash", 18),
  );
  return h("li", { tabindex: -1, data: { part: alias.id } }, [h("span", null, [h("b", null, alias.alias), h("span", { class: "quiet" }, " is "), h("b", null, alias.canonical)]), take_back]);
}

function alias_form(names: string[], changed: Changed): HTMLFormElement {
  const field = (name: string, label: string, example: string): HTMLInputElement => h("input", { class: "input", name, required: true, list: "gear-names", autocomplete: "off", "aria-label": label, placeholder: example });
  const alias = field("alias", "One name", "Red bike");
  const canonical = field("name", "The name to count it under", "Tarmac SL7");
  const button = h("button", { class: "button", type: "submit" }, [icon("plus"), "They are the same"]);
  return h(
    "form",
    {
      class: "alias-form",
      on: {
        submit: (event) => {
          event.preventDefault();
          void busy(button, async () => {
            await post("/api/gear/aliases", { alias: alias.value, name: canonical.value });
            say(`${alias.value} and ${canonical.value} are counted together now`);
            await changed();
          });
        },
      },
    },
    [alias, h("span", { class: "quiet" }, "is"), canonical, button, h("datalist", { id: "gear-names" }, names.map((name) => h("option", { value: name })))],
  );
}

export function aliases_section(gear: Gear, changed: Changed): HTMLElement {
  return h("section", { class: "card" }, [
    h("h2", null, "Names for the same gear"),
    h("p", { class: "quiet" }, "When two providers call one bike by different names, say so here: they are counted together, and the review no longer sees a difference."),
    gear.aliases.length > 0 && h("ul", { class: "aliases" }, gear.aliases.map((alias) => alias_line(alias, changed))),
    alias_form(names_of(gear), changed),
  ]);
}

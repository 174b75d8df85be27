// SPDX-License-Identifier: MIT
// Units, time zone, map tiles: saved together, and nothing of it when one of them is wrong.
import { put } from "../../src/api/client";
import type { Config, Setting } from "../../src/api/settings";
import { h } from "../../src/dom/h";
import { busy, say } from "../../src/elements/toast";

interface Field {
  key: string;
  label: string;
  hint: string;
  input: (setting: Setting) => HTMLInputElement | HTMLSelectElement;
}

const text = (setting: Setting): string => (setting.value === null || setting.value === undefined ? "" : String(setting.value));

const fields: Field[] = [
  {
    key: "units",
    label: "Units",
    hint: "",
    input: (setting) => h("select", { class: "input" }, [["metric", "Kilometres and metres"], ["imperial", "Miles and feet"]].map(([value, words]) => h("option", { value, selected: text(setting) === value }, words))),
  },
  {
    key: "home_timezone",
    label: "Home time zone",
    hint: "In which your days and months begin.",
    input: (setting) => h("input", { class: "input", value: text(setting), list: "time-zones", required: true, autocomplete: "off", spellcheck: "false" }),
  },
  {
    key: "web.tile_url",
    label: "Map tiles",
    hint: "An address with {z}, {x} and {y}. Without one, tracks are drawn on a plain grid and nobody learns where you ride.",
    input: (setting) => h("input", { class: "input", value: text(setting), placeholder: "https://tiles.example.org/{z}/{x}/{y}.png", autocomplete: "off", spellcheck: "false" }),
  },
  {
    key: "web.tile_attribution",
    label: "Whose map it is",
    hint: "Shown in a corner of each map; the tiles' owner tells what it has to say.",
    input: (setting) => h("input", { class: "input", value: text(setting), autocomplete: "off" }),
  },
];

function zones(): HTMLElement {
  const supported = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.("timeZone") ?? [];
  return h("datalist", { id: "time-zones" }, supported.map((zone) => h("option", { value: zone })));
}

export function general_form({ settings }: Config): HTMLElement {
  const inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
  const shown = fields.flatMap((field) => {
    const setting = settings[field.key];
    if (!setting) return [];
    const input = field.input(setting);
    input.disabled = setting.locked;
    input.name = field.key;
    inputs.set(field.key, input);
    const hint = [field.hint, setting.locked && `Set by ${setting.origin}; it cannot be changed here.`].filter(Boolean).join(" ");
    return h("label", { class: "field" }, [field.label, input, hint && h("span", { class: "hint" }, hint)]);
  });
  const button = h("button", { class: "button primary", type: "submit" }, "Save");
  const form = h("form", { class: "card general" }, [shown, zones(), h("footer", { class: "actions" }, button)]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const changes: Record<string, string | null> = {};
    for (const [key, input] of inputs) {
      if (!input.disabled && input.value.trim() !== text(settings[key]!)) changes[key] = input.value.trim() || null;
    }
    void busy(button, async () => {
      if (Object.keys(changes).length > 0) await put("/api/config", changes);
      for (const [key, value] of Object.entries(changes)) settings[key]!.value = value ?? settings[key]!.default;
      say("Saved");
    });
  });
  return form;
}

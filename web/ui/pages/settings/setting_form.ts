// SPDX-License-Identifier: MIT
// A form of settings that are saved together: nothing of it is when one of them is wrong.
import { put } from "../../src/api/client";
import type { Setting } from "../../src/api/settings";
import { h } from "../../src/dom/h";
import { busy, say } from "../../src/elements/toast";

type Input = HTMLInputElement | HTMLSelectElement;

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** Words for choices that are bare names. */
const choice_words: Record<string, string> = { metric: "Kilometres and metres", imperial: "Miles and feet" };

function input_of(key: string, setting: Setting): Input {
  if (setting.kind === "choice") return h("select", { class: "input", name: key }, setting.choices.map((value) => h("option", { value, selected: text(setting.value) === value }, choice_words[value] ?? value)));
  return h("input", {
    class: "input",
    name: key,
    type: setting.kind === "integer" ? "number" : "text",
    value: text(setting.value),
    placeholder: text(setting.default) || undefined,
    list: setting.kind === "time_zone" ? "time-zones" : undefined,
    autocomplete: "off",
    spellcheck: "false",
  });
}

function value_of(setting: Setting, words: string): string | number | null {
  if (words === "") return null;
  return setting.kind === "integer" ? Number(words) : words;
}

function time_zones(): HTMLElement {
  const supported = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.("timeZone") ?? [];
  return h("datalist", { id: "time-zones" }, supported.map((zone) => h("option", { value: zone })));
}

/** `words` may say more of a setting than the server does. Nothing is returned when none of the settings is known. */
export function setting_form(settings: Record<string, Setting>, keys: string[], style: string, words: Record<string, string> = {}): HTMLFormElement | null {
  const inputs = new Map<string, Input>();
  const fields = keys.flatMap((key) => {
    const setting = settings[key];
    if (!setting) return [];
    const input = input_of(key, setting);
    input.disabled = setting.locked;
    inputs.set(key, input);
    const hint = [words[key] ?? setting.help, setting.locked && `It is held by the ${setting.origin} and cannot be changed here.`].filter(Boolean).join(" ");
    return h("label", { class: "field" }, [setting.label, input, hint && h("span", { class: "hint" }, hint)]);
  });
  if (fields.length === 0) return null;
  const button = h("button", { class: ["button", style.includes("general") && "primary"], type: "submit" }, "Save");
  const with_zones = keys.some((key) => settings[key]?.kind === "time_zone");
  const form = h("form", { class: style }, [fields, with_zones && time_zones(), [...inputs.values()].some((input) => !input.disabled) && h("footer", { class: "actions" }, button)]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const changes: Record<string, string | number | null> = {};
    for (const [key, input] of inputs) {
      const setting = settings[key]!;
      const typed = input.value.trim();
      if (!input.disabled && typed !== text(setting.value)) changes[key] = value_of(setting, typed);
    }
    void busy(button, async () => {
      if (Object.keys(changes).length > 0) await put("/api/config", changes);
      for (const [key, value] of Object.entries(changes)) settings[key]!.value = value ?? settings[key]!.default;
      say("Saved");
    });
  });
  return form;
}

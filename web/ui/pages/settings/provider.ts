// SPDX-License-Identifier: MIT
// One provider: whether it is used, the sign-in, and what tracekit may do there.
import { ApiError, post, put } from "../../src/api/client";
import type { ProviderConfig, Setting } from "../../src/api/settings";
import { h, type Child } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { provider_mark } from "../../src/elements/provider";
import { busy, say, say_problem } from "../../src/elements/toast";
import { ago_words, moment_words, short_month_words } from "../../src/format/dates";
import { count } from "../../src/format/units";
import { setting_form } from "./setting_form";
import { sign_in } from "./sign_in";

type Changed = () => Promise<void>;

function standing(provider: ProviderConfig): Child {
  if (!provider.enabled) return h("span", { class: "tag" }, "off");
  if (provider.unavailable) return h("span", { class: "tag bad" }, "cannot be used");
  if (provider.sign_in.kind === "none") return h("span", { class: "tag good" }, "on");
  return provider.signed_in ? h("span", { class: "tag good" }, "signed in") : h("span", { class: "tag warn" }, "not signed in");
}

function covered_words({ coverage: { first, last, complete, failed } }: ProviderConfig): string {
  if (!first || !last || complete === 0) return "";
  const span = first === last ? short_month_words(first) : `${short_month_words(first)} to ${short_month_words(last)}`;
  return ` · ${count(complete, "month")} complete, ${span}${failed > 0 ? `; ${failed} failed` : ""}`;
}

/** What else can be set of it, beside what the sign-in asks for. */
function own_settings(provider: ProviderConfig, settings: Record<string, Setting>): string[] {
  const prefix = `providers.${provider.id}.`;
  const elsewhere = new Set(["enabled", "priority", ...provider.sign_in.fields.map(({ name }) => name)].map((name) => prefix + name));
  return Object.keys(settings).filter((key) => key.startsWith(prefix) && !key.startsWith(`${prefix}base_urls`) && settings[key]!.kind !== "boolean" && !elsewhere.has(key));
}

function last_words({ last }: ProviderConfig): Child {
  if (!last) return "Never pulled";
  const limited = last.rate_limited_until && Date.parse(last.rate_limited_until) > Date.now() ? `; takes no more requests until ${moment_words(last.rate_limited_until)}` : "";
  return last.succeeded ? `Last ${last.operation} ${ago_words(last.at)}${limited}` : h("span", { class: "failed" }, `Last ${last.operation} failed ${ago_words(last.at)}: ${last.message}`);
}

/** A switch that is saved as it is turned; it turns back when that fails. */
function toggle(key: string, label: string, value: boolean, changed: Changed, help = "", described = ""): HTMLElement {
  const input = h("input", { class: "switch", type: "checkbox", role: "switch", checked: value, "aria-label": described || undefined });
  let saving: Promise<unknown> = Promise.resolve(); // one after the other, so that the last turn is the one that stays
  input.addEventListener("change", () => {
    const wanted = input.checked;
    saving = saving
      .then(() => put("/api/config", { [key]: wanted }))
      .then(changed)
      .catch((problem: unknown) => {
        input.checked = !wanted;
        say_problem(problem);
      });
  });
  return described ? input : h("label", { class: "toggle" }, [h("span", null, [label, help && h("span", { class: "hint quiet small" }, help)]), input]);
}

async function sign_out(provider: ProviderConfig, button: HTMLButtonElement, changed: Changed): Promise<void> {
  const agreed = await ask({ title: `Sign out of ${provider.title}?`, words: ["What was sealed for it is forgotten. Records that are stored stay, unless the provider's terms want them gone."], action: "Sign out", danger: true });
  if (!agreed) return;
  await busy(button, async () => {
    const { problem } = await post<{ problem: string }>(`/api/providers/${provider.id}/sign-out`);
    if (problem) say_problem(new ApiError(200, "provider", `Signed out here, but ${provider.title} could not be told: ${problem}`, "end it there by hand"));
    else say(`Signed out of ${provider.title}`);
    await changed();
  });
}

function sign_in_row(provider: ProviderConfig, changed: Changed): HTMLElement | null {
  if (provider.sign_in.kind === "none") return null;
  const words = provider.signed_in ? (provider.account ? `Signed in as ${provider.account}` : "Signed in") : "Not signed in";
  const out: HTMLButtonElement = h("button", { class: "button small", type: "button", on: { click: () => void sign_out(provider, out, changed) } }, ["Sign out", h("span", { class: "unseen" }, ` of ${provider.title}`)]);
  const enter = h("button", { class: ["button", "small", !provider.signed_in && "primary"], type: "button", on: { click: () => sign_in(provider, changed) } }, [provider.signed_in ? "Sign in again" : "Sign in", h("span", { class: "unseen" }, ` to ${provider.title}`)]);
  return h("div", { class: "sign-in-row" }, [h("span", null, words), h("span", { class: "actions" }, [enter, provider.signed_in && out])]);
}

export function provider_card(provider: ProviderConfig, settings: Record<string, Setting>, is_open: boolean, changed: Changed): HTMLElement {
  const needs_sign_in = provider.enabled && provider.sign_in.kind !== "none" && !provider.signed_in;
  return h("div", { class: "provider-parts" }, [
    h("div", { class: "provider-top" }, [
      h("h3", null, [provider_mark(provider), provider.title]),
      standing(provider),
      toggle(`providers.${provider.id}.enabled`, "", provider.enabled, changed, "", `Use ${provider.title}`),
    ]),
    provider.enabled && h("p", { class: "quiet small" }, provider.unavailable ? h("span", { class: "failed" }, provider.unavailable) : [last_words(provider), covered_words(provider)]),
    needs_sign_in && sign_in_row(provider, changed),
    provider.enabled &&
      h("details", { open: is_open, data: { provider: provider.id } }, [
        h("summary", null, ["Options", h("span", { class: "unseen" }, ` of ${provider.title}`)]),
        h("div", { class: "provider-options" }, [!needs_sign_in && sign_in_row(provider, changed), provider.toggles.map((one) => toggle(one.key, one.label, one.value, changed, one.help)), setting_form(settings, own_settings(provider, settings), "provider-form")]),
      ]),
  ]);
}

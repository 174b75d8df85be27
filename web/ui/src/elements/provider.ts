// SPDX-License-Identifier: MIT
// A provider's colour is a small mark beside its name: never the only thing that tells providers apart.
import type { Provider } from "../api/types";
import { h } from "../dom/h";

export function provider_mark(provider: Pick<Provider, "colour"> | undefined): HTMLElement {
  return h("span", { class: "provider-mark provider-colour", "aria-hidden": "true", vars: { "--provider": provider?.colour ?? "currentColor" } });
}

export function provider_name(provider: Provider | undefined, id: string): HTMLElement {
  return h("span", { class: "provider-name" }, [provider_mark(provider), h("span", null, provider?.title ?? id)]);
}

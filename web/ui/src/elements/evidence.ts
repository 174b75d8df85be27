// SPDX-License-Identifier: MIT
// What speaks for and against two records being one workout: words first, a bar beside them.
import type { Evidence } from "../api/activity";
import { h } from "../dom/h";

const full_bar_bits = 10;

/** `+8.5 bits`; a real minus, so that columns stand straight. */
export function bits_words(bits: number): string {
  return `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)} bits`;
}

function line({ words, bits }: Evidence): HTMLElement {
  const part = `${Math.min(Math.abs(bits) / full_bar_bits, 1) * 100}%`;
  return h("li", { class: ["evidence-line", bits < 0 && "against"] }, [
    h("span", { class: "evidence-words" }, words),
    h("span", { class: "evidence-bar", "aria-hidden": "true" }, h("span", { vars: { "--part": part } })),
    h("span", { class: "bits" }, bits_words(bits)),
  ]);
}

export function evidence_list(lines: Evidence[]): HTMLElement {
  const sorted = [...lines].sort((a, b) => Math.abs(b.bits) - Math.abs(a.bits));
  return h("ul", { class: "evidence" }, sorted.map(line));
}

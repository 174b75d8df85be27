// SPDX-License-Identifier: MIT

const steps = ["B", "kB", "MB", "GB", "TB"];

/** `412 kB`, in thousands; empty when unknown. */
export function bytes(amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return "";
  let [value, step] = [amount, 0];
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step > 0 && value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${steps[step]}`;
}

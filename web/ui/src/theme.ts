// SPDX-License-Identifier: MIT
// Light, dark, or as the system has it. The choice is this browser's, not the account's.

export type Theme = "light" | "dark" | "system";

const key = "tracekit-theme";

export function chosen_theme(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system"; // storage is turned off
  }
}

export function apply_theme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function choose_theme(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // then it holds for this page only
  }
  apply_theme(theme);
}

// SPDX-License-Identifier: MIT
// Colours of what is drawn on canvases come from the style sheet, like all others.

export interface Theme {
  ink: string;
  quiet: string;
  hairline: string;
  accent: string;
  pause: string;
  colour_of: (name: string) => string; // of a custom property
}

export function current_theme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour_of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour_of("--ink"),
    quiet: colour_of("--quiet"),
    hairline: colour_of("--chart-line"),
    accent: colour_of("--accent"),
    pause: colour_of("--chart-pause"),
    colour_of,
  };
}

/** Calls back when the person or the system changes between light and dark, until what is returned is called. */
export function when_theme_changes(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", changed);
    chosen.disconnect();
  };
}

// SPDX-License-Identifier: MIT

// The first that stands in the text names it: many browsers name others, too, for the sake of old pages.
const browsers: [name: string, mark: RegExp][] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
];

const systems: [name: string, mark: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

/** `Firefox on Linux` of what a browser calls itself; the text itself when it is none that is known. */
export function agent_words(agent: string): string {
  const find = (list: [string, RegExp][]): string | undefined => list.find(([, mark]) => mark.test(agent))?.[0];
  const [browser, system] = [find(browsers), find(systems)];
  if (!browser) return agent.slice(0, 60) || "A program without a name";
  return system ? `${browser} on ${system}` : browser;
}

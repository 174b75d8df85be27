// SPDX-License-Identifier: MIT
export interface PageEntry {
  name: string;
  title: string;
  shell: "app" | "plain";
  nav?: string;
  early?: string[];
}
export const pages: PageEntry[];

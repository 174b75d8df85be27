// SPDX-License-Identifier: MIT
import { get, remove } from "../../src/api/client";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { busy, say } from "../../src/elements/toast";
import { ago_words } from "../../src/format/dates";
import { exact_words } from "../../src/format/moments";
import { new_token_form } from "./new_token";

interface Token {
  id: number;
  name: string;
  scopes: string[];
  /** valid, expired or revoked */
  state: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

function row(token: Token, changed: () => Promise<void>): HTMLElement {
  const is_valid = token.revoked_at === null && token.state !== "expired" && token.state !== "revoked";
  const revoke: HTMLButtonElement = h(
    "button",
    {
      class: "button small",
      type: "button",
      on: {
        click: () =>
          void (async () => {
            if (!(await ask({ title: `Revoke “${token.name}”?`, words: ["Programs that use it are turned away from now on. This cannot be undone."], action: "Revoke", danger: true }))) return;
            await busy(revoke, async () => {
              await remove(`/api/tokens/${token.id}`);
              say(`The token “${token.name}” is revoked`);
              await changed();
            });
          })(),
      },
    },
    ["Revoke", h("span", { class: "unseen" }, ` ${token.name}`)],
  );
  return h("tr", { tabindex: -1, data: { part: token.id } }, [
    h("th", { scope: "row" }, token.name),
    h("td", null, token.scopes.join(", ")),
    h("td", null, h("span", { class: ["tag", is_valid && "good"] }, is_valid ? "valid" : token.state)),
    h("td", { class: "quiet" }, token.expires_at ? exact_words(token.expires_at) : "never"),
    h("td", { class: "quiet" }, ago_words(token.last_used_at)),
    h("td", null, is_valid && revoke),
  ]);
}

async function show(): Promise<void> {
  const { tokens } = await get<{ tokens: Token[] }>("/api/tokens");
  const column = (words: string): HTMLElement => h("th", { scope: "col" }, words);
  const content = [
    new_token_form(show),
    tokens.length > 0 &&
      h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Your tokens" }, h("table", { class: "table tokens" }, [h("thead", null, h("tr", null, [column("Name"), column("May"), column("State"), column("Ends"), column("Last used"), h("td")])), h("tbody", null, tokens.map((token) => row(token, show)))])),
  ];
  keep_focus(must("#tokens"), () => fill(must("#tokens"), content));
}

page(show);

// SPDX-License-Identifier: MIT
import { get, remove } from "../../src/api/client";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, h, must } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { listing, type ListingRow } from "../../src/elements/listing";
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

function row(token: Token, changed: () => Promise<void>): ListingRow {
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
  return {
    part: token.id,
    cells: [
      token.name,
      token.scopes.join(", "),
      h("span", { class: ["tag", is_valid && "good"] }, is_valid ? "valid" : token.state),
      h("span", { class: "quiet" }, token.expires_at ? exact_words(token.expires_at) : "never"),
      h("span", { class: "quiet" }, ago_words(token.last_used_at)),
      is_valid && h("div", { class: "actions" }, revoke),
    ],
  };
}

async function show(): Promise<void> {
  const { tokens } = await get<{ tokens: Token[] }>("/api/tokens");
  const content = [
    new_token_form(show),
    tokens.length > 0 && listing("Your tokens", ["Name", "May", "State", "Ends", "Last used", ""], tokens.map((token) => row(token, show))),
  ];
  keep_focus(must("#tokens"), () => fill(must("#tokens"), content));
}

page(show);

// SPDX-License-Identifier: MIT
import { get } from "../../src/api/client";
import type { Config } from "../../src/api/settings";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { fill, must } from "../../src/dom/h";
import { say } from "../../src/elements/toast";
import { account } from "./account";
import { danger_zone } from "./danger";
import { general_form } from "./general";
import { ProviderList } from "./providers";
import { upload_box } from "./upload";

/** Back from a provider's own sign-in page. */
function welcome_back(config: Config): void {
  const address = new URL(location.href);
  const id = address.searchParams.get("signed_in");
  if (!id) return;
  const provider = config.providers.find((one) => one.id === id);
  say(`Signed in to ${provider?.title ?? id}`, { href: "/", words: "Pull months in the calendar" });
  address.searchParams.delete("signed_in");
  history.replaceState(null, "", address);
}

async function show(session: Session): Promise<void> {
  const config = await get<Config>("/api/config");
  const providers = new ProviderList(must("#providers-list"), must("#order-news"));
  providers.show(config);
  fill(must("#upload"), upload_box());
  fill(must("#general-form"), general_form(config));
  fill(must("#danger-parts"), danger_zone(config));
  welcome_back(config);
  await account(must("#account-parts"), session);
}

page((_, session) => show(session));

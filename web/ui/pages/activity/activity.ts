// SPDX-License-Identifier: MIT
import type { Activity } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { page } from "../../src/app";
import { keep_focus } from "../../src/dom/focus";
import { fill, must } from "../../src/dom/h";
import { asked_id, take } from "./asked";
import { downloads } from "./downloads";
import { head, neighbours } from "./head";
import { recording } from "./recording";
import { records } from "./records";
import { why } from "./why";

/** The link in the address goes on working after an activity became part of another one. */
function show_present_address(activity: Activity): void {
  if (String(activity.id) !== asked_id()) history.replaceState(null, "", `/activity/${activity.id}`);
}

async function show(session: Session): Promise<void> {
  const asked = take();
  const activity = await asked.activity;
  show_present_address(activity);
  fill(must("#neighbours"), neighbours(activity, session));
  fill(must("#head"), head(activity, session));
  keep_focus(must("#records"), () => fill(must("#records"), records(activity, session, () => show(session))));
  fill(must("#downloads"), downloads(activity, session));
  fill(must("#why"), why(activity, session));
  await recording(must("#recording"), activity, asked.streams, session);
}

page((_, session) => show(session));

// SPDX-License-Identifier: MIT
// What the page asks for first is asked for while the session is still on its way.
import { get } from "../../src/api/client";
import type { Activity } from "../../src/api/activity";
import type { AnsweredStreams } from "../../src/charts/streams";

const points = 2000;

export interface Asked {
  activity: Promise<Activity>;
  /** Nothing when nobody recorded it. */
  streams: Promise<AnsweredStreams | null>;
}

export function asked_id(): string {
  return location.pathname.split("/").at(-1) ?? "";
}

function ask(): Asked {
  const activity = get<Activity>(`/api/activities/${asked_id()}`);
  const streams = activity.then(({ id, samples }) => (samples > 0 ? get<AnsweredStreams>(`/api/activities/${id}/streams?points=${points}`) : null));
  activity.catch(() => {}); // told by whoever takes it
  streams.catch(() => {});
  return { activity, streams };
}

let first: Asked | null = ask();

/** The first call hands out what was asked for early, later ones ask again. */
export function take(): Asked {
  const taken = first ?? ask();
  first = null;
  return taken;
}

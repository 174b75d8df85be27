// SPDX-License-Identifier: MIT
// All records of the workout side by side, and what a person may say about them.
import { post } from "../../src/api/client";
import type { Activity, WorkoutRecord } from "../../src/api/activity";
import type { Session } from "../../src/api/types";
import { h, must, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { ask } from "../../src/elements/dialog";
import { busy, say } from "../../src/elements/toast";
import { compare } from "../../src/records/comparison";
import { side_by_side, title_of } from "../../src/records/side_by_side";
import { choose_other } from "./link_dialog";

type Changed = () => Promise<void>;

async function take_apart(record: WorkoutRecord, session: Session, button: HTMLButtonElement, changed: Changed): Promise<void> {
  const agreed = await ask({
    title: "Another workout?",
    words: [`The record of ${title_of(record, session)} becomes a workout of its own. tracekit remembers that it does not belong to the others and never links it with them again by itself.`],
    action: "Take it out",
  });
  if (!agreed) return;
  await busy(button, async () => {
    await post("/api/unlink", { provider: record.provider, id: record.id });
    say("The record is a workout of its own now");
    await changed();
  });
}

/** Says what was left out, with a way back; it stays until the page is left. */
function left_out_note(record: WorkoutRecord, session: Session, changed: Changed): HTMLElement {
  const back: HTMLButtonElement = h(
    "button",
    {
      class: "button small",
      type: "button",
      on: {
        click: () =>
          void busy(back, async () => {
            await post("/api/ignore", { provider: record.provider, id: record.id, ignored: false });
            await changed();
            note.remove();
          }),
      },
    },
    [icon("undo", 16), "Take it back"],
  );
  const note = h("p", { class: "note left-out", role: "status" }, [h("span", null, `The record of ${title_of(record, session)} is left out of everything.`), back]);
  return note;
}

async function ignore(record: WorkoutRecord, session: Session, button: HTMLButtonElement, changed: Changed, is_alone: boolean): Promise<void> {
  const agreed = await ask({
    title: "Leave this record out?",
    words: [`The record of ${title_of(record, session)} stays stored, and stays at the provider, but tracekit leaves it out of everything: matching, months, gear.`],
    action: "Leave it out",
  });
  if (!agreed) return;
  await busy(button, async () => {
    await post("/api/ignore", { provider: record.provider, id: record.id, ignored: true });
    const note = left_out_note(record, session, changed);
    if (is_alone) must("#recording").replaceChildren(note);
    else {
      await changed();
      must("#records").before(note);
    }
  });
}

function actions_row(activity: Activity, session: Session, changed: Changed): HTMLElement {
  const is_alone = activity.records.length === 1;
  const button = (words: string, whose: string, act: (button: HTMLButtonElement) => Promise<void>): HTMLElement => {
    const made: HTMLButtonElement = h("button", { class: "button small plain-button", type: "button", on: { click: () => void act(made) } }, [words, h("span", { class: "unseen" }, ` (${whose})`)]);
    return made;
  };
  return h("tr", { class: "record-actions" }, [
    h("th", { scope: "row" }, h("span", { class: "unseen" }, "Actions")),
    activity.records.map((record) => {
      const title = title_of(record, session);
      return h("td", null, [
        !is_alone && button("Not this workout", title, (made) => take_apart(record, session, made, changed)),
        button("Leave out", title, (made) => ignore(record, session, made, changed, is_alone)),
      ]);
    }),
  ]);
}

async function link_other(activity: Activity, session: Session, button: HTMLButtonElement, changed: Changed): Promise<void> {
  const other = await choose_other(activity, session);
  if (!other) return;
  await busy(button, async () => {
    await post("/api/link", { a: { activity: activity.id }, b: { activity: other.id } });
    say("They are one workout now");
    await changed();
  });
}

/** `changed` shows the page again after a word of the person. */
export function records(activity: Activity, session: Session, changed: Changed): Child {
  const rows = compare(activity, session);
  const differing = rows.filter((one) => one.differs).length;
  const several = activity.records.length > 1;
  const table = side_by_side(activity.records, rows, session, actions_row(activity, session, changed));
  const only = h("input", { type: "checkbox", on: { change: () => table.classList.toggle("only-differing", only.checked) } });
  const link_button: HTMLButtonElement = h("button", { class: "button small", type: "button", on: { click: () => void link_other(activity, session, link_button, changed) } }, [icon("link", 16), "Add a record"]);
  return [
    h("header", { class: "section-head" }, [
      h("h2", null, several ? "Side by side" : "The record"),
      several && h("span", { class: ["tag", differing > 0 ? "warn" : "good"] }, differing > 0 ? `${differing} of ${rows.length} values differ` : "all agree"),
      h("span", { class: "section-actions" }, [several && differing > 0 && h("label", { class: "only" }, [only, "Only what differs"]), link_button]),
    ]),
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Records side by side" }, table),
  ];
}

// SPDX-License-Identifier: MIT
// A provider whose records start off by the same amount again and again: a wrong time zone, a clock that was never set.
import type { ClockOffset } from "../../src/api/questions";
import type { Session } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { provider_name } from "../../src/elements/provider";
import { day_words } from "../../src/format/dates";
import { exact_words } from "../../src/format/moments";
import { count } from "../../src/format/units";
import { title_of } from "../../src/records/side_by_side";

const minute_s = 60;
const hour_s = 3600;

/** `1 h`, `45 min`, `5 h 30 min`: whole quarter hours. */
export function offset_words(seconds: number): string {
  const whole = Math.abs(seconds);
  const [hours, minutes] = [Math.floor(whole / hour_s), Math.round((whole % hour_s) / minute_s)];
  return [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`].filter(Boolean).join(" ");
}

export function clock_card(offset: ClockOffset, session: Session, answered: (answer: "correct" | "keep" | "later") => Promise<void>): HTMLElement {
  const title = title_of(offset, session);
  const direction = offset.offset_s > 0 ? "later" : "earlier";
  const days = offset.from === offset.to ? `on ${day_words(offset.from)} ${offset.from.slice(0, 4)}` : `from ${day_words(offset.from)} ${offset.from.slice(0, 4)} to ${day_words(offset.to)} ${offset.to.slice(0, 4)}`;
  const button = (answer: "correct" | "keep" | "later", words: string, kind = ""): HTMLElement =>
    h("button", { class: ["button", kind], type: "button", "data-first": answer === "correct", on: { click: () => void answered(answer) } }, words);
  const witnesses = offset.witnesses.map((one) =>
    h("tr", null, [
      h("td", null, one.name || "–"),
      h("td", null, exact_words(one.start, session.timezone)),
      h("td", null, [exact_words(one.other_start, session.timezone), " ", h("span", { class: "quiet small" }, provider_name(session.providers.find(({ id }) => id === one.other.provider), one.other.provider))]),
    ]),
  );
  const column = (words: string): HTMLElement => h("th", { scope: "col" }, words);
  return h("article", { class: "card stack" }, [
    h("h2", null, `Is the clock of ${title} off by ${offset_words(offset.offset_s)}?`),
    h("p", null, `${count(offset.records, "record")} of ${title} ${days} start exactly ${offset_words(offset.offset_s)} ${direction} than the same workouts elsewhere; ${offset.in_step} in these days agree. Correcting changes their times in tracekit only.`),
    h("div", { class: "actions" }, [button("correct", "Correct the times", "primary"), button("keep", "They are right"), button("later", "Later", "plain-button")]),
    h("div", { class: "table-scroll" }, h("table", { class: "table" }, [h("thead", null, h("tr", null, [column("Workout"), column(title), column("Elsewhere")])), h("tbody", null, witnesses)])),
  ]);
}

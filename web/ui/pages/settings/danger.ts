// SPDX-License-Identifier: MIT
// Forgetting what was pulled. Files and what providers hold are never touched.
import { post } from "../../src/api/client";
import { ended, problem_of } from "../../src/api/jobs";
import type { Config } from "../../src/api/settings";
import type { Queued } from "../../src/api/types";
import { h } from "../../src/dom/h";
import { ask } from "../../src/elements/dialog";
import { busy, say, say_problem } from "../../src/elements/toast";

const everything = "";

async function forget(provider: string, title: string, button: HTMLButtonElement): Promise<void> {
  const agreed = await ask({
    title: provider === everything ? "Forget all pulled data?" : `Forget what was pulled from ${title}?`,
    words: ["tracekit forgets the records and pulls them again when you ask for it. Your files, what the providers hold, your word on matches and the history of changes stay."],
    action: "Forget",
    danger: true,
    typed: "forget",
  });
  if (!agreed) return;
  await busy(button, async () => {
    const { job } = await post<Queued>("/api/jobs", { kind: "reset", arguments: provider === everything ? { everything: true } : { provider } });
    const problem = problem_of(await ended(job));
    if (problem) say_problem(new Error(problem));
    else say("It is forgotten", { href: "/", words: "Pull again in the calendar" });
  });
}

export function danger_zone({ providers }: Config): HTMLElement {
  const choice = h("select", { class: "input", "aria-label": "Of which provider" }, [h("option", { value: everything }, "all providers"), providers.map(({ id, title }) => h("option", { value: id }, title))]);
  const button: HTMLButtonElement = h("button", { class: "button danger", type: "button", on: { click: () => void forget(choice.value, choice.selectedOptions[0]?.textContent ?? "", button) } }, "Forget…");
  return h("div", { class: "card danger-zone" }, [
    h("div", null, [h("h3", null, "Forget pulled data"), h("p", { class: "quiet" }, "Records are forgotten here and can be pulled again. Nothing changes at any provider.")]),
    h("div", { class: "danger-actions" }, [choice, button]),
  ]);
}

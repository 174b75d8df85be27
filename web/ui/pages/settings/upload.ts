// SPDX-License-Identifier: MIT
// Files are dropped or chosen; how far the upload is, what became of each, and the jobs that read them.
import { ended, problem_of } from "../../src/api/jobs";
import type { UploadAnswer } from "../../src/api/settings";
import { upload } from "../../src/api/upload";
import { fill, h, type Child } from "../../src/dom/h";
import { icon } from "../../src/dom/icon";
import { say_problem } from "../../src/elements/toast";
import { bytes } from "../../src/format/bytes";
import { count } from "../../src/format/units";

const accepted = ".fit,.gpx,.tcx,.kml,.kmz,.zip,.gz,.bz2";

function names(title: string, kind: string, files: Child[]): Child {
  return files.length > 0 && h("li", null, h("details", { open: kind === "bad" || files.length <= 5 }, [h("summary", null, [h("span", { class: ["tag", kind] }, title)]), h("ul", { class: "file-names" }, files.map((file) => h("li", null, file)))]));
}

function outcome({ saved, skipped, rejected, archives, note }: UploadAnswer): Child {
  return [
    h("ul", { class: "outcome" }, [
      names(`${count(saved.length, "file")} saved`, "good", saved),
      names(`${count(skipped.length, "file")} here already`, "", skipped),
      names(`${count(rejected.length, "file")} refused`, "bad", rejected.map(({ name, why }) => [h("b", null, name), ` ${why}`])),
    ]),
    archives.map((name) => h("p", null, [h("b", null, name), note ? " waits to be read. " : " is being read. ", h("a", { href: "/jobs" }, "See how far it is")])),
    note && h("p", { class: "note warn" }, `The files are saved, but ${note}`),
  ];
}

export function upload_box(): HTMLElement {
  const picker = h("input", { type: "file", multiple: true, accept: accepted, class: "unseen", tabindex: -1, "aria-label": "Files to upload", on: { change: () => void send([...(picker.files ?? [])]) } });
  const choose = h("button", { class: "button primary", type: "button", on: { click: () => picker.click() } }, [icon("upload"), "Choose files"]);
  const news = h("div", { class: "upload-news", role: "status" });
  const box = h("div", { class: "card upload-box" }, [
    h("p", { class: "upload-words" }, [icon("file", 28), h("span", null, "Drop files or zips here")]),
    h("p", null, choose),
    picker,
  ]);
  let stop: AbortController | null = null;

  async function follow(job: number): Promise<void> {
    const line = h("p", { class: "quiet" }, "They are being read…");
    news.append(line);
    const problem = problem_of(await ended(job));
    fill(line, problem ? `They could not be read: ${problem}` : ["They are read. ", h("a", { href: "/" }, "To the calendar")]);
  }

  async function send(files: File[]): Promise<void> {
    picker.value = "";
    if (files.length === 0 || stop) return;
    stop = new AbortController();
    choose.disabled = true;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const bar = h("div", { vars: { "--part": "0%" } });
    const progress = h("div", { class: "progress", role: "progressbar", "aria-label": "Upload", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": 0 }, bar);
    const words = h("p", null, `${count(files.length, "file")}, ${bytes(size)}`);
    fill(news, [words, progress, h("button", { class: "button small", type: "button", on: { click: () => stop?.abort() } }, "Stop")]);
    try {
      const answer = await upload(
        files,
        (part) => {
          bar.style.setProperty("--part", `${100 * part}%`);
          progress.setAttribute("aria-valuenow", String(Math.round(100 * part)));
          if (part >= 1) words.textContent = "The server looks at them…";
        },
        stop.signal,
      );
      fill(news, outcome(answer));
      if (answer.job !== null && !answer.note) await follow(answer.job);
    } catch (problem) {
      fill(news);
      if (!(problem instanceof DOMException)) say_problem(problem);
    } finally {
      stop = null;
      choose.disabled = false;
    }
  }

  const over = (is_over: boolean) => (event: DragEvent): void => {
    event.preventDefault();
    box.classList.toggle("over", is_over);
  };
  box.addEventListener("dragenter", over(true));
  box.addEventListener("dragover", over(true));
  box.addEventListener("dragleave", over(false));
  box.addEventListener("drop", (event) => {
    over(false)(event);
    void send([...(event.dataTransfer?.files ?? [])]);
  });
  return h("div", { class: "stack" }, [box, news]);
}

// SPDX-License-Identifier: MIT
// Doubtful matches, one after the other; clocks that are off come first, since a corrected clock settles other questions.
import { get, post } from "../../src/api/client";
import type { ClockOffset, Question, Questions, WordsSaid } from "../../src/api/questions";
import type { RecordId, Session } from "../../src/api/types";
import { page } from "../../src/app";
import { fill, must } from "../../src/dom/h";
import { empty_state } from "../../src/elements/states";
import { say_problem } from "../../src/elements/toast";
import { count } from "../../src/format/units";
import { clock_card } from "./clock";
import { said_sections } from "./said";
import { question_card, type Answer } from "./question";

class Review {
  readonly #root = must("#review");
  readonly #session: Session;
  /** What was left for later is not asked again until the page is opened again. */
  readonly #put_off = new Set<number | string>();
  #asked: Question | null = null;
  #busy = false;
  #said_turn = 0;

  constructor(session: Session) {
    this.#session = session;
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  async show(): Promise<void> {
    const { questions, clock_offsets } = await get<Questions>("/api/questions");
    const open = questions.filter(({ id }) => !this.#put_off.has(id));
    const clocks = clock_offsets.filter(({ id }) => !this.#put_off.has(id));
    this.#asked = clocks.length === 0 ? (open[0] ?? null) : null;
    const left = open.length + clocks.length;
    fill(must("#review-summary"), left > 0 ? `${count(left, "question")} left${this.#put_off_words()}` : this.#put_off_words().replace(", ", ""));
    if (clocks.length > 0) fill(this.#root, clocks.map((offset) => clock_card(offset, this.#session, (accepted) => this.#say_on_clock(offset, accepted))));
    else if (this.#asked) fill(this.#root, question_card(this.#asked, this.#session, (answer) => this.#answer(answer)));
    else fill(this.#root, this.#nothing_left());
  }

  async show_said(): Promise<void> {
    const turn = ++this.#said_turn;
    const said = await get<WordsSaid>("/api/said");
    if (turn === this.#said_turn) fill(must("#said"), said_sections(said, this.#session, (record) => this.#take_back(record)));
  }

  async #take_back({ provider, id }: RecordId): Promise<void> {
    await this.#do(async () => {
      await post("/api/ignore", { provider, id, ignored: false });
      this.#tell("The record counts again.");
    });
  }

  #put_off_words(): string {
    return this.#put_off.size > 0 ? `, ${this.#put_off.size} for later` : "";
  }

  #nothing_left(): HTMLElement {
    return this.#put_off.size > 0
      ? empty_state("check", "The rest is for later", "What you left for later is asked again when you open this page again.")
      : empty_state("check", "No doubtful matches", "When two records may or may not be the same workout, tracekit asks here instead of guessing.");
  }

  async #answer(answer: Answer): Promise<void> {
    const question = this.#asked;
    if (!question || this.#busy) return;
    await this.#do(async () => {
      if (answer === "later") this.#put_off.add(question.id);
      else {
        const [a, b] = [question.a, question.b].map(({ provider, id }) => ({ provider, id }));
        await post("/api/questions/answer", { a, b, verdict: answer });
      }
      this.#tell(answer === "later" ? "Left for later." : answer === "same" ? "Remembered: the same workout." : "Remembered: different workouts.");
    });
  }

  async #say_on_clock(offset: ClockOffset, answer: "correct" | "keep" | "later"): Promise<void> {
    await this.#do(async () => {
      if (answer === "later") this.#put_off.add(offset.id);
      else await post("/api/clock-offsets/answer", { id: offset.id, correct: answer === "correct" });
      this.#tell(answer === "correct" ? "The times are corrected." : "The times are left as they are.");
    });
  }

  async #do(work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await work();
      await this.show();
      this.#root.querySelector<HTMLElement>("[data-first]")?.focus({ preventScroll: true });
    } catch (problem) {
      say_problem(problem);
    } finally {
      this.#busy = false;
    }
    this.show_said().catch(say_problem); // nobody who answers fast waits for this list
  }

  #tell(words: string): void {
    must("#review-news").textContent = words;
  }

  #press(event: KeyboardEvent): void {
    const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const answers: Record<string, Answer> = { s: "same", d: "different", l: "later" };
    const answer = answers[event.key.toLowerCase()];
    if (answer) void this.#answer(answer);
  }
}

page(async (_, session) => {
  const review = new Review(session);
  await Promise.all([review.show(), review.show_said()]);
});

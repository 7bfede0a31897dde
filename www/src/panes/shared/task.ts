// One call at a time, for panes whose answers come whole. Its state outlives the pane, so that a look at another pane
// stops nothing and loses nothing.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Bedrock } from "bedrock-wasm";
import { openDialog } from "../../app/dialogs.ts";
import { isAbort } from "../../components/failure.ts";
import { connection } from "../../connection/index.ts";
import { type Recording, record } from "../../recorder/index.ts";

/** `recording` is the id of the call's. */
export type TaskState<T> =
  | { state: "idle" }
  | { state: "running"; recording: string }
  | { state: "done"; recording: string; value: T }
  | { state: "failed"; recording: string; error: unknown };

/** What a task does. */
export interface Job<A, I, T> {
  /** The method of the package's: `embeddings.create`. */
  method: string;
  /** What the method takes, of what the pane asks for. */
  input: (asked: A) => I;
  /** Makes the one call, and what the pane shows of it. */
  call: (run: Run<A, I>) => Promise<T>;
}

/** One run of a job. */
export interface Run<A, I> {
  asked: A;
  input: I;
  /** Its calls are recorded. */
  bedrock: Bedrock;
  /** Takes the answer, as far as it is to be kept. */
  recording: Recording;
  signal: AbortSignal;
}

/** Whether the page is connected. If it is not, the dialog opens. */
export function ready(): boolean {
  if (connection.value) return true;
  openDialog.value = "connect";
  return false;
}

export class Task<A, I extends { model: string }, T> {
  readonly #job: Job<A, I, T>;
  readonly #state = signal<TaskState<T>>({ state: "idle" });
  #stopper: AbortController | undefined;
  #asked: A | undefined;

  constructor(job: Job<A, I, T>) {
    this.#job = job;
  }

  get state(): ReadonlySignal<TaskState<T>> {
    return this.#state;
  }

  get running(): boolean {
    return this.#state.value.state === "running";
  }

  /** Begins, unless it runs already or the page is not connected. */
  start(asked: A): void {
    if (this.running || !ready()) return;
    this.#asked = asked;
    void this.#run(asked);
  }

  /** Makes the last call again. */
  retry(): void {
    if (this.#asked !== undefined) this.start(this.#asked);
  }

  stop(): void {
    this.#stopper?.abort();
  }

  async #run(asked: A): Promise<void> {
    const before = this.#state.value;
    const { method, input: inputOf, call } = this.#job;
    const input = inputOf(asked);
    const recording = record(input.model, { method, input });
    const { id } = recording.turn;
    const stopper = new AbortController();
    this.#stopper = stopper;
    this.#state.value = { state: "running", recording: id };
    try {
      const bedrock = await recording.client(stopper.signal);
      const value = await call({ asked, input, bedrock, recording, signal: stopper.signal });
      recording.end();
      this.#state.value = { state: "done", recording: id, value };
    } catch (error) {
      recording.fail(error);
      // What was there before a call that the user stopped is there again.
      if (isAbort(error)) this.#state.value = before.state === "done" ? before : { state: "idle" };
      else this.#state.value = { state: "failed", recording: id, error };
    }
  }
}

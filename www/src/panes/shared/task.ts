// One call at a time, for panes whose answers come whole. Its state outlives the pane, so that a look at another pane
// stops nothing and loses nothing.

import { type ReadonlySignal, signal } from "@preact/signals";
import { openDialog } from "../../app/dialogs.ts";
import { isAbort } from "../../components/failure.ts";
import { connection } from "../../connection/index.ts";

export type TaskState<T> =
  | { state: "idle" }
  | { state: "running" }
  | { state: "done"; value: T }
  | { state: "failed"; error: unknown };

/** Whether the page is connected. If it is not, the dialog opens. */
export function ready(): boolean {
  if (connection.value) return true;
  openDialog.value = "connect";
  return false;
}

export class Task<I, T> {
  readonly #work: (input: I, signal: AbortSignal) => Promise<T>;
  readonly #state = signal<TaskState<T>>({ state: "idle" });
  #stopper: AbortController | undefined;
  #input: I | undefined;

  constructor(work: (input: I, signal: AbortSignal) => Promise<T>) {
    this.#work = work;
  }

  get state(): ReadonlySignal<TaskState<T>> {
    return this.#state;
  }

  get running(): boolean {
    return this.#state.value.state === "running";
  }

  /** Begins, unless it runs already or the page is not connected. */
  start(input: I): void {
    if (this.running || !ready()) return;
    this.#input = input;
    void this.#run(input);
  }

  /** Makes the last call again. */
  retry(): void {
    if (this.#input !== undefined) this.start(this.#input);
  }

  stop(): void {
    this.#stopper?.abort();
  }

  async #run(input: I): Promise<void> {
    const before = this.#state.value;
    const stopper = new AbortController();
    this.#stopper = stopper;
    this.#state.value = { state: "running" };
    try {
      this.#state.value = { state: "done", value: await this.#work(input, stopper.signal) };
    } catch (error) {
      // What was there before a call that the user stopped is there again.
      if (isAbort(error)) this.#state.value = before.state === "done" ? before : { state: "idle" };
      else this.#state.value = { state: "failed", error };
    }
  }
}

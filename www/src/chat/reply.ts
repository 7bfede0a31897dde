// One answer of a model while it streams. Text gathers in plain strings and reaches the page at most once a frame.

import { type ReadonlySignal, signal } from "@preact/signals";
import { type Failure, failureOf, isAbort } from "../components/failure.ts";
import { type Recording, record } from "../recorder/index.ts";
import type { AssistantTurn, Conversation } from "./conversation.ts";
import type { Asking, Gathered } from "./vocabulary.ts";

/** What the page shows of an answer that is on its way. */
export interface Shown {
  text: string;
  thinking: string;
}

/** Text lengths are cut at frames, not at tokens. After a frame that took long, the next ones wait: work takes a fifth. */
const REST_PER_WORK = 4;

export class Reply {
  readonly recording: Recording;
  /** The conversation that it belongs to. */
  readonly of: string;
  /** The turn that it becomes. */
  readonly turnId: string = crypto.randomUUID();
  readonly #shown = signal<Shown>({ text: "", thinking: "" });
  readonly #stopper = new AbortController();
  readonly #model: string;
  readonly #asking: () => Promise<Asking>;
  readonly #gathered: Gathered = {
    text: "",
    thinking: "",
    thinkingBlocks: [],
    reasoning: [],
    toolCalls: [],
    finish: null,
    usage: null,
  };
  #error: Failure | null = null;
  #frame = 0;
  #restUntil = 0;

  /** `asking` makes the call ready. */
  constructor({ id, model }: Pick<Conversation, "id" | "model">, asking: () => Promise<Asking>) {
    this.of = id;
    this.#model = model;
    this.#asking = asking;
    this.recording = record(model);
  }

  /** What has arrived, as of the last frame. */
  get shown(): ReadonlySignal<Shown> {
    return this.#shown;
  }

  /** Ends the answer where it is. `run` resolves soon, with what has arrived. */
  stop(): void {
    this.#stopper.abort();
  }

  /** Sends the request and resolves to the whole turn, also to one that failed or was stopped. */
  async run(): Promise<Omit<AssistantTurn, "id" | "parent" | "at">> {
    const gathered = this.#gathered;
    try {
      const { method, input, ...asking } = await this.#asking();
      this.recording.turn.call = { method, input };
      const bedrock = await this.recording.client(this.#stopper.signal);
      const stream = await asking.send(bedrock, this.#stopper.signal);
      for await (const event of this.recording.watch(stream)) {
        asking.take(event, gathered);
        this.#show();
      }
      this.recording.end();
    } catch (error) {
      this.recording.fail(error);
      if (isAbort(error)) gathered.finish = "stopped";
      else this.#error = failureOf(error);
    }
    cancelAnimationFrame(this.#frame);
    const { reasoning, toolCalls, ...rest } = gathered;
    return {
      role: "assistant",
      model: this.#model,
      ...rest,
      ...(reasoning.length > 0 && { reasoning }),
      // Half a call cannot be answered.
      toolCalls: gathered.finish === "tool_calls" ? toolCalls : [],
      error: this.#error,
      recording: this.recording.turn.id,
    };
  }

  #show(): void {
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      if (now < this.#restUntil) {
        this.#show();
        return;
      }
      const before = performance.now();
      const { text, thinking } = this.#gathered;
      // Signals render in a microtask, which ends before the next task begins.
      this.#shown.value = { text, thinking };
      setTimeout(() => {
        const after = performance.now();
        this.#restUntil = after + REST_PER_WORK * (after - before);
      });
    });
  }
}

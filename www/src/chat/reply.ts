// One answer of a model while it streams. Text gathers in plain strings and reaches the page at most once a frame.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { ChatCompletionChunk, ChatCompletionCreateParams, CompletionUsage, ThinkingBlock } from "bedrock-wasm";
import { type Failure, failureOf, isAbort } from "../components/failure.ts";
import { type Recording, record } from "../recorder/index.ts";
import type { AssistantTurn, Conversation, ToolCall } from "./conversation.ts";

/** What the page shows of an answer that is on its way. */
export interface Shown {
  text: string;
  thinking: string;
}

/** Text lengths are cut at frames, not at tokens. After a frame that took long, the next ones wait: work takes a fifth. */
const REST_PER_WORK = 4;

/** What a request says beside the messages: temperature, tools. */
export type Parameters = Omit<ChatCompletionCreateParams, "model" | "messages" | "stream">;

export class Reply {
  readonly recording: Recording;
  /** The conversation that it belongs to. */
  readonly of: string;
  /** The turn that it becomes. */
  readonly turnId: string = crypto.randomUUID();
  readonly #shown = signal<Shown>({ text: "", thinking: "" });
  readonly #stopper = new AbortController();
  readonly #input: ChatCompletionCreateParams & { stream: true };
  #text = "";
  #thinking = "";
  #thinkingBlocks: ThinkingBlock[] = [];
  #calls: ToolCall[] = [];
  #finish: string | null = null;
  #usage: CompletionUsage | null = null;
  #error: Failure | null = null;
  #frame = 0;
  #restUntil = 0;

  constructor(
    { id, model }: Pick<Conversation, "id" | "model">,
    messages: ChatCompletionCreateParams["messages"],
    parameters: Parameters = {},
  ) {
    this.of = id;
    this.#input = { ...parameters, model, messages, stream: true, stream_options: { include_usage: true } };
    this.recording = record(model, { method: "chat.completions.create", input: this.#input });
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
    try {
      const bedrock = await this.recording.client(this.#stopper.signal);
      const stream = await bedrock.chat.completions.create(this.#input, { signal: this.#stopper.signal });
      for await (const chunk of this.recording.watch(stream)) this.#take(chunk);
      this.recording.end();
    } catch (error) {
      this.recording.fail(error);
      if (isAbort(error)) this.#finish = "stopped";
      else this.#error = failureOf(error);
    }
    cancelAnimationFrame(this.#frame);
    return {
      role: "assistant",
      model: this.#input.model,
      text: this.#text,
      thinking: this.#thinking,
      thinkingBlocks: this.#thinkingBlocks,
      // Half a call cannot be answered.
      toolCalls: this.#finish === "tool_calls" ? this.#calls : [],
      finish: this.#finish,
      usage: this.#usage,
      error: this.#error,
      recording: this.recording.turn.id,
    };
  }

  #take(chunk: ChatCompletionChunk): void {
    if (chunk.usage) this.#usage = chunk.usage;
    const choice = chunk.choices[0];
    if (!choice) return;
    const { delta, finish_reason } = choice;
    this.#text += delta.content ?? "";
    this.#thinking += delta.reasoning_content ?? "";
    this.#thinkingBlocks.push(...(delta.thinking_blocks ?? []));
    for (const { index, id, function: told } of delta.tool_calls ?? []) {
      this.#calls[index] ??= { id: "", name: "", arguments: "" };
      const call = this.#calls[index];
      call.id ||= id ?? "";
      call.name ||= told?.name ?? "";
      call.arguments += told?.arguments ?? "";
    }
    if (finish_reason) this.#finish = finish_reason;
    this.#show();
  }

  #show(): void {
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      if (now < this.#restUntil) {
        this.#show();
        return;
      }
      const before = performance.now();
      // Signals render in a microtask, which ends before the next task begins.
      this.#shown.value = { text: this.#text, thinking: this.#thinking };
      setTimeout(() => {
        const after = performance.now();
        this.#restUntil = after + REST_PER_WORK * (after - before);
      });
    });
  }
}

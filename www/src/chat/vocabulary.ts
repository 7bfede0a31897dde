// The vocabularies in which a conversation goes to the package. Each is a module of its own that writes the call and reads what
// streams back; the turns of a conversation are the same in all of them, so that the next message may be sent in another one.

import type { Bedrock, CompletionUsage, ResponseInputItem, ThinkingBlock } from "bedrock-wasm";
import type { Tool } from "../tools/index.ts";
import type { NewTurn, ToolCall } from "./conversation.ts";
import type { Parameters } from "./settings.ts";

/** The first one is that of a conversation which names none. */
export const VOCABULARIES = ["chat", "responses", "messages", "converse"] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];

/** What is asked, in no vocabulary yet: of settings and tools what the model takes. */
export interface Asked {
  model: string;
  system: string;
  turns: readonly NewTurn[];
  /** In OpenAI's words for chats. */
  parameters: Parameters;
  tools: readonly Tool[];
}

/** A call that is ready to be sent. */
export interface Asking<Event = unknown> {
  /** As code has it: `chat.completions.create`. */
  method: string;
  input: object;
  send(bedrock: Bedrock, signal: AbortSignal): PromiseLike<Events<Event>>;
  /** Adds what an event brings. Throws if it says that the call failed. */
  take(event: Event, answer: Gathered): void;
}

/** A stream that knows at its end what it cost. */
export type Events<Event> = AsyncIterable<Event> & { usage?: unknown; metrics?: unknown };

/** An answer while it arrives. */
export interface Gathered {
  text: string;
  /** For reading; `thinkingBlocks`, and in Responses `reasoning`, are what goes back to the model. */
  thinking: string;
  thinkingBlocks: ThinkingBlock[];
  /** Items of Responses. */
  reasoning: ResponseInputItem[];
  toolCalls: ToolCall[];
  /** `stop`, `length`, `tool_calls`, `content_filter`. */
  finish: string | null;
  usage: CompletionUsage | null;
}

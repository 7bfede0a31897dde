// A conversation as a tree of turns: an edit or a second answer is a branch beside the first. Plain data that JSON can hold;
// every function returns a new conversation and leaves the old one as it is.

import type { CompletionUsage, ResponseInputItem, ThinkingBlock } from "bedrock-wasm";
import type { Failure } from "../components/failure.ts";
import type { Settings } from "./settings.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A file that goes along with a message. */
export interface Attachment {
  name: string;
  /** `image/png`, `application/pdf`, `video/mp4`. */
  mediaType: string;
  /** The file as a data URL. */
  url: string;
}

/** A call of a tool that a model asks for. */
export interface ToolCall {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

interface TurnBase {
  id: string;
  /** The turn that this one follows; null for a first one. */
  parent: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface UserTurn extends TurnBase {
  role: "user";
  text: string;
  attachments: readonly Attachment[];
}

export interface AssistantTurn extends TurnBase {
  role: "assistant";
  /** The model that was asked. */
  model: string;
  text: string;
  /** For reading; `thinkingBlocks`, and in Responses `reasoning`, are what goes back to the model. */
  thinking: string;
  thinkingBlocks: readonly ThinkingBlock[];
  /** Of an answer in Responses. */
  reasoning?: readonly ResponseInputItem[];
  toolCalls: readonly ToolCall[];
  /** `stop`, `length`, `tool_calls`; `stopped` by the user; null for one that failed. */
  finish: string | null;
  usage: CompletionUsage | null;
  error: Failure | null;
  /** The recorder's turn, while the page keeps it. */
  recording: string | null;
}

export interface ToolTurn extends TurnBase {
  role: "tool";
  callId: string;
  name: string;
  text: string;
  failed: boolean;
}

export type Turn = UserTurn | AssistantTurn | ToolTurn;

export interface Conversation {
  id: string;
  /** Empty until the first message names it. */
  title: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  model: string;
  system: string;
  settings: Settings;
  /** Names of the tools that the model may call. */
  tools: readonly string[];
  /** In which one the next message is sent. Without one, as a chat of OpenAI's. */
  vocabulary?: Vocabulary;
  turns: Readonly<Record<string, Turn>>;
  /** The last turn of the branch that is shown; null before the first. */
  head: string | null;
}

const TITLE_LENGTH = 60;

export function newConversation(model: string): Conversation {
  const now = Date.now();
  const made = { id: crypto.randomUUID(), title: "", createdAt: now, updatedAt: now };
  return { ...made, model, system: "", settings: {}, tools: [], turns: {}, head: null };
}

/** The shown branch, from the first turn to the head. */
export function path({ turns, head }: Conversation): Turn[] {
  const shown: Turn[] = [];
  for (let at = head; at !== null; ) {
    const turn = turns[at];
    if (!turn) break;
    shown.push(turn);
    at = turn.parent;
  }
  return shown.reverse();
}

/** What a caller gives of a turn; the rest is the conversation's. */
export type NewTurn = Omit<UserTurn, keyof TurnBase> | Omit<AssistantTurn, keyof TurnBase> | Omit<ToolTurn, keyof TurnBase>;

/** Adds a turn behind `parent`, the head if it is not given, and shows it. */
export function add(
  conversation: Conversation,
  turn: NewTurn,
  parent = conversation.head,
  id: string = crypto.randomUUID(),
): Conversation {
  const now = Date.now();
  const added = { ...turn, id, parent, at: now } as Turn;
  const title = conversation.title || (turn.role === "user" ? titleOf(turn.text) : "");
  return { ...conversation, title, updatedAt: now, head: added.id, turns: { ...conversation.turns, [added.id]: added } };
}

/** The turns that stand in the place of each of the shown ones, itself included, the oldest first. */
export function branches({ turns }: Conversation, shown: readonly Turn[]): Map<string, readonly Turn[]> {
  const byParent = new Map<string | null, Turn[]>();
  for (const turn of Object.values(turns)) byParent.set(turn.parent, [...(byParent.get(turn.parent) ?? []), turn]);
  const beside = ({ parent, role }: Turn) => (byParent.get(parent) ?? []).filter((turn) => turn.role === role);
  return new Map(shown.map((turn) => [turn.id, beside(turn).sort((a, b) => a.at - b.at)]));
}

/** Shows the branch that a turn is on: to its latest end. */
export function show(conversation: Conversation, id: string): Conversation {
  const all = Object.values(conversation.turns);
  let head = id;
  for (;;) {
    const next = all.filter(({ parent }) => parent === head).sort((a, b) => b.at - a.at)[0];
    if (!next) return { ...conversation, head };
    head = next.id;
  }
}

/** Shows the conversation as it was before a turn, so that what is added next is a branch beside it. */
export function before(conversation: Conversation, id: string): Conversation {
  return { ...conversation, head: conversation.turns[id]?.parent ?? null };
}

/** The shown branch as it goes to a model. Answers that failed before a word was said are left out. */
export function said(conversation: Conversation): Turn[] {
  return path(conversation).filter((turn) => turn.role !== "assistant" || turn.text !== "" || turn.toolCalls.length > 0);
}

function titleOf(message: string): string {
  const line = message.trim().split("\n", 1)[0] ?? "";
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH)}…` : line;
}

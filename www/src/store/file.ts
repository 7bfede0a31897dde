// Conversations as a JSON file, and back. A file is somebody else's: each member is checked before anything is kept.

import type { Attachment, Conversation, ToolCall, Turn } from "../chat/conversation.ts";
import { VOCABULARIES, type Vocabulary } from "../chat/vocabulary.ts";
import { boolean, ImportError, list, number, object, oneOf, optional, record, text } from "./check.ts";

export { ImportError } from "./check.ts";

const FORMAT = "bedrock-wasm-conversations";
const VERSION = 1;

/** The file of these conversations. The recorder's turns are not in it: they last as long as the page. */
export function toFile(conversations: readonly Conversation[]): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, conversations: conversations.map(withoutRecordings) }, null, 2);
}

/** The conversations of a file. They get new ids, so that none that is there is replaced. */
export function fromFile(json: string): Conversation[] {
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch (cause) {
    throw new ImportError("The file is not JSON. Choose a file that this page has exported.", "", { cause });
  }
  const { format, version, conversations } = object(file, "");
  if (format !== FORMAT)
    throw new ImportError(`The file is not an export of this page: its format is not "${FORMAT}".`, "format");
  if (version !== VERSION) throw new ImportError("The file is of another version of this page. Export it anew.", "version");
  return list(conversations, "conversations", conversation);
}

function withoutRecordings(conversation: Conversation): Conversation {
  const turns = Object.entries(conversation.turns).map(([id, turn]) => [
    id,
    turn.role === "assistant" ? { ...turn, recording: null } : turn,
  ]);
  return { ...conversation, turns: Object.fromEntries(turns) };
}

function conversation(value: unknown, at: string): Conversation {
  const members = object(value, at);
  const turns = record(members.turns, `${at}.turns`, turn);
  for (const [id, made] of Object.entries(turns)) {
    if (made.id !== id) throw new ImportError("The id differs from the member's name.", `${at}.turns.${id}.id`);
    if (made.parent !== null && !turns[made.parent]) throw new ImportError("There is no such turn.", `${at}.turns.${id}.parent`);
  }
  noCycles(turns, `${at}.turns`);
  const head = optional(members.head, `${at}.head`, text) ?? null;
  if (head !== null && !turns[head]) throw new ImportError("There is no such turn.", `${at}.head`);
  const vocabulary = optional(members.vocabulary, `${at}.vocabulary`, named);
  return {
    id: crypto.randomUUID(),
    title: text(members.title, `${at}.title`),
    createdAt: number(members.createdAt, `${at}.createdAt`),
    updatedAt: number(members.updatedAt, `${at}.updatedAt`),
    model: text(members.model, `${at}.model`),
    system: text(members.system, `${at}.system`),
    settings: settings(members.settings, `${at}.settings`),
    tools: list(members.tools, `${at}.tools`, text),
    ...(vocabulary && { vocabulary }),
    turns,
    head,
  };
}

const named = (value: unknown, at: string): Vocabulary => oneOf(value, at, VOCABULARIES);

/** A loop of parents would never come to an end. */
function noCycles(turns: Readonly<Record<string, Turn>>, at: string): void {
  const good = new Set<string>();
  for (const id of Object.keys(turns)) {
    const seen: string[] = [];
    for (let next: string | null = id; next !== null && !good.has(next); next = turns[next]?.parent ?? null) {
      if (seen.includes(next)) throw new ImportError("The turns follow each other in a circle.", `${at}.${next}.parent`);
      seen.push(next);
    }
    for (const known of seen) good.add(known);
  }
}

function settings(value: unknown, at: string): Conversation["settings"] {
  const members = object(value, at);
  const found = {
    temperature: optional(members.temperature, `${at}.temperature`, number),
    top_p: optional(members.top_p, `${at}.top_p`, number),
    top_k: optional(members.top_k, `${at}.top_k`, number),
    max_tokens: optional(members.max_tokens, `${at}.max_tokens`, number),
    stop: optional(members.stop, `${at}.stop`, (stops, where) => list(stops, where, text)),
    reasoning_effort: optional(members.reasoning_effort, `${at}.reasoning_effort`, text),
  };
  return Object.fromEntries(Object.entries(found).filter(([, member]) => member !== undefined));
}

function turn(value: unknown, at: string): Turn {
  const members = object(value, at);
  const base = {
    id: text(members.id, `${at}.id`),
    parent: optional(members.parent, `${at}.parent`, text) ?? null,
    at: number(members.at, `${at}.at`),
    text: text(members.text, `${at}.text`),
  };
  const role = oneOf(members.role, `${at}.role`, ["user", "assistant", "tool"]);
  if (role === "user") return { ...base, role, attachments: list(members.attachments, `${at}.attachments`, attachment) };
  if (role === "tool") {
    const named = { callId: text(members.callId, `${at}.callId`), name: text(members.name, `${at}.name`) };
    return { ...base, role, ...named, failed: boolean(members.failed, `${at}.failed`) };
  }
  const reasoning = optional(members.reasoning, `${at}.reasoning`, (items, where) => list(items, where, reasoningItem));
  return {
    ...base,
    role: "assistant",
    model: text(members.model, `${at}.model`),
    thinking: text(members.thinking, `${at}.thinking`),
    thinkingBlocks: list(members.thinkingBlocks, `${at}.thinkingBlocks`, thinkingBlock),
    ...(reasoning && { reasoning }),
    toolCalls: list(members.toolCalls, `${at}.toolCalls`, toolCall),
    finish: optional(members.finish, `${at}.finish`, text) ?? null,
    usage: optional(members.usage, `${at}.usage`, usage) ?? null,
    error: optional(members.error, `${at}.error`, failure) ?? null,
    recording: null,
  };
}

type Assistant = Extract<Turn, { role: "assistant" }>;

function attachment(value: unknown, at: string): Attachment {
  const { name, mediaType, url } = object(value, at);
  const address = text(url, `${at}.url`);
  // Another address than a file's own bytes would be fetched when it is shown.
  if (!/^data:(image|video|application|text)\/[\w.+-]+;base64,/.test(address)) {
    throw new ImportError("A file must be a data URL.", `${at}.url`);
  }
  return { name: text(name, `${at}.name`), mediaType: text(mediaType, `${at}.mediaType`), url: address };
}

function toolCall(value: unknown, at: string): ToolCall {
  const call = object(value, at);
  return {
    id: text(call.id, `${at}.id`),
    name: text(call.name, `${at}.name`),
    arguments: text(call.arguments, `${at}.arguments`),
  };
}

function thinkingBlock(value: unknown, at: string): Assistant["thinkingBlocks"][number] {
  const block = object(value, at);
  const type = oneOf(block.type, `${at}.type`, ["thinking", "redacted_thinking"]);
  if (type === "redacted_thinking") return { type, data: text(block.data, `${at}.data`) };
  return { type, thinking: text(block.thinking, `${at}.thinking`), signature: text(block.signature, `${at}.signature`) };
}

function reasoningItem(value: unknown, at: string): NonNullable<Assistant["reasoning"]>[number] {
  const item = object(value, at);
  const summary = list(item.summary, `${at}.summary`, (part, where) => ({
    type: "summary_text" as const,
    text: text(object(part, where).text, `${where}.text`),
  }));
  const sealed = optional(item.encrypted_content, `${at}.encrypted_content`, text) ?? null;
  const type = oneOf(item.type, `${at}.type`, ["reasoning"]);
  return { type, id: text(item.id, `${at}.id`), summary, encrypted_content: sealed };
}

function usage(value: unknown, at: string): NonNullable<Assistant["usage"]> {
  const counts = object(value, at);
  for (const name of ["prompt_tokens", "completion_tokens", "total_tokens"]) number(counts[name], `${at}.${name}`);
  return counts as unknown as NonNullable<Assistant["usage"]>;
}

function failure(value: unknown, at: string): NonNullable<Assistant["error"]> {
  const { name, message, code, status, requestId } = object(value, at);
  const more = {
    code: optional(code, `${at}.code`, text),
    status: optional(status, `${at}.status`, number),
    requestId: optional(requestId, `${at}.requestId`, text),
  };
  const given = Object.fromEntries(Object.entries(more).filter(([, member]) => member !== undefined));
  return { name: text(name, `${at}.name`), message: text(message, `${at}.message`), ...given };
}

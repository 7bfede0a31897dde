// The conversation that the chat pane shows, and the answer that is on its way. It outlives the pane, so that a look at
// another pane stops nothing.

import { effect, signal } from "@preact/signals";
import { openDialog } from "../app/dialogs.ts";
import { connection } from "../connection/index.ts";
import { takenBy } from "../models/taken.ts";
import { keep, read, remove } from "../store/index.ts";
import { runTool, TOOLS } from "../tools/index.ts";
import { type Attachment, add, before, type Conversation, type NewTurn, newConversation, said, show } from "./conversation.ts";
import { asking as askingInChat } from "./completions.ts";
import { Reply } from "./reply.ts";
import { parametersOf } from "./settings.ts";
import type { Asked, Asking } from "./vocabulary.ts";

export const DEFAULT_MODEL = "us.amazon.nova-lite-v1:0";

/** How many times in a row a model may call tools before the user is asked. */
export const ROUNDS_MAX = 8;

/** The shown conversation. */
export const conversation = signal<Conversation>(newConversation(DEFAULT_MODEL));

/** The answer that is on its way; null when there is none. */
export const reply = signal<Reply | null>(null);

/** The id of the conversation that is being answered; tools may be running while no answer streams. */
export const answering = signal<string | null>(null);

let stopped = false;

/** Sends a message and streams the answer. False if there is no connection yet: the dialog opens instead. */
export function send(text: string, attachments: readonly Attachment[] = []): boolean {
  if (!ready()) return false;
  conversation.value = add(conversation.value, { role: "user", text, attachments });
  void answer();
  return true;
}

/** Sends another text in the place of a message: a branch beside it. */
export function edit(turnId: string, text: string): boolean {
  const turn = conversation.value.turns[turnId];
  if (turn?.role !== "user" || !ready()) return false;
  conversation.value = before(conversation.value, turnId);
  return send(text, turn.attachments);
}

/** Asks again for an answer, beside the one that is there. */
export function retry(turnId: string): boolean {
  if (!ready()) return false;
  conversation.value = before(conversation.value, turnId);
  void answer();
  return true;
}

/** Lets a model go on that has used up its rounds of tools. */
export function goOn(): boolean {
  if (!ready()) return false;
  void answer();
  return true;
}

/** Ends the answer that is on its way. */
export function stop(): void {
  stopped = true;
  reply.value?.stop();
}

/** Shows another branch. */
export function showBranch(turnId: string): void {
  if (answering.value !== conversation.value.id) conversation.value = show(conversation.value, turnId);
}

/** Begins another conversation, with the model, the system prompt, the settings, the tools and the vocabulary of this one. */
export function startAnew(): void {
  if (answering.value === conversation.value.id) stop();
  const { model, system, settings, tools, vocabulary } = conversation.value;
  conversation.value = { ...newConversation(model), system, settings, tools, ...(vocabulary && { vocabulary }) };
}

/** Shows a conversation that is kept. False if there is none of that id. */
export async function open(id: string): Promise<boolean> {
  if (id === conversation.value.id) return true;
  const found = await read(id);
  if (!found) return false;
  if (answering.value === conversation.value.id) stop();
  kept.add(found);
  conversation.value = found;
  return true;
}

/** Gives a conversation another title. */
export async function rename(id: string, title: string): Promise<void> {
  if (id === conversation.value.id) {
    conversation.value = { ...conversation.value, title };
    return;
  }
  const found = await read(id);
  if (found) await keep({ ...found, title });
}

/** Deletes a conversation that is kept; the shown one gives way to a new one. */
export async function forget(id: string): Promise<void> {
  if (id === conversation.value.id) startAnew();
  await saving;
  await remove(id);
}

function ready(): boolean {
  if (answering.value) return false;
  if (connection.value) return true;
  openDialog.value = "connect";
  return false;
}

async function answer(): Promise<void> {
  let mine = conversation.value;
  /** Adds to the conversation that was asked in, whether it is still shown or not. */
  const put = (turn: NewTurn, id?: string) => {
    const shown = conversation.value.id === mine.id;
    mine = add(shown ? conversation.value : mine, turn, mine.head, id);
    if (shown) conversation.value = mine;
    else void keep(mine);
  };
  answering.value = mine.id;
  stopped = false;
  try {
    for (let round = 1; round <= ROUNDS_MAX && !stopped; round++) {
      const asked = mine;
      const running = new Reply(asked, () => askingOf(asked));
      reply.value = running;
      const turn = await running.run();
      put(turn, running.turnId);
      reply.value = null;
      if (turn.toolCalls.length === 0) break;
      for (const { id, name, arguments: json } of turn.toolCalls) {
        put({ role: "tool", callId: id, name, ...(await runTool(name, json, mine.tools)) });
      }
    }
  } finally {
    reply.value = null;
    answering.value = null;
  }
}

/** The call in the conversation's vocabulary. All but the first one are fetched when they are used. */
async function askingOf(conversation: Conversation): Promise<Asking> {
  const { model, system, vocabulary } = conversation;
  const asked: Asked = { model, system, turns: said(conversation), ...(await takenOf(conversation)) };
  if (vocabulary && vocabulary !== "chat") return (await import("./others.ts")).askingIn(vocabulary, asked);
  return askingInChat(asked);
}

/** What the model takes of the settings, and the tools. */
async function takenOf({ model, settings, tools: names }: Conversation): Promise<Pick<Asked, "parameters" | "tools">> {
  const tools = TOOLS.filter(({ name }) => names.includes(name));
  const nothing = { parameters: {}, tools: [] };
  if (tools.length === 0 && Object.keys(settings).length === 0) return nothing;
  // A name that is wrong is told by the call itself, with the remedy.
  const taken = await takenBy(model).catch(() => undefined);
  return taken ? { parameters: parametersOf(settings, taken), tools: taken.tools ? tools : [] } : nothing;
}

let saving: Promise<void> = Promise.resolve();
/** Conversations as they are to be kept next, by id. */
const unsaved = new Map<string, Conversation>();
const kept = new WeakSet<Conversation>();

// Every change is kept. While one is being written the next ones wait, and of them only the latest is written.
effect(() => {
  const now = conversation.value;
  if (now.head === null || kept.has(now)) return;
  const waiting = unsaved.size > 0;
  unsaved.set(now.id, now);
  if (!waiting) saving = saving.then(save);
});

async function save(): Promise<void> {
  const all = [...unsaved.values()];
  unsaved.clear();
  for (const conversation of all) kept.add(conversation);
  await keep(...all);
}

// The conversation that the chat pane shows, and the answer that is on its way. It outlives the pane, so that a look at
// another pane stops nothing.

import { signal } from "@preact/signals";
import { connection } from "../connection/index.ts";
import { openDialog } from "../app/dialogs.ts";
import { type Attachment, add, before, type Conversation, newConversation, toMessages } from "./conversation.ts";
import { Reply } from "./reply.ts";

export const DEFAULT_MODEL = "us.amazon.nova-lite-v1:0";

/** The shown conversation. */
export const conversation = signal<Conversation>(newConversation(DEFAULT_MODEL));

/** The answer that is on its way; null when there is none. */
export const reply = signal<Reply | null>(null);

/** Sends a message and streams the answer. False if there is no connection yet: the dialog opens instead. */
export function send(text: string, attachments: readonly Attachment[] = []): boolean {
  if (!ready()) return false;
  conversation.value = add(conversation.value, { role: "user", text, attachments });
  void answer();
  return true;
}

/** Asks again for an answer, beside the one that is there. */
export function retry(turnId: string): boolean {
  if (!ready()) return false;
  conversation.value = before(conversation.value, turnId);
  void answer();
  return true;
}

/** Ends the answer that is on its way. */
export function stop(): void {
  reply.value?.stop();
}

/** Begins another conversation, with the model and the system prompt of this one. */
export function startAnew(): void {
  stop();
  const { model, system } = conversation.value;
  conversation.value = { ...newConversation(model), system };
}

function ready(): boolean {
  if (reply.value) return false;
  if (connection.value) return true;
  openDialog.value = "connect";
  return false;
}

async function answer(): Promise<void> {
  const asked = conversation.value;
  const running = new Reply(asked.model, toMessages(asked));
  reply.value = running;
  const turn = await running.run();
  reply.value = null;
  // The user may have begun another conversation, or changed the model of this one.
  if (conversation.value.id === asked.id) conversation.value = add(conversation.value, turn, asked.head);
}

// Conversations in the browser's IndexedDB. What fails here fails softly: the chat goes on, and the page says that it is not kept.

import { signal } from "@preact/signals";
import type { DBSchema, IDBPDatabase } from "idb";
import { type Failure, failureOf } from "../components/failure.ts";
import type { Conversation } from "../chat/conversation.ts";

/** What lists and searches need of a conversation. */
export interface Summary {
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  updatedAt: number;
  model: string;
  /** How many turns it has, all branches included. */
  turns: number;
  /** All that was said, in small letters. */
  words: string;
}

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
  summaries: { key: string; value: Summary };
}

const NAME = "bedrock-wasm-playground";
const VERSION = 1;

/** The kept conversations, the latest first; undefined until {@link loadSummaries} has read them. */
export const summaries = signal<readonly Summary[] | undefined>(undefined);

/** Why conversations cannot be kept or read, as of the last attempt. */
export const storageFailure = signal<Failure | null>(null);

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= open();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

async function open(): Promise<IDBPDatabase<Schema>> {
  const { openDB } = await import("idb");
  return openDB<Schema>(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("conversations", { keyPath: "id" });
      db.createObjectStore("summaries", { keyPath: "id" });
    },
    terminated() {
      opened = undefined;
    },
  });
}

/** Reads the list of what is kept. */
export async function loadSummaries(): Promise<void> {
  const list = await softly(async () => (await database()).getAll("summaries"));
  if (list) summaries.value = list.sort(latestFirst);
}

/** Reads a conversation; undefined if there is none of that id. */
export function read(id: string): Promise<Conversation | undefined> {
  return softly(async () => (await database()).get("conversations", id));
}

/** Reads all conversations, the latest first. */
export async function readAll(): Promise<Conversation[]> {
  const all = (await softly(async () => (await database()).getAll("conversations"))) ?? [];
  return all.sort(latestFirst);
}

/** Keeps conversations as they are now. */
export async function keep(...conversations: Conversation[]): Promise<void> {
  const made = conversations.map(summaryOf);
  await softly(async () => {
    const transaction = (await database()).transaction(["conversations", "summaries"], "readwrite");
    await Promise.all([
      ...conversations.map((conversation) => transaction.objectStore("conversations").put(conversation)),
      ...made.map((summary) => transaction.objectStore("summaries").put(summary)),
      transaction.done,
    ]);
  });
  const ids = new Set(made.map(({ id }) => id));
  const others = summaries.value?.filter(({ id }) => !ids.has(id));
  if (others) summaries.value = [...made, ...others].sort(latestFirst);
}

/** Deletes a conversation. */
export async function remove(id: string): Promise<void> {
  await softly(async () => {
    const transaction = (await database()).transaction(["conversations", "summaries"], "readwrite");
    await Promise.all([
      transaction.objectStore("conversations").delete(id),
      transaction.objectStore("summaries").delete(id),
      transaction.done,
    ]);
  });
  summaries.value = summaries.value?.filter((summary) => summary.id !== id);
}

async function softly<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await run();
    storageFailure.value = null;
    return value;
  } catch (error) {
    storageFailure.value = failureOf(error);
    return undefined;
  }
}

/** One order wherever they are listed: of the same time by their ids. Else a list would change under the pointer when it is read anew. */
function latestFirst(a: Summary | Conversation, b: Summary | Conversation): number {
  return b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1);
}

function summaryOf({ id, title, updatedAt, model, turns }: Conversation): Summary {
  const all = Object.values(turns);
  const words = [title, model, ...all.map(({ text }) => text)].join("\n").toLowerCase();
  return { id, title, updatedAt, model, turns: all.length, words };
}

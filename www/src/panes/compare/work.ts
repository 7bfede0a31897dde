// One prompt to several models at once.

import { signal } from "@preact/signals";
import { asking } from "../../chat/completions.ts";
import type { AssistantTurn } from "../../chat/conversation.ts";
import { Reply } from "../../chat/reply.ts";
import { type Pace, paceOf } from "../../recorder/pace.ts";
import { ready } from "../shared/task.ts";

export const COLUMNS_MAX = 4;

export type Outcome = Omit<AssistantTurn, "id" | "parent" | "at">;

/** What a column shows. */
export type Column =
  | { state: "running"; model: string; reply: Reply }
  | { state: "ended"; model: string; outcome: Outcome; pace: Pace };

/** The chosen models, one a column. */
export const models = signal<readonly string[]>(["us.amazon.nova-lite-v1:0", "us.amazon.nova-micro-v1:0"]);
export const prompt = signal("");
/** Of the last prompt. */
export const columns = signal<readonly Column[]>([]);

export const running = () => columns.value.some(({ state }) => state === "running");

/** Asks every model at once. */
export function start(): void {
  if (running() || !ready()) return;
  const asked = prompt.value.trim();
  columns.value = models.value.map((model) => begun(model.trim(), asked));
  lastPrompt = asked;
  columns.value.forEach((column, index) => void follow(column, index));
}

let lastPrompt = "";

/** Asks one model again. */
export function retry(index: number): void {
  const old = columns.value[index];
  if (old?.state !== "ended" || !ready()) return;
  const column = begun(old.model, lastPrompt);
  put(index, column);
  void follow(column, index);
}

export function stopAll(): void {
  for (const column of columns.value) if (column.state === "running") column.reply.stop();
}

function begun(model: string, text: string): Column {
  const turns = [{ role: "user" as const, text, attachments: [] }];
  const call = asking({ model, system: "", turns, parameters: {}, tools: [] });
  return { state: "running", model, reply: new Reply({ id: "compare", model }, async () => call) };
}

function put(index: number, column: Column): void {
  columns.value = columns.value.map((other, at) => (at === index ? column : other));
}

async function follow(column: Column, index: number): Promise<void> {
  if (column.state !== "running") return;
  const { model, reply } = column;
  const outcome = await reply.run();
  put(index, { state: "ended", model, outcome, pace: paceOf(reply.recording.turn) });
}

// The message that is being written: its text and its files. It outlives the pane.

import { signal } from "@preact/signals";
import type { Attachment } from "./conversation.ts";
import type { Refusal } from "./files.ts";

export const text = signal("");
export const attachments = signal<readonly Attachment[]>([]);
export const refusals = signal<readonly Refusal[]>([]);

let reading: Promise<void> = Promise.resolve();
let files: typeof import("./files.ts") | undefined;

/** Takes files along, one batch after the other; those that do not fit are refused with the reason. */
export function addFiles(given: readonly File[]): Promise<void> {
  reading = reading
    .then(() => add(given))
    .catch(() => {
      const reason = "The page cannot load what reads files. Check the network and add it again.";
      refusals.value = given.map(({ name }) => ({ name, reason }));
    });
  return reading;
}

async function add(given: readonly File[]): Promise<void> {
  files = await import("./files.ts");
  const items = await files.take(given, attachments.value);
  attachments.value = [...attachments.value, ...items.filter((item) => "url" in item)];
  refusals.value = items.filter((item) => "reason" in item);
}

/** Whether one of the files is none for this model. */
export function hasMisfit(model: string): boolean {
  return attachments.value.some((attachment) => files?.unfit(attachment, model) !== undefined);
}

export function removeAttachment(attachment: Attachment): void {
  attachments.value = attachments.value.filter((other) => other !== attachment);
}

/** Begins a new message. */
export function clear(): void {
  text.value = "";
  attachments.value = [];
  refusals.value = [];
}

// The message that is being written: its text and its files. It outlives the pane.

import { signal } from "@preact/signals";
import type { Attachment } from "./conversation.ts";
import type { Refusal } from "./files.ts";

export const text = signal("");
export const attachments = signal<readonly Attachment[]>([]);
export const refusals = signal<readonly Refusal[]>([]);

let reading: Promise<void> = Promise.resolve();

/** Takes files along, one batch after the other; those that do not fit are refused with the reason. */
export function addFiles(files: readonly File[]): Promise<void> {
  reading = reading.then(async () => {
    const { take } = await import("./files.ts");
    const items = await take(files, attachments.value);
    attachments.value = [...attachments.value, ...items.filter((item) => "url" in item)];
    refusals.value = items.filter((item) => "reason" in item);
  });
  return reading;
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

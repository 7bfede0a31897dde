// Which of the shell's dialogs is open.

import { signal } from "@preact/signals";

export type DialogName = "connect" | "help";

/** The open dialog. Setting it opens one; the dialog itself sets it back. */
export const openDialog = signal<DialogName | null>(null);

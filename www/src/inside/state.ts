// Which recording is looked at. This alone is part of the first paint; the panel is fetched when it is first opened.

import { signal } from "@preact/signals";

/** The latest recording, whichever that is when the panel opens. */
export const LATEST = "";

/** The id of the recording that the panel shows, or {@link LATEST}; null while it is closed. */
export const shownRecording = signal<string | null>(null);

/** Opens the panel on a recording. */
export function lookInside(id = LATEST): void {
  shownRecording.value = id;
}

export function closeInside(): void {
  shownRecording.value = null;
}

// Opens the panel on a recording: beside each answer of each pane.

import { recordingOf } from "../recorder/index.ts";
import { lookInside, shownRecording } from "./state.ts";

/** Nothing, once the recording is too old to be kept. `id` is that of the recorder's turn. */
export function InsideButton({ id }: { id: string | null | undefined }) {
  if (!recordingOf(id ?? undefined)) return null;
  return (
    <button
      type="button"
      class="quiet small inside-button"
      data-recording={id}
      aria-expanded={shownRecording.value === id}
      onClick={() => lookInside(id ?? undefined)}
    >
      Look inside
    </button>
  );
}

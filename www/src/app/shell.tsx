// The frame around the panes: skip link, header, the shown pane, dialogs.

import { openDialog } from "./dialogs.ts";
import { Header } from "./header.tsx";
import { Lazy } from "./lazy.tsx";
import { OfflineBanner } from "./offline.tsx";
import { go, pane } from "./router.ts";
import { addShortcuts } from "./shortcuts.ts";
import { lookInside, closeInside, shownRecording } from "../inside/state.ts";
import { PANES } from "../panes/table.ts";

const DIALOGS = {
  connect: () => import("../connection/dialog.tsx"),
  help: () => import("./help.tsx"),
};
const inside = () => import("../inside/index.tsx");

addShortcuts([
  { keys: "?", label: "Shows these shortcuts", run: () => (openDialog.value = "help") },
  { keys: "c", label: "Opens the connection", run: () => (openDialog.value = "connect") },
  { keys: "i", label: "Looks inside the latest call, or closes it", run: toggleInside },
  ...PANES.map(({ name, label }, index) => ({
    keys: `Alt+${index + 1}`,
    label: `Shows ${label}`,
    inText: true,
    run: () => go(name),
  })),
]);

/** On an answer's button, or anywhere inside of one, it is that answer; of pictures, too. */
function toggleInside() {
  if (shownRecording.peek() === null) lookInside(recordingAt(document.activeElement));
  else closeInside();
}

function recordingAt(element: Element | null): string | undefined {
  const button = element?.closest("article, figure")?.querySelector<HTMLElement>("[data-recording]");
  return button?.dataset.recording;
}

const NOTHING = {};

export function Shell() {
  const { name, load } = pane.value;
  const dialog = openDialog.value;
  const skip = (event: Event) => {
    // The hash belongs to the router.
    event.preventDefault();
    document.getElementById("pane")?.focus();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it is a link within the page, whose hash the router keeps */}
      <a class="skip" href="#pane" onClick={skip}>
        Skip to the pane
      </a>
      <Header />
      <OfflineBanner />
      <main>
        <div id="pane" class="pane" role="tabpanel" aria-labelledby={`tab-${name}`} tabIndex={-1}>
          <Lazy key={name} load={load} props={NOTHING} />
        </div>
        {shownRecording.value !== null && <Lazy load={inside} props={NOTHING} />}
      </main>
      {dialog && (
        <Lazy
          key={dialog}
          load={DIALOGS[dialog]}
          props={{
            onClose: () => {
              openDialog.value = null;
            },
          }}
        />
      )}
    </>
  );
}

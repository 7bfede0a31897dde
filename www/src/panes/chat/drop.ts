// Files that are dragged onto the pane.

import { useSignal } from "@preact/signals";
import { addFiles } from "../../chat/draft.ts";

/** Handlers for the pane's element, and whether files hover over it. */
export function useDrop() {
  const over = useSignal(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  return {
    over: over.value,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        over.value = true;
      },
      onDragLeave: (event: DragEvent) => {
        const { currentTarget, relatedTarget } = event;
        if (currentTarget instanceof Node && currentTarget.contains(relatedTarget as Node | null)) return;
        over.value = false;
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        over.value = false;
        void addFiles([...(event.dataTransfer?.files ?? [])]);
      },
    },
  };
}

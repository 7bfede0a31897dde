// A modal dialog with a title. The browser keeps the focus inside; as it closes, the focus goes back before the next key.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import "../styles/dialog.css";

interface DialogProps {
  title: string;
  /** Called when it is closed, by Escape, by its button or by a click outside. */
  onClose: () => void;
  /** Where the focus goes then. Without it, or where that is nothing, back to what had it. */
  next?: () => HTMLElement | null;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, next, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const gone = useRef(false);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      gone.current = true;
      // While it is open, nothing behind it takes the focus.
      dialog?.close();
      const to = next?.() ?? before;
      if (!(to instanceof HTMLElement)) return;
      // Chromium has given it the focus, but without the cursor.
      to.blur();
      to.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      // The browser tells of a close a moment later, when another dialog may be open.
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

// A modal dialog with a title. The browser keeps the focus inside and gives it back.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import "../styles/dialog.css";

interface DialogProps {
  title: string;
  /** Called when it is closed, by Escape, by its button or by a click outside. */
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    // The focus goes back by hand: the element is removed before the browser would do it.
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      const now = document.activeElement;
      // Who has gone on to something else since it closed stays there.
      const isFree = !now || now === document.body || dialog?.contains(now);
      if (isFree && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={onClose}
      onMouseDown={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={() => element.current?.close()}>
            ✕
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

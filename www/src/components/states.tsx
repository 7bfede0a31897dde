// Nothing here yet, and something is on its way: the same in every pane.

import type { ComponentChildren } from "preact";

/** A pane or list without content: says what belongs here and offers the next step. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}

/** Something is on its way. It shows after a moment, so that what comes at once does not flicker. */
export function Loading({ label = "Loading…" }: { label?: string }) {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {label}
    </p>
  );
}

// What can be done with a turn: copy, edit, ask again, look at another branch.

import type { ComponentChildren } from "preact";
import { answering, showBranch } from "../../chat/session.ts";
import { Copy } from "../../components/copy.tsx";

interface ActionsProps {
  /** What is copied; empty for nothing. */
  text: string;
  /** The turns that stand in one place. */
  ids: readonly string[];
  id: string;
  onEdit?: () => void;
  onRetry?: () => void;
  children?: ComponentChildren;
}

export function Actions({ text, ids, id, onEdit, onRetry, children }: ActionsProps) {
  const busy = answering.value !== null;
  return (
    <div class="turn-actions">
      {children}
      <Branches ids={ids} id={id} busy={busy} />
      {text && <Copy text={text} label="Copy the message" />}
      {onEdit && (
        <button type="button" class="quiet small" disabled={busy} aria-label="Edit the message" onClick={onEdit}>
          Edit
        </button>
      )}
      {onRetry && (
        <button type="button" class="quiet small" disabled={busy} onClick={onRetry}>
          Ask again
        </button>
      )}
    </div>
  );
}

function Branches({ ids, id, busy }: { ids: readonly string[]; id: string; busy: boolean }) {
  if (ids.length < 2) return null;
  const at = ids.indexOf(id);
  const step = (by: number, label: string, sign: string) => {
    const to = ids[at + by];
    return (
      <button
        type="button"
        class="quiet small"
        aria-label={label}
        disabled={busy || to === undefined}
        onClick={() => to !== undefined && showBranch(to)}
      >
        {sign}
      </button>
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form is in it, so it is no fieldset
    <span class="branches" role="group" aria-label="Branches">
      {step(-1, "Earlier branch", "‹")}
      {at + 1} / {ids.length}
      {step(1, "Later branch", "›")}
    </span>
  );
}

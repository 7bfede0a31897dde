// A turn of the user or of a tool.

import { useSignal } from "@preact/signals";
import { Component } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Lazy } from "../../app/lazy.tsx";
import type { ToolTurn, Turn, UserTurn } from "../../chat/conversation.ts";
import type { Reply } from "../../chat/reply.ts";
import { edit } from "../../chat/session.ts";
import { Actions } from "./actions.tsx";
import { Answer } from "./answer.tsx";

const loadChips = () => import("./chips.tsx");

export interface TurnProps {
  /** Null for an answer that is on its way: then `reply` stands in for it. */
  turn: Turn | null;
  reply?: Reply;
  /** The ids of the turns that stand in its place. */
  ids: readonly string[];
}

/** Turns never change: one that is shown is rendered again only when a branch is added beside it. */
export class TurnView extends Component<TurnProps> {
  override shouldComponentUpdate({ turn, ids }: TurnProps) {
    return turn !== this.props.turn || ids.length !== this.props.ids.length;
  }

  override render() {
    const { turn, reply, ids } = this.props;
    if (turn?.role === "user") return <Message turn={turn} ids={ids} />;
    if (turn?.role === "tool") return <Result turn={turn} />;
    return <Answer turn={turn} ids={ids} {...(reply && { reply })} />;
  }
}

function Message({ turn, ids }: { turn: UserTurn; ids: readonly string[] }) {
  const editing = useSignal(false);
  if (editing.value) return <Editor turn={turn} onClose={() => (editing.value = false)} />;
  return (
    <article class="turn user" aria-label="You">
      {turn.attachments.length > 0 && <Lazy load={loadChips} props={{ attachments: turn.attachments }} />}
      <p class="said">{turn.text}</p>
      <Actions text={turn.text} ids={ids} id={turn.id} onEdit={() => (editing.value = true)} />
    </article>
  );
}

function Editor({ turn, onClose }: { turn: UserTurn; onClose: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(turn.text);
  // At once: what is typed next belongs there.
  useLayoutEffect(() => field.current?.focus(), []);
  const submit = () => {
    const message = text.value.trim();
    if (message && edit(turn.id, message)) onClose();
  };
  return (
    <form
      class="turn user editing"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={field}
        aria-label="Edited message"
        rows={3}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            onClose();
          } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            submit();
          }
        }}
      />
      <div class="turn-actions">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={text.value.trim() === ""}>
          Send the edit
        </button>
      </div>
    </form>
  );
}

function Result({ turn: { name, text, failed } }: { turn: ToolTurn }) {
  return (
    <article class={failed ? "turn tool failed" : "turn tool"} aria-label={`Result of ${name}`}>
      <p class="facts">
        {failed ? "Failed: " : "Result of "}
        <code>{name}</code>
      </p>
      <pre>{text}</pre>
    </article>
  );
}

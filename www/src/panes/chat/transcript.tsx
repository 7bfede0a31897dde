// The turns of the shown branch, and the answer that is on its way.

import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { branches, path } from "../../chat/conversation.ts";
import { answering, conversation, goOn, ROUNDS_MAX, reply } from "../../chat/session.ts";
import { Empty } from "../../components/states.tsx";
import { Waiting } from "../shared/waiting.tsx";
import { TurnView } from "./turn.tsx";

/** Within so many pixels of the end, the list follows what is added. */
const NEAR_END = 80;

export function Transcript() {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const shown = conversation.value;
  const turns = path(shown);
  const beside = branches(shown, turns);
  const busy = answering.value === shown.id;
  const running = reply.value?.of === shown.id && !shown.turns[reply.value.turnId] ? reply.value : null;
  useSignalEffect(() => {
    void conversation.value;
    void reply.value?.shown.value;
    requestAnimationFrame(() => {
      const element = list.current;
      if (element && follows.current) element.scrollTop = element.scrollHeight;
    });
  });
  const onScroll = () => {
    const element = list.current;
    if (element) follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
  };
  const views = turns.map((turn) => <TurnView key={turn.id} turn={turn} ids={beside.get(turn.id)?.map(({ id }) => id) ?? []} />);
  // It has the key that its turn will have: what is shown of it stays when it is complete.
  if (running) views.push(<TurnView key={running.turnId} turn={null} reply={running} ids={[]} />);
  return (
    <div
      ref={list}
      class="transcript"
      role="log"
      aria-label="Conversation"
      aria-busy={busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard, too
      tabIndex={0}
      onScroll={onScroll}
    >
      {turns.length === 0 && !busy && (
        <Empty title="Ask a model">Write a message below. Enter sends it, Escape stops the reply.</Empty>
      )}
      {views}
      {busy && !running && <Waiting label="Working…" />}
      {!busy && turns.at(-1)?.role === "tool" && (
        <p class="go-on">
          The reply paused behind a call of a tool. It may call tools {ROUNDS_MAX} times in a row.
          <button type="button" onClick={goOn}>
            Go on
          </button>
        </p>
      )}
    </div>
  );
}

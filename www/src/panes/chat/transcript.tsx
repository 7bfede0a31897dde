// The turns of the shown branch, and the answer that is on its way.

import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { path } from "../../chat/conversation.ts";
import type { Reply } from "../../chat/reply.ts";
import { conversation, reply } from "../../chat/session.ts";
import { Empty, Loading } from "../../components/states.tsx";
import { LazyMarkdown } from "../../markdown/lazy.tsx";
import { TurnView } from "./turn.tsx";

/** Within so many pixels of the end, the list follows what is added. */
const NEAR_END = 80;

export function Transcript() {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const turns = path(conversation.value);
  const running = reply.value;
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
  return (
    <div
      ref={list}
      class="transcript"
      role="log"
      aria-label="Conversation"
      aria-busy={running !== null}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by the keyboard, too
      tabIndex={0}
      onScroll={onScroll}
    >
      {turns.length === 0 && !running && (
        <Empty title="Ask a model">Write a message below. Enter sends it, Escape stops the reply.</Empty>
      )}
      {turns.map((turn) => (
        <TurnView key={turn.id} turn={turn} />
      ))}
      {running && <Arriving reply={running} />}
    </div>
  );
}

/** Alone here, each frame renders: the finished turns are left as they are. */
function Arriving({ reply: running }: { reply: Reply }) {
  const { text, thinking } = running.shown.value;
  return (
    <article class="turn assistant" aria-label="Assistant">
      {thinking && !text && <p class="hint">Thinking…</p>}
      {text ? <LazyMarkdown text={text} /> : <Loading label="Waiting for the reply…" />}
    </article>
  );
}

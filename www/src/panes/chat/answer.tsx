// An answer, while it arrives and when it is complete. One component shows both, so that nothing is rendered anew at the end.

import type { AssistantTurn, ToolCall } from "../../chat/conversation.ts";
import type { Reply } from "../../chat/reply.ts";
import { retry } from "../../chat/session.ts";
import { ErrorBox } from "../../components/error-box.tsx";
import { InsideButton } from "../../inside/button.tsx";
import { LazyMarkdown } from "../../markdown/lazy.tsx";
import { Waiting } from "../shared/waiting.tsx";
import { Actions } from "./actions.tsx";

interface AnswerProps {
  turn: AssistantTurn | null;
  /** Stands in for the turn until that is complete. */
  reply?: Reply;
  ids: readonly string[];
}

export function Answer({ turn, reply, ids }: AnswerProps) {
  // Alone here, each frame renders: the finished turns are left as they are.
  const { text, thinking } = turn ?? reply?.shown.value ?? { text: "", thinking: "" };
  return (
    <article class="turn assistant" aria-label="Assistant">
      {thinking && (
        <details class="thinking">
          <summary>{turn || text ? "Thinking" : "Thinking…"}</summary>
          <p class="said">{thinking}</p>
        </details>
      )}
      {text && <LazyMarkdown text={text} />}
      {turn ? <Rest turn={turn} ids={ids} /> : !text && <Waiting label="Waiting for the reply…" />}
    </article>
  );
}

function Rest({ turn, ids }: { turn: AssistantTurn; ids: readonly string[] }) {
  const { id, text, toolCalls, error, finish, usage, model } = turn;
  const facts = [
    model,
    usage && `${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`,
    finish === "stopped" && "stopped",
    finish === "length" && "cut off at the token limit",
    finish === "content_filter" && "withheld by a filter",
  ].filter(Boolean);
  return (
    <>
      {toolCalls.map((call) => (
        <Call key={call.id} call={call} />
      ))}
      {error && <ErrorBox error={error} onRetry={() => retry(id)} />}
      <Actions text={text} ids={ids} id={id} {...(!error && { onRetry: () => retry(id) })}>
        <p class="facts">{facts.join(" · ")}</p>
        <InsideButton id={turn.recording} />
      </Actions>
    </>
  );
}

function Call({ call }: { call: ToolCall }) {
  return (
    <div class="call">
      <p class="facts">
        Calls <code>{call.name}</code>
      </p>
      <pre>{call.arguments}</pre>
    </div>
  );
}

// A turn that is complete.

import { Component } from "preact";
import type { AssistantTurn, Turn } from "../../chat/conversation.ts";
import { retry } from "../../chat/session.ts";
import { ErrorBox } from "../../components/error-box.tsx";
import { InsideButton } from "../../inside/button.tsx";
import { LazyMarkdown } from "../../markdown/lazy.tsx";

/** Turns never change: one that is shown is not rendered again. */
export class TurnView extends Component<{ turn: Turn }> {
  override shouldComponentUpdate({ turn }: { turn: Turn }) {
    return turn !== this.props.turn;
  }

  override render() {
    const { turn } = this.props;
    switch (turn.role) {
      case "user":
        return (
          <article class="turn user" aria-label="You">
            <p class="said">{turn.text}</p>
          </article>
        );
      case "tool":
        return (
          <article class="turn tool" aria-label={`Tool ${turn.name}`}>
            <pre>{turn.text}</pre>
          </article>
        );
      case "assistant":
        return <Answer turn={turn} />;
    }
  }
}

function Answer({ turn }: { turn: AssistantTurn }) {
  const { text, thinking, error, finish, usage, model } = turn;
  const facts = [
    model,
    usage && `${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`,
    finish === "stopped" && "stopped",
    finish === "length" && "cut off at the token limit",
  ].filter(Boolean);
  return (
    <article class="turn assistant" aria-label="Assistant">
      {thinking && (
        <details class="thinking">
          <summary>Thinking</summary>
          <p class="said">{thinking}</p>
        </details>
      )}
      {text && <LazyMarkdown text={text} />}
      {error && <ErrorBox error={error} onRetry={() => retry(turn.id)} />}
      <div class="turn-foot">
        <p class="facts">{facts.join(" · ")}</p>
        <InsideButton id={turn.recording} />
      </div>
    </article>
  );
}

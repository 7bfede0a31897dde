// One model's answer, while it streams and afterwards.

import { ErrorBox } from "../../components/error-box.tsx";
import { duration } from "../../components/units.ts";
import { InsideButton } from "../../inside/button.tsx";
import { LazyMarkdown } from "../../markdown/lazy.tsx";
import type { Pace } from "../../recorder/pace.ts";
import { Waiting } from "../shared/waiting.tsx";
import { type Column, type Outcome, retry } from "./work.ts";

export function ColumnView({ column, index }: { column: Column; index: number }) {
  return (
    <article class="compared-column" aria-label={`Answer ${index + 1}`} aria-busy={column.state === "running"}>
      <h2>{column.model}</h2>
      {column.state === "running" ? (
        <Running column={column} />
      ) : (
        <Ended outcome={column.outcome} pace={column.pace} onRetry={() => retry(index)} />
      )}
    </article>
  );
}

function Running({ column }: { column: Extract<Column, { state: "running" }> }) {
  const { text, thinking } = column.reply.shown.value;
  return (
    <>
      {text ? <LazyMarkdown text={text} /> : <Waiting label={thinking ? "Thinking…" : "Waiting for the first token…"} />}
      <p class="facts">
        <button type="button" aria-label={`Stop ${column.model}`} onClick={() => column.reply.stop()}>
          Stop
        </button>{" "}
        <InsideButton id={column.reply.recording.turn.id} />
      </p>
    </>
  );
}

function Ended({ outcome, pace, onRetry }: { outcome: Outcome; pace: Pace; onRetry: () => void }) {
  const { text, thinking, error, finish } = outcome;
  return (
    <>
      {thinking && (
        <details class="thinking">
          <summary>Thinking</summary>
          <p class="said">{thinking}</p>
        </details>
      )}
      {text && <LazyMarkdown text={text} />}
      {error && <ErrorBox error={error} onRetry={onRetry} />}
      {finish === "stopped" && <p class="facts">stopped</p>}
      {finish === "length" && <p class="facts">cut off at the token limit</p>}
      <Facts outcome={outcome} pace={pace} />
      <p>
        <InsideButton id={outcome.recording} />
      </p>
    </>
  );
}

function Facts({ outcome: { usage }, pace }: { outcome: Outcome; pace: Pace }) {
  const { firstMs, tokensPerSecond, totalMs } = pace;
  const facts: [string, string | undefined][] = [
    ["First token", firstMs === undefined ? undefined : duration(firstMs)],
    ["Tokens/s", tokensPerSecond?.toFixed(1)],
    // Of a call that failed at once it would be the error's.
    ["Total", firstMs === undefined || totalMs === undefined ? undefined : duration(totalMs)],
    ["Tokens", usage ? `${usage.prompt_tokens} in, ${usage.completion_tokens} out` : undefined],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  if (known.length === 0) return null;
  return (
    <dl class="pace">
      {known.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

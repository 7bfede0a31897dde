// Time to the first token, tokens a second, usage, cost, warnings and errors.

import type { ComponentChildren } from "preact";
import { ErrorBox } from "../components/error-box.tsx";
import type { RecordedTurn } from "../recorder/index.ts";
import { PaceChart } from "./chart.tsx";
import { CodeBlock } from "./code-block.tsx";
import { shownValue } from "./json.ts";
import { modelOf } from "./model.ts";
import { type Pace, paceOf } from "../recorder/pace.ts";
import { costOf, PRICE_SOURCE, priceOf } from "./prices.ts";
import { count, duration } from "../components/units.ts";

export function Numbers({ turn }: { turn: RecordedTurn }) {
  const pace = paceOf(turn);
  const { firstMs, firstFromSendingMs, totalMs, latencyMs, tokensPerSecond, tokens } = pace;
  return (
    <div class="numbers">
      {turn.error && <ErrorBox error={turn.error} />}
      <h3>Pace</h3>
      <dl class="figures">
        <Figure name="Time to the first token">{firstMs === undefined ? "no text came" : duration(firstMs)}</Figure>
        {firstFromSendingMs !== undefined && <Figure name="… from sending the request">{duration(firstFromSendingMs)}</Figure>}
        <Figure name="Tokens a second">{tokensPerSecond === undefined ? "unknown" : tokensPerSecond.toFixed(1)}</Figure>
        <Figure name="Whole call">{totalMs === undefined ? "still running" : duration(totalMs)}</Figure>
        {latencyMs !== undefined && <Figure name="Latency that Bedrock reports">{duration(latencyMs)}</Figure>}
      </dl>
      <PaceChart pace={pace} />
      {pace.curve.length > 0 && <p class="hint">{explanation(pace)}</p>}
      <h3>Usage</h3>
      <dl class="figures">
        <Figure name="Input tokens">{known(tokens.input)}</Figure>
        <Figure name="Output tokens">{known(tokens.output)}</Figure>
        {tokens.cacheRead !== undefined && <Figure name="Read from the cache">{count(tokens.cacheRead)}</Figure>}
        {tokens.cacheWrite !== undefined && <Figure name="Written to the cache">{count(tokens.cacheWrite)}</Figure>}
      </dl>
      <Cost turn={turn} pace={pace} />
      {turn.usage !== undefined && (
        <details>
          <summary>As the call reports it</summary>
          <CodeBlock label="Usage and metrics" text={shownValue({ usage: turn.usage, metrics: turn.metrics })} />
        </details>
      )}
      <h3>Warnings</h3>
      <Warnings turn={turn} />
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const known = (value: number | undefined) => (value === undefined ? "unknown" : count(value));

function explanation({ unit, tokensPerSecond }: Pace): string {
  if (unit === "characters") return "Bedrock has not told the number of tokens: the curve counts characters.";
  const rate =
    tokensPerSecond === undefined ? "" : " Tokens a second are all output tokens over the time from the first piece to the last.";
  return `Bedrock tells the number of tokens at the end; the curve shares them among the characters as these came.${rate}`;
}

function Cost({ turn, pace: { tokens } }: { turn: RecordedTurn; pace: Pace }) {
  const attempt = turn.attempts.at(-1);
  const model = attempt && modelOf(attempt);
  const price = model && turn.place ? priceOf(model, turn.place.region) : undefined;
  if (!price || tokens.input === undefined || tokens.output === undefined) {
    return (
      <p class="cost">
        Cost: unknown. {price ? "Bedrock reported no usage." : "No price of this model and region is known here."}
      </p>
    );
  }
  const cost = costOf(price, tokens.input, tokens.output);
  const cached = (tokens.cacheRead ?? 0) + (tokens.cacheWrite ?? 0) > 0;
  return (
    <div class="cost">
      <p>
        Cost: about <strong>${cost.toPrecision(3)}</strong>
        {cached && ", without the tokens of the cache, whose price is not known here"}
        {turn.place?.local && " if AWS had answered; the local Bedrock is free"}.
      </p>
      <p class="hint">
        On-demand in {PRICE_SOURCE.region}: ${price.input} for a million input tokens, ${price.output} for a million output
        tokens, as of {PRICE_SOURCE.date}, from{" "}
        <a href={PRICE_SOURCE.table} target="_blank" rel="noreferrer">
          AWS’s table
        </a>
        .{" "}
        <a href={PRICE_SOURCE.page} target="_blank" rel="noreferrer">
          Today’s prices
        </a>
      </p>
    </div>
  );
}

function Warnings({ turn: { warnings } }: { turn: RecordedTurn }) {
  if (warnings.length === 0) return <p class="hint">None.</p>;
  return (
    <ul class="warnings">
      {warnings.map(({ at, value: { code, message } }) => (
        <li key={code + message}>
          <code>{code}</code> after {duration(at)}: {message}
        </li>
      ))}
    </ul>
  );
}

// The signed request, the head of its response, and why it was repeated.

import { useMemo } from "preact/hooks";
import { ErrorBox } from "../components/error-box.tsx";
import type { Attempt, RecordedTurn } from "../recorder/index.ts";
import { CodeBlock } from "./code-block.tsx";
import { pretty } from "./json.ts";
import { duration, size } from "../components/units.ts";

export function RequestView({ attempt, turn }: { attempt: Attempt; turn: RecordedTurn }) {
  const { request, response, failure, retry, operation, modelId, at } = attempt;
  return (
    <div class="exchange">
      <h3>Request</h3>
      <p class="request-line">
        <strong>{request.method}</strong> {request.url}
      </p>
      <p class="hint">
        {operation}
        {modelId && ` of ${modelId}`}, sent after {duration(at)}. Values that are secret, or could be, are shown as ***.
      </p>
      <HeadersTable name="Request headers" headers={request.headers} />
      <RequestBody attempt={attempt} />
      <h3>Response</h3>
      {response ? (
        <>
          <p class="request-line">
            <strong>{response.value.status}</strong> after {duration(response.value.latencyMs)}
            {response.value.requestId && `, request id ${response.value.requestId}`}
          </p>
          <HeadersTable name="Response headers" headers={response.value.headers} />
          <p class="hint">A page sees only the headers that the service exposes to it.</p>
        </>
      ) : (
        <p class={failure ? "problem" : "hint"}>{failure?.value ?? absence(turn)}</p>
      )}
      {retry && (
        <>
          <h3>Repeated after {duration(retry.value.delayMs)}, because</h3>
          <ErrorBox error={retry.value.error} />
        </>
      )}
    </div>
  );
}

function absence({ outcome }: RecordedTurn): string {
  if (outcome === "running") return "The response is awaited.";
  return outcome === "stopped" ? "Stopped before a response came." : "No response came.";
}

function HeadersTable({ name, headers }: { name: string; headers: Record<string, string> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return <p class="hint">{name}: none that a page sees.</p>;
  return (
    <div class="scrolls">
      <table class="headers" aria-label={name}>
        <tbody>
          {entries.map(([header, value]) => (
            <tr key={header}>
              <th scope="row">{header}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RequestBody({ attempt: { request } }: { attempt: Attempt }) {
  const { body, bodyBytes } = request;
  const text = useMemo(() => pretty(body ?? ""), [body]);
  if (bodyBytes === 0) return <p class="hint">No body.</p>;
  if (body === undefined) return <p class="hint">A body of {size(bodyBytes)}, too large for the page to keep.</p>;
  return (
    <details open>
      <summary>Body, {size(bodyBytes)}</summary>
      <CodeBlock label="Request body" text={text} />
    </details>
  );
}

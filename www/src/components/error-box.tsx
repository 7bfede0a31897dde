// An error with all that helps: its class, the message with the remedy, code, status and the request's id.

import { type Failure, failureOf } from "./failure.ts";

interface ErrorBoxProps {
  /** A thrown value, or what was kept of one. */
  error: unknown;
  /** Shows a button that tries again. */
  onRetry?: (() => void) | undefined;
}

export function ErrorBox({ error, onRetry }: ErrorBoxProps) {
  const failure = isFailure(error) ? error : failureOf(error);
  const facts: [string, string | number | undefined][] = [
    ["Code", failure.code],
    ["Status", failure.status],
    ["Request id", failure.requestId],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return (
    <div class="error" role="alert">
      <strong>{failure.name}</strong>
      <p>{failure.message}</p>
      {known.length > 0 && (
        <dl>
          {known.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && !(value instanceof Error) && "name" in value && "message" in value;
}

// Whether the errors of a maker's SDK over `createFetch` show what nobody may see.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { CREDENTIALS, DENIED, failure } from "./client.mjs";

/** What a client is made with, by the kind of failure: of the connection, of the service, of the keys, inside of a stream. */
const FAILURES = [
  { faults: [{ kind: "closeBeforeHead" }] },
  { faults: [{ kind: "throttle", retryAfterMs: 1 }] },
  { credentials: DENIED, faults: [] },
  { faults: [{ kind: "exception", name: "internalServerException", after: 1 }] },
];

/** Fails if an error shows a secret of the client's, a signature, or the SDK's own `apiKey`. `stream(options)` has to fail. */
export async function hideSecrets(stream, apiKey) {
  const needles = [CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken, DENIED.secretAccessKey, apiKey, "Signature="];
  for (const options of FAILURES) {
    const error = await failure(stream(options));
    const text = inspect(error, { depth: Infinity, showHidden: true, getters: true }) + [...(error.headers ?? [])].join();
    for (const needle of needles) assert.ok(!text.includes(needle), `${needle} is shown: ${text}`);
  }
}

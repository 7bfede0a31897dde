// The middleware stacks of clients and commands, which have no middleware here.

import { BedrockError } from "../client/errors.js";

/**
 * A stack that refuses: a program's middleware may make its requests allowed or safe, and must not be lost silently.
 */
export function noMiddleware() {
  return { add: refuse, addRelativeTo: refuse, use: refuse, remove: () => false, removeByTag: () => false, identify: () => [] };
}

function refuse() {
  throw new BedrockError(
    "bedrock-wasm/aws-sdk runs no middleware. Pass options to the client: `onRequest`, `onResponse` or `onRetry` to look, " +
      "`defaultHeaders` to add headers, `fetch` to change anything.",
  );
}

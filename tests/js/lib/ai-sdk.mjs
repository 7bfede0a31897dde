// What every model of the AI SDK must do.
import assert from "node:assert/strict";
import { APICallError, generateText, streamText } from "ai";
import { collect, connect, failure } from "./client.mjs";

const prompt = "Why is the sky blue over Zürich?";

/** Errors are told before and inside of a stream. `modelOf` makes a model over a client. */
export async function errorsAreTold(t, modelOf) {
  const faults = [{ kind: "throttle" }, { kind: "exception", name: "internalServerException", message: "Oh.", after: 4 }];
  const { bedrock } = await connect(t, { faults });
  const model = modelOf(bedrock);
  const error = await failure(generateText({ model, prompt, maxRetries: 0 }));
  assert.ok(APICallError.isInstance(error), error.stack);
  assert.deepEqual([error.statusCode, error.isRetryable], [429, true]);
  const told = [];
  const { fullStream } = streamText({ model, prompt, maxRetries: 0, onError: ({ error: inside }) => void told.push(inside) });
  await collect(fullStream);
  assert.match(JSON.stringify(told[0]?.message ?? told[0]), /Oh\./);
}

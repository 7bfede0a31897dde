import assert from "node:assert/strict";
import { Bedrock, APIConnectionError } from "bedrock-wasm";

const emulator = new URL(process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:8080").origin;
const created = await fetch(`${emulator}/_emulator/sessions`, {
  method: "POST",
  // The first request is throttled. The second one's stream is cut off behind three events. All others succeed.
  body: JSON.stringify({
    faults: [
      { kind: "throttle", retryAfterMs: 10 },
      { kind: "truncate", after: 3 },
    ],
  }),
});
const { id, endpoint } = await created.json();

const bedrock = new Bedrock({ region: "us-east-1", endpoint });
const stream = await bedrock.converseStream({
  modelId: "amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
await assert.rejects(async () => {
  for await (const _event of stream);
}, APIConnectionError);

const session = `${emulator}/_emulator/sessions/${id}`;
const { requests } = await (await fetch(session)).json();
console.log(requests[0].status, requests[1].status); // 429 200
await fetch(session, { method: "DELETE" });

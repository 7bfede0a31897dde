// Whole calls with short replies: what a client adds to the network. For Node and browsers.
import { ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { MODEL, assertSame, ours, plain, replying, sdk, sdkOverFetch } from "../clients.mjs";

export const INPUT = {
  modelId: MODEL,
  system: [{ text: "Answer in one sentence." }],
  messages: [
    { role: "user", content: [{ text: "Hello!" }] },
    { role: "assistant", content: [{ text: "Hello. Ask me anything about the sky." }] },
    { role: "user", content: [{ text: "Why is it blue over Zürich?" }] },
  ],
  inferenceConfig: { maxTokens: 256, temperature: 0.5 },
};
export const TEXT = "Because air scatters the short waves of sunlight more than the long ones: “Rayleigh scattering”.";
export const USAGE = { inputTokens: 41, outputTokens: 22, totalTokens: 63 };
export const REPLY = JSON.stringify({
  metrics: { latencyMs: 605 },
  output: { message: { content: [{ text: TEXT }], role: "assistant" } },
  stopReason: "end_turn",
  usage: USAGE,
});

/** `env`: how to make the SDK's kind of body of chunks. */
export function cases({ body }) {
  const fetch = replying(REPLY);
  const bytes = new TextEncoder().encode(REPLY);
  return {
    // The SDK's own HTTP clients give it a stream, however short the reply.
    "calls/own-stub": () =>
      pair(
        fetch,
        sdk(() => body([bytes])),
      ),
    "calls/same-fetch": () => {
      globalThis.fetch = fetch;
      return pair(fetch, sdkOverFetch());
    },
  };
}

function pair(fetch, theirs) {
  const own = ours(fetch);
  const [one, other] = [() => own.converse(INPUT), () => theirs.send(new ConverseCommand(INPUT))];
  return {
    operations: [one, other],
    check: async () => assertSame("converse", plain(await one()), plain(await other())),
  };
}

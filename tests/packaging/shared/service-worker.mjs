// The program in a service worker, where nothing may be imported later: `bedrock-wasm/service-worker` imports all at once. What the
// AWS SDK's vocabulary needs is imported later, so it is not among this.
import { check, started } from "./program.mjs";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";
import { APIError, BadRequestError, Bedrock, BedrockError } from "bedrock-wasm/service-worker";

const given = { APIError, BadRequestError, Bedrock, BedrockError, createFetch, createMessagesFetch };
const run = (emulator) => check(given, { emulator, since: started }).catch((error) => ({ error: `${error} ${error?.stack}` }));

globalThis.addEventListener("message", (event) => {
  event.waitUntil(run(event.data).then((outcome) => event.ports[0].postMessage(outcome)));
});
// In an extension its pages ask by messages of another kind.
globalThis.chrome?.runtime?.onMessage?.addListener((emulator, _, answer) => {
  run(emulator).then(answer);
  return true;
});

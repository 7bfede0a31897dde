// A service worker with the entry for pages, which imports its WebAssembly later: the error must say what to import.
import { Bedrock, BedrockError } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

async function failures(endpoint) {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const bedrock = new Bedrock({ region: "us-east-1", endpoint, credentials });
  const messages = [{ role: "user", content: "Hello" }];
  const called = await bedrock.chat.completions.create({ model: "nova-lite", messages }).catch((error) => ({
    isClass: error instanceof BedrockError,
    message: error.message,
  }));
  const body = JSON.stringify({ model: "nova-lite", messages });
  const asked = await createFetch(bedrock)("https://openai.invalid/v1/chat/completions", { method: "POST", body }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    (error) => ({ isClass: error instanceof BedrockError, text: error.message }),
  );
  return { called, asked };
}

globalThis.addEventListener("message", (event) => {
  const answer = (outcome) => event.ports[0].postMessage(outcome);
  event.waitUntil(failures(event.data).then(answer, (error) => answer({ error: String(error) })));
});

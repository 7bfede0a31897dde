// What was reported of calls, at the boundary: where they go, when they are sent again, and text that is no Unicode.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bedrock, BedrockError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, failure } from "./lib/client.mjs";

const PROFILE = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123";

/** A client without an endpoint whose requests reach nobody, and those requests: host, region of the signature, body. */
function listening(options) {
  const sent = [];
  const fetch = async (url, { headers, body }) => {
    const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.get("authorization"));
    sent.push({ host: new URL(url).host, region, body: JSON.parse(new TextDecoder().decode(body) || "null") });
    return new Response('{"output":{"message":{"role":"assistant","content":[]}}}', { status: 200 });
  };
  return { bedrock: new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, ...options }), sent };
}

test("a call goes to the region of its ARN, wherever the ARN travels", async () => {
  const { bedrock, sent } = listening({ models: { aliases: { mine: PROFILE } } });
  const { messages } = CHAT;
  await bedrock.converse({ modelId: PROFILE, messages });
  await bedrock.invokeModel({ modelId: PROFILE, body: {} });
  await bedrock.startAsyncInvoke({ modelId: PROFILE, modelInput: {}, outputDataConfig: {} });
  await bedrock.getInferenceProfile({ inferenceProfileIdentifier: PROFILE });
  await bedrock.chat.completions.create({ model: "mine", messages: [{ role: "user", content: "Hi" }] });
  assert.deepEqual(
    sent.map(({ host, region }) => `${host} ${region}`),
    ["bedrock-runtime", "bedrock-runtime", "bedrock-runtime", "bedrock", "bedrock-runtime"].map(
      (service) => `${service}.eu-west-1.amazonaws.com eu-west-1`,
    ),
  );
  assert.equal(sent[2].body.modelId, PROFILE);
  await bedrock.converse({ ...CHAT, guardrailConfig: { guardrailIdentifier: PROFILE.replace("application", "a") } });
  assert.equal(sent.at(-1).host, "bedrock-runtime.us-east-1.amazonaws.com");
});

test("an endpoint of the caller's stays, and half an ARN is an error", async () => {
  const { bedrock, sent } = listening({ endpoint: "https://vpce.example" });
  await bedrock.converse({ ...CHAT, modelId: PROFILE });
  assert.deepEqual([sent[0].host, sent[0].region], ["vpce.example", "us-east-1"]);
  for (const call of [
    bedrock.converse({ ...CHAT, modelId: "arn:aws:bedrock" }),
    bedrock.startAsyncInvoke({ modelId: "arn:aws:bedrock::a:b" }),
    bedrock.chat.completions.create({ model: "arn:aws:bedrock:eu-west-1:a:", messages: [{ role: "user", content: "Hi" }] }),
  ]) {
    const error = await failure(call);
    assert.ok(error instanceof BedrockError, error.stack);
    assert.match(error.message, /^The modelId is no whole ARN/);
  }
  assert.equal(sent.length, 1);
});

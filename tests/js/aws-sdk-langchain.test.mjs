// LangChain's ChatBedrockConverse, which takes a client: it sends commands of the AWS SDK and reads AWS's events, and works with
// the client of `bedrock-wasm/aws-sdk` as with the SDK's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatBedrockConverse } from "@langchain/aws";
import { tool } from "@langchain/core/tools";
import { z } from "zod";
import { both } from "./lib/aws-sdk.mjs";
import { CLAUDE, CREDENTIALS } from "./lib/client.mjs";

const weather = tool(async ({ city }) => `${city}: 12 °C`, {
  name: "get_weather",
  description: "The weather of a city",
  schema: z.object({ city: z.string() }),
});

/** A chat through the module's client: credentials of its own would go nowhere. */
function chatOf(sdk, config, options) {
  const client = new sdk.BedrockRuntimeClient(config);
  return new ChatBedrockConverse({ model: CLAUDE, region: "us-east-1", credentials: CREDENTIALS, client, ...options });
}

test("a reply is the same, whole and streamed", async (t) => {
  const [own, other] = await both(t, async (sdk, config) => {
    const chat = chatOf(sdk, config);
    const { content, usage_metadata, response_metadata } = await chat.invoke("Why is the sky blue?");
    let streamed = "";
    for await (const chunk of await chat.stream("Why is the sky blue?")) streamed += chunk.text;
    assert.equal(streamed, content);
    const { input_tokens, output_tokens } = usage_metadata;
    return { content, input_tokens, output_tokens, stopReason: response_metadata.stopReason };
  });
  assert.deepEqual(own, other);
  assert.ok(own.content.length > 20);
});

test("tools are called in a stream, and their results go back", async (t) => {
  const [own, other] = await both(t, async (sdk, config) => {
    const chat = chatOf(sdk, config).bindTools([weather]);
    const messages = [{ role: "user", content: "What is the weather in Oslo?" }];
    let reply;
    for await (const chunk of await chat.stream(messages)) reply = reply ? reply.concat(chunk) : chunk;
    const [{ name, args }] = reply.tool_calls;
    const result = await weather.invoke(reply.tool_calls[0]);
    const last = await chat.invoke([...messages, reply, result]);
    return { name, args, last: last.content };
  });
  assert.deepEqual(own, other);
  assert.equal(own.name, "get_weather");
});

test("an error is the same", async (t) => {
  const faults = Array(3).fill({ kind: "status", status: 400, code: "ValidationException", message: "too long" });
  const [own, other] = await both(
    t,
    async (sdk, config) => {
      const error = await chatOf(sdk, config, { maxRetries: 0 })
        .invoke("Why?")
        .catch((thrown) => thrown);
      return [error.name, error.message, error instanceof sdk.ValidationException];
    },
    { faults },
  );
  assert.deepEqual(own, other);
  assert.equal(own[0], "ValidationException");
});

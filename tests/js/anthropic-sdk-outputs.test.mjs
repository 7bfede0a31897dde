// What the official `@anthropic-ai/sdk` gets from Claude on Bedrock beside text: parsed outputs, citations, counts of the cache.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { jsonSchemaOutputFormat } from "@anthropic-ai/sdk/helpers/json-schema";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { z } from "zod";
import { CHAT, PDF, PNG, ask, connectAnthropic, sentBody, textOf } from "./lib/anthropic.mjs";
import { failure } from "./lib/client.mjs";

describe("structured outputs", () => {
  const City = z.object({ name: z.string(), inhabitants: z.number(), districts: z.array(z.object({ name: z.string() })) });
  const request = { ...CHAT, messages: ask("Name a city."), output_config: { format: zodOutputFormat(City) } };

  test("are parsed by zod, whole, streamed and in the SDK's beta", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const message = await client.messages.parse(request);
    assert.deepEqual(message.parsed_output, City.parse(JSON.parse(textOf(message))));
    assert.equal((await sentBody(session)).output_config.format.type, "json_schema");
    const streamed = await client.messages.stream(request).finalMessage();
    assert.deepEqual(streamed.parsed_output, message.parsed_output);
    const { output_config, ...rest } = request;
    const beta = await client.beta.messages.parse({ ...rest, output_format: output_config.format });
    assert.deepEqual(beta.parsed_output, message.parsed_output);
    // Bedrock knows the old member by its new name only, and needs no beta.
    assert.ok(!("output_format" in (await sentBody(session))));
  });

  test("come by Converse from models that take no schema by InvokeModel", async (t) => {
    const { client, session } = await connectAnthropic(t);
    for (const more of [{}, { thinking: { type: "adaptive" } }]) {
      const asked = { ...request, ...more, model: "claude-sonnet-5" };
      const { parsed_output } = await client.messages.parse(asked);
      assert.deepEqual(parsed_output, City.parse(parsed_output));
      assert.deepEqual((await client.messages.stream(asked).finalMessage()).parsed_output, parsed_output);
    }
    // Only the first request is refused.
    const [first, ...others] = (await session.log()).requests;
    assert.deepEqual([first.operation, first.status], ["InvokeModel", 400]);
    assert.equal(others.length, 4);
    for (const { operation, status } of others) assert.deepEqual([operation.replace("Stream", ""), status], ["Converse", 200]);
  });

  test("follow a schema that was written by hand", async (t) => {
    const { client } = await connectAnthropic(t);
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, degrees: { type: "integer" } },
      required: ["city", "degrees"],
      additionalProperties: false,
    };
    const { parsed_output } = await client.messages.parse({
      ...request,
      output_config: { format: jsonSchemaOutputFormat(schema) },
    });
    assert.deepEqual([typeof parsed_output.city, Number.isInteger(parsed_output.degrees)], ["string", true]);
  });
});

describe("documents", () => {
  const text = "The grass is green. The sky is blue. Zürich lies by a lake.";
  const document = (source, more) => ({ type: "document", source, citations: { enabled: true }, ...more });
  const question = { type: "text", text: "What colour is the grass?" };

  const sources = {
    text: [{ type: "text", media_type: "text/plain", data: text }, "char_location"],
    "a PDF": [{ type: "base64", media_type: "application/pdf", data: PDF }, "page_location"],
    blocks: [{ type: "content", content: [{ type: "text", text }] }, "content_block_location"],
  };
  for (const [what, [source, location]] of Object.entries(sources)) {
    test(`of ${what} are cited, whole and streamed`, async (t) => {
      const { client, session } = await connectAnthropic(t);
      const request = { ...CHAT, messages: ask([document(source, { title: "Nature" }), question]) };
      const whole = await client.messages.create(request);
      const citations = whole.content.flatMap((block) => block.citations ?? []);
      assert.ok(citations.length > 0, JSON.stringify(whole.content));
      assert.deepEqual([citations[0].type, citations[0].document_index, citations[0].document_title], [location, 0, "Nature"]);
      const told = [];
      const stream = client.messages.stream(request);
      stream.on("citation", (citation) => told.push(citation));
      const streamed = await stream.finalMessage();
      assert.deepEqual(told, citations);
      assert.deepEqual(
        streamed.content.flatMap((block) => block.citations ?? []),
        citations,
      );
      assert.deepEqual((await sentBody(session)).messages, request.messages);
    });
  }

  test("by their addresses are refused in Bedrock's words", async (t) => {
    const { client } = await connectAnthropic(t);
    for (const type of ["image", "document"]) {
      const source = { type: "url", url: "https://a.invalid/a" };
      const error = await failure(client.messages.create({ ...CHAT, messages: ask([{ type, source }, question]) }));
      assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
      assert.match(error.apiMessage, /URL sources are not supported/);
    }
  });

  test("that are no image are refused in the model's words", async (t) => {
    const { client } = await connectAnthropic(t);
    const source = { type: "base64", media_type: "image/jpeg", data: PNG };
    const error = await failure(client.messages.create({ ...CHAT, messages: ask([{ type: "image", source }, question]) }));
    assert.match(error.apiMessage, /image\/jpeg/);
  });
});

describe("the cache", () => {
  const cache_control = { type: "ephemeral" };
  const system = [{ type: "text", text: "All about the sea. ".repeat(1500), cache_control }];

  test("is counted when it is written and when it is read, whole and streamed", async (t) => {
    const { client } = await connectAnthropic(t);
    const request = { ...CHAT, system };
    const first = (await client.messages.create(request)).usage;
    assert.ok(first.cache_creation_input_tokens > 1000, JSON.stringify(first));
    assert.deepEqual(
      [first.cache_read_input_tokens, first.cache_creation.ephemeral_5m_input_tokens],
      [0, first.cache_creation_input_tokens],
    );
    const { usage } = await client.messages.stream(request).finalMessage();
    assert.deepEqual(
      [usage.cache_read_input_tokens, usage.cache_creation_input_tokens, usage.input_tokens],
      [first.cache_creation_input_tokens, 0, first.input_tokens],
    );
  });

  test("holds a conversation that marks itself", async (t) => {
    const { client } = await connectAnthropic(t);
    const messages = ask("All about the sea. ".repeat(1500));
    const first = await client.messages.create({ ...CHAT, messages, cache_control });
    assert.ok(first.usage.cache_creation_input_tokens > 1000, JSON.stringify(first.usage));
    const more = [...messages, { role: "assistant", content: first.content }, ...ask("Go on.")];
    const second = await client.messages.create({ ...CHAT, messages: more, cache_control });
    assert.ok(second.usage.cache_read_input_tokens >= first.usage.cache_creation_input_tokens, JSON.stringify(second.usage));
  });
});

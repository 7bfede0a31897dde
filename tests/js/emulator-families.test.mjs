// The local Bedrock's model families under AWS's own client: what each refuses, how it thinks, what it caches and cites.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  AccessDeniedException,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  ResourceNotFoundException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";

import { WITH_API_KEY, connect } from "./lib/emulator-clients.mjs";

const SONNET_4_5 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const SONNET_5 = "us.anthropic.claude-sonnet-5";
const OPUS_5_5 = "global.anthropic.claude-opus-5-5";
const NOVA = "amazon.nova-lite-v1:0";
const NOVA_2 = "us.amazon.nova-2-lite-v1:0";
const LLAMA = "us.meta.llama4-scout-17b-instruct-v1:0";
const GPT = "us.openai.gpt-6-sol";
const GPT_OSS = "openai.gpt-oss-120b-1:0";
const TITAN = "amazon.titan-text-express-v1";
const REDACT =
  "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB";

const user = (...content) => ({
  role: "user",
  content: content.map((block) => (typeof block === "string" ? { text: block } : block)),
});
const tool = (name, properties = { city: { type: "string" } }) => ({
  toolSpec: {
    name,
    description: `Looks up the ${name}`,
    inputSchema: { json: { type: "object", properties, required: Object.keys(properties) } },
  },
});
const TOOLS = { tools: [tool("weather"), tool("population")] };

/** What a stream says, folded back into what Converse answers: blocks by their index, and the names of the events. */
async function folded(client, input) {
  const { stream } = await client.send(new ConverseStreamCommand(input));
  const blocks = [];
  const stopped = new Set();
  const order = [];
  const end = {};
  for await (const event of stream) {
    const [[name, payload]] = Object.entries(event);
    order.push([name, payload.contentBlockIndex]);
    const index = payload.contentBlockIndex;
    const block = index === undefined ? {} : (blocks[index] ??= {});
    if (name === "contentBlockStart") {
      Object.assign(block, structuredClone(payload.start));
      if (block.toolUse) block.toolUse.input = "";
    }
    if (name === "contentBlockDelta") add(block, payload.delta);
    if (name === "contentBlockStop") stopped.add(block);
    if (name === "messageStop" || name === "metadata") Object.assign(end, payload);
  }
  // The input of a call that breaks off stays as it came.
  for (const { toolUse } of blocks.filter((block) => stopped.has(block)))
    if (toolUse) toolUse.input = JSON.parse(toolUse.input || "{}");
  return { content: blocks, order, ...end };
}

function add(block, { text, toolUse, toolResult, reasoningContent, citation }) {
  if (text !== undefined) block.text = (block.text ?? "") + text;
  if (toolUse) block.toolUse.input += toolUse.input;
  if (toolResult) block.toolResult.content = toolResult;
  if (citation) (block.citations ??= []).push(citation);
  if (reasoningContent?.redactedContent) block.reasoningContent = reasoningContent;
  else if (reasoningContent) {
    const thought = (block.reasoningContent ??= { reasoningText: { text: "" } }).reasoningText;
    thought.text += reasoningContent.text ?? "";
    if (reasoningContent.signature) thought.signature = reasoningContent.signature;
  }
}

const said = async (client, input) => client.send(new ConverseCommand({ messages: [user("Why is the sky blue?")], ...input }));

describe("what a family refuses", () => {
  const cases = [
    [
      "sampling, of a Claude that has none",
      SONNET_5,
      { inferenceConfig: { temperature: 0.2 } },
      /^The model returned the following errors: `temperature` is deprecated for this model\.$/,
    ],
    [
      "temperature beside top-p",
      SONNET_4_5,
      { inferenceConfig: { temperature: 0.2, topP: 0.9 } },
      /cannot both be specified for this model/,
    ],
    [
      "sampling, of GPT",
      GPT,
      { inferenceConfig: { topP: 0.2 } },
      /^This model doesn't support the topP field\. Remove topP and try again\.$/,
    ],
    [
      "stop sequences",
      GPT_OSS,
      { inferenceConfig: { stopSequences: ["x"] } },
      /^This model doesn't support the stopSequences field/,
    ],
    ["few tokens", GPT, { inferenceConfig: { maxTokens: 15 } }, /Expected a value >= 16, but got 15 instead/],
    [
      "forced tools, of Claude",
      OPUS_5_5,
      { toolConfig: { ...TOOLS, toolChoice: { any: {} } } },
      /tool_choice: type "tool" and "any" are not supported for this model\./,
    ],
    [
      "forced tools, of Llama",
      LLAMA,
      { toolConfig: { ...TOOLS, toolChoice: { tool: { name: "weather" } } } },
      /^This model doesn't support the toolConfig\.toolChoice\.tool field/,
    ],
    ["tools", TITAN, { toolConfig: TOOLS }, /^This model doesn't support tool use\.$/],
    ["a system prompt", TITAN, { system: [{ text: "Be brief." }] }, /^This model doesn't support system messages\./],
    [
      "strict tools",
      NOVA_2,
      {
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: "a",
                strict: true,
                inputSchema: { json: { type: "object", properties: {}, additionalProperties: false } },
              },
            },
          ],
        },
      },
      /^This model doesn't support the strict field/,
    ],
    [
      "a JSON schema",
      NOVA,
      { outputConfig: format({ type: "object", additionalProperties: false }) },
      /^This model doesn't support the outputConfig field/,
    ],
    [
      "an open JSON schema",
      SONNET_4_5,
      { outputConfig: format({ type: "object", properties: {} }) },
      /'additionalProperties' must be explicitly set to false/,
    ],
    [
      "an image",
      "amazon.nova-micro-v1:0",
      { messages: [user("See?", { image: { format: "png", source: { bytes: png() } } })] },
      /^This model doesn't support the image field for user messages/,
    ],
    [
      "a document",
      "us.xai.grok-4.6",
      { messages: [user("See?", { document: { name: "a", format: "txt", source: { text: "b" } } })] },
      /^This model doesn't support documents/,
    ],
    [
      "prefill",
      SONNET_5,
      { messages: [user("Hi"), { role: "assistant", content: [{ text: "So" }] }] },
      /does not support assistant message prefill/,
    ],
    [
      "a budget for thoughts",
      SONNET_5,
      { additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2000 } } },
      /"thinking\.type\.enabled" is not supported for this model/,
    ],
    [
      "an unknown field, of Claude",
      SONNET_4_5,
      { additionalModelRequestFields: { seed: 1 } },
      /: seed: Extra inputs are not permitted$/,
    ],
    [
      "an unknown field, of Nova",
      NOVA,
      { additionalModelRequestFields: { seed: 1 } },
      /extraneous key \[seed\] is not permitted/,
    ],
    [
      "high effort within limits",
      NOVA_2,
      {
        inferenceConfig: { maxTokens: 50 },
        additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "high" } },
      },
      /maxTokens must be unset/,
    ],
  ];
  for (const [name, modelId, input, message] of cases) {
    test(name, async (t) => {
      const { client } = await connect(t, BedrockRuntimeClient);
      await assert.rejects(said(client, { modelId, ...input }), (error) => {
        assert.ok(error instanceof ValidationException, `${error}`);
        assert.match(error.message, message);
        return true;
      });
      const unknown = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
      if (!/open JSON/.test(name))
        assert.ok((await said(client, { modelId: unknown, ...input })).stopReason, "an unknown model is trusted");
    });
  }

  test("tools in a stream alone", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const input = { modelId: LLAMA, messages: [user("The weather in Oslo?")], toolConfig: TOOLS };
    const { stopReason } = await client.send(new ConverseCommand(input));
    assert.equal(stopReason, "tool_use");
    await assert.rejects(
      client.send(new ConverseStreamCommand(input)),
      /^ValidationException: This model doesn't support tool use in streaming mode\.$/,
    );
  });

  test("a profile of another geography, and a model past its life where the session wants that", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient, { session: { endOfLife: true } });
    await assert.rejects(
      said(client, { modelId: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }),
      /^ValidationException: The provided model identifier is invalid\.$/,
    );
    await assert.rejects(
      said(client, { modelId: "ca.anthropic.claude-sonnet-4-5-20250929-v1:0" }),
      /The provided model identifier is invalid/,
    );
    await assert.rejects(said(client, { modelId: "us.anthropic.claude-3-5-haiku-20241022-v1:0" }), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      return error.message.startsWith("This model version has reached the end of its life.");
    });
    const { client: german } = await connect(t, BedrockRuntimeClient, { region: "eu-central-1" });
    assert.ok(await said(german, { modelId: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }));
    // Whose key does not name a Region may be anywhere.
    const { client: anywhere } = await connect(t, BedrockRuntimeClient, { region: "eu-central-1", ...WITH_API_KEY });
    assert.ok(await said(anywhere, { modelId: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }));
  });
});

describe("thoughts", () => {
  const question = user("What is the weather in Oslo?");
  const thinking = {
    inferenceConfig: { maxTokens: 4000 },
    additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2000 } },
  };
  const answer = (content) =>
    user(
      ...content
        .filter((block) => block.toolUse)
        .map(({ toolUse }) => ({ toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: "rain" }] } })),
    );

  test("of Claude come back whole, from a stream too, and altered ones are refused", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const input = { modelId: SONNET_4_5, messages: [question], toolConfig: TOOLS, ...thinking };
    const { content } = await folded(client, input);
    assert.deepEqual(content, (await said(client, input)).output.message.content);
    assert.ok(content[0].reasoningContent.reasoningText.text && content.at(-1).toolUse, JSON.stringify(content));
    const next = (blocks) =>
      said(client, { ...input, messages: [question, { role: "assistant", content: blocks }, answer(content)] });
    assert.equal((await next(content)).stopReason, "end_turn");
    const altered = structuredClone(content);
    altered[0].reasoningContent.reasoningText.text += " ";
    await assert.rejects(next(altered), /messages\.1\.content\.0: Invalid `signature` in `thinking` block/);
    await assert.rejects(next(content.slice(-1)), /Expected `thinking` or `redacted_thinking`, but found `tool_use`/);
    await assert.rejects(
      next([content[1], content[0], ...content.slice(2)]),
      /blocks in the latest assistant message cannot be modified/,
    );
  });

  test("can be redacted, and then come back as bytes", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const first = user(`The weather in Oslo? ${REDACT}`);
    const input = { modelId: SONNET_4_5, messages: [first], toolConfig: TOOLS, ...thinking };
    const { content } = await folded(client, input);
    const data = content[0].reasoningContent.redactedContent;
    assert.ok(data instanceof Uint8Array && data.length > 64);
    const next = (blocks) =>
      said(client, { ...input, messages: [first, { role: "assistant", content: blocks }, answer(content)] });
    assert.equal((await next(content)).stopReason, "end_turn");
    const altered = [
      { reasoningContent: { redactedContent: Uint8Array.from(data, (byte, at) => (at === 5 ? byte ^ 1 : byte)) } },
      ...content.slice(1),
    ];
    await assert.rejects(next(altered), /Invalid `data` in `redacted_thinking` block/);
  });

  test("of the newest Claude are there without being asked for, hidden unless they are wanted, and counted", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const path = { additionalModelResponseFieldPaths: ["/usage/output_tokens_details"] };
    const hidden = await said(client, { modelId: OPUS_5_5, ...path });
    const { text, signature } = hidden.output.message.content[0].reasoningContent.reasoningText;
    assert.equal(text, "");
    assert.ok(signature.length > 100);
    const tokens = hidden.additionalModelResponseFields.usage.output_tokens_details.thinking_tokens;
    assert.ok(tokens > 5 && tokens < hidden.usage.outputTokens, `${tokens}`);
    const shown = await said(client, {
      modelId: OPUS_5_5,
      additionalModelRequestFields: { thinking: { type: "adaptive", display: "summarized" } },
    });
    assert.ok(shown.output.message.content[0].reasoningContent.reasoningText.text);
    const messages = [user("Why is the sky blue?"), hidden.output.message, user("And at night?")];
    assert.ok(await said(client, { modelId: OPUS_5_5, messages }), "a signature without text is replayed too");
    const { content } = await folded(client, { modelId: SONNET_5, messages: [question] });
    assert.equal(content[0].reasoningContent, undefined, "this one thinks when asked");
  });

  test("of others are not signed, and Nova's not shown", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const oss = await said(client, { modelId: GPT_OSS });
    const { reasoningText } = oss.output.message.content[0].reasoningContent;
    assert.deepEqual(Object.keys(reasoningText), ["text"]);
    assert.ok(
      await said(client, { modelId: GPT_OSS, messages: [user("Why is the sky blue?"), oss.output.message, user("And?")] }),
    );
    const streamed = await folded(client, { modelId: GPT_OSS, messages: [user("Why is the sky blue?")] });
    assert.deepEqual(streamed.content.slice(1), oss.output.message.content, "after an empty block, as recorded");
    assert.deepEqual(streamed.content[0], { text: "" });
    const nova = await said(client, {
      modelId: NOVA_2,
      additionalModelRequestFields: { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } },
    });
    assert.deepEqual(nova.output.message.content[0], { reasoningContent: { reasoningText: { text: "[REDACTED]" } } });
    const signed = {
      role: "assistant",
      content: [{ reasoningContent: { reasoningText: { text: "a", signature: "b" } } }, { text: "c" }],
    };
    await assert.rejects(
      said(client, { modelId: GPT_OSS, messages: [user("a"), signed, user("b")] }),
      /doesn't support the reasoningContent\.reasoningText\.signature field/,
    );
  });
});

describe("prompt caching", () => {
  const long = "Tides follow the moon. ".repeat(400);
  const point = (ttl) => ({ cachePoint: { type: "default", ...(ttl && { ttl }) } });

  test("is written once, read by the next turn, and counted beside the other tokens", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const system = [{ text: long }, point("1h")];
    const first = (await said(client, { modelId: SONNET_4_5, system })).usage;
    assert.ok(first.cacheWriteInputTokens > 1024 && first.inputTokens < 50, JSON.stringify(first));
    assert.equal(first.cacheReadInputTokens, 0);
    assert.deepEqual(first.cacheDetails, [{ ttl: "1h", inputTokens: first.cacheWriteInputTokens }]);
    assert.equal(first.totalTokens, first.inputTokens + first.cacheWriteInputTokens + first.outputTokens);
    const messages = [user("Why?"), { role: "assistant", content: [{ text: "So." }] }, user("And then?", point())];
    const { usage } = await folded(client, { modelId: SONNET_4_5, system, messages });
    assert.equal(usage.cacheReadInputTokens, first.cacheWriteInputTokens);
    assert.deepEqual(usage.cacheDetails, [{ ttl: "5m", inputTokens: usage.cacheWriteInputTokens }]);
    const early = [{ text: "Be brief." }, point(), ...system];
    await assert.rejects(
      said(client, { modelId: SONNET_4_5, system: early }),
      /system\.2\.cache_control\.ttl: a ttl='1h' cache_control block must not come after/,
    );
    const { client: other } = await connect(t, BedrockRuntimeClient);
    assert.equal((await said(other, { modelId: SONNET_4_5, system })).usage.cacheReadInputTokens, 0, "another session");
  });

  test("takes more than a few tokens, and a model that caches", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const { usage } = await said(client, { modelId: SONNET_4_5, messages: [user("Why?", point())] });
    assert.deepEqual([usage.cacheReadInputTokens, usage.cacheWriteInputTokens, usage.cacheDetails], [0, 0, undefined]);
    const few = await said(client, { modelId: NOVA, messages: [user("Why is this so?", point())] });
    assert.ok(few.usage.cacheWriteInputTokens > 0, "Nova has no least number");
    const counts = ({ usage }) => [usage.cacheReadInputTokens, usage.cacheWriteInputTokens, usage.cacheDetails];
    const uncached = { modelId: SONNET_4_5, messages: [user("Why?")] };
    assert.deepEqual(counts(await said(client, uncached)), [0, 0, undefined], "Claude counts in whole replies");
    for (const none of [await folded(client, uncached), await said(client, { ...uncached, modelId: NOVA })])
      assert.deepEqual(counts(none), [undefined, undefined, undefined]);
    await assert.rejects(said(client, { modelId: LLAMA, messages: [user("Why?", point())] }), (error) => {
      assert.ok(error instanceof AccessDeniedException && error.$metadata.httpStatusCode === 403);
      return error.message.startsWith("You invoked an unsupported model or your request did not allow prompt caching.");
    });
    await assert.rejects(
      said(client, { modelId: NOVA, messages: [user("Why?", point("1h"))] }),
      /Extended TTL prompt caching is only supported for Anthropic models/,
    );
    await assert.rejects(
      said(client, { modelId: NOVA, toolConfig: { tools: [tool("a"), point()] } }),
      /#\/toolConfig\/tools\/1: extraneous key \[cachePoint\]/,
    );
  });
});

describe("citations", () => {
  const document = (name, format, source) => ({ document: { name, format, source, citations: { enabled: true } } });

  test("of Claude rest on documents, by characters, pages and chunks", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const notes = document("Notes", "txt", { text: "Grass is green." });
    const chunks = document("Chunks", undefined, { content: [{ text: "Snow is white." }] });
    const paper = document("Paper", "pdf", { bytes: new TextEncoder().encode("%PDF-1.4") });
    for (const [blocks, locations] of [
      [
        [notes, paper],
        [{ documentChar: { documentIndex: 0, start: 0, end: 15 } }, { documentPage: { documentIndex: 1, start: 1, end: 2 } }],
      ],
      [[chunks], [{ documentChunk: { documentIndex: 0, start: 0, end: 1 } }]],
    ]) {
      const input = { modelId: SONNET_4_5, messages: [user("What colour is it?", ...blocks)] };
      const { content } = (await said(client, input)).output.message;
      const cited = content.find((block) => block.citationsContent).citationsContent;
      assert.deepEqual(
        cited.citations.map((citation) => citation.location),
        locations,
      );
      assert.equal(cited.citations[0].title, blocks[0].document.name);
      const streamed = await folded(client, input);
      assert.deepEqual(streamed.content.find((block) => block.citations).citations, cited.citations);
      const text = (block) => block.text ?? block.citationsContent.content[0].text;
      assert.equal(streamed.content.map(text).join(""), content.map(text).join(""));
      const again = [input.messages[0], { role: "assistant", content }, user("And?")];
      assert.ok(await said(client, { ...input, messages: again }), "what was cited is replayed");
    }
  });

  test("of Nova rest on a search of its own", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const input = {
      modelId: NOVA_2,
      messages: [user("Who won?")],
      toolConfig: { tools: [{ systemTool: { name: "nova_grounding" } }] },
    };
    const answer = await said(client, input);
    const { content } = answer.output.message;
    assert.equal(answer.stopReason, "end_turn");
    assert.deepEqual([content[0].toolUse.name, content[0].toolUse.type], ["nova_grounding", "server_tool_use"]);
    assert.equal(content[1].toolResult.toolUseId, content[0].toolUse.toolUseId);
    const { citations } = content.find((block) => block.citationsContent).citationsContent;
    assert.ok(
      citations.every(({ location }) => new URL(location.web.url).hostname.endsWith(location.web.domain)),
      JSON.stringify(citations),
    );
    const streamed = await folded(client, input);
    assert.deepEqual(streamed.content[0], { toolUse: content[0].toolUse });
    assert.deepEqual(streamed.content.find((block) => block.citations).citations, citations);
    assert.ok(
      await said(client, { ...input, messages: [...input.messages, answer.output.message, user("And?")] }),
      "its own call needs no answer",
    );
  });
});

describe("calls", () => {
  test("come two at once, one after the other or mixed, and one where only one is wanted", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const input = { modelId: SONNET_4_5, messages: [user("The weather and the population of Oslo?")], toolConfig: TOOLS };
    const names = (content) => content.flatMap((block) => block.toolUse?.name ?? []);
    const whole = await said(client, input);
    assert.deepEqual(names(whole.output.message.content), ["weather", "population"]);
    const streamed = await folded(client, input);
    assert.deepEqual(streamed.content, whole.output.message.content);
    const mixed = await folded(client, { ...input, messages: [user("emulator:every-tool emulator:interleave")] });
    assert.deepEqual(names(mixed.content), ["weather", "population"]);
    const indices = mixed.order.filter(([name]) => name === "contentBlockDelta").map(([, index]) => index);
    assert.ok(indices.join().includes("1,2,1,2"), `${indices}`);
    const single = { tool_choice: { type: "auto", disable_parallel_tool_use: true } };
    const one = await said(client, { ...input, additionalModelRequestFields: single });
    assert.deepEqual(names(one.output.message.content), ["weather"]);
    const none = await said(client, { ...input, additionalModelRequestFields: { tool_choice: { type: "none" } } });
    assert.equal(none.stopReason, "end_turn");
  });

  test("without input have an empty delta or none", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const toolConfig = { tools: [tool("clock", {})] };
    for (const [modelId, deltas] of [
      [SONNET_4_5, 1],
      [NOVA, 0],
    ]) {
      const input = { modelId, messages: [user("What does the clock say?")], toolConfig };
      const { content, order } = await folded(client, input);
      const index = content.findIndex((block) => block.toolUse);
      assert.deepEqual(content[index].toolUse.input, {});
      assert.equal(order.filter(([name, at]) => name === "contentBlockDelta" && at === index).length, deltas, modelId);
    }
  });
});

describe("ends", () => {
  test("that are rare come when they are called", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    for (const reason of ["content_filtered", "malformed_model_output", "malformed_tool_use", "model_context_window_exceeded"]) {
      const input = { modelId: NOVA, messages: [user(`Weather? emulator:stop=${reason}.`)], toolConfig: TOOLS };
      const whole = await said(client, input);
      assert.equal(whole.stopReason, reason);
      const streamed = await folded(client, input);
      assert.equal(streamed.stopReason, reason);
      if (reason === "malformed_tool_use") {
        const { toolUse } = streamed.content.pop();
        assert.equal(toolUse.name, "weather");
        assert.throws(() => JSON.parse(toolUse.input), SyntaxError, "half a call");
      }
      assert.deepEqual(streamed.content, whole.output.message.content);
    }
  });

  test("a guardrail speaks for the model, and says why to who asks", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const guardrailConfig = { guardrailIdentifier: "gr4rd", guardrailVersion: "1", trace: "enabled" };
    const bad = { modelId: NOVA, messages: [user("You idiot, say swordfish")], guardrailConfig };
    const whole = await said(client, bad);
    assert.equal(whole.stopReason, "guardrail_intervened");
    assert.deepEqual(whole.output.message.content, [{ text: "Sorry, the model cannot answer this question." }]);
    assert.deepEqual([whole.usage.inputTokens, whole.usage.outputTokens], [0, 0]);
    const { inputAssessment, outputAssessments } = whole.trace.guardrail;
    assert.equal(inputAssessment.gr4rd.wordPolicy.customWords[0].match, "swordfish");
    assert.equal(outputAssessments, undefined);
    const streamed = await folded(client, bad);
    assert.equal(streamed.stopReason, "guardrail_intervened");
    assert.deepEqual(streamed.trace, whole.trace);
    const mail = await said(client, { ...bad, messages: [user("Who is bob@example.com")] });
    assert.equal(mail.stopReason, "guardrail_intervened", "the answer repeats the address");
    assert.match(mail.output.message.content[0].text, /\{EMAIL\}/);
    assert.equal(mail.trace.guardrail.outputAssessments.gr4rd[0].sensitiveInformationPolicy.piiEntities[0].type, "EMAIL");
    const good = await said(client, {
      ...bad,
      messages: [user("Why is the sky blue?")],
      guardrailConfig: { ...guardrailConfig, trace: "disabled" },
    });
    assert.deepEqual([good.stopReason, good.trace], ["end_turn", undefined]);
    const marked = user("You idiot", { guardContent: { text: { text: "Why is the sky blue?" } } });
    assert.equal((await said(client, { ...bad, messages: [marked] })).stopReason, "end_turn", "only what is marked is read");
    await assert.rejects(
      said(client, { ...bad, guardrailConfig: { ...guardrailConfig, guardrailVersion: "7" } }),
      /does not exist/,
    );
  });
});

function format(schema) {
  return { textFormat: { type: "json_schema", structure: { jsonSchema: { name: "answer", schema: JSON.stringify(schema) } } } };
}

function png() {
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
}

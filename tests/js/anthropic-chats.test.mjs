// One conversation as a request of Anthropic's and as a chat in OpenAI's shape: Converse is asked the same for both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { seeded } from "./lib/anthropic-mutations.mjs";

const MODELS = [
  ...[
    "amazon.nova-lite-v1:0",
    "amazon.nova-2-lite-v1:0",
    "us.meta.llama3-3-70b-instruct-v1:0",
    "mistral.mistral-large-2407-v1:0",
  ],
  ...[
    "mistral.pixtral-large-2502-v1:0",
    "openai.gpt-oss-120b-1:0",
    "deepseek.r1-v1:0",
    "qwen.qwen3-32b-v1:0",
    "cohere.command-r-plus-v1:0",
  ],
  ...["ai21.jamba-1-5-large-v1:0", "amazon.titan-text-express-v1", "nova-pro", "acme.rocket-v1:0", "moonshotai.kimi-k3"],
];
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PDF = "JVBERi0xLjQK";
const WORDS = ["Hello", "Why is the sky blue over Zürich?", 'say "hi"\n', "🦙", "  ", "a b", "</s>", "\\u0041"];

/** A conversation in both shapes. */
function conversation(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const maybe = (chance, value) => (random() < chance ? value() : undefined);
  const cached = () =>
    maybe(0.15, () => ({ cache_control: pick([{ type: "ephemeral" }, { type: "ephemeral", ttl: "1h" }]) })) ?? {};

  /** A part of the user's, or of a tool's result: a block, and the parts of a chat. */
  const part = () => {
    const cache = cached();
    return pick([
      () => {
        const text = pick(WORDS);
        return [{ type: "text", text, ...cache }, [{ type: "text", text, ...cache }]];
      },
      () => [
        { type: "image", source: { type: "base64", media_type: "image/png", data: PNG }, ...cache },
        [{ type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` }, ...cache }],
      ],
      () => {
        const filename = maybe(0.5, () => pick(["a.pdf", "My report (2).pdf", "é"]));
        const context = maybe(0.3, () => pick(WORDS));
        const file = { file_data: `data:application/pdf;base64,${PDF}`, ...(filename && { filename }) };
        return [
          {
            type: "document",
            source: { type: "base64", media_type: "application/pdf", data: PDF },
            ...(filename && { title: filename }),
            ...(context && { context }),
            ...cache,
          },
          [...(context ? [{ type: "text", text: context }] : []), { type: "file", file, ...cache }],
        ];
      },
      () => {
        const text = pick(WORDS);
        const file_data = `data:text/plain;base64,${Buffer.from(text).toString("base64")}`;
        return [
          { type: "document", source: { type: "text", media_type: "text/plain", data: text }, ...cache },
          [{ type: "file", file: { file_data }, ...cache }],
        ];
      },
    ])();
  };
  const parts = (most) => Array.from({ length: 1 + Math.floor(random() * most) }, part);

  const messages = [];
  const chat = [];
  const system = pick([
    undefined,
    "Be brief.",
    [
      { type: "text", text: "Be brief.", ...cached() },
      { type: "text", text: "Or not.", ...cached() },
    ],
  ]);
  if (system) chat.push({ role: "system", content: system });
  const tools = maybe(0.6, () => ["get_weather", "now"]);
  const turns = 1 + Math.floor(random() * 3);
  let number = 0;
  for (let turn = 0; turn < turns; turn++) {
    const asked = parts(3);
    messages.push({ role: "user", content: asked.map(([block]) => block) });
    chat.push({ role: "user", content: asked.flatMap(([, list]) => list) });
    if (turn === turns - 1) break;
    const said = pick(["I look.", "Hm"]);
    const thinking = maybe(0.4, () => [
      { type: "thinking", thinking: "Hm", signature: pick(["", "c2ln"]) },
      { type: "redacted_thinking", data: "ZGF0YQ==" },
    ]);
    const ids = tools && random() < 0.7 ? [`toolu_${(number += 1)}`, ...(random() < 0.5 ? [`toolu_${(number += 1)}`] : [])] : [];
    const input = () => pick([{}, { city: "Oslo", days: [1, null] }, { "a.b": "é\n" }]);
    const calls = ids.map((id) => ({ id, name: pick(tools), input: input() }));
    messages.push({
      role: "assistant",
      content: [...(thinking ?? []), { type: "text", text: said }, ...calls.map((call) => ({ type: "tool_use", ...call }))],
    });
    chat.push({
      role: "assistant",
      content: [{ type: "text", text: said }],
      ...(thinking && { thinking_blocks: thinking }),
      ...(calls.length && {
        tool_calls: calls.map(({ id, name, input: of }) => ({
          id,
          type: "function",
          function: { name, arguments: JSON.stringify(of) },
        })),
      }),
    });
    if (calls.length === 0) continue;
    const results = calls.map(({ id }) => ({
      id,
      is_error: random() < 0.3,
      list: random() < 0.6 ? parts(2) : undefined,
      cache: cached(),
    }));
    messages.push({
      role: "user",
      content: results.map(({ id, is_error, list, cache }) => ({
        type: "tool_result",
        tool_use_id: id,
        ...(is_error && { is_error }),
        content: list ? list.map(([block]) => block) : "cold",
        ...cache,
      })),
    });
    for (const { id, is_error, list, cache } of results)
      chat.push({
        role: "tool",
        tool_call_id: id,
        ...(is_error && { is_error }),
        content: list ? list.flatMap(([, more]) => more) : "cold",
        ...cache,
      });
  }
  return { messages, chat, system, ...settings(random, pick, maybe, tools) };
}

/** The other members, of both. */
function settings(random, pick, maybe, tools) {
  const shared = {
    max_tokens: 2000,
    ...maybe(0.4, () => ({ temperature: pick([0, 0.5, 1.5]) })),
    ...maybe(0.4, () => ({ top_p: 0.9 })),
    ...maybe(0.3, () => ({ top_k: 5 })),
    ...maybe(0.3, () => ({ metadata: { user_id: "u-1" } })),
  };
  const ofMessages = { ...shared };
  const ofChat = { ...shared };
  if (random() < 0.4) [ofMessages.stop_sequences, ofChat.stop] = [["END"], ["END"]];
  if (random() < 0.5) {
    const effort = pick(["low", "medium", "high", "max"]);
    [ofMessages.output_config, ofChat.reasoning_effort] = [{ effort }, effort];
  } else if (random() < 0.6) {
    const [thinking, effort] = pick([
      [{ type: "disabled" }, "none"],
      [{ type: "adaptive" }, "medium"],
      [{ type: "enabled", budget_tokens: 1024 }, "low"],
      [{ type: "enabled", budget_tokens: 5000 }, "medium"],
      [{ type: "enabled", budget_tokens: 10_000 }, "high"],
    ]);
    [ofMessages.thinking, ofChat.reasoning_effort] = [thinking, effort];
  }
  if (tools) {
    const schema = { type: "object", properties: { city: { type: "string" }, "a.b": { type: "string" } } };
    const description = "It tells.";
    ofMessages.tools = tools.map((name) => ({ name, description, input_schema: schema }));
    ofChat.tools = tools.map((name) => ({ type: "function", function: { name, description, parameters: schema } }));
    const [choice, of] = pick([
      [undefined, undefined],
      [{ type: "auto" }, "auto"],
      [{ type: "any" }, "required"],
      [{ type: "none" }, "none"],
      [
        { type: "tool", name: "now" },
        { type: "function", function: { name: "now" } },
      ],
    ]);
    if (choice) [ofMessages.tool_choice, ofChat.tool_choice] = [choice, of];
    if (choice && random() < 0.3) {
      ofMessages.tool_choice = { ...choice, disable_parallel_tool_use: true };
      ofChat.parallel_tool_calls = false;
    }
  } else if (random() < 0.2) {
    const schema = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
    ofMessages.output_config = { ...ofMessages.output_config, format: { type: "json_schema", schema } };
    ofChat.response_format = { type: "json_schema", json_schema: { name: "output", schema } };
  }
  return { ofMessages, ofChat };
}

/** A client that notes what it sends and warns of. A client warns of each thing once. */
function noting() {
  const notes = [];
  const fetch = async (url, init) => {
    notes.push([url, JSON.parse(new TextDecoder().decode(init.body))]);
    const output = { message: { role: "assistant", content: [{ text: "x" }] } };
    return Response.json({ output, stopReason: "end_turn", usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } });
  };
  const onWarning = ({ message }) => notes.push(message);
  const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", fetch, onWarning, maxRetries: 0, logLevel: "off" });
  return { bedrock, noted: () => notes.splice(0) };
}

test("1,000 conversations ask Converse the same in both shapes, and warn of the same", async () => {
  const random = seeded(5);
  const [theirs, ours] = [noting(), noting()];
  const anthropic = createFetch(theirs.bedrock);
  let answered = 0;
  for (let count = 0; count < 1000; count++) {
    const { messages, chat, system, ofMessages, ofChat } = conversation(random);
    const model = MODELS[count % MODELS.length];
    const body = JSON.stringify({ model, messages, ...(system && { system }), ...ofMessages });
    const response = await anthropic("/v1/messages", { method: "POST", body });
    const refusal = await ours.bedrock.chat.completions.create({ model, messages: chat, ...ofChat }).then(
      () => undefined,
      (error) => error,
    );
    const shown = `${count} ${body.slice(0, 3000)}`;
    assert.equal(response.status, refusal ? 400 : 200, `${refusal} ${await response.text()} ${shown}`);
    const [asMessages, asChat] = [theirs.noted(), ours.noted()];
    assert.deepEqual(asMessages, asChat, shown);
    if (!refusal) answered += 1;
  }
  assert.ok(answered > 700, `${answered} were answered`);
});

// The code that Look inside offers to copy: each program runs in Node against the local Bedrock, and gets the same reply.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createSession } from "../js/lib/emulator.mjs";
import { load, projectOf } from "./lib/modules.mjs";

const { default: Anthropic } = createRequire(new URL("../js/package.json", import.meta.url))("@anthropic-ai/sdk");
const MODULES = `
export { record } from "./recorder/index.ts";
export { connection, startConnection } from "./connection/index.ts";
export { LOCAL_KEYS } from "./connection/local.ts";
export { FORMS, programOf } from "./inside/code/index.ts";
export { literal } from "./inside/code/literal.ts";
export { createFetch } from "bedrock-wasm/anthropic";
`;
const SECRET = /wJalrXUtnFEMI|IQoJb3JpZ2lu|AKIDEXAMPLE|bedrock-api-key-|ABSK/;
const NOVA = "us.amazon.nova-lite-v1:0";
const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const PACKAGES = ["bedrock-wasm", "openai", "@anthropic-ai/sdk", "@aws-sdk/client-bedrock-runtime"];
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Runs a program as somebody who copied it does: its keys are in the environment. */
async function run(folder, code, keys) {
  const file = path.join(folder, "program.mjs");
  fs.writeFileSync(file, code);
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd: folder, env });
  assert.equal(stderr, "");
  return stdout;
}

async function prepared(t) {
  const session = await createSession();
  t.after(() => session.delete());
  const modules = await load(t, MODULES);
  modules.startConnection(`?endpoint=${encodeURIComponent(session.endpoint)}`);
  return { ...modules, session };
}

const OPENAI_FORMS = ["native", "openai-shape", "openai", "aws-sdk"];

/**
 * How a call is made in a vocabulary, in which forms there is code of it, and where its text is: in a whole answer, and in an
 * event of a stream.
 */
const CHAT = {
  method: "chat.completions.create",
  forms: OPENAI_FORMS,
  call: (bedrock, input) => bedrock.chat.completions.create(input),
  whole: (answer) => answer.choices[0].message.content,
  piece: (chunk) => chunk.choices[0]?.delta.content,
};
const RESPONSES = {
  method: "responses.create",
  forms: OPENAI_FORMS,
  call: (bedrock, input) => bedrock.responses.create(input),
  whole: (answer) => answer.output_text,
  piece: ({ type, delta }) => (type === "response.output_text.delta" ? delta : undefined),
};

const MESSAGES = {
  method: "messages.create",
  forms: ["native", "anthropic", "aws-sdk"],
  call: async (bedrock, input, { createFetch }) => {
    const client = new Anthropic({ apiKey: "unused", fetch: createFetch(bedrock) });
    return client.messages.create(input);
  },
  whole: ({ content }) => content.map(({ text }) => text ?? "").join(""),
  piece: ({ type, delta }) => (type === "content_block_delta" ? delta.text : undefined),
};

/** Records a call; gives the recording and the reply's text. */
async function recorded(modules, input, { method, call, whole, piece } = CHAT) {
  const recording = modules.record("chat", { method, input });
  const bedrock = await recording.client();
  const answer = await call(bedrock, input, modules);
  let text = "";
  if (input.stream) for await (const event of recording.watch(answer)) text += piece(event) ?? "";
  else {
    recording.answer(answer);
    text = whole(answer);
  }
  recording.end();
  return { turn: recording.turn, text };
}

const ASKED = [{ role: "user", content: "Why is the sky blue over “Zürich”?\n\\ `\u0024{1}` \u2028" }];

const CHATS = {
  "a stream": { model: NOVA, messages: ASKED, stream: true, stream_options: { include_usage: true } },
  "a whole reply": { model: NOVA, messages: ASKED, temperature: 0.2, max_tokens: 200, stop: ["swordfish"] },
  "a conversation with a system prompt, an image and a document": {
    model: CLAUDE,
    messages: [
      { role: "system", content: "Answer in one sentence." },
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Good day." },
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: `data:image/png;base64,${PIXEL}` } },
          { type: "file", file: { filename: "notes.txt", file_data: `data:text/plain;base64,${btoa("The sky is blue.")}` } },
          { type: "text", text: "Compare the image with the notes." },
        ],
      },
    ],
    stream: true,
  },
  "the result of a tool, whose input has members with names of Bedrock's": {
    model: CLAUDE,
    messages: [
      { role: "user", content: "Store it" },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "store", arguments: '{"source":{"bytes":"AAAA"},"redactedContent":"AAAA"}' },
          },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "Stored." },
    ],
    tools: [
      {
        type: "function",
        function: { name: "store", parameters: { type: "object", properties: { source: { type: "object" } } } },
      },
    ],
    stream: true,
  },
};

const FILE = { type: "input_file", filename: "notes.txt", file_data: `data:text/plain;base64,${btoa("The sky is blue.")}` };
const STORED = { type: "function_call", call_id: "call_1", name: "store", arguments: '{"source":{"bytes":"AAAA"}}' };

const IN_RESPONSES = {
  "a stream of Responses": { model: NOVA, input: ASKED, stream: true },
  "a whole reply of Responses": { model: NOVA, input: ASKED[0].content, temperature: 0.2, max_output_tokens: 200 },
  "a conversation of Responses with instructions, an image and a document": {
    model: CLAUDE,
    instructions: "Answer in one sentence.",
    input: [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Good day." },
      {
        role: "user",
        content: [
          { type: "input_image", image_url: `data:image/png;base64,${PIXEL}` },
          FILE,
          { type: "input_text", text: "Compare the image with the notes." },
        ],
      },
    ],
    stream: true,
  },
  "the result of a tool in Responses": {
    model: CLAUDE,
    input: [
      { role: "user", content: "Store it" },
      STORED,
      { type: "function_call_output", call_id: "call_1", output: "Stored." },
    ],
    tools: [{ type: "function", name: "store", parameters: { type: "object", properties: { source: { type: "object" } } } }],
    reasoning: { effort: "none" },
    stream: true,
  },
};

const IN_MESSAGES = {
  "a stream of Messages": { model: NOVA, max_tokens: 500, messages: ASKED, stream: true },
  "a whole message": { model: NOVA, max_tokens: 500, messages: ASKED, temperature: 0.2 },
  "a whole message of Claude": { model: CLAUDE, max_tokens: 500, messages: ASKED },
  "a conversation of Messages with a system prompt, an image and a document": {
    model: CLAUDE,
    max_tokens: 500,
    system: "Answer in one sentence.",
    messages: [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Good day." },
      {
        role: "user",
        content: [
          { type: "image", source: { type: "base64", media_type: "image/png", data: PIXEL } },
          { type: "document", source: { type: "text", media_type: "text/plain", data: "The sky is blue." }, title: "notes.txt" },
          { type: "text", text: "Compare the image with the notes." },
        ],
      },
    ],
    stream: true,
  },
  "the result of a tool, and thoughts, in Messages": {
    model: CLAUDE,
    max_tokens: 5000,
    thinking: { type: "enabled", budget_tokens: 1024 },
    messages: [
      { role: "user", content: "Store it" },
      { role: "assistant", content: [{ type: "tool_use", id: "call_1", name: "store", input: { source: { bytes: "AAAA" } } }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1", content: "Stored." }] },
      { role: "assistant", content: "It is stored." },
      { role: "user", content: "Why?" },
    ],
    tools: [{ name: "store", input_schema: { type: "object", properties: { source: { type: "object" } } } }],
    stream: true,
  },
};

const CALLS = [
  ...Object.entries(CHATS).map(([title, input]) => [title, input, CHAT]),
  ...Object.entries(IN_RESPONSES).map(([title, input]) => [title, input, RESPONSES]),
  ...Object.entries(IN_MESSAGES).map(([title, input]) => [title, input, MESSAGES]),
];

for (const [title, input, vocabulary] of CALLS) {
  test(`${title}, in all its forms`, async (t) => {
    const modules = await prepared(t);
    const { turn, text } = await recorded(modules, input, vocabulary);
    assert.ok(text.length > 10, text);
    const [{ bodyText }] = (await modules.session.log()).requests;
    const folder = projectOf(t, PACKAGES);
    for (const form of modules.FORMS) {
      const { code, reason } = modules.programOf(form, turn, turn.attempts[0]);
      if (!vocabulary.forms.includes(form)) {
        assert.match(reason, new RegExp(`written as ${vocabulary.method}, which is not translated`));
        continue;
      }
      assert.ok(code, reason);
      assert.doesNotMatch(code, SECRET);
      assert.equal(await run(folder, code, modules.LOCAL_KEYS), `${text}\n`, `${form}:\n${code}`);
      const { requests } = await modules.session.log();
      assert.deepEqual(JSON.parse(requests.at(-1).bodyText), JSON.parse(bodyText), `${form} sends the same`);
    }
  });
}

test("a call in Bedrock's own shape has two forms, and says why not the others", async (t) => {
  const modules = await prepared(t);
  const input = { modelId: NOVA, messages: [{ role: "user", content: [{ text: "Why?" }] }] };
  const recording = modules.record("native", { method: "converse", input });
  const response = await (await recording.client()).converse(input);
  recording.answer(response);
  recording.end();
  const { turn } = recording;
  const folder = projectOf(t, ["bedrock-wasm", "@aws-sdk/client-bedrock-runtime"]);
  for (const form of ["native", "aws-sdk"]) {
    const { code } = modules.programOf(form, turn, turn.attempts[0]);
    assert.equal(await run(folder, code, modules.LOCAL_KEYS), `${response.output.message.content[0].text}\n`, code);
  }
  for (const form of ["openai-shape", "openai", "anthropic"])
    assert.match(modules.programOf(form, turn, turn.attempts[0]).reason, /converse/);
});

test("embeddings, in all their forms", async (t) => {
  const modules = await prepared(t);
  const input = { model: "amazon.titan-embed-text-v2:0", input: ["The sky"], dimensions: 256 };
  const recording = modules.record("embeddings", { method: "embeddings.create", input });
  const answer = await (await recording.client()).embeddings.create(input);
  recording.answer(answer);
  recording.end();
  const numbers = /-?\d+\.\d{6}/;
  const first = answer.data[0].embedding.find((value) => numbers.test(String(value)));
  const folder = projectOf(t, PACKAGES);
  for (const form of OPENAI_FORMS) {
    const { code } = modules.programOf(form, recording.turn, recording.turn.attempts[0]);
    const printed = await run(folder, code, modules.LOCAL_KEYS);
    assert.ok(printed.includes(String(first).slice(0, 8)), `${form} prints ${printed}:\n${code}`);
  }
});

test("no form has the keys of the connection, whichever way in it is", async (t) => {
  const modules = await prepared(t);
  const { endpoint } = modules.session;
  const ways = [
    { kind: "keys", keys: modules.LOCAL_KEYS },
    { kind: "apiKey", apiKey: "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y" },
  ];
  for (const access of ways) {
    modules.connection.value = { access, region: "us-east-1", endpoint };
    for (const [, input, vocabulary] of CALLS.filter(([title]) => title.startsWith("a stream"))) {
      const { turn } = await recorded(modules, input, vocabulary);
      for (const form of vocabulary.forms) assert.doesNotMatch(modules.programOf(form, turn, turn.attempts[0]).code, SECRET);
      assert.doesNotMatch(JSON.stringify(turn), SECRET);
    }
  }
});

test("a body that was not kept, and an operation without code, are told of", async (t) => {
  const modules = await load(t, MODULES);
  const request = {
    method: "POST",
    url: "https://a.example/model/m/converse",
    headers: {},
    body: undefined,
    bodyBytes: 9_000_000,
  };
  const turn = { call: undefined, place: { region: "us-east-1" } };
  const reason = (attempt, form = "native") => modules.programOf(form, turn, attempt).reason;
  assert.match(reason({ operation: "Converse", request }), /too large/);
  assert.match(reason({ operation: "Converse", request: { ...request, bodyBytes: 0 } }), /no body/);
  assert.match(reason({ operation: "ListFoundationModels", request }), /no code here for ListFoundationModels/);
  assert.match(reason({ operation: "Converse", request }, "openai"), /does not say/);
});

test("literals say what JSON says, whatever is in it", async (t) => {
  const { literal } = await load(t, MODULES);
  const values = [
    null,
    -0.5,
    "</script>\u2029\ud83d",
    [],
    {},
    [[1], { a: [] }],
    { "a-b": 1, constructor: 2, $: "x".repeat(200), "": [{ deep: { deeper: "y".repeat(90) } }] },
    JSON.parse('{"__proto__": {"a": 1}}'),
  ];
  for (const value of values) {
    const text = literal(value);
    // biome-ignore lint/security/noGlobalEval: it is the test of what is written
    const evaluated = (0, eval)(`(${text})`);
    assert.equal(JSON.stringify(evaluated), JSON.stringify(value), text);
    assert.deepEqual(Object.keys(Object(evaluated)), Object.keys(Object(value)));
  }
});

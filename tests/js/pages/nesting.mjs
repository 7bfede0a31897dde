// Inputs and replies that are nested so and so deep, in both vocabularies, in whatever runtime imports this. A `fetch` answers
// with the replies.

const LEVELS = [10, 500, 600, 10_000, 200_000];
const KEYS = { accessKeyId: "ASIAX", secretAccessKey: "s", sessionToken: "t" };
const MODEL = "amazon.nova-micro-v1:0";
const CONVERSE = { modelId: MODEL, messages: [{ role: "user", content: [{ text: "Hi" }] }] };
const CHAT = { model: MODEL, messages: [{ role: "user", content: "Hi" }] };
const END = `"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},"metrics":{"latencyMs":1}`;
const TEXT = `{"output":{"message":{"role":"assistant","content":[{"text":"Hi"}]}},${END}}`;
const JSON_TYPE = { "content-type": "application/json" };

/** The JSON of an object in an object in an object, of so many levels. What it is in adds a few. */
const text = (levels) => `{"a":`.repeat(levels) + 1 + "}".repeat(levels);

function object(levels) {
  const outer = {};
  let inner = outer;
  for (let level = 1; level < levels; level++) {
    inner.a = {};
    inner = inner.a;
  }
  return outer;
}

/** Checksums of frames: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function frame(name, payload) {
  const utf8 = new TextEncoder();
  const body = utf8.encode(payload);
  const headers = [];
  for (const [key, value] of [
    [":event-type", name],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ]) {
    headers.push(key.length, ...utf8.encode(key), 7, 0, value.length, ...utf8.encode(value));
  }
  const bytes = new Uint8Array(16 + headers.length + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length);
  view.setUint32(4, headers.length);
  view.setUint32(8, crc32(bytes.subarray(0, 8)));
  bytes.set(headers, 12);
  bytes.set(body, 12 + headers.length);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)));
  return bytes;
}

function stream(event) {
  const frames = [
    frame("messageStart", `{"role":"assistant"}`),
    event,
    frame("messageStop", `{"stopReason":"end_turn"}`),
    frame("metadata", `{"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},"metrics":{"latencyMs":1}}`),
  ];
  return new Response(new Blob(frames), { headers: { "content-type": "application/vnd.amazon.eventstream" } });
}

async function drain(events) {
  for await (const _ of await events);
}

/** By what is nested: the call, and the body of the reply. */
const PLAYS = {
  "converse, in additionalModelRequestFields": {
    call: (b, levels) => b.converse({ ...CONVERSE, additionalModelRequestFields: object(levels) }),
  },
  "converse, in a tool's schema": {
    call: (b, levels) =>
      b.converse({ ...CONVERSE, toolConfig: { tools: [{ toolSpec: { inputSchema: { json: object(levels) } } }] } }),
  },
  "invokeModel, in its body": {
    call: (b, levels) => b.invokeModel({ modelId: MODEL, body: object(levels) }),
  },
  "chat, in a tool's schema": {
    call: (b, levels) =>
      b.chat.completions.create({ ...CHAT, tools: [{ type: "function", function: { name: "f", parameters: object(levels) } }] }),
  },
  "chat, in the arguments of a tool call": {
    call: (b, levels) => {
      const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
      const calls = [{ id: "1", type: "function", function: { name: "f", arguments: text(levels) } }];
      const turns = [
        { role: "assistant", content: null, tool_calls: calls },
        { role: "tool", tool_call_id: "1", content: "ok" },
      ];
      return b.chat.completions.create({ ...CHAT, tools, messages: [...CHAT.messages, ...turns] });
    },
  },
  "createFetch, in the body": {
    call: async (b, levels, { createFetch }) => {
      const body = `{"model":"${MODEL}","messages":[{"role":"user","content":"Hi"}],"additionalModelRequestFields":${text(levels)}}`;
      const reply = await createFetch(b)("https://any.invalid/v1/chat/completions", { method: "POST", body });
      if (reply.status !== 200) throw { name: reply.status, message: (await reply.json()).error.message };
    },
  },
  "converse, the reply's toolUse": {
    call: (b) => b.converse(CONVERSE),
    reply: (levels) =>
      `{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"1","name":"f","input":${text(levels)}}}]}},${END}}`,
  },
  "converse, anywhere in the reply": {
    call: (b) => b.converse(CONVERSE),
    reply: (levels) => `{"bytes":"AAAA","trace":${text(levels)},${END}}`,
  },
  "chat, the reply's toolUse": {
    call: (b) => b.chat.completions.create(CHAT),
    reply: (levels) =>
      `{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"1","name":"f","input":${text(levels)}}}]}},${END}}`,
  },
  "embeddings, anywhere in the reply": {
    call: (b) => b.embeddings.create({ model: "titan-embed-text-v2", input: "a" }),
    reply: (levels) => `{"embedding":[${"1,".repeat(4096)}1],"x":${text(levels)},"inputTextTokenCount":1}`,
  },
  "converseStream, an event of the reply": {
    call: (b) => drain(b.converseStream(CONVERSE)),
    reply: (levels) => stream(frame("contentBlockStart", `{"start":${text(levels)},"contentBlockIndex":0}`)),
  },
  "chat, an event of the reply": {
    call: (b) => drain(b.chat.completions.create({ ...CHAT, stream: true })),
    reply: (levels) => stream(frame("contentBlockStart", `{"start":${text(levels)},"contentBlockIndex":0}`)),
  },
};

const MODELS = ["nova-lite", "claude-sonnet-4-5", "gpt-oss-120b", "mistral-large-2407"];

/** Schemas that are not nested deep, and whose definitions refer to each other: deeper than any stack, put together. */
function chains() {
  const wrapped = (levels, wrap, leaf) => (levels === 0 ? leaf : wrap(wrapped(levels - 1, wrap, leaf)));
  const chain = (length, levels, wrap) => {
    const link = (at) => wrapped(levels, wrap, at < length - 1 ? { $ref: `#/$defs/d${at + 1}` } : { type: "string" });
    const $defs = Object.fromEntries(Array.from({ length }, (_, at) => [`d${at}`, link(at)]));
    return { type: "object", properties: { x: { $ref: "#/$defs/d0" } }, $defs };
  };
  const inProperties = (schema) => ({ type: "object", properties: { a: schema } });
  return [
    chain(190, 230, inProperties),
    chain(190, 230, (schema) => ({ anyOf: [schema] })),
    chain(190, 450, (schema) => ({ not: schema })),
    chain(3000, 1, inProperties),
    chain(20_000, 0, inProperties),
    { ...chain(3000, 0, inProperties), properties: undefined, $ref: "#/$defs/d0" },
  ];
}

/** What became of requests with these schemas: the names and messages of the errors. */
export async function playChains({ Bedrock }) {
  const fetch = async () => new Response(TEXT, { headers: JSON_TYPE });
  const bedrock = new Bedrock({ region: "us-east-1", credentials: KEYS, fetch, onWarning() {} });
  const errors = [];
  for (const schema of chains()) {
    for (const model of MODELS) {
      for (const strict of [false, true]) {
        const response_format = { type: "json_schema", json_schema: { name: "a", schema, strict } };
        const tools = [{ type: "function", function: { name: "f", parameters: schema, strict } }];
        for (const members of [{ tools }, { response_format }]) {
          await bedrock.chat.completions.create({ ...CHAT, model, ...members }).catch(({ name, message }) => {
            errors.push(`${name}: ${message}`);
          });
        }
      }
    }
  }
  return errors;
}

/** What became of each: `{ outcome, sent, type, message }`. */
export async function play(all) {
  const played = {};
  for (const levels of LEVELS) {
    for (const [name, { call, reply = () => TEXT }] of Object.entries(PLAYS)) {
      let sent = false;
      const fetch = async () => {
        sent = true;
        const body = reply(levels);
        return typeof body === "string" ? new Response(body, { headers: JSON_TYPE }) : body;
      };
      const options = { region: "us-east-1", credentials: KEYS, fetch, maxRetries: 0, onWarning() {} };
      const bedrock = new all.Bedrock(options);
      played[`${levels} levels: ${name}`] = await Promise.resolve(call(bedrock, levels, all)).then(
        () => ({ outcome: "resolved", sent }),
        ({ name: type, message }) => ({ outcome: "rejected", sent, type, message }),
      );
    }
  }
  return played;
}

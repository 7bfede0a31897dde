// Streams in OpenAI's shape, as the packed package builds them: real bytes of Bedrock in, the golden chunks out, and the
// openai package's own accumulator and types over them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Bedrock } from "bedrock-wasm";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { CHAT, CREDENTIALS, collect, connect } from "./lib/client.mjs";
import { frame } from "./lib/frames.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const fixtures = path.join(here, "../fixtures");
const golden = path.join(fixtures, "openai/stream");
const names = fs.readdirSync(golden).map((file) => file.replace(/\.json$/, ""));
const HEAD = { id: "7d2b0a4e-8c1f-4f0e-9f3b-0123456789ab", created: 1_790_000_000, model: "bedrock/any" };

/** Streams a chat, whose head is that of the golden chunks if the reply is a recording. */
function chat(t, bedrock, include_usage = true) {
  if (!Date.now.mock) t.mock.method(Date, "now", () => HEAD.created * 1000);
  const messages = [{ role: "user", content: "Why is the sky blue?" }];
  return bedrock.chat.completions.create({ model: HEAD.model, messages, stream: true, stream_options: { include_usage } });
}

/** A client whose every reply is this recording, in pieces of `size` bytes. */
function recorded(name, size = Infinity) {
  const bytes = fs.readFileSync(path.join(fixtures, "recorded-streams", `${name}.bin`));
  const headers = { "content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": HEAD.id };
  const fetch = async () => {
    const pieces = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(new Uint8Array(bytes.subarray(at, at + size)));
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (pieces.length > 0) controller.enqueue(pieces.shift());
          else controller.close();
        },
      }),
      { headers },
    );
  };
  return new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
}

for (const name of names) {
  const chunks = JSON.parse(fs.readFileSync(path.join(golden, `${name}.json`), "utf8"));

  test(`${name} becomes its golden chunks, in pieces of any size`, async (t) => {
    for (const size of [Infinity, 1000, 7]) {
      const stream = await chat(t, recorded(name, size));
      assert.deepEqual(await collect(stream), chunks);
      assert.deepEqual(stream.usage, chunks.at(-1).usage);
      assert.deepEqual(stream.metrics, chunks.at(-1)._bedrock.metrics);
    }
  });

  test(`${name} is added up by the openai package`, async (t) => {
    const stream = await chat(t, recorded(name));
    const { choices, usage } = await ChatCompletionStream.fromReadableStream(stream.toReadableStream()).finalChatCompletion();
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    const text = deltas.map(({ content }) => content ?? "").join("");
    assert.equal(choices[0].message.content ?? "", text);
    const calls = deltas.flatMap(({ tool_calls }) => tool_calls ?? []);
    const ids = calls.flatMap(({ id }) => id ?? []);
    assert.deepEqual(
      (choices[0].message.tool_calls ?? []).map(({ id }) => id),
      ids,
    );
    for (const call of choices[0].message.tool_calls ?? []) JSON.parse(call.function.arguments);
    assert.deepEqual(usage, chunks.at(-1).usage);
    // Whole and once: the accumulator keeps the last value of what it does not know.
    const thoughts = deltas.flatMap(({ thinking_blocks }) => thinking_blocks ?? []);
    assert.deepEqual(choices[0].message.thinking_blocks ?? [], thoughts);
  });
}

test("counts that were not asked for are no chunk, and the stream has them", async (t) => {
  const stream = await chat(t, recorded(names[0]), false);
  const chunks = await collect(stream);
  assert.equal(chunks.at(-1).choices[0].finish_reason, "length");
  assert.ok(chunks.every((chunk) => !("usage" in chunk)));
  assert.deepEqual(stream.usage, { prompt_tokens: 8, completion_tokens: 10, total_tokens: 18 });
  assert.deepEqual(stream.metrics, { latencyMs: 605 });
});

test("the local Bedrock's frames say the same in both vocabularies", async (t) => {
  const { bedrock } = await connect(t);
  const messages = [{ role: "user", content: "Why is the sky blue?" }];
  const events = await collect(
    await bedrock.converseStream({ ...CHAT, messages: [{ role: "user", content: [{ text: messages[0].content }] }] }),
  );
  const text = events.map((event) => event.contentBlockDelta?.delta.text ?? "").join("");
  assert.ok(text.length > 0);
  const stream_options = { include_usage: true };
  const chunks = await collect(
    await bedrock.chat.completions.create({ model: CHAT.modelId, messages, stream: true, stream_options }),
  );
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""), text);
  const { inputTokens, outputTokens } = events.at(-1).metadata.usage;
  assert.deepEqual([chunks.at(-1).usage.prompt_tokens, chunks.at(-1).usage.completion_tokens], [inputTokens, outputTokens]);
});

test("half a surrogate pair meets its other half", async (t) => {
  const delta = (half) => `{"contentBlockIndex":0,"delta":{"text":"${half}"}}`;
  const body = Buffer.concat([
    frame("contentBlockDelta", delta("a\\ud83e")),
    frame("contentBlockDelta", delta("\\udd80b")),
    frame("messageStop", '{"stopReason":"end_turn"}'),
  ]);
  const fetch = async () => new Response(body, { headers: { "content-type": "application/vnd.amazon.eventstream" } });
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
  const chunks = await collect(await chat(t, bedrock, false));
  assert.equal(chunks.map(({ choices }) => choices[0].delta.content ?? "").join(""), "a🦀b");
});

test("golden chunks and completions have the openai package's types", () => {
  const folder = fs.mkdtempSync(path.join(here, "types/golden-"));
  try {
    const chunks = names.flatMap((name) => JSON.parse(fs.readFileSync(path.join(golden, `${name}.json`), "utf8")));
    const completions = fs
      .readdirSync(path.join(fixtures, "openai/completion"))
      .map((file) => JSON.parse(fs.readFileSync(path.join(fixtures, "openai/completion", file), "utf8")).completion);
    fs.writeFileSync(
      path.join(folder, "golden.mts"),
      `${TYPES}
const chunks: Chunk[] = ${JSON.stringify(chunks)};
const completions: Completion[] = ${JSON.stringify(completions)};
export const theirs: [ChatCompletionChunk[], ChatCompletion[]] = [chunks, completions];
`,
    );
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--skipLibCheck"];
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, ...options, path.join(folder, "golden.mts")], {
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

// What we add has names of its own, so that everything else is checked as a literal: no member too many, none misspelt.
const TYPES = `
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage } from "openai/resources/chat/completions";
type Thinking = { type: "thinking"; thinking: string; signature: string } | { type: "redacted_thinking"; data: string };
interface Reasoning { reasoning_content?: string; thinking_blocks?: Thinking[] }
interface Delta extends ChatCompletionChunk.Choice.Delta, Reasoning { annotations?: ChatCompletionMessage.Annotation[] }
interface ChunkChoice extends ChatCompletionChunk.Choice { delta: Delta }
interface Chunk extends ChatCompletionChunk { choices: ChunkChoice[]; _bedrock?: object }
interface Message extends ChatCompletionMessage, Reasoning {}
interface Choice extends ChatCompletion.Choice { message: Message }
interface Completion extends ChatCompletion { choices: Choice[]; _bedrock: object }
`;

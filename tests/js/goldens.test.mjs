// Every golden request, sent to the local Bedrock whole and as a stream: what is sent is the golden body, and the chunks add
// up to the completion.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { connect, collect } from "./lib/client.mjs";

const folder = new URL("../fixtures/openai/request/", import.meta.url);
const goldens = fs
  .readdirSync(folder)
  .map((name) => [name.replace(/\.json$/, ""), JSON.parse(fs.readFileSync(new URL(name, folder), "utf8"))]);

/** What the local Bedrock refuses: what only a golden file has. */
const MADE_UP = /Invalid `signature`|Could not process image|must start with a user message/;

/** What chunks add up to; id and time aside. */
function addedUp(chunks) {
  const sum = { choices: [{ index: 0, message: { content: null, refusal: null }, logprobs: null }] };
  const [choice] = sum.choices;
  for (const { choices, _bedrock, id, created, object, ...rest } of chunks) {
    Object.assign(sum, rest);
    if (_bedrock) sum._bedrock = { ...sum._bedrock, ..._bedrock };
    for (const { delta, finish_reason } of choices) {
      choice.finish_reason = finish_reason ?? choice.finish_reason;
      for (const [name, value] of Object.entries(delta)) add(choice.message, name, value);
    }
  }
  return sum;
}

function add(message, name, value) {
  if (name === "tool_calls") {
    message.tool_calls ??= [];
    for (const { index, ...call } of value) {
      if (call.id) message.tool_calls[index] = call;
      else message.tool_calls[index].function.arguments += call.function.arguments;
    }
  } else if (typeof message[name] === "string" && name !== "role") {
    message[name] += value;
  } else if (value !== null) {
    message[name] = value;
  }
}

/**
 * A completion without what two calls never share, or say differently: OpenAI has null where there is nothing but calls,
 * and a stream has ""; blocks that OpenAI has no words for are events in a stream.
 */
function comparable({ id, created, object, _bedrock, ...rest }) {
  const { content, contentBlockStart, contentBlockDelta, ...more } = _bedrock;
  const { message } = rest.choices[0];
  if (message.tool_calls && message.content === "") message.content = null;
  const hasForeignBlocks = (content ?? contentBlockStart ?? contentBlockDelta) !== undefined;
  return JSON.parse(JSON.stringify({ ...rest, _bedrock: more, hasForeignBlocks }));
}

/** Bedrock's counts of the cache, and the second names that they have in whole replies. */
const COUNTS = { cacheReadInputTokens: "cacheReadInputTokenCount", cacheWriteInputTokens: "cacheWriteInputTokenCount" };

const countsCache = (usage) => Object.keys(COUNTS).some((name) => name in usage);

/**
 * A whole completion without what is recorded in whole replies only: the second names, which say the same as the first, and
 * Claude's zeros where the stream counts nothing.
 */
function asStreamed({ usage, _bedrock, ...rest }, streamed) {
  const counts = { ..._bedrock.usage };
  const ofOpenAI = { ...usage };
  for (const [name, second] of Object.entries(COUNTS)) {
    assert.equal(counts[second], counts[name]);
    delete counts[second];
  }
  if (countsCache(counts) && !countsCache(streamed._bedrock.usage)) {
    assert.deepEqual(ofOpenAI.prompt_tokens_details, { cached_tokens: 0, cache_write_tokens: 0 });
    delete ofOpenAI.prompt_tokens_details;
    for (const name of Object.keys(COUNTS)) {
      assert.equal(counts[name] ?? 0, 0);
      delete counts[name];
    }
  }
  return { ...rest, usage: ofOpenAI, _bedrock: { ..._bedrock, usage: counts } };
}

/** What a call came to: its value, or Bedrock's refusal. */
async function outcome(call) {
  try {
    return { value: await call() };
  } catch (error) {
    return { refusal: `${error.name}: ${error.message}` };
  }
}

describe("whole and streamed, the same", () => {
  let answered = 0;
  for (const [name, { modelId, request, converse, unsupportedParams, warnings }] of goldens) {
    if (!converse) continue;
    test(name, async (t) => {
      const { stream: _, stream_options: __, ...rest } = request;
      const input = { ...rest, model: modelId };
      const ask = async (wanted, read) => {
        // In sessions of their own: neither finds in the cache what the other has left there.
        const { bedrock, session } = await connect(t, { unsupportedParams, inferenceProfile: "never", onWarning: () => {} });
        const result = await outcome(async () => read(await bedrock.chat.completions.create(wanted)));
        const { requests } = await session.log();
        assert.deepEqual(
          requests.map(({ bodyText }) => JSON.parse(bodyText)),
          [converse],
        );
        return result;
      };
      const whole = await ask(input, (completion) => completion);
      const streamed = await ask({ ...input, stream: true, stream_options: { include_usage: true } }, collect);
      assert.deepEqual(streamed.refusal, whole.refusal);
      if (whole.refusal) return assert.match(whole.refusal, MADE_UP);
      answered++;
      const sum = addedUp(streamed.value);
      assert.deepEqual(comparable(sum), comparable(asStreamed(whole.value, sum)));
      assert.equal(whole.value._warnings.length, warnings.filter((text) => !text.includes("in streams")).length);
    });
  }

  test("most of them have an answer", () => assert.ok(answered > 100, `${answered} have`));
});

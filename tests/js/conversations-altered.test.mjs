// Why thoughts go back byte for byte: altered ones are refused. And what caching saves is counted.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BadRequestError } from "bedrock-wasm";
import { SONNET_45, SONNET_5, answer, tool, user } from "./lib/chats.mjs";
import { connect, failure } from "./lib/client.mjs";
import { SHAPES, WAYS, talk } from "./lib/talks.mjs";

const tools = [tool("get_weather")];
const reasoning_effort = "medium";
const QUESTION = user("What is the weather in Oslo?");

/** Each alters the thought before the tool call. */
const ALTERATIONS = {
  "another word": (block) => ({ ...block, thinking: `${block.thinking} Really.` }),
  "white space at the end": (block) => ({ ...block, thinking: `${block.thinking} ` }),
  "a normalised letter": (block) => ({ ...block, thinking: `${block.thinking}é`.normalize("NFD") }),
  "another signature": (block) => ({
    ...block,
    signature: block.signature.replace(/[A-Za-z]/, (letter) => (letter === "A" ? "B" : "A")),
  }),
};

describe("a thought that was altered is refused", () => {
  for (const [what, alter] of Object.entries(ALTERATIONS)) {
    test(what, async (t) => {
      const { bedrock } = await connect(t);
      const request = { model: SONNET_45, tools, reasoning_effort };
      const message = await WAYS.whole(bedrock, { ...request, messages: [QUESTION] });
      const answers = message.tool_calls.map(({ id }) => answer(id, "-3 degrees"));
      const send = (said) => bedrock.chat.completions.create({ ...request, messages: [QUESTION, said, ...answers] });
      for (const keep of Object.values(SHAPES)) {
        const error = await failure(send(keep({ ...message, thinking_blocks: message.thinking_blocks.map(alter) })));
        assert.ok(error instanceof BadRequestError, error.stack);
        assert.match(error.message, /Invalid `signature` in `thinking` block/);
        assert.ok((await send(keep(message))).choices[0].message.content);
      }
    });
  }
});

test("what was cached in one turn is read in the next, and counted as a part of the prompt", async (t) => {
  const cache_control = { type: "ephemeral" };
  const text = "The weather of the fjords is told by the lighthouses. ".repeat(400);
  const { bedrock } = await connect(t);
  for (const way of [WAYS.whole, WAYS.accumulated]) {
    const usages = [];
    const counting = async (client, request) => {
      const completion = await client.chat.completions.create(request);
      usages.push(completion.usage);
      return way(client, request);
    };
    const request = { model: SONNET_5, messages: [{ role: "system", content: [{ type: "text", text, cache_control }] }] };
    await talk(bedrock, request, ["Which fjord?", "And why?"], { way: counting });
    const details = usages.map(({ prompt_tokens_details }) => prompt_tokens_details);
    assert.ok(details.at(-1).cached_tokens > 1000, JSON.stringify(details));
    assert.ok(
      usages.every(
        ({ prompt_tokens, prompt_tokens_details: { cached_tokens, cache_write_tokens } }) =>
          prompt_tokens >= cached_tokens + cache_write_tokens,
      ),
    );
  }
});

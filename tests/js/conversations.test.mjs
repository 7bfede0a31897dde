// Conversations of several turns, with thinking, tools and caching: what comes from the model goes back as it came. The
// local Bedrock says the same to the same conversation, so what came is known by asking again in Bedrock's own words.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  BEGIN,
  NOVA_LITE,
  SONNET_45,
  SONNET_5,
  bodies,
  delta,
  ending,
  events,
  kinds,
  output,
  start,
  stop,
  tool,
  user,
} from "./lib/chats.mjs";
import { connect } from "./lib/client.mjs";
import { SHAPES, WAYS, talk } from "./lib/talks.mjs";

const tools = [tool("get_weather"), tool("get_time", "What time it is in a city")];
const WEATHER = "What is the weather in Oslo, and the time?";
const THINKERS = { "Claude with a budget": SONNET_45, "Claude that decides itself": SONNET_5 };
const reasoning_effort = "medium";

/**
 * Asserts that each turn of the assistant in the last body is what the service had said at that place, block by block, but
 * for the type of a call: Claude's calls have the one of a caller's tool, and AWS knows only that of its own in a request.
 * Gives the last body.
 */
async function assertReplayed({ bedrock, session }, modelId) {
  const sent = await bodies(session);
  const last = sent.at(-1);
  const turns = last.messages.filter(({ role }) => role === "assistant");
  assert.equal(turns.length, sent.length - 1);
  for (const [index, turn] of turns.entries()) {
    const { output: came } = await bedrock.converse({ modelId, ...sent[index] });
    const content = came.message.content.map(({ toolUse, ...block }) => (toolUse ? { toolUse: untyped(toolUse) } : block));
    assert.deepEqual(turn, { ...came.message, content });
  }
  return last;
}

function untyped({ type, ...toolUse }) {
  assert.equal(type, "tool_use");
  return toolUse;
}

for (const [what, model] of Object.entries(THINKERS)) {
  describe(`${what} thinks, calls two tools at once and answers`, () => {
    for (const [how, way] of Object.entries(WAYS)) {
      test(how, async (t) => {
        const connected = await connect(t);
        const messages = await talk(
          connected.bedrock,
          { model, tools, reasoning_effort },
          [WEATHER, "And the weather in Bergen?", "Thank you."],
          { way },
        );
        assert.equal(messages[1].tool_calls.length, 2);
        const last = await assertReplayed(connected, model);
        assert.deepEqual(kinds(last.messages[1]), ["reasoningContent", "text", "toolUse", "toolUse"]);
        assert.deepEqual(kinds(last.messages[2]), ["toolResult", "toolResult"]);
        assert.ok(
          last.messages.filter(({ role }) => role === "assistant").every((turn) => kinds(turn)[0] === "reasoningContent"),
        );
      });
    }
  });

  describe(`what ${what} thought is kept as`, () => {
    for (const [shape, keep] of Object.entries(SHAPES)) {
      test(shape, async (t) => {
        for (const way of [WAYS.whole, WAYS.accumulated]) {
          const connected = await connect(t);
          await talk(connected.bedrock, { model, tools, reasoning_effort }, [WEATHER, "And in Bergen?"], { way, keep });
          await assertReplayed(connected, model);
        }
      });
    }
  });
}

/** Thoughts with all that JSON and UTF-8 may trip over, encrypted ones between them, and a call. */
const HOSTILE = [
  {
    reasoningContent: {
      reasoningText: { text: 'Über "tools" \\ \u{1f980} \u2028\u0000\u001f\t</script> e\u0301', signature: 'Eq+/\\"é\u2029==' },
    },
  },
  { reasoningContent: { redactedContent: "RW5jcnlwdGVk/+==" } },
  { reasoningContent: { reasoningText: { text: "", signature: "c2lnbmF0dXJlIGFsb25l" } } },
  { toolUse: { toolUseId: "tooluse_1", name: "get_weather", input: { city: 'Ålesund "x"', days: [1, null] } } },
];

/** The same as a stream, in small pieces. */
function streamed(blocks) {
  const pieces = (text) => text.match(/.{1,5}/gsu) ?? [];
  return blocks.flatMap(({ reasoningContent, toolUse }, index) => {
    const deltas = toolUse
      ? [
          start(index, { toolUseId: toolUse.toolUseId, name: toolUse.name }),
          ...pieces(JSON.stringify(toolUse.input)).map((input) => delta(index, { toolUse: { input } })),
        ]
      : reasoningContent.redactedContent
        ? [delta(index, { reasoningContent })]
        : [
            ...pieces(reasoningContent.reasoningText.text).map((text) => delta(index, { reasoningContent: { text } })),
            delta(index, { reasoningContent: { signature: reasoningContent.reasoningText.signature } }),
          ];
    return [...deltas, stop(index)];
  });
}

describe("encrypted thoughts, signatures alone and hostile letters go back as they came", () => {
  for (const [how, way] of Object.entries(WAYS)) {
    for (const [shape, keep] of Object.entries(SHAPES)) {
      test(`${how}, ${shape}`, async (t) => {
        const isWhole = way === WAYS.whole;
        const faults = isWhole
          ? [output(HOSTILE), output([{ text: "Cold." }])]
          : [
              events(BEGIN, ...streamed(HOSTILE), ...ending("tool_use")),
              events(BEGIN, delta(0, { text: "Cold." }), stop(0), ...ending("end_turn")),
            ];
        const { bedrock, session } = await connect(t, { faults });
        await talk(bedrock, { model: SONNET_45, tools, reasoning_effort }, ["Weather?"], { way, keep });
        assert.deepEqual((await bodies(session))[1].messages[1].content, HOSTILE);
      });
    }
  }
});

test("cache points stay in their places from turn to turn, and the prefix before them does not change", async (t) => {
  const cache_control = { type: "ephemeral" };
  const cached = (text) => [{ type: "text", text, cache_control }];
  const request = {
    model: SONNET_5,
    messages: [{ role: "system", content: cached("You know the weather.") }],
    tools: [tools[0], { ...tools[1], cache_control }],
    reasoning_effort,
  };
  const connected = await connect(t);
  await talk(connected.bedrock, request, [cached(WEATHER), cached("And in Bergen?")]);
  const sent = await bodies(connected.session);
  const point = { cachePoint: { type: "default" } };
  for (const [index, body] of sent.entries()) {
    assert.deepEqual([body.system[1], body.toolConfig.tools[2], body.messages[0].content[1]], [point, point, point]);
    const before = sent[index - 1];
    if (!before) continue;
    assert.deepEqual([body.system, body.toolConfig], [before.system, before.toolConfig]);
    assert.deepEqual(body.messages.slice(0, before.messages.length), before.messages);
  }
  await assertReplayed(connected, SONNET_5);
});

test("a reply in JSON is text in the next turn, whichever way it was made", async (t) => {
  const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const response_format = { type: "json_schema", json_schema: { name: "place", schema } };
  for (const model of [SONNET_45, NOVA_LITE]) {
    for (const way of Object.values(WAYS)) {
      const { bedrock, session } = await connect(t);
      const asked = [user("Where is the Munch museum?")];
      const message = await way(bedrock, { model, messages: asked, response_format });
      const messages = [...asked, message, user("And the Prado?")];
      await way(bedrock, { model, messages, response_format });
      await way(bedrock, { model, messages });
      const [, again, free] = await bodies(session);
      assert.deepEqual(again.messages[1], { role: "assistant", content: [{ text: message.content }] });
      assert.deepEqual([free.messages, free.toolConfig], [again.messages, undefined]);
    }
  }
});

test("thoughts that were lost on the way are warned of, and the talk goes on without", async (t) => {
  const told = [];
  const { bedrock, session } = await connect(t, { onWarning: ({ message }) => told.push(message) });
  const keep = ({ thinking_blocks, ...message }) => message;
  await talk(bedrock, { model: SONNET_45, tools, reasoning_effort }, [WEATHER], { keep });
  const [, second] = await bodies(session);
  assert.deepEqual(
    [kinds(second.messages[1]).includes("reasoningContent"), second.additionalModelRequestFields],
    [false, undefined],
  );
  assert.ok(
    told.some((text) => text.includes("Keep `thinking_blocks`")) &&
      told.some((text) => text.includes("`reasoning_effort` has no effect")),
  );
});

test("a model that calls a second tool without a word goes on thinking", async (t) => {
  const thought = { reasoningContent: { reasoningText: { text: "Two tools.", signature: "c2ln" } } };
  const use = (toolUseId, name) => ({ toolUse: { toolUseId, name, input: { city: "Oslo" } } });
  const faults = [output([thought, use("a", "get_weather")]), output([use("b", "get_time")]), output([{ text: "Cold." }])];
  const { bedrock, session } = await connect(t, { faults, onWarning: ({ message }) => assert.fail(message) });
  await talk(bedrock, { model: SONNET_45, tools, reasoning_effort }, [WEATHER]);
  const sent = await bodies(session);
  assert.deepEqual(sent[2].messages[1].content, [thought, use("a", "get_weather")]);
  for (const { additionalModelRequestFields } of sent)
    assert.deepEqual(additionalModelRequestFields, sent[0].additionalModelRequestFields);
});

test("models without signatures are not sent their thoughts back", async (t) => {
  const thought = { reasoningContent: { reasoningText: { text: "Hm." } } };
  const faults = [output([thought, { text: "Hello." }])];
  const { bedrock, session } = await connect(t, { faults });
  const model = "openai.gpt-oss-120b-1:0";
  const messages = await talk(bedrock, { model }, ["Hi", "Why?"]);
  assert.equal(messages[1].reasoning_content, "Hm.");
  assert.deepEqual((await bodies(session))[1].messages[1].content, [{ text: "Hello." }]);
});

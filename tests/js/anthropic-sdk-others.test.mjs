// The official `@anthropic-ai/sdk` on models that are not Claude: Nova, Llama, Mistral and others, by Converse.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { z } from "zod";
import { CHAT, NOVA, PDF, PNG, WEATHER, ask, comparable, connectAnthropic, ofType, sentBody, textOf } from "./lib/anthropic.mjs";
import { BEGIN, delta, ending, events, start } from "./lib/chats.mjs";
import { collect, failure, settled } from "./lib/client.mjs";
import { turn } from "./lib/openai.mjs";

const LLAMA = "us.meta.llama3-1-70b-instruct-v1:0";
const MODELS = { Nova: NOVA, Llama: LLAMA, Mistral: "mistral.mistral-large-2407-v1:0", Command: "cohere.command-r-plus-v1:0" };
const onWarning = () => {};

/** What two replies of Converse's to the same request share. */
const shared = ({ _bedrock, ...message }) => comparable(message);

for (const [maker, model] of Object.entries(MODELS)) {
  describe(maker, () => {
    test("answers, and says the same in a stream", async (t) => {
      const { client, bedrock, session } = await connectAnthropic(t);
      const request = { ...CHAT, model, system: "Be brief.", temperature: 0.5 };
      const whole = await client.messages.create(request);
      assert.deepEqual([whole.type, whole.role, whole.model, whole.stop_reason], ["message", "assistant", model, "end_turn"]);
      assert.ok(textOf(whole) && whole.usage.input_tokens > 0 && whole.usage.output_tokens > 0);
      assert.equal(whole.id, `msg_${whole._request_id}`);
      const { inferenceConfig, system } = await sentBody(session);
      assert.deepEqual([inferenceConfig, system], [{ maxTokens: 1024, temperature: 0.5 }, [{ text: "Be brief." }]]);
      const streamed = await client.messages.stream(request).finalMessage();
      assert.deepEqual(shared(streamed), shared(whole));
      const messages = [{ role: "system", content: "Be brief." }, ...CHAT.messages];
      const { choices } = await bedrock.chat.completions.create({ model, messages, max_tokens: 1024, temperature: 0.5 });
      assert.equal(textOf(whole), choices[0].message.content);
    });

    test("calls tools over turns, whole and streamed", async (t) => {
      const { client, session } = await connectAnthropic(t, { onWarning });
      const request = { ...WEATHER, model };
      for (const stream of [false, true]) {
        const create = (more) =>
          stream
            ? client.messages.stream({ ...request, ...more }).finalMessage()
            : client.messages.create({ ...request, ...more });
        const first = await create({});
        const [call] = ofType(first, "tool_use");
        assert.deepEqual([first.stop_reason, call.name, typeof call.input.city], ["tool_use", "get_weather", "string"]);
        const results = [{ type: "tool_result", tool_use_id: call.id, content: "cold" }];
        const messages = [...WEATHER.messages, { role: "assistant", content: first.content }, ...ask(results)];
        const second = await create({ messages });
        assert.deepEqual([second.stop_reason, textOf(second).length > 0], ["end_turn", true]);
        // Mistral's ids are others, and its calls come in turns of their own.
        const [used, given] = (await sentBody(session)).messages.slice(-2).map(({ content }) => content);
        assert.deepEqual(used.at(-1).toolUse.input, call.input);
        assert.equal(given[0].toolResult.toolUseId, used.at(-1).toolUse.toolUseId);
      }
      assert.equal((await settled(session)).total, 4);
    });

    test("is run by the tool runner", async (t) => {
      const { client } = await connectAnthropic(t, { onWarning });
      const asked = [];
      const tool = betaZodTool({
        name: "get_weather",
        description: "The weather of a city",
        inputSchema: z.object({ city: z.string() }),
        run: ({ city }) => (asked.push(typeof city), "cold"),
      });
      for (const stream of [false, true]) {
        const runner = client.beta.messages.toolRunner({ ...WEATHER, model, tools: [tool], stream });
        assert.ok(textOf(await runner.runUntilDone()));
      }
      assert.deepEqual(asked, ["string", "string"]);
    });
  });
}

describe("Nova", () => {
  test("sees images and reads documents", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const content = [
      { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } },
      { type: "document", title: "Tides", source: { type: "base64", media_type: "application/pdf", data: PDF } },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "Zürich lies by a lake." } },
      { type: "text", text: "What is this?" },
    ];
    const message = await client.messages.create({ ...CHAT, model: NOVA, messages: ask(content) });
    assert.match(textOf(message), /PNG image/);
    const [{ image }, { document: pdf }, { document: text }] = (await sentBody(session)).messages[0].content;
    assert.deepEqual(image, { format: "png", source: { bytes: PNG } });
    assert.deepEqual([pdf.format, pdf.name, pdf.source.bytes], ["pdf", "Tides", PDF]);
    assert.equal(Buffer.from(text.source.bytes, "base64").toString(), "Zürich lies by a lake.");
  });

  test("thinks, where the model does, and is warned of where it does not", async (t) => {
    const warnings = [];
    const { client } = await connectAnthropic(t, { onWarning: ({ message }) => warnings.push(message) });
    const thinking = { type: "enabled", budget_tokens: 2048 };
    const request = { ...CHAT, max_tokens: 4000, model: "nova-2-lite", thinking };
    const whole = await client.messages.create(request);
    const [thought] = ofType(whole, "thinking");
    assert.ok(thought?.thinking.length > 0, JSON.stringify(whole.content));
    assert.deepEqual(shared(await client.messages.stream(request).finalMessage()), shared(whole));
    assert.deepEqual(warnings, []);
    assert.ok(textOf(await client.messages.create({ ...request, model: NOVA })));
    assert.deepEqual(warnings, ["`reasoning_effort` has no effect: the model does not reason."]);
  });

  test("gives what a schema wants", async (t) => {
    const { client } = await connectAnthropic(t);
    const City = z.object({ name: z.string(), inhabitants: z.number() });
    const request = { ...CHAT, model: NOVA, messages: ask("Name a city."), output_config: { format: zodOutputFormat(City) } };
    const { parsed_output } = await client.messages.parse(request);
    assert.deepEqual(parsed_output, City.parse(parsed_output));
    assert.deepEqual((await client.messages.stream(request).finalMessage()).parsed_output, parsed_output);
  });

  test("stops at a sequence and at the most tokens", async (t) => {
    const { client } = await connectAnthropic(t);
    const whole = textOf(await client.messages.create({ ...CHAT, model: NOVA }));
    const word = whole.split(" ")[3];
    const stopped = await client.messages.create({ ...CHAT, model: NOVA, stop_sequences: [word] });
    assert.ok(whole.startsWith(textOf(stopped)) && textOf(stopped).length < whole.length);
    const short = await client.messages.create({ ...CHAT, model: NOVA, max_tokens: 3 });
    assert.equal(short.stop_reason, "max_tokens");
  });

  test("caches what the caller marks", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const cache_control = { type: "ephemeral" };
    const system = [{ type: "text", text: "All about the sea. ".repeat(900), cache_control }];
    const messages = ask([{ type: "text", text: "Hello.", cache_control }]);
    await client.messages.create({ ...CHAT, model: NOVA, system, messages });
    const sent = await sentBody(session);
    assert.deepEqual([sent.system[1], sent.messages[0].content[1]], Array(2).fill({ cachePoint: { type: "default" } }));
    const { usage } = await client.messages.create({ ...CHAT, model: NOVA, system, messages });
    assert.ok(usage.cache_read_input_tokens > 0, JSON.stringify(usage));
  });

  test("tells who asks, and that Bedrock counts tokens for Claude alone", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const request = { model: NOVA, messages: CHAT.messages };
    await client.messages.create({ ...request, max_tokens: 99, metadata: { user_id: "u-42" } });
    assert.deepEqual((await sentBody(session)).requestMetadata, { user_id: "u-42" });
    const error = await failure(client.messages.countTokens(request));
    assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
    assert.match(error.apiMessage, /doesn't support counting tokens/);
  });

  test("calls several tools at once, each in a block of its own", async (t) => {
    const use = (toolUseId, city) => ({ toolUse: { toolUseId, name: "get_weather", input: { city } } });
    const blocks = [use("a", "Tromsø 🦀"), use("b", "Ålesund"), use("c", "Bodø")];
    const { client } = await connectAnthropic(t, { faults: [turn(blocks), turn(blocks, { stream: true })] });
    const request = { ...WEATHER, model: NOVA };
    const { content } = await client.messages.create(request);
    assert.deepEqual(
      content.map(({ type, id, input }) => [type, id, input.city]),
      [
        ["tool_use", "a", "Tromsø 🦀"],
        ["tool_use", "b", "Ålesund"],
        ["tool_use", "c", "Bodø"],
      ],
    );
    // Bedrock sends a piece of each in turn.
    const stream = client.messages.stream(request);
    const done = [];
    stream.on("contentBlock", (block) => done.push(structuredClone(block)));
    assert.deepEqual((await stream.finalMessage()).content, content);
    assert.deepEqual(done, content);
  });

  test("calls tools whose inputs come in turn, empty pieces among them, and says more after them", async (t) => {
    const piece = (index, input) => delta(index, { toolUse: { input } });
    const fault = events(
      BEGIN,
      start(0, { toolUseId: "a", name: "get_weather" }),
      start(1, { toolUseId: "b", name: "get_weather" }),
      ...[piece(0, '{"city":'), piece(1, '{"ci'), piece(0, '"Oslo}"}'), piece(1, 'ty":"Bodø"}'), piece(0, ""), piece(1, "")],
      delta(2, { text: "Both." }),
      ...ending("tool_use"),
    );
    const { client } = await connectAnthropic(t, { faults: [fault] });
    const { content } = await client.messages.stream({ ...WEATHER, model: NOVA }).finalMessage();
    assert.deepEqual(
      content.map(({ id, text, input }) => [id, text ?? input.city]),
      [
        ["a", "Oslo}"],
        ["b", "Bodø"],
        [undefined, "Both."],
      ],
    );
  });

  test("tells of errors, before and inside of a stream, and of what only Claude has", async (t) => {
    const faults = [{ kind: "throttle" }, { kind: "exception", name: "internalServerException", message: "Oh.", after: 4 }];
    const { client, session } = await connectAnthropic(t, { faults });
    const request = { ...CHAT, model: NOVA };
    assert.ok((await failure(client.messages.create(request))) instanceof Anthropic.RateLimitError);
    const error = await failure((async () => collect(await client.messages.create({ ...request, stream: true })))());
    assert.deepEqual([error.type, error.apiMessage.startsWith("Oh.")], ["api_error", true]);
    const { total } = await settled(session);
    const tools = [{ type: "bash_20250124", name: "bash" }];
    const refused = await failure(client.messages.create({ ...request, tools }));
    assert.ok(refused instanceof Anthropic.BadRequestError);
    assert.match(refused.apiMessage, /^tools\[0\]: only Claude knows the tool bash_20250124/);
    assert.equal((await session.log()).total, total);
  });

  test("is left by break, which ends the request", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: [{ kind: "stall", after: 4 }] });
    for await (const { type } of await client.messages.create({ ...CHAT, model: NOVA, stream: true }))
      if (type === "content_block_delta") break;
    assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  });
});

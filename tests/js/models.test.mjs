// Which models there are, what a caller may say of them, and which are asked when one is out of order.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AuthenticationError,
  BadRequestError,
  Bedrock,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "bedrock-wasm";
import { CREDENTIALS, DENIED, collect, connect, failure } from "./lib/client.mjs";

const ask = (content) => [{ role: "user", content }];
const APPLICATION = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
const THROTTLED = { kind: "throttle", retryAfterMs: 1 };
const sentTo = async (session) => (await session.log()).requests.map(({ modelId }) => modelId);

describe("models.list", () => {
  test("has every id that can be called, and goes model by model", async (t) => {
    const { bedrock } = await connect(t, { region: "eu-west-1" });
    const list = await bedrock.models.list();
    assert.equal(list.object, "list");
    assert.deepEqual(list._warnings, []);
    const ids = list.data.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ["amazon.nova-micro-v1:0", "eu.anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5"])
      assert.ok(ids.includes(id), id);
    for (const id of ["anthropic.claude-sonnet-5", "us.anthropic.claude-sonnet-5"]) assert.ok(!ids.includes(id), id);
    assert.ok(ids.some((id) => id.startsWith("arn:") && id.endsWith("/otnfa2ysixqd")));
    for (const { object, created, owned_by } of list.data) {
      assert.ok(object === "model" && Number.isInteger(created) && owned_by.length > 0);
    }
    const one = [];
    for await (const model of bedrock.models.list()) one.push(model.id);
    assert.deepEqual(one, ids);
  });

  test("says what AWS's own client reads", async (t) => {
    const { bedrock } = await connect(t);
    const { modelSummaries } = await bedrock.listFoundationModels();
    const nova = modelSummaries.find(({ modelId }) => modelId === "amazon.nova-2-lite-v1:0") ?? modelSummaries[0];
    const { data } = await bedrock.models.list();
    const onDemand = modelSummaries.filter(({ inferenceTypesSupported }) => inferenceTypesSupported.includes("ON_DEMAND"));
    const foundation = data.filter(({ _bedrock }) => _bedrock.modelId);
    assert.deepEqual(
      foundation.map(({ _bedrock }) => _bedrock),
      onDemand,
    );
    const started = onDemand.find(({ modelLifecycle }) => modelLifecycle?.startOfLifeTime);
    const listed = data.find(({ id }) => id === started.modelId);
    assert.equal(listed.created, Date.parse(started.modelLifecycle.startOfLifeTime.slice(0, 10)) / 1000);
    assert.ok(nova);
  });

  test("is the catalogue where keys may not ask, or nobody answers", async (t) => {
    const told = [];
    const onWarning = ({ code }) => told.push(code);
    const denied = await connect(t, { credentials: DENIED, onWarning });
    const list = await denied.bedrock.models.list();
    assert.deepEqual(
      list._warnings.map(({ code }) => code),
      ["offline_catalogue"],
    );
    assert.ok(list.data.some(({ id }) => id === "us.anthropic.claude-sonnet-5"));
    const fetch = async () => {
      throw new TypeError("fetch failed");
    };
    const offline = new Bedrock({ region: "eu-west-1", credentials: CREDENTIALS, fetch, maxRetries: 0, onWarning });
    const { data } = await offline.models.list();
    assert.ok(data.some(({ id }) => id === "eu.anthropic.claude-sonnet-5") && !data.some(({ id }) => id.startsWith("us.")));
    assert.deepEqual(told, ["offline_catalogue", "offline_catalogue"]);
  });

  test("wrong keys are no reason to be content with the catalogue", async (t) => {
    const { bedrock } = await connect(t, { credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } });
    assert.ok((await failure(bedrock.models.list())) instanceof AuthenticationError);
    assert.ok((await failure(bedrock.models.retrieve("nova-micro"))) instanceof AuthenticationError);
  });
});

describe("models.retrieve", () => {
  test("finds each kind of name, and gives the id that the list has", async (t) => {
    const { bedrock } = await connect(t);
    const { data } = await bedrock.models.list();
    for (const [name, id] of [
      ["nova-micro", "amazon.nova-micro-v1:0"],
      ["bedrock/claude-sonnet-5", "us.anthropic.claude-sonnet-5"],
      ["global.anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5"],
      [APPLICATION, APPLICATION],
    ]) {
      const model = await bedrock.models.retrieve(name);
      assert.deepEqual([model.id, model.object], [id, "model"]);
      assert.ok(
        data.some((listed) => listed.id === id),
        id,
      );
      assert.ok(model._request_id);
    }
  });

  test("knows what it does not know", async (t) => {
    const { bedrock } = await connect(t);
    assert.ok((await failure(bedrock.models.retrieve("acme.rocket-v1:0"))) instanceof NotFoundError);
    assert.match((await failure(bedrock.models.retrieve(""))).message, /No model/);
    const denied = await connect(t, { credentials: DENIED });
    const { id, _warnings } = await denied.bedrock.models.retrieve("nova-micro");
    assert.deepEqual([id, _warnings[0].code], ["amazon.nova-micro-v1:0", "offline_catalogue"]);
    assert.ok((await failure(denied.bedrock.models.retrieve("acme.rocket-v1:0"))) instanceof PermissionDeniedError);
  });
});

describe("fallbackModels", () => {
  test("take the place of a model that is throttled, out of order or not to be had", async (t) => {
    for (const fault of [
      THROTTLED,
      { kind: "status", status: 503 },
      { kind: "status", status: 403, code: "AccessDeniedException" },
      { kind: "closeBeforeHead" },
    ]) {
      const told = [];
      const { bedrock, session } = await connect(t, {
        faults: [fault],
        maxRetries: 0,
        onWarning: (warning) => told.push(warning),
      });
      const request = { model: "nova-micro", messages: ask("Hello") };
      const reply = await bedrock.chat.completions.create(request, { fallbackModels: ["bedrock/nova-lite"] });
      assert.equal(reply.model, "bedrock/nova-lite");
      assert.deepEqual(await sentTo(session), ["amazon.nova-micro-v1:0", "amazon.nova-lite-v1:0"]);
      assert.deepEqual(
        reply._warnings.map(({ code }) => code),
        ["fallback_model"],
      );
      assert.match(told[0].message, /^nova-micro failed, bedrock\/nova-lite is asked instead\./);
      assert.ok(told[0].cause instanceof Error);
    }
  });

  test("in streams, in embeddings, and as OneLLM has it in the request", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [THROTTLED], maxRetries: 0, onWarning: () => {} });
    const stream = await bedrock.chat.completions.create({
      model: "nova-micro",
      messages: ask("Hello"),
      stream: true,
      fallback_models: ["nova-pro"],
    });
    const chunks = await collect(stream);
    assert.ok(chunks.every(({ model }) => model === "nova-pro"));
    assert.equal(stream.warnings.at(-1).code, "fallback_model");
    const other = await connect(t, { faults: [THROTTLED], maxRetries: 0, onWarning: () => {} });
    const { model } = await other.bedrock.embeddings.create(
      { model: "titan-embed-text", input: "x" },
      { fallbackModels: ["titan-embed-text-v2"] },
    );
    assert.equal(model, "titan-embed-text-v2");
    assert.deepEqual(await sentTo(session), ["amazon.nova-micro-v1:0", "amazon.nova-pro-v1:0"]);
  });

  test("come after the model's own retries, share what is left of them, and the last failure is told", async (t) => {
    const faults = [THROTTLED, THROTTLED, { kind: "status", status: 500 }];
    const { bedrock, session } = await connect(t, { faults, maxRetries: 1, onWarning: () => {} });
    const request = { model: "nova-micro", messages: ask("Hello") };
    const error = await failure(bedrock.chat.completions.create(request, { fallbackModels: ["nova-lite"] }));
    assert.ok(error instanceof InternalServerError);
    assert.equal((await session.log()).total, 3);
  });

  test("are not asked when the request itself is wrong, or the caller leaves", async (t) => {
    const { bedrock, session } = await connect(t);
    const wrong = { model: "nova-micro", messages: ask("Hello"), n: 2 };
    assert.match((await failure(bedrock.chat.completions.create(wrong, { fallbackModels: ["nova-lite"] }))).message, /`n`/);
    const refused = await connect(t, { faults: [{ kind: "status", status: 400, code: "ValidationException" }] });
    const request = { model: "nova-micro", messages: ask("Hello") };
    assert.ok(
      (await failure(refused.bedrock.chat.completions.create(request, { fallbackModels: ["nova-lite"] }))) instanceof
        BadRequestError,
    );
    assert.equal((await refused.session.log()).total, 1);
    const signal = AbortSignal.abort();
    await failure(bedrock.chat.completions.create(request, { signal, fallbackModels: ["nova-lite"] }));
    assert.equal((await session.log()).total, 0);
    assert.match(
      (await failure(bedrock.chat.completions.create(request, { fallbackModels: "nova-lite" }))).message,
      /fallbackModels.*list of strings/,
    );
    const unknown = await failure(bedrock.chat.completions.create(request, { fallbackModels: [7] }));
    assert.match(unknown.message, /list of strings/);
    assert.ok(!(unknown instanceof RateLimitError));
  });
});

describe("models.capabilities", () => {
  test("an ARN has the rules of its base model", async (t) => {
    const request = {
      model: APPLICATION,
      messages: [{ role: "system", content: "Be brief.", cache_control: { type: "ephemeral" } }, ...ask("Hello")],
      temperature: 0.5,
      top_k: 5,
      reasoning_effort: "high",
    };
    const sent = async (options) => {
      const { bedrock, session } = await connect(t, { onWarning: () => {}, ...options });
      await bedrock.chat.completions.create(request);
      return JSON.parse((await session.log()).requests.at(-1).bodyText);
    };
    for (const baseModel of ["claude-sonnet-5", "us.anthropic.claude-sonnet-5"]) {
      const body = await sent({ models: { capabilities: { [APPLICATION]: { baseModel } } } });
      assert.equal(body.inferenceConfig, undefined);
      assert.deepEqual(body.additionalModelRequestFields.thinking, { type: "adaptive", display: "summarized" });
      assert.ok(body.system.some((block) => block.cachePoint));
    }
    const body = await sent({ models: { aliases: { mine: APPLICATION }, capabilities: { mine: { baseModel: "nova-lite" } } } });
    assert.equal(body.inferenceConfig.temperature, 0.5, "what is said of an alias counts under that name only");
  });

  test("what is said counts more than the catalogue; what cannot be said is told", async (t) => {
    const told = [];
    const capabilities = { "nova-micro": { tools: false, wings: true }, "nova-lite": { reasoning: "yes" } };
    const wrong = await connect(t, { models: { capabilities } });
    const request = { model: "nova-micro", messages: ask("Hello") };
    assert.match(
      (await failure(wrong.bedrock.chat.completions.create(request))).message,
      /reasoning, an option of models\.capabilities\["nova-lite"\], is not true or false/,
    );
    delete capabilities["nova-lite"];
    const { bedrock, session } = await connect(t, {
      models: { capabilities, alias: {} },
      onWarning: ({ code, message }) => told.push(`${code}: ${message}`),
    });
    const schema = { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] };
    const response_format = { type: "json_schema", json_schema: { name: "answer", schema } };
    const { _bedrock } = await bedrock.chat.completions.create({ ...request, response_format });
    assert.equal(_bedrock.structuredOutput, "prompt");
    assert.equal(JSON.parse((await session.log()).requests.at(-1).bodyText).toolConfig, undefined);
    assert.deepEqual(told.map((text) => text.match(/"(\w+)": it/)[1]).sort(), ["alias", "wings"]);
  });
});

describe("a schema that a model refuses", () => {
  const schema = { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] };
  const response_format = { type: "json_schema", json_schema: { name: "answer", schema } };
  const request = { model: "claude-haiku-4-5", messages: ask("Say something."), response_format };
  const refusal = (message) => ({ kind: "status", status: 400, code: "ValidationException", message });

  test("is asked for by a tool, and from then on at once", async (t) => {
    const faults = [refusal("The model returned the following errors: output_config.format: Extra inputs are not permitted")];
    const { bedrock, session } = await connect(t, { faults, onWarning: () => {} });
    for (const stream of [false, true]) {
      const reply = await bedrock.chat.completions.create({ ...request, stream });
      const chunks = stream ? await collect(reply) : [];
      const content = stream
        ? chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")
        : reply.choices[0].message.content;
      assert.equal(typeof JSON.parse(content).answer, "string");
      const { _bedrock, choices } = stream ? chunks.at(-1) : reply;
      assert.deepEqual([_bedrock.structuredOutput, choices[0].finish_reason], ["tool", "stop"]);
    }
    const bodies = (await session.log()).requests.map(({ bodyText }) => JSON.parse(bodyText));
    assert.deepEqual(
      bodies.map(({ outputConfig }) => Boolean(outputConfig)),
      [true, false, false],
    );
  });

  test("because it is too large, is refused once and not for good; another refusal is the caller's", async (t) => {
    const faults = [refusal("The compiled grammar is too large, which would cause performance issues.")];
    const { bedrock, session } = await connect(t, { faults, onWarning: () => {} });
    const used = [];
    for (let count = 0; count < 2; count++) used.push((await bedrock.chat.completions.create(request))._bedrock.structuredOutput);
    assert.deepEqual(used, ["tool", "native"]);
    assert.equal((await session.log()).total, 3);
    const other = await connect(t, { faults: [refusal("The text field is blank.")] });
    assert.ok((await failure(other.bedrock.chat.completions.create(request))) instanceof BadRequestError);
    assert.equal((await other.session.log()).total, 1);
  });
});

describe("a model that has no tools in streams", () => {
  const tools = [
    {
      type: "function",
      function: {
        name: "get.weather",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    },
  ];
  const request = {
    model: "llama4-maverick-17b",
    messages: ask("What is the weather in Oslo? Use the tool."),
    tools,
    stream: true,
    stream_options: { include_usage: true },
  };

  test("is asked for the whole reply, which is streamed from here", async (t) => {
    const told = [];
    const { bedrock, session } = await connect(t, { onWarning: ({ code }) => told.push(code) });
    const { data: stream, response, request_id } = await bedrock.chat.completions.create(request).withResponse();
    const chunks = await collect(stream);
    const { stream: _, stream_options: __, ...plain } = request;
    const whole = await bedrock.chat.completions.create(plain);
    const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    assert.equal(calls[0].function.name, "get.weather");
    assert.equal(
      calls.map((call) => call.function.arguments).join(""),
      whole.choices[0].message.tool_calls[0].function.arguments,
    );
    assert.equal(chunks.at(-2).choices[0].finish_reason, "tool_calls");
    assert.deepEqual(chunks.at(-1).usage, whole.usage);
    assert.deepEqual(
      (await session.log()).requests.map(({ operation }) => operation),
      ["Converse", "Converse"],
    );
    assert.deepEqual(told, ["changed_request"]);
    assert.ok(response.headers.get("x-amzn-requestid") === request_id && response.body);
    assert.ok(chunks.every(({ id }) => id === request_id));
  });

  test("may be one that nobody knew of", async (t) => {
    const refusal = {
      kind: "status",
      status: 400,
      code: "ValidationException",
      message: "This model doesn't support tool use in streaming mode.",
    };
    const { bedrock, session } = await connect(t, { faults: [refusal], onWarning: () => {} });
    for (let count = 0; count < 2; count++) {
      const chunks = await collect(await bedrock.chat.completions.create({ ...request, model: "nova-lite" }));
      assert.ok(chunks.some(({ choices }) => choices[0]?.finish_reason));
    }
    assert.deepEqual(
      (await session.log()).requests.map(({ operation }) => operation),
      ["ConverseStream", "Converse", "Converse"],
    );
  });
});

test("one client refreshes its credentials once for both vocabularies", async (t) => {
  let asked = 0;
  const credentials = async () => ({ ...CREDENTIALS, expiration: new Date(Date.now() + 3_600_000 + ++asked) });
  const { bedrock } = await connect(t, { credentials });
  await bedrock.chat.completions.create({ model: "nova-micro", messages: ask("Hello") });
  await bedrock.converse({ modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Hello" }] }] });
  await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "x" });
  assert.equal(asked, 1);
});

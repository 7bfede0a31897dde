// The local Bedrock is checked here by a client its author has not written: AWS's own SDK must get from it what it gets from Bedrock.
// Start the emulator first and put its address in BEDROCK_EMULATOR_URL.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";

import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InternalServerException,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ModelStreamErrorException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const url = process.env.BEDROCK_EMULATOR_URL;
const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==";
const NOVA = "amazon.nova-micro-v1:0";
const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const PROFILE_ARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
const messages = [{ role: "user", content: [{ text: "Why is the sky blue over Zürich?" }] }];
const weather = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        description: "The weather of a city",
        inputSchema: {
          json: {
            type: "object",
            properties: { city: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] } },
            required: ["city", "unit"],
          },
        },
      },
    },
  ],
};
const weatherMessages = [{ role: "user", content: [{ text: "What is the weather in Oslo?" }] }];

before(() => {
  assert.ok(url, "BEDROCK_EMULATOR_URL is not set: start bedrock-emulator and put its address there");
});

// A stream that ended with an error keeps its socket, and the socket would keep this process.
const clients = [];
after(() => clients.forEach((each) => each.destroy()));

/** A client that speaks HTTP/1.1, as browsers do on loopback; without a handler the SDK speaks HTTP/2. */
function client(options = {}) {
  const made = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: url,
    credentials: CREDENTIALS,
    requestHandler: new NodeHttpHandler(),
    ...options,
  });
  clients.push(made);
  return made;
}

async function session(options) {
  const response = await fetch(`${url}/_emulator/sessions`, { method: "POST", body: JSON.stringify(options) });
  assert.equal(response.status, 200, await response.clone().text());
  const { id, endpoint } = await response.json();
  const log = async () => (await fetch(`${url}/_emulator/sessions/${id}`)).json();
  const release = () => fetch(`${url}/_emulator/sessions/${id}/release`, { method: "POST" });
  return { endpoint, log, release };
}

async function collect(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

const textOf = (events) => events.map((event) => event.contentBlockDelta?.delta.text ?? "").join("");

for (const [name, handler] of [
  ["HTTP/1.1", () => ({})],
  ["HTTP/2", () => ({ requestHandler: undefined })],
]) {
  describe(`the four operations over ${name}`, () => {
    test("Converse and ConverseStream say the same", async () => {
      const bedrock = client(handler());
      const whole = await bedrock.send(new ConverseCommand({ modelId: NOVA, messages }));
      assert.equal(whole.stopReason, "end_turn");
      assert.equal(whole.usage.totalTokens, whole.usage.inputTokens + whole.usage.outputTokens);
      assert.match(whole.output.message.content[0].text, /Zürich/);
      assert.match(whole.$metadata.requestId, /^[0-9a-f-]{36}$/);

      const { stream } = await bedrock.send(new ConverseStreamCommand({ modelId: NOVA, messages }));
      const events = await collect(stream);
      assert.deepEqual(events[0], { messageStart: { role: "assistant" } });
      assert.deepEqual(events.at(-2), { messageStop: { stopReason: "end_turn" } });
      assert.deepEqual(events.at(-1).metadata.usage, whole.usage);
      assert.ok(!events.some((event) => event.contentBlockStart), "a text block has no start event");
      assert.ok(events.length > 10);
      assert.equal(textOf(events), whole.output.message.content[0].text);
    });

    test("InvokeModel and its stream, for Claude", async () => {
      const bedrock = client(handler());
      const body = JSON.stringify({
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 300,
        messages: [{ role: "user", content: "Tell me about glaciers" }],
      });
      const request = { modelId: CLAUDE, body, contentType: "application/json" };
      const whole = await bedrock.send(new InvokeModelCommand(request));
      assert.equal(whole.contentType, "application/json");
      const message = JSON.parse(new TextDecoder().decode(whole.body));
      assert.equal(message.type, "message");

      const { body: stream, contentType } = await bedrock.send(new InvokeModelWithResponseStreamCommand(request));
      assert.equal(contentType, "application/json");
      const parts = (await collect(stream)).map((event) => JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
      assert.equal(parts[0].type, "message_start");
      assert.equal(parts.map((part) => part.delta?.text ?? "").join(""), message.content[0].text);
      const metrics = parts.at(-1)["amazon-bedrock-invocationMetrics"];
      assert.equal(metrics.outputTokenCount, message.usage.output_tokens);
    });
  });
}

test("model ids with colons and slashes, session tokens and session paths are signed as the SDK signs them", async () => {
  const { endpoint, log } = await session({});
  const bedrock = client({ endpoint, credentials: { ...CREDENTIALS, sessionToken: SESSION_TOKEN } });
  await bedrock.send(new ConverseCommand({ modelId: PROFILE_ARN, messages }));
  const { requests, open, total } = await log();
  assert.equal(total, 1);
  assert.equal(open, 0);
  assert.equal(requests[0].modelId, PROFILE_ARN);
  assert.equal(requests[0].operation, "Converse");
  assert.equal(requests[0].status, 200);
  assert.equal(requests[0].headers["x-amz-security-token"], SESSION_TOKEN);
  assert.deepEqual(JSON.parse(requests[0].bodyText), { messages });
  assert.deepEqual(requests[0].events, { sent: 1, total: 1, state: "done" });
});

describe("bodies of the other families", () => {
  const invoke = async (modelId, body) => {
    const request = { modelId, body: JSON.stringify(body), contentType: "application/json" };
    const whole = await client().send(new InvokeModelCommand(request));
    const { body: stream } = await client().send(new InvokeModelWithResponseStreamCommand(request));
    const parts = (await collect(stream)).map((event) => JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
    assert.ok(parts.at(-1)["amazon-bedrock-invocationMetrics"].inputTokenCount > 0);
    return [JSON.parse(new TextDecoder().decode(whole.body)), parts];
  };

  test("Nova", async () => {
    const [whole, parts] = await invoke(NOVA, {
      schemaVersion: "messages-v1",
      messages,
      inferenceConfig: { max_new_tokens: 500 },
    });
    assert.equal(parts.map((part) => part.contentBlockDelta?.delta.text ?? "").join(""), whole.output.message.content[0].text);
  });

  test("Titan", async () => {
    const [whole, parts] = await invoke("amazon.titan-text-express-v1", { inputText: "Say something about tides" });
    assert.equal(parts.map((part) => part.outputText).join(""), whole.results[0].outputText);
    assert.equal(parts.at(-1).completionReason, "FINISH");
  });

  test("Llama", async () => {
    const [whole, parts] = await invoke("us.meta.llama3-3-70b-instruct-v1:0", {
      prompt: "Say something about tides",
      max_gen_len: 9,
    });
    assert.equal(whole.stop_reason, "length");
    assert.equal(parts.map((part) => part.generation).join(""), whole.generation);
  });

  test("embeddings", async () => {
    const body = JSON.stringify({ inputText: "tides", dimensions: 256 });
    const answer = await client().send(
      new InvokeModelCommand({ modelId: "amazon.titan-embed-text-v2:0", body, contentType: "application/json" }),
    );
    const { embedding } = JSON.parse(new TextDecoder().decode(answer.body));
    assert.equal(embedding.length, 256);
    assert.ok(Math.abs(embedding.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-9);
  });
});

describe("tools and reasoning", () => {
  test("a tool is called in fragments, and its result is answered in text", async () => {
    const request = { modelId: CLAUDE, messages: weatherMessages, toolConfig: weather };
    const whole = await client().send(new ConverseCommand(request));
    assert.equal(whole.stopReason, "tool_use");
    const { toolUse } = whole.output.message.content.find((block) => block.toolUse);
    assert.equal(toolUse.name, "get_weather");
    assert.equal(toolUse.input.city, "Oslo");
    assert.ok(["celsius", "fahrenheit"].includes(toolUse.input.unit));

    const { stream } = await client().send(new ConverseStreamCommand(request));
    const events = await collect(stream);
    const start = events.find((event) => event.contentBlockStart).contentBlockStart;
    assert.deepEqual(start.start.toolUse, { toolUseId: toolUse.toolUseId, name: "get_weather", type: "tool_use" });
    const fragments = events.flatMap((event) => event.contentBlockDelta?.delta.toolUse?.input ?? []);
    assert.ok(fragments.length > 3);
    assert.deepEqual(JSON.parse(fragments.join("")), toolUse.input);

    const result = { toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: { celsius: -3 } }] } };
    const answered = await client().send(
      new ConverseCommand({
        ...request,
        messages: [...weatherMessages, whole.output.message, { role: "user", content: [result] }],
      }),
    );
    assert.equal(answered.stopReason, "end_turn");
    assert.ok(answered.output.message.content[0].text.includes('{"celsius":-3}'));
  });

  test("toolChoice forces a call", async () => {
    for (const toolChoice of [{ any: {} }, { tool: { name: "get_weather" } }]) {
      const answer = await client().send(
        new ConverseCommand({ modelId: NOVA, messages, toolConfig: { ...weather, toolChoice } }),
      );
      assert.equal(answer.stopReason, "tool_use");
    }
    const auto = await client().send(new ConverseCommand({ modelId: NOVA, messages, toolConfig: weather }));
    assert.equal(auto.stopReason, "end_turn");
  });

  test("reasoning comes first, in text and a signature", async () => {
    const request = {
      modelId: CLAUDE,
      messages,
      inferenceConfig: { maxTokens: 4000 },
      additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2000 } },
    };
    const whole = await client().send(new ConverseCommand(request));
    const { reasoningText } = whole.output.message.content[0].reasoningContent;
    const { stream } = await client().send(new ConverseStreamCommand(request));
    const deltas = (await collect(stream)).flatMap((event) => event.contentBlockDelta?.delta.reasoningContent ?? []);
    assert.equal(deltas.map((delta) => delta.text ?? "").join(""), reasoningText.text);
    assert.equal(deltas.at(-1).signature, reasoningText.signature);
  });

  test("limits are kept", async () => {
    const short = await client().send(new ConverseCommand({ modelId: NOVA, messages, inferenceConfig: { maxTokens: 4 } }));
    assert.equal(short.stopReason, "max_tokens");
    assert.equal(short.usage.outputTokens, 4);
    const request = {
      modelId: NOVA,
      messages,
      inferenceConfig: { stopSequences: ["."] },
      additionalModelResponseFieldPaths: ["/stop_sequence"],
    };
    const stopped = await client().send(new ConverseCommand(request));
    assert.equal(stopped.stopReason, "stop_sequence");
    assert.deepEqual(stopped.additionalModelResponseFields, { stop_sequence: "." });
    assert.ok(!stopped.output.message.content[0].text.includes("."));
  });
});

describe("errors are AWS's", () => {
  test("by class, code, message and request id", async () => {
    const blank = client().send(new ConverseCommand({ modelId: NOVA, messages: [{ role: "user", content: [{ text: " " }] }] }));
    await assert.rejects(blank, (error) => {
      assert.ok(error instanceof ValidationException);
      assert.equal(error.$metadata.httpStatusCode, 400);
      assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
      assert.match(error.message, /The text field in the ContentBlock object at messages.0.content.0 is blank/);
      return true;
    });
    await assert.rejects(client().send(new ConverseCommand({ modelId: "anthropic.claude-sonnet-5", messages })), {
      name: "ValidationException",
      message: /with on-demand throughput isn't supported/,
    });
    await assert.rejects(client().send(new InvokeModelCommand({ modelId: NOVA, body: "{", contentType: "application/json" })), {
      name: "ValidationException",
      message: "Malformed input request, please reformat your input and try again.",
    });
  });

  test("the SDK retries a throttled call until it goes well", async () => {
    const { endpoint, log } = await session({
      faults: [
        { kind: "throttle", retryAfterMs: 10 },
        { kind: "throttle", retryAfterMs: 10 },
      ],
    });
    const answer = await client({ endpoint }).send(new ConverseCommand({ modelId: NOVA, messages }));
    assert.equal(answer.$metadata.attempts, 3);
    const { requests } = await log();
    assert.deepEqual(
      requests.map((request) => request.status),
      [429, 429, 200],
    );
  });

  test("a status can be any, with JSON, HTML or nothing", async () => {
    const faults = [
      { kind: "throttle", message: "Slow down" },
      { kind: "status", status: 500 },
      { kind: "status", status: 503, html: true },
      { kind: "status", status: 502, empty: true },
    ];
    const { endpoint } = await session({ faults });
    const once = () => client({ endpoint, maxAttempts: 1 }).send(new ConverseCommand({ modelId: NOVA, messages }));
    await assert.rejects(once(), (error) => error instanceof ThrottlingException && error.message === "Slow down");
    await assert.rejects(once(), (error) => error instanceof InternalServerException);
    await assert.rejects(once(), (error) => error.$metadata?.httpStatusCode === 503 || error.$response?.statusCode === 503);
    await assert.rejects(once(), (error) => error.$metadata?.httpStatusCode === 502 || error.$response?.statusCode === 502);
    await once();
  });

  test("every exception a stream can carry", async () => {
    const classes = {
      internalServerException: InternalServerException,
      modelStreamErrorException: ModelStreamErrorException,
      validationException: ValidationException,
      throttlingException: ThrottlingException,
      serviceUnavailableException: ServiceUnavailableException,
    };
    for (const [name, type] of Object.entries(classes)) {
      const { endpoint } = await session({ faults: [{ kind: "exception", name, after: 3, message: "broken off" }] });
      const { stream } = await client({ endpoint }).send(new ConverseStreamCommand({ modelId: NOVA, messages }));
      const seen = [];
      await assert.rejects(
        async () => {
          for await (const event of stream) seen.push(event);
        },
        (error) => error instanceof type && error.message === "broken off",
        name,
      );
      assert.equal(seen.length, 3);
    }
  });

  test("an error frame, a wrong checksum, a broken frame and a reset connection end the stream with an error", async () => {
    const faults = [
      { kind: "errorFrame", code: "InternalFailure", message: "out of order", after: 2 },
      { kind: "badCrc", part: "prelude", after: 2 },
      { kind: "badCrc", part: "message", after: 2 },
      { kind: "truncate", after: 2 },
      { kind: "reset", after: 2 },
    ];
    const expected = [/out of order/, /prelude checksum/i, /message checksum/i, /Truncated event message/, /ECONNRESET|aborted/];
    const { endpoint } = await session({ faults });
    for (const message of expected) {
      const { stream } = await client({ endpoint }).send(new ConverseStreamCommand({ modelId: NOVA, messages }));
      const seen = [];
      await assert.rejects(
        async () => {
          for await (const event of stream) seen.push(event);
        },
        (error) => message.test(`${error.code} ${error.message}`),
      );
      assert.equal(seen.length, 2, String(message));
    }
  });
});

describe("waiting and leaving", { timeout: 30_000 }, () => {
  test("a gate holds the stream until it is released", async () => {
    const { endpoint, log, release } = await session({ faults: [{ kind: "gate", after: 4 }] });
    const { stream } = await client({ endpoint }).send(new ConverseStreamCommand({ modelId: NOVA, messages }));
    const iterator = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 4; count += 1) assert.equal((await iterator.next()).done, false);
    assert.equal((await log()).open, 1);
    assert.equal((await log()).requests[0].events.sent, 4);
    await release();
    let last;
    for (let item = await iterator.next(); !item.done; item = await iterator.next()) last = item.value;
    assert.ok(last.metadata);
  });

  test("a client that leaves is noticed, in a stalled stream and before the head", async () => {
    const { endpoint, log } = await session({ faults: [{ kind: "stall", after: 2 }, { kind: "hang" }] });
    const bedrock = client({ endpoint, maxAttempts: 1 });
    const settled = async (index) => {
      for (;;) {
        const { requests, open } = await log();
        if (open === 0) return requests[index].events;
      }
    };
    const controller = new AbortController();
    const { stream } = await bedrock.send(new ConverseStreamCommand({ modelId: NOVA, messages }), {
      abortSignal: controller.signal,
    });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    bedrock.destroy();
    controller.abort();
    await iterator.return?.();
    const { state, sent } = await settled(0);
    assert.deepEqual([state, sent], ["aborted", 2]);

    const hanging = new AbortController();
    const pending = client({ endpoint, maxAttempts: 1 }).send(new ConverseCommand({ modelId: NOVA, messages }), {
      abortSignal: hanging.signal,
    });
    while ((await log()).open === 0);
    hanging.abort();
    await assert.rejects(pending, { name: "AbortError" });
    assert.equal((await settled(1)).state, "aborted");
  });
});

describe("signatures", () => {
  /** Changes the request after it was signed. */
  class Tampering {
    constructor(change) {
      this.change = change;
      this.inner = new NodeHttpHandler();
      this.metadata = this.inner.metadata;
    }
    handle(request, options) {
      this.change(request);
      return this.inner.handle(request, options);
    }
    destroy() {
      this.inner.destroy();
    }
  }
  const mismatch = { name: "InvalidSignatureException", message: /The request signature we calculated does not match/ };
  const send = (options, command = new ConverseCommand({ modelId: NOVA, messages })) =>
    client({ maxAttempts: 1, ...options }).send(command);
  const tampered = (change) => send({ requestHandler: new Tampering(change) });

  test("a changed body, path, header or checksum is refused", async () => {
    const grow = (request) => {
      request.body = request.body.replace("blue", "pink");
    };
    await assert.rejects(tampered(grow), mismatch);
    await assert.rejects(
      tampered((request) => {
        grow(request);
        request.headers["x-amz-content-sha256"] = createHash("sha256").update(request.body).digest("hex");
      }),
      mismatch,
    );
    await assert.rejects(
      tampered((request) => (request.path = request.path.replace("micro", "lite"))),
      mismatch,
    );
    await assert.rejects(
      tampered((request) => (request.path = request.path.replace("%3A", ":"))),
      mismatch,
    );
    await assert.rejects(
      tampered((request) => (request.query = { a: "b" })),
      mismatch,
    );
    await assert.rejects(
      tampered((request) => (request.headers["content-type"] = "text/plain")),
      mismatch,
    );
    await tampered(() => {});
  });

  test("a changed date, key or token is refused", async () => {
    await assert.rejects(
      tampered((request) => {
        const date = request.headers["x-amz-date"];
        const second = date.endsWith("00Z") ? "01Z" : "00Z";
        request.headers["x-amz-date"] = date.slice(0, -3) + second;
      }),
      mismatch,
    );
    await assert.rejects(send({ credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } }), mismatch);
    await assert.rejects(send({ credentials: { ...CREDENTIALS, accessKeyId: "AKIDUNKNOWN" } }), {
      name: "UnrecognizedClientException",
    });
    await assert.rejects(send({ credentials: { ...CREDENTIALS, sessionToken: "another" } }), {
      name: "UnrecognizedClientException",
    });
  });

  test("expired and unauthorised accounts are told so, but only with a right signature", async () => {
    const expired = { accessKeyId: "ASIAEXPIRED", secretAccessKey: "expiredSecretAccessKeyEXAMPLE", sessionToken: "old" };
    await assert.rejects(send({ credentials: expired }), { name: "ExpiredTokenException" });
    const denied = { accessKeyId: "ASIADENIED", secretAccessKey: "deniedSecretAccessKeyEXAMPLE" };
    await assert.rejects(send({ credentials: denied }), {
      name: "AccessDeniedException",
      message: "You don't have access to the model with the specified model ID.",
    });
    await assert.rejects(send({ credentials: { ...denied, secretAccessKey: "x" } }), mismatch);
  });

  test("an API key is accepted in the place of a signature", async () => {
    const bearer = (token) => ({ credentials: undefined, token: { token }, authSchemePreference: ["httpBearerAuth"] });
    await send(bearer("ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y"));
    await assert.rejects(send(bearer("ABSKwrong")), { name: "AccessDeniedException" });
  });

  test("the SDK corrects its clock by the service's and goes on", async () => {
    const { endpoint, log } = await session({ clockSkewSeconds: 3600 });
    const bedrock = client({ endpoint });
    await bedrock.send(new ConverseCommand({ modelId: NOVA, messages }));
    const { requests } = await log();
    assert.deepEqual(
      requests.map((request) => request.status),
      [403, 200],
    );
  });
});

// The four operations in Node, as a user of the installed package calls them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { APIPromise, BadRequestError, Bedrock, Stream } from "bedrock-wasm";
import { CHAT, CLAUDE, CREDENTIALS, NOVA, collect, connect, failure, watchRejections } from "./lib/client.mjs";

const CLAUDE_BODY = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 300,
  messages: [{ role: "user", content: "Glaciers?" }],
};
const CLAUDE_CHAT = { modelId: CLAUDE, contentType: "application/json", body: JSON.stringify(CLAUDE_BODY) };
const REQUEST_ID = /^[0-9a-f-]{36}$/;
// 1 × 1 pixel.
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("results", () => {
  test("converse resolves to AWS's shape", async (t) => {
    const { bedrock, session } = await connect(t);
    const result = await bedrock.converse(CHAT);
    assert.deepEqual(Object.keys(result).sort(), ["metrics", "output", "stopReason", "usage"]);
    assert.equal(result.output.message.role, "assistant");
    assert.match(result.output.message.content[0].text, /Zürich/);
    assert.equal(result.usage.totalTokens, result.usage.inputTokens + result.usage.outputTokens);
    const { requests } = await session.log();
    assert.equal(requests[0].path, `${new URL(session.endpoint).pathname}/model/amazon.nova-micro-v1%3A0/converse`);
    assert.deepEqual(JSON.parse(requests[0].bodyText), { messages: CHAT.messages });
  });

  test("converseStream resolves to a stream of the same answer", async (t) => {
    const { bedrock } = await connect(t);
    const stream = await bedrock.converseStream(CHAT);
    assert.ok(stream instanceof Stream);
    assert.match(stream.requestId, REQUEST_ID);
    const events = await collect(stream);
    assert.deepEqual(events[0], { messageStart: { role: "assistant" } });
    assert.deepEqual(events.at(-2), { messageStop: { stopReason: "end_turn" } });
    const whole = await bedrock.converse(CHAT);
    assert.deepEqual(events.at(-1).metadata.usage, whole.usage);
    const text = events.map((event) => event.contentBlockDelta?.delta.text ?? "").join("");
    assert.equal(text, whole.output.message.content[0].text);
    assert.ok(events.every((event) => Object.keys(event).length === 1 && !("p" in Object.values(event)[0])));
  });

  test("invokeModel resolves to bytes that know text() and json()", async (t) => {
    const { bedrock } = await connect(t);
    const result = await bedrock.invokeModel(CLAUDE_CHAT);
    assert.equal(result.contentType, "application/json");
    assert.ok(result.body instanceof Uint8Array);
    assert.equal(result.text(), new TextDecoder().decode(result.body));
    assert.equal(result.json().type, "message");
    assert.deepEqual(Object.keys(result).sort(), ["body", "contentType"]);
    const fast = await bedrock.invokeModel({ ...CLAUDE_CHAT, performanceConfigLatency: "optimized" });
    assert.equal(fast.performanceConfigLatency, "optimized");
  });

  test("invokeModelWithResponseStream resolves to parts of bytes", async (t) => {
    const { bedrock } = await connect(t);
    const stream = await bedrock.invokeModelWithResponseStream(CLAUDE_CHAT);
    assert.equal(stream.contentType, "application/json");
    const events = await collect(stream);
    assert.ok(events.every((event) => event.chunk.bytes instanceof Uint8Array));
    const parts = events.map((event) => JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
    const whole = (await bedrock.invokeModel(CLAUDE_CHAT)).json();
    assert.equal(parts.map((part) => part.delta?.text ?? "").join(""), whole.content[0].text);
  });

  test("each result has the request's id, out of sight", async (t) => {
    const { bedrock } = await connect(t);
    for (const result of [await bedrock.converse(CHAT), await bedrock.invokeModel(CLAUDE_CHAT)]) {
      assert.match(result._request_id, REQUEST_ID);
      assert.ok(!Object.keys(result).includes("_request_id"));
      assert.ok(!JSON.stringify(result).includes(result._request_id));
    }
  });
});

describe("the promise of a call", () => {
  test("is a promise in every respect", async (t) => {
    const { bedrock, session } = await connect(t);
    const promise = bedrock.converse(CHAT);
    assert.ok(promise instanceof Promise && promise instanceof APIPromise);
    const [one, two] = await Promise.all([promise, promise.then((result) => result)]);
    assert.equal(one, two);
    assert.equal(await promise.finally(() => {}), one);
    assert.equal(await promise.catch(() => {}), one);
    assert.equal((await session.log()).total, 1);
  });

  test("withResponse() gives the result and where it came from", async (t) => {
    const { bedrock } = await connect(t);
    const { data, response, request_id } = await bedrock.converse(CHAT).withResponse();
    assert.equal(response.status, 200);
    assert.match(request_id, REQUEST_ID);
    assert.equal(response.headers.get("x-amzn-requestid"), request_id);
    assert.deepEqual(await response.json(), data);

    const streamed = await bedrock.converseStream(CHAT).withResponse();
    assert.equal(streamed.data.requestId, streamed.request_id);
    assert.equal(streamed.response.headers.get("content-type"), "application/vnd.amazon.eventstream");
    assert.ok((await collect(streamed.data)).length > 10);
  });

  test("asResponse() gives the body as it came", async (t) => {
    const { bedrock } = await connect(t);
    const whole = bedrock.invokeModel(CLAUDE_CHAT);
    assert.deepEqual(new Uint8Array(await (await whole.asResponse()).arrayBuffer()), (await whole).body);
    const frames = new DataView(await (await bedrock.converseStream(CHAT).asResponse()).arrayBuffer());
    // The first four bytes of a frame are its length.
    let count = 0;
    for (let at = 0; at < frames.byteLength; at += frames.getUint32(at)) count++;
    assert.equal(count, (await collect(await bedrock.converseStream(CHAT))).length);
  });

  test("the signal also ends a body that was taken with asResponse()", async (t) => {
    const { bedrock } = await connect(t, { faults: [{ kind: "stall", after: 2 }] });
    const controller = new AbortController();
    const response = await bedrock.converseStream(CHAT, { signal: controller.signal }).asResponse();
    const body = response.arrayBuffer();
    controller.abort();
    assert.equal((await failure(body)).name, "AbortError");
  });

  test("of a call that fails rejects once, however it is asked", async (t) => {
    const unhandled = watchRejections(t);
    const { bedrock } = await connect(t);
    const bad = { ...CHAT, messages: [] };
    assert.ok((await failure(bedrock.converse(bad))) instanceof BadRequestError);
    assert.ok((await failure(bedrock.converse(bad).asResponse())) instanceof BadRequestError);
    assert.ok((await failure(bedrock.converseStream(bad).asResponse())) instanceof BadRequestError);
    assert.ok((await failure(bedrock.converse(bad).withResponse())) instanceof BadRequestError);
    const promise = bedrock.converse(bad);
    assert.equal(await failure(promise), await failure(promise.withResponse()));
    assert.deepEqual(await unhandled(), []);
  });
});

describe("blobs", () => {
  test("a body may be text, bytes or an object", async (t) => {
    const { bedrock, session } = await connect(t);
    const text = CLAUDE_CHAT.body;
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array([0, ...bytes, 0]);
    const bodies = [
      text,
      bytes,
      bytes.buffer,
      Buffer.from(text),
      padded.subarray(1, -1),
      new DataView(bytes.buffer),
      CLAUDE_BODY,
    ];
    for (const body of bodies) await bedrock.invokeModel({ ...CLAUDE_CHAT, body });
    const { requests } = await session.log();
    assert.deepEqual(new Set(requests.map((request) => request.bodyText)), new Set([text]));
    assert.equal(requests.length, bodies.length);
  });

  test("images as bytes, Buffer and base64 make the same request", async (t) => {
    const { bedrock, session } = await connect(t);
    const bytes = Uint8Array.from(Buffer.from(PNG, "base64"));
    for (const image of [PNG, bytes, bytes.buffer, Buffer.from(bytes), new Uint8Array([1, ...bytes]).subarray(1)]) {
      const content = [{ image: { format: "png", source: { bytes: image } } }, { text: "What is this?" }];
      await bedrock.converse({ modelId: CLAUDE, messages: [{ role: "user", content }] });
    }
    const { requests } = await session.log();
    assert.equal(new Set(requests.map((request) => request.bodyText)).size, 1);
    assert.equal(JSON.parse(requests[0].bodyText).messages[0].content[0].image.source.bytes, PNG);
  });

  test("large bytes arrive whole", async (t) => {
    const { bedrock, session } = await connect(t);
    const body = new Uint8Array(3_000_000).map((_, at) => 32 + (at % 90));
    await failure(bedrock.invokeModel({ ...CLAUDE_CHAT, body }));
    const { requests } = await session.log();
    // The body is no JSON, but its signature was right.
    assert.equal(requests[0].status, 400);
    assert.equal(requests[0].bodyBytes, body.length);
    const sent = createHash("sha256").update(requests[0].bodyText).digest("hex");
    assert.equal(sent, createHash("sha256").update(body.subarray(0, requests[0].bodyText.length)).digest("hex"));
  });

  test("blobs of outputs are bytes, and documents are left alone", async (t) => {
    const document = { bytes: "aGk=", nested: [{ redactedContent: "aGk=" }] };
    const reply = {
      output: {
        message: {
          role: "assistant",
          content: [
            { reasoningContent: { redactedContent: "aGk=" } },
            { image: { format: "png", source: { bytes: "aGk=" } } },
            { toolUse: { toolUseId: "t", name: "n", input: document } },
          ],
        },
      },
      additionalModelResponseFields: document,
    };
    const bodyBase64 = Buffer.from(JSON.stringify(reply)).toString("base64");
    const raw = { kind: "raw", status: 200, headers: { "content-type": "application/json" }, bodyBase64 };
    const { bedrock } = await connect(t, { faults: [raw] });
    const { output, additionalModelResponseFields } = await bedrock.converse(CHAT);
    const [reasoning, image, tool] = output.message.content;
    assert.deepEqual(reasoning.reasoningContent.redactedContent, new Uint8Array([104, 105]));
    assert.deepEqual(image.image.source.bytes, new Uint8Array([104, 105]));
    assert.deepEqual(tool.toolUse.input, document);
    assert.deepEqual(additionalModelResponseFields, document);
  });

  test("documents in inputs are left alone", async (t) => {
    const { bedrock, session } = await connect(t);
    const input = { bytes: "not base64!", list: [1, null, { deep: "ü" }] };
    const messages = [
      CHAT.messages[0],
      { role: "assistant", content: [{ toolUse: { toolUseId: "t1", name: "draw", input } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "t1", content: [{ json: input }] } }] },
    ];
    const tools = [
      { toolSpec: { name: "draw", inputSchema: { json: { type: "object", properties: { bytes: { type: "string" } } } } } },
    ];
    await bedrock.converse({ modelId: NOVA, messages, toolConfig: { tools } });
    assert.deepEqual(JSON.parse((await session.log()).requests[0].bodyText), { messages, toolConfig: { tools } });
  });
});

describe("requests", () => {
  test("headers of client and call arrive, and are signed", async (t) => {
    const { bedrock, session } = await connect(t, { defaultHeaders: { "X-Team": "search", "x-trace": "default" } });
    await bedrock.converse(CHAT, { headers: { "X-Trace": "  of   this call " } });
    const { headers, status } = (await session.log()).requests[0];
    assert.equal(status, 200);
    assert.deepEqual([headers["x-team"], headers["x-trace"]], ["search", "of   this call"]);
    const [, signed] = /SignedHeaders=([^,]*)/.exec(headers.authorization);
    assert.equal(signed, "content-type;host;x-amz-date;x-amz-security-token;x-team;x-trace");
  });

  test("headers may also be Headers, a Map or pairs", async (t) => {
    const { bedrock, session } = await connect(t, { defaultHeaders: new Headers({ "X-Team": "search" }) });
    const pairs = [["x-trace", "7"]];
    for (const headers of [new Headers(pairs), new Map(pairs), pairs]) await bedrock.converse(CHAT, { headers });
    const { requests } = await session.log();
    assert.deepEqual(
      requests.map(({ headers }) => `${headers["x-team"]} ${headers["x-trace"]}`),
      Array(3).fill("search 7"),
    );
  });

  test("members that travel as headers do not travel in the body", async (t) => {
    const { bedrock, session } = await connect(t);
    const input = {
      ...CLAUDE_CHAT,
      accept: "application/json",
      trace: "ENABLED",
      requestMetadata: JSON.stringify({ city: "Zürich" }),
    };
    await bedrock.invokeModel(input);
    const { headers, bodyText } = (await session.log()).requests[0];
    assert.equal(headers["x-amzn-bedrock-trace"], "ENABLED");
    assert.equal(headers.accept, "application/json");
    assert.deepEqual(JSON.parse(headers["x-amzn-bedrock-request-metadata"]), { city: "Zürich" });
    assert.equal(bodyText, CLAUDE_CHAT.body);
  });

  test("model ids that are ARNs, a base URL with a slash, and keys without a token are signed rightly", async (t) => {
    const { session } = await connect(t);
    const { sessionToken, ...keys } = CREDENTIALS;
    const bedrock = new Bedrock({ region: "eu-west-1", endpoint: `${session.endpoint}/`, credentials: keys });
    const modelId = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/otnfa2ysixqd";
    await bedrock.converse({ ...CHAT, modelId });
    const [request] = (await session.log()).requests;
    assert.deepEqual([request.status, request.modelId], [200, modelId]);
    assert.match(request.headers.authorization, /\/eu-west-1\/bedrock\/aws4_request/);
    assert.equal(request.headers["x-amz-security-token"], undefined);
  });

  test("a fetch of one's own is called with URL and init, and a global one that was replaced is seen", async (t) => {
    const calls = [];
    const recording = (...call) => {
      calls.push(call);
      return globalThis.fetch(...call);
    };
    const own = await connect(t, { fetch: recording });
    await own.bedrock.converse(CHAT);
    const [url, init] = calls[0];
    assert.equal(url, `${own.session.endpoint}/model/amazon.nova-micro-v1%3A0/converse`);
    assert.deepEqual([init.method, init.redirect, init.body.constructor.name], ["POST", "manual", "Uint8Array"]);
    assert.ok(init.signal instanceof AbortSignal && init.headers instanceof Headers);

    const { bedrock } = await connect(t);
    const mock = t.mock.method(globalThis, "fetch");
    await bedrock.converse(CHAT);
    assert.equal(mock.mock.callCount(), 1);
  });
});

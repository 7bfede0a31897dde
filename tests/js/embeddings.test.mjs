// embeddings.create against the local Bedrock: each family, many texts, base64 as the `openai` package reads it, tokens, refusals.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, test } from "node:test";
import { BadRequestError, BedrockError, RateLimitError } from "bedrock-wasm";
import OpenAI from "openai";
import { CREDENTIALS, connect, failure, settled } from "./lib/client.mjs";
import { PNG } from "./lib/png.mjs";

const IMAGE = { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };
const TITAN = "titan-embed-text-v2";
const FAMILIES = [
  ["Titan v1", "titan-embed-text", 1536, [], "amazon.titan-embed-text-v1"],
  ["Titan v2", TITAN, 1024, [256, 512], "amazon.titan-embed-text-v2:0"],
  ["Titan multimodal", "titan-embed-image", 1024, [256, 384], "amazon.titan-embed-image-v1"],
  ["Cohere v3", "embed-multilingual", 1024, [], "cohere.embed-multilingual-v3"],
  ["Cohere v4", "us.cohere.embed-v4:0", 1536, [256, 512, 1024], "us.cohere.embed-v4:0"],
  ["Nova", "nova-2-multimodal-embeddings", 3072, [256, 384, 1024], "amazon.nova-2-multimodal-embeddings-v1:0"],
  ["Marengo 2.7", "us.twelvelabs.marengo-embed-2-7-v1:0", 1024, [], "us.twelvelabs.marengo-embed-2-7-v1:0"],
  ["Marengo 3.0", "bedrock/us.twelvelabs.marengo-embed-3-0-v1:0", 512, [], "us.twelvelabs.marengo-embed-3-0-v1:0"],
];
/** Cohere's documents and queries differ, the others' are the same, and a warning would be in the way. */
const typeFor = (modelId) => (modelId.includes("cohere") ? { input_type: "search_document" } : {});
const texts = (count) => Array.from({ length: count }, (_, index) => `text number ${index}`);
const bodiesOf = (requests) => requests.map(({ bodyText }) => JSON.parse(bodyText));

describe("each family", () => {
  for (const [name, model, dimensions, others, modelId] of FAMILIES) {
    test(name, async (t) => {
      const { bedrock, session } = await connect(t, { onWarning: ({ message }) => assert.fail(message) });
      const input = ["The quick brown fox", "jumps over", "the lazy dog."];
      const whole = await bedrock.embeddings.create({ model, input, ...typeFor(modelId) });
      assert.deepEqual([whole.object, whole.model, whole._warnings], ["list", model, []]);
      assert.deepEqual(
        whole.data.map(({ object, index, embedding }) => [object, index, embedding.length]),
        [0, 1, 2].map((index) => ["embedding", index, dimensions]),
      );
      assert.ok(whole._request_id);
      let tokens = 0;
      for (const [index, text] of input.entries()) {
        const { data, usage } = await bedrock.embeddings.create({ model, input: text, ...typeFor(modelId) });
        assert.deepEqual(data, [{ object: "embedding", index: 0, embedding: whole.data[index].embedding }]);
        assert.ok(usage.prompt_tokens > 0);
        tokens += usage.prompt_tokens;
      }
      assert.deepEqual(whole.usage, { prompt_tokens: tokens, total_tokens: tokens });
      for (const wanted of [...others, dimensions]) {
        const { data } = await bedrock.embeddings.create({ model, input: "a", dimensions: wanted, ...typeFor(modelId) });
        assert.equal(data[0].embedding.length, wanted);
      }
      assert.ok(
        (await session.log()).requests.every((request) => request.modelId === modelId && request.operation === "InvokeModel"),
      );
    });
  }
});

describe("many texts", () => {
  /** A `fetch` that takes its time and counts how many are under way, the last ones the fastest. */
  function counting() {
    const seen = { open: 0, most: 0, calls: 0 };
    const slow = async (url, init) => {
      seen.calls += 1;
      seen.open += 1;
      seen.most = Math.max(seen.most, seen.open);
      try {
        await sleep(12 - (seen.calls % 8));
        return await fetch(url, init);
      } finally {
        seen.open -= 1;
      }
    };
    return { seen, fetch: slow };
  }

  test("200 keep their order, never more than eight calls at once", async (t) => {
    const { seen, fetch } = counting();
    const { bedrock } = await connect(t, { fetch });
    const input = texts(200);
    const { data } = await bedrock.embeddings.create({ model: TITAN, input, dimensions: 256 });
    assert.deepEqual([seen.calls, seen.most, seen.open], [200, 8, 0]);
    assert.deepEqual(
      data.map(({ index }) => index),
      input.map((_, index) => index),
    );
    for (const index of [0, 7, 8, 100, 199]) {
      const alone = await bedrock.embeddings.create({ model: TITAN, input: input[index], dimensions: 256 });
      assert.deepEqual(data[index].embedding, alone.data[0].embedding);
    }
  });

  test("Cohere takes 96 at once", async (t) => {
    const { seen, fetch } = counting();
    const { bedrock, session } = await connect(t, { fetch });
    const input = texts(200);
    const { data, usage } = await bedrock.embeddings.create({ model: "embed-english", input, input_type: "clustering" });
    assert.deepEqual(
      bodiesOf((await session.log()).requests)
        .map((body) => body.texts.length)
        .sort((a, b) => a - b),
      [8, 96, 96],
    );
    assert.deepEqual([seen.calls, data.length], [3, 200]);
    const alone = await bedrock.embeddings.create({ model: "embed-english", input: input[150], input_type: "clustering" });
    assert.deepEqual(data[150].embedding, alone.data[0].embedding);
    assert.equal(usage.prompt_tokens, 200 * alone.usage.prompt_tokens, "the tokens of all calls");
  });

  test("a call that is throttled is sent again, and nothing changes places", async (t) => {
    const throttle = { kind: "throttle", retryAfterMs: 1 };
    const { bedrock, session } = await connect(t, { faults: [throttle, throttle] });
    const { data } = await bedrock.embeddings.create({ model: TITAN, input: texts(20), dimensions: 256 });
    assert.equal((await session.log()).total, 22);
    const calm = await connect(t);
    assert.deepEqual(data, (await calm.bedrock.embeddings.create({ model: TITAN, input: texts(20), dimensions: 256 })).data);
  });

  test("one that fails ends all", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "throttle" }], maxRetries: 0 });
    assert.ok((await failure(bedrock.embeddings.create({ model: TITAN, input: texts(50) }))) instanceof RateLimitError);
    assert.ok((await settled(session)).total <= 8, "what had not begun was sent nevertheless");
  });
});

test("base64 is what the openai package makes floats of", async (t) => {
  const { bedrock } = await connect(t);
  for (const [, model, , , modelId] of FAMILIES) {
    const request = { model, input: texts(3), ...typeFor(modelId) };
    const floats = await bedrock.embeddings.create({ ...request, encoding_format: "float" });
    const answer = (_, { body }) => bedrock.embeddings.create(JSON.parse(body)).then(Response.json);
    // It asks for base64 by itself, and decodes what comes.
    const openai = new OpenAI({ apiKey: "none", fetch: answer });
    const decoded = await openai.embeddings.create(request);
    assert.deepEqual(
      decoded.data.map(({ embedding }) => embedding),
      floats.data.map(({ embedding }) => embedding.map(Math.fround)),
    );
    assert.deepEqual(decoded.usage, floats.usage);
  }
});

test("images are inputs too, in their place among the texts", async (t) => {
  const { bedrock, session } = await connect(t);
  for (const [, model, dimensions, , modelId] of FAMILIES.slice(2)) {
    const input = ["a", IMAGE, "b", IMAGE];
    const { data } = await bedrock.embeddings.create({ model, input, ...(modelId.includes("v4") ? typeFor(modelId) : {}) });
    assert.deepEqual(
      data.map(({ embedding }) => embedding.length),
      input.map(() => dimensions),
    );
    assert.deepEqual(data[1].embedding, data[3].embedding);
    assert.notDeepEqual(data[0].embedding, data[2].embedding);
  }
  assert.ok((await session.log()).requests.every(({ status }) => status === 200));
  const { message } = await failure(bedrock.embeddings.create({ model: TITAN, input: ["a", IMAGE] }));
  assert.match(message, /`input\[1\]` is not text/);
});

test("documents and queries differ where the model can tell them apart", async (t) => {
  const { bedrock, session } = await connect(t);
  for (const model of ["embed-english", "us.cohere.embed-v4:0", "nova-2-multimodal-embeddings"]) {
    const create = (input_type) => bedrock.embeddings.create({ model, input: "a", input_type });
    const [document, query] = await Promise.all([create("search_document"), create("search_query")]);
    assert.notDeepEqual(document.data, query.data);
    assert.deepEqual(document._warnings, []);
  }
  const { _warnings } = await bedrock.embeddings.create({ model: "embed-english", input: "a" });
  assert.deepEqual(
    _warnings.map(({ code }) => code),
    ["changed_request"],
  );
  assert.equal(bodiesOf((await session.log()).requests).at(-1).input_type, "search_document");
});

test("a region for one call, in the options or in the name", async (t) => {
  const { bedrock, session } = await connect(t);
  await bedrock.embeddings.create({ model: TITAN, input: "a" }, { region: "eu-west-1" });
  await bedrock.embeddings.create({ model: `bedrock/ap-south-1/${TITAN}`, input: ["a", "b"] });
  await bedrock.embeddings.create({ model: TITAN, input: "a" });
  const regions = (await session.log()).requests.map(({ headers }) => /\d{8}\/([^/]+)\/bedrock/.exec(JSON.stringify(headers))[1]);
  assert.deepEqual(regions, ["eu-west-1", "ap-south-1", "ap-south-1", "us-east-1"]);
});

test("a model behind an ARN has the body of its base model", async (t) => {
  const arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
  const answer = { embedding: [0.5, -0.25], inputTextTokenCount: 3 };
  const fault = {
    kind: "raw",
    status: 200,
    headers: { "content-type": "application/json" },
    bodyBase64: btoa(JSON.stringify(answer)),
  };
  const models = { capabilities: { [arn]: { baseModel: "titan-embed-text-v2" } } };
  const { bedrock, session } = await connect(t, { faults: [fault], models });
  const { data, usage, model } = await bedrock.embeddings.create({ model: arn, input: "a", dimensions: 512 });
  assert.deepEqual([data[0].embedding, usage.total_tokens, model], [answer.embedding, 3, arn]);
  const [{ modelId, bodyText }] = (await session.log()).requests;
  assert.deepEqual([modelId, JSON.parse(bodyText)], [arn, { inputText: "a", dimensions: 512 }]);
});

test("a model of another family takes over with its own body", async (t) => {
  const { bedrock, session } = await connect(t, { faults: [{ kind: "status", status: 503 }], maxRetries: 0 });
  const request = { model: TITAN, fallback_models: ["nova-2-multimodal-embeddings"], input: "a", dimensions: 256 };
  const { data, model, _warnings } = await bedrock.embeddings.create(request);
  assert.deepEqual([data[0].embedding.length, model], [256, "nova-2-multimodal-embeddings"]);
  assert.deepEqual(
    _warnings.map(({ code }) => code),
    ["fallback_model"],
  );
  assert.deepEqual(
    bodiesOf((await session.log()).requests).map((body) => Object.keys(body)[0]),
    ["inputText", "schemaVersion"],
  );
});

describe("what has no effect or cannot be", () => {
  const request = { model: "titan-embed-text", input: "a", dimensions: 256 };

  test("is told, refused or ignored, as the caller says", async (t) => {
    const heard = [];
    const { bedrock } = await connect(t, { onWarning: ({ code }) => heard.push(code) });
    const { _warnings, data } = await bedrock.embeddings.create({ ...request, voyage: 1 });
    assert.deepEqual(
      [_warnings.map(({ code }) => code), heard],
      [Array(2).fill("unsupported_param"), Array(2).fill("unsupported_param")],
    );
    assert.match(_warnings[0].message, /always have 1536/);
    assert.equal(data[0].embedding.length, 1536);
    const strict = await connect(t, { unsupportedParams: "error" });
    assert.match((await failure(strict.bedrock.embeddings.create(request))).message, /`dimensions` has no effect/);
    assert.equal((await strict.session.log()).total, 0);
    const lax = await connect(t, { unsupportedParams: "ignore", onWarning: () => assert.fail("warned") });
    assert.deepEqual((await lax.bedrock.embeddings.create(request))._warnings, []);
  });

  test("is an error before anything is sent", async (t) => {
    const { bedrock, session } = await connect(t);
    for (const [wrong, words] of [
      [{ input: [[1, 2]] }, /`input\[0\]` is made of tokens.*Pass the text/],
      [{ input: [] }, /No `input`/],
      [{ input: ["a", ""] }, /`input\[1\]` is empty/],
      [{ encoding_format: "int8" }, /`encoding_format`/],
      [{ model: TITAN }, /can have 256, 512, 1024/],
      [{ model: "nova-lite" }, /`amazon\.nova-lite-v1:0` is not known to make embeddings.*baseModel/],
      [
        { model: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd" },
        /otnfa2ysixqd": \{ baseModel:/,
      ],
    ]) {
      const error = await failure(
        bedrock.embeddings.create({ ...request, dimensions: wrong.model === TITAN ? 100 : undefined, ...wrong }),
      );
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, words);
    }
    assert.equal((await session.log()).total, 0);
  });

  test("is Bedrock's own refusal", async (t) => {
    const { bedrock } = await connect(t);
    const long = await failure(
      bedrock.embeddings.create({ model: "embed-english", input: ["a", "x".repeat(3_000)], input_type: "clustering" }),
    );
    assert.ok(long instanceof BadRequestError);
    assert.match(long.message, /#\/texts\/1: expected maxLength: 2048, actual: 3000/);
    const silent = await failure(
      bedrock.embeddings.create({ model: "nova-2-multimodal-embeddings", input: "word ".repeat(9_000) }),
    );
    assert.ok(silent instanceof BadRequestError, "half a text was taken for the whole");
    const cut = await bedrock.embeddings.create({
      model: "nova-2-multimodal-embeddings",
      input: "word ".repeat(9_000),
      truncate: "END",
    });
    assert.equal(cut.usage.prompt_tokens, 8_192);
  });
});

test("a signal ends all calls", async (t) => {
  const { bedrock, session } = await connect(t, { faults: Array(8).fill({ kind: "hang" }), credentials: CREDENTIALS });
  const controller = new AbortController();
  const call = failure(bedrock.embeddings.create({ model: TITAN, input: texts(30) }, { signal: controller.signal }));
  await sleep(50);
  controller.abort();
  assert.equal((await call).name, "APIUserAbortError");
  assert.ok((await settled(session)).total <= 8);
});

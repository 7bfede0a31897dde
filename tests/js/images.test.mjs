// images.generate against the local Bedrock: Nova Canvas, Titan and Stability, batches, sizes, and what moderation withholds.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BadRequestError, BedrockError } from "bedrock-wasm";
import OpenAI from "openai";
import { connect, failure } from "./lib/client.mjs";
import { pixelsOf } from "./lib/png.mjs";

const CANVAS = "nova-canvas";
const ULTRA = "stability.stable-image-ultra-v1:1";
const MODELS = [
  CANVAS,
  "amazon.titan-image-generator-v2:0",
  "stability.sd3-5-large-v1:0",
  "stability.stable-image-core-v1:1",
  ULTRA,
  "us.amazon.nova-canvas-v1:0",
];
const bodiesOf = async (session) => (await session.log()).requests.map(({ bodyText }) => JSON.parse(bodyText));

for (const model of MODELS) {
  test(`${model} makes a PNG`, async (t) => {
    const { bedrock } = await connect(t, { onWarning: ({ message }) => assert.fail(message) });
    const before = Math.floor(Date.now() / 1000);
    const reply = await bedrock.images.generate({ model, prompt: "a fjord", size: "1024x1024" });
    assert.ok(reply.created >= before && reply.created <= before + 60);
    assert.deepEqual([reply.output_format, reply._warnings], ["png", []]);
    assert.ok(reply._request_id);
    assert.equal(reply.data.length, 1);
    const [width, height] = pixelsOf(reply.data[0].b64_json);
    assert.equal(width, height);
  });
}

describe("several images", () => {
  test("Amazon's models make five a call, and no seed twice", async (t) => {
    const { bedrock, session } = await connect(t);
    const request = { model: CANVAS, prompt: "a fjord", n: 7, size: "1280x720", quality: "hd", seed: 3 };
    const { data } = await bedrock.images.generate(request);
    const configs = (await bodiesOf(session)).map((body) => body.imageGenerationConfig);
    const same = { width: 1280, height: 720, quality: "premium" };
    assert.deepEqual(
      configs.sort((a, b) => a.seed - b.seed),
      [
        { numberOfImages: 5, ...same, seed: 3 },
        { numberOfImages: 2, ...same, seed: 8 },
      ],
    );
    assert.equal(new Set(data.map(({ b64_json }) => b64_json)).size, 7);
    for (const { b64_json } of data) assert.deepEqual(pixelsOf(b64_json).slice(0, 2), [80, 45]);
    assert.deepEqual((await bedrock.images.generate(request)).data, data, "they are the same again");
  });

  test("Stability's make one a call", async (t) => {
    const { bedrock, session } = await connect(t);
    const { data, _warnings } = await bedrock.images.generate({
      model: ULTRA,
      prompt: "a fjord",
      n: 3,
      seed: 7,
      size: "1792x1024",
    });
    assert.deepEqual(
      (await bodiesOf(session)).map(({ seed, aspect_ratio }) => [seed, aspect_ratio]).sort(),
      [7, 8, 9].map((seed) => [seed, "16:9"]),
    );
    assert.equal(new Set(data.map(({ b64_json }) => b64_json)).size, 3);
    assert.deepEqual(
      _warnings.map(({ code }) => code),
      ["changed_request"],
    );
    const jpeg = await bedrock.images.generate({ model: ULTRA, prompt: "a fjord", output_format: "jpeg" });
    assert.equal(jpeg.output_format, "jpeg");
    assert.match(jpeg.data[0].b64_json, /^\/9j\//);
  });
});

describe("moderation", () => {
  for (const [model, words] of [
    [CANVAS, "All of the generated images have been blocked by our content filters."],
    ["amazon.titan-image-generator-v2:0", "All of the generated images have been blocked by our content filters."],
    [ULTRA, "Filter reason: output image"],
  ]) {
    test(`${model}: images that are all withheld are an error with the model's reason`, async (t) => {
      const { bedrock } = await connect(t);
      const error = await failure(bedrock.images.generate({ model, prompt: "a knife", n: 2 }));
      assert.ok(error instanceof BadRequestError, error.name);
      assert.deepEqual([error.status, error.code], [400, "moderation_blocked"]);
      assert.ok(error.message.includes(words), error.message);
    });
  }

  for (const [model, n, shown, words] of [
    [CANVAS, 3, 2, /Some images were withheld: Some of the generated images/],
    [ULTRA, 2, 1, /Some images were withheld: Filter reason: output image/],
  ]) {
    test(`${model}: if some are withheld, the others come with a warning`, async (t) => {
      const heard = [];
      const { bedrock } = await connect(t, { onWarning: (warning) => heard.push(warning) });
      const { data, _warnings } = await bedrock.images.generate({ model, prompt: "a glass of beer", n, seed: 4 });
      assert.equal(data.length, shown);
      for (const { b64_json } of data) pixelsOf(b64_json);
      assert.deepEqual(
        _warnings.map(({ code }) => code),
        ["content_filter"],
      );
      assert.match(_warnings[0].message, words);
      assert.deepEqual(
        heard.map(({ message }) => message),
        _warnings.map(({ message }) => message),
      );
    });
  }

  test("no other model is asked for what one has withheld", async (t) => {
    const { bedrock, session } = await connect(t);
    const request = { model: CANVAS, fallback_models: [ULTRA], prompt: "a knife" };
    assert.equal((await failure(bedrock.images.generate(request))).code, "moderation_blocked");
    assert.equal((await session.log()).total, 1);
  });

  test("a prompt that is refused", async (t) => {
    const { bedrock } = await connect(t);
    const amazons = await failure(bedrock.images.generate({ model: CANVAS, prompt: "a swordfish" }));
    assert.ok(amazons instanceof BadRequestError);
    assert.match(amazons.message, /blocked by our content filters\. Please adjust your text prompt/);
    const stabilitys = await failure(bedrock.images.generate({ model: ULTRA, prompt: "a swordfish" }));
    assert.ok(stabilitys instanceof BadRequestError);
    assert.match(stabilitys.message, /Filter reason: prompt/);
  });
});

test("the openai package takes the reply for its own", async (t) => {
  const { bedrock } = await connect(t);
  const answer = (_, { body }) => bedrock.images.generate(JSON.parse(body)).then(Response.json);
  const openai = new OpenAI({ apiKey: "none", fetch: answer });
  const { data, output_format } = await openai.images.generate({
    model: CANVAS,
    prompt: "a fjord",
    n: 2,
    response_format: "b64_json",
  });
  assert.deepEqual([data.length, output_format], [2, "png"]);
  pixelsOf(data[1].b64_json);
});

test("a region for one call", async (t) => {
  const { bedrock, session } = await connect(t);
  await bedrock.images.generate({ model: ULTRA, prompt: "a fjord", n: 2 }, { region: "us-west-2" });
  await bedrock.images.generate({ model: `bedrock/eu-west-1/${CANVAS}`, prompt: "a fjord" });
  const regions = (await session.log()).requests.map(({ headers }) => /\d{8}\/([^/]+)\/bedrock/.exec(JSON.stringify(headers))[1]);
  assert.deepEqual(regions, ["us-west-2", "us-west-2", "eu-west-1"]);
});

describe("what has no effect or cannot be", () => {
  const lost = { model: CANVAS, prompt: "a fjord", background: "transparent", style: "vivid" };

  test("is told, refused or ignored, as the caller says", async (t) => {
    const { bedrock } = await connect(t);
    const { _warnings, data } = await bedrock.images.generate(lost);
    assert.deepEqual(
      _warnings.map(({ code }) => code),
      ["unsupported_param", "unsupported_param"],
    );
    assert.equal(data.length, 1);
    const strict = await connect(t, { unsupportedParams: "error" });
    assert.match((await failure(strict.bedrock.images.generate(lost))).message, /`background` has no effect/);
    assert.equal((await strict.session.log()).total, 0);
    const lax = await connect(t, { unsupportedParams: "ignore", onWarning: () => assert.fail("warned") });
    assert.deepEqual((await lax.bedrock.images.generate(lost))._warnings, []);
  });

  test("is an error before anything is sent", async (t) => {
    const { bedrock, session } = await connect(t);
    for (const [wrong, words] of [
      [{ prompt: "" }, /No `prompt`/],
      [{ n: 11 }, /`n` is not a whole number from 1 to 10/],
      [{ size: "large" }, /`size` is not like "1024x1024"/],
      [{ response_format: "url" }, /Pass "b64_json"/],
      [{ stream: true }, /`stream`: Bedrock's images come whole/],
      [{ model: "us.stability.stable-outpaint-v1:0" }, /not known to make images of texts.*baseModel/],
      [{ model: "nova-lite" }, /`amazon\.nova-lite-v1:0` is not known to make images of texts/],
    ]) {
      const error = await failure(bedrock.images.generate({ model: CANVAS, prompt: "a fjord", ...wrong }));
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, words);
    }
    assert.equal((await session.log()).total, 0);
  });

  test("is Bedrock's own refusal", async (t) => {
    const { bedrock } = await connect(t);
    const error = await failure(bedrock.images.generate({ model: CANVAS, prompt: "a fjord", size: "256x256" }));
    assert.ok(error instanceof BadRequestError);
    assert.match(error.message, /#\/imageGenerationConfig\/width: 256 is not greater or equal to 320/);
  });
});

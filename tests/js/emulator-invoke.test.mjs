// InvokeModel of the local Bedrock for models that make embeddings and images: AWS's SDK sends the bodies that AWS documents, and wrong ones.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { BedrockRuntimeClient, InvokeModelCommand, InvokeModelWithResponseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { connect } from "./lib/emulator-clients.mjs";
import { PNG, pixelsOf } from "./lib/png.mjs";

const TITAN_V1 = "amazon.titan-embed-text-v1";
const TITAN_V2 = "amazon.titan-embed-text-v2:0";
const TITAN_IMAGE = "amazon.titan-embed-image-v1";
const COHERE_V3 = "cohere.embed-multilingual-v3";
const COHERE_V4 = "us.cohere.embed-v4:0";
const NOVA = "amazon.nova-2-multimodal-embeddings-v1:0";
const MARENGO_2 = "us.twelvelabs.marengo-embed-2-7-v1:0";
const MARENGO_3 = "us.twelvelabs.marengo-embed-3-0-v1:0";
const CANVAS = "amazon.nova-canvas-v1:0";
const TITAN_IMAGES = "amazon.titan-image-generator-v2:0";
const ULTRA = "stability.stable-image-ultra-v1:1";
const SD3 = "stability.sd3-5-large-v1:0";
const URI = `data:image/png;base64,${PNG}`;

/** A function that invokes a model and gives `{ answer, tokens }`: its body, and the tokens in the header of the reply. */
async function invoker(t) {
  const { client } = await connect(t, BedrockRuntimeClient);
  let tokens;
  const note = (next) => async (args) => {
    const result = await next(args);
    tokens = Number(result.response.headers["x-amzn-bedrock-input-token-count"]);
    return result;
  };
  client.middlewareStack.add(note, { step: "deserialize", name: "noteTokens" });
  return async (modelId, body) => {
    const reply = await client.send(
      new InvokeModelCommand({ modelId, contentType: "application/json", body: JSON.stringify(body) }),
    );
    return { answer: JSON.parse(new TextDecoder().decode(reply.body)), tokens };
  };
}

const norm = (vector) => Math.sqrt(vector.reduce((sum, number) => sum + number * number, 0));
const novaText = (value, more = {}, text = {}) => ({
  schemaVersion: "nova-multimodal-embed-v1",
  taskType: "SINGLE_EMBEDDING",
  singleEmbeddingParams: { embeddingPurpose: "GENERIC_INDEX", text: { truncationMode: "END", value, ...text }, ...more },
});

describe("embeddings of each family, as AWS documents them", () => {
  for (const [name, modelId, body, vectorOf, dimensions] of [
    ["Titan v1", TITAN_V1, { inputText: "Hello" }, (answer) => answer.embedding, 1536],
    ["Titan v2", TITAN_V2, { inputText: "Hello" }, (answer) => answer.embedding, 1024],
    [
      "Titan v2, shorter",
      TITAN_V2,
      { inputText: "Hello", dimensions: 256, normalize: true },
      (answer) => answer.embeddingsByType.float,
      256,
    ],
    ["Titan multimodal", TITAN_IMAGE, { inputText: "Hello" }, (answer) => answer.embedding, 1024],
    [
      "Titan multimodal, an image",
      TITAN_IMAGE,
      { inputImage: PNG, embeddingConfig: { outputEmbeddingLength: 384 } },
      (answer) => answer.embedding,
      384,
    ],
    ["Cohere v3", COHERE_V3, { texts: ["Hello"], input_type: "search_document" }, (answer) => answer.embeddings[0], 1024],
    ["Cohere v3, an image", COHERE_V3, { images: [URI], input_type: "image" }, (answer) => answer.embeddings[0], 1024],
    ["Cohere v4", COHERE_V4, { texts: ["Hello"], input_type: "search_document" }, (answer) => answer.embeddings.float[0], 1536],
    [
      "Cohere v4, shorter",
      COHERE_V4,
      { texts: ["Hello"], input_type: "search_query", output_dimension: 512, truncate: "RIGHT", max_tokens: 100 },
      (answer) => answer.embeddings.float[0],
      512,
    ],
    [
      "Cohere v4, images",
      COHERE_V4,
      { images: [URI, URI], input_type: "search_document", embedding_types: ["float"] },
      (answer) => answer.embeddings.float[1],
      1536,
    ],
    [
      "Cohere v4, mixed",
      COHERE_V4,
      {
        inputs: [
          {
            content: [
              { type: "text", text: "a" },
              { type: "image_url", image_url: URI },
            ],
          },
        ],
        input_type: "search_document",
      },
      (answer) => answer.embeddings.float[0],
      1536,
    ],
    ["Nova", NOVA, novaText("Hello"), (answer) => answer.embeddings[0].embedding, 3072],
    ["Nova, shorter", NOVA, novaText("Hello", { embeddingDimension: 384 }), (answer) => answer.embeddings[0].embedding, 384],
    [
      "Marengo 2.7",
      MARENGO_2,
      { inputType: "text", inputText: "Hello", textTruncate: "end" },
      (answer) => answer.data[0].embedding,
      1024,
    ],
    [
      "Marengo 2.7, an image",
      MARENGO_2,
      { inputType: "image", mediaSource: { base64String: PNG } },
      (answer) => answer.data[0].embedding,
      1024,
    ],
    ["Marengo 3.0", MARENGO_3, { inputType: "text", text: { inputText: "Hello" } }, (answer) => answer.data[0].embedding, 512],
    [
      "Marengo 3.0, an image",
      MARENGO_3,
      { inputType: "image", image: { mediaSource: { base64String: PNG } } },
      (answer) => answer.data[0].embedding,
      512,
    ],
  ]) {
    test(name, async (t) => {
      const invoke = await invoker(t);
      const { answer, tokens } = await invoke(modelId, body);
      const vector = vectorOf(answer);
      assert.equal(vector.length, dimensions);
      if (!body.inputImage) assert.ok(tokens > 0, "no tokens in the header");
      assert.ok(Math.abs(norm(vector) - 1) < 1e-9, `its length is ${norm(vector)}`);
      assert.deepEqual((await invoke(modelId, body)).answer, answer, "it is the same again");
    });
  }

  test("Titan counts in its body, Cohere and Nova in the header only", async (t) => {
    const invoke = await invoker(t);
    const { answer, tokens } = await invoke(TITAN_V2, { inputText: "Hello, world!" });
    assert.equal(answer.inputTextTokenCount, tokens);
    for (const [modelId, body] of [
      [COHERE_V4, { texts: ["Hello, world!"], input_type: "clustering" }],
      [NOVA, novaText("Hello, world!")],
    ]) {
      const reply = await invoke(modelId, body);
      assert.equal(reply.tokens, tokens);
      assert.doesNotMatch(JSON.stringify(Object.keys(reply.answer)), /[tT]oken/);
    }
  });

  test("Cohere answers by the types that were asked for", async (t) => {
    const invoke = await invoker(t);
    const texts = ["a", "b"];
    const plain = await invoke(COHERE_V3, { texts, input_type: "clustering" });
    assert.deepEqual(
      [plain.answer.response_type, plain.answer.texts, plain.answer.embeddings.length],
      ["embeddings_floats", texts, 2],
    );
    const embedding_types = ["float", "int8", "uint8", "binary", "ubinary"];
    const { answer } = await invoke(COHERE_V3, { texts, input_type: "clustering", embedding_types });
    assert.equal(answer.response_type, "embeddings_by_type");
    assert.deepEqual(Object.keys(answer.embeddings), embedding_types);
    assert.deepEqual(answer.embeddings.float, plain.answer.embeddings);
    const range = (type) =>
      answer.embeddings[type].flat().reduce(([low, high], x) => [Math.min(low, x), Math.max(high, x)], [0, 0]);
    assert.deepEqual(
      embedding_types.map((type) => answer.embeddings[type][1].length),
      [1024, 1024, 1024, 128, 128],
    );
    assert.ok(range("int8")[0] >= -128 && range("binary")[0] >= -128 && range("binary")[0] < -100 && range("ubinary")[0] === 0);
    assert.ok(range("uint8")[1] <= 255 && range("ubinary")[1] <= 255 && range("int8")[1] <= 127);
  });

  test("Titan v2 gives bits, and numbers that are not normalized", async (t) => {
    const invoke = await invoker(t);
    const { answer } = await invoke(TITAN_V2, { inputText: "a", dimensions: 512, embeddingTypes: ["binary"] });
    assert.equal(answer.embedding, undefined);
    assert.deepEqual([...new Set(answer.embeddingsByType.binary)].sort(), [0, 1]);
    assert.ok(norm((await invoke(TITAN_V2, { inputText: "a", normalize: false })).answer.embedding) > 2);
  });

  test("a text that is too long is cut where that was asked for", async (t) => {
    const invoke = await invoker(t);
    const value = "word ".repeat(9_000);
    const { answer, tokens } = await invoke(NOVA, novaText(value));
    assert.ok(answer.embeddings[0].truncatedCharLength < value.length && tokens === 8_192);
    const short = "a ".repeat(900);
    assert.equal((await invoke(COHERE_V3, { texts: [short], input_type: "clustering", truncate: "END" })).tokens, 512);
  });

  test("there is no stream of them", async (t) => {
    const { client } = await connect(t, BedrockRuntimeClient);
    const stream = new InvokeModelWithResponseStreamCommand({
      modelId: TITAN_V2,
      contentType: "application/json",
      body: '{"inputText":"a"}',
    });
    await assert.rejects(client.send(stream), { name: "ValidationException", message: /unsupported for streaming/ });
  });
});

describe("refusals, in the words of Bedrock's validator", () => {
  const many = (count) => Array.from({ length: count }, (_, index) => `text ${index}`);
  const canvas = (config, params = {}) => ({
    taskType: "TEXT_IMAGE",
    textToImageParams: { text: "a fjord", ...params },
    imageGenerationConfig: config,
  });
  for (const [modelId, body, message] of [
    [TITAN_V1, { inputText: "a", dimensions: 256 }, "#: extraneous key [dimensions] is not permitted"],
    [TITAN_V1, { inputText: "" }, "#/inputText: expected minLength: 1, actual: 0"],
    [TITAN_V1, { inputText: "x".repeat(50_001) }, "#/inputText: expected maxLength: 50000, actual: 50001"],
    [
      TITAN_V2,
      { inputText: "a ".repeat(9_875) },
      "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: ",
    ],
    [TITAN_V2, { inputText: "a", dimensions: 100 }, "#/dimensions: 100 is not a valid enum value"],
    [TITAN_V2, { inputText: 7 }, "#/inputText: expected type: String, found: Integer"],
    [TITAN_V2, { inputText: "a", normalize: "yes" }, "#/normalize: expected type: Boolean, found: String"],
    [TITAN_IMAGE, {}, "#: required key [inputText] not found"],
    [TITAN_IMAGE, { inputImage: "aGVsbG8=" }, "Unable to process provided image"],
    [
      TITAN_IMAGE,
      { inputText: "a", embeddingConfig: { outputEmbeddingLength: 512 } },
      "#/embeddingConfig/outputEmbeddingLength: 512 is not a valid enum value",
    ],
    [
      COHERE_V3,
      { inputText: "a" },
      "#: required key [texts] not found, #: required key [input_type] not found, #: extraneous key [inputText] is not permitted",
    ],
    [COHERE_V3, { texts: many(97), input_type: "clustering" }, "#/texts: expected maximum item count: 96, found: 97"],
    [COHERE_V3, { texts: [], input_type: "clustering" }, "#/texts: expected minimum item count: 1, found: 0"],
    [
      COHERE_V3,
      { texts: ["a", "x".repeat(2_049)], input_type: "clustering", truncate: "END" },
      "#/texts/1: expected maxLength: 2048, actual: 2049",
    ],
    [COHERE_V3, { texts: ["a ".repeat(900)], input_type: "clustering" }, "Input is too long for requested model."],
    [COHERE_V3, { texts: ["a"], input_type: "query" }, "#/input_type: query is not a valid enum value"],
    [
      COHERE_V3,
      { texts: ["a"], input_type: "clustering", output_dimension: 256 },
      "#: extraneous key [output_dimension] is not permitted",
    ],
    [COHERE_V3, { texts: ["a"], input_type: "clustering", truncate: "LEFT" }, "#/truncate: LEFT is not a valid enum value"],
    [COHERE_V3, { images: [URI, URI], input_type: "image" }, "#/images: expected maximum item count: 1, found: 2"],
    [COHERE_V4, { texts: ["a"], images: [URI], input_type: "clustering" }, "#: extraneous key [images] is not permitted"],
    [
      COHERE_V4,
      { texts: ["a"], input_type: "clustering", output_dimension: 384 },
      "#/output_dimension: 384 is not a valid enum value",
    ],
    [
      COHERE_V4,
      { texts: ["a"], input_type: "clustering", embedding_types: ["half"] },
      '#/embedding_types/0: "half" is not a valid enum value',
    ],
    [NOVA, { inputText: "a" }, "#: required key [taskType] not found"],
    [
      NOVA,
      novaText("a", { embeddingDimension: 512 }),
      "#/singleEmbeddingParams/embeddingDimension: 512 is not a valid enum value",
    ],
    [
      NOVA,
      novaText("a", { embeddingPurpose: "SEARCH" }),
      "#/singleEmbeddingParams/embeddingPurpose: SEARCH is not a valid enum value",
    ],
    [NOVA, novaText("a ".repeat(9_000), {}, { truncationMode: "NONE" }), "exceeds the maximum of 8192 tokens"],
    [MARENGO_2, { inputType: "text", text: { inputText: "a" } }, "#: required key [inputText] not found"],
    [MARENGO_2, { inputType: "video", inputText: "a" }, "#/inputType: video is not a valid enum value"],
    [
      MARENGO_3,
      { inputType: "text", inputText: "a" },
      "#: required key [text] not found, #: extraneous key [inputText] is not permitted",
    ],
    [CANVAS, canvas({ numberOfImages: 6 }), "#/imageGenerationConfig/numberOfImages: 6 is not less or equal to 5"],
    [CANVAS, canvas({ width: 256, height: 256 }), "#/imageGenerationConfig/width: 256 is not greater or equal to 320"],
    [CANVAS, canvas({ width: 1000, height: 1000 }), "Unsupported image size: 1000x1000"],
    [CANVAS, canvas({ width: 4096, height: 4096 }), "Unsupported image size"],
    [CANVAS, canvas({ cfgScale: 1 }), "#/imageGenerationConfig/cfgScale: 1 is not greater or equal to 1.1"],
    [CANVAS, canvas({ seed: 1.5 }), "#/imageGenerationConfig/seed: expected type: Integer, found: BigDecimal"],
    [CANVAS, canvas({ quality: "hd" }), "#/imageGenerationConfig/quality: hd is not a valid enum value"],
    [CANVAS, canvas({}, { style: "vivid" }), "#/textToImageParams/style: vivid is not a valid enum value"],
    [CANVAS, canvas({}, { text: "x".repeat(1_469) }), "#/textToImageParams/text: expected maxLength: 1024, actual: 1469"],
    [
      CANVAS,
      { prompt: "a fjord" },
      "#: required key [taskType] not found, #: required key [textToImageParams] not found, #: extraneous key [prompt] is not permitted",
    ],
    [
      CANVAS,
      canvas({}, { text: "a swordfish" }),
      "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.",
    ],
    [TITAN_IMAGES, canvas({ width: 1536, height: 1024 }), "Unsupported image size"],
    [TITAN_IMAGES, canvas({}, { style: "PHOTOREALISM" }), "#/textToImageParams: extraneous key [style] is not permitted"],
    [ULTRA, { prompt: "a", aspect_ratio: "4:3" }, "#/aspect_ratio: 4:3 is not a valid enum value"],
    [ULTRA, { prompt: "a", mode: "text-to-image" }, "#: extraneous key [mode] is not permitted"],
    [ULTRA, { prompt: "a", output_format: "webp" }, "#/output_format: webp is not a valid enum value"],
  ]) {
    test(`${modelId}: ${message}`, async (t) => {
      const invoke = await invoker(t);
      await assert.rejects(invoke(modelId, body), (error) => {
        assert.equal(error.name, "ValidationException");
        assert.ok(error.message.includes(message), error.message);
        return true;
      });
    });
  }
});

describe("images, as AWS documents them", () => {
  const body = (text, config) => ({
    taskType: "TEXT_IMAGE",
    textToImageParams: { text, negativeText: "people" },
    imageGenerationConfig: config,
  });

  test("Nova Canvas and Titan", async (t) => {
    const invoke = await invoker(t);
    const config = { numberOfImages: 3, width: 1280, height: 720, quality: "premium", cfgScale: 6.5, seed: 12 };
    const { answer } = await invoke(CANVAS, body("a fjord", config));
    assert.deepEqual([answer.images.length, answer.error, new Set(answer.images).size], [3, null, 3]);
    for (const image of answer.images) assert.deepEqual(pixelsOf(image).slice(0, 2), [80, 45]);
    assert.deepEqual((await invoke(CANVAS, body("a fjord", config))).answer, answer);
    const titan = await invoke(TITAN_IMAGES, body("a fjord", { width: 512, height: 512 }));
    assert.deepEqual(pixelsOf(titan.answer.images[0]).slice(0, 2), [32, 32]);
  });

  test("all of them or some are withheld", async (t) => {
    const invoke = await invoker(t);
    const all = await invoke(CANVAS, body("a knife", { numberOfImages: 2 }));
    assert.deepEqual(all.answer, { images: [], error: "All of the generated images have been blocked by our content filters." });
    const { answer } = await invoke(TITAN_IMAGES, body("beer", { numberOfImages: 3 }));
    assert.deepEqual(
      [answer.images.length, answer.error],
      [2, "Some of the generated images have been blocked by our content filters."],
    );
  });

  test("Stability", async (t) => {
    const invoke = await invoker(t);
    const { answer } = await invoke(ULTRA, {
      prompt: "A car made out of vegetables.",
      aspect_ratio: "16:9",
      output_format: "png",
      seed: 5,
    });
    assert.deepEqual([answer.seeds, answer.finish_reasons], [[5], [null]]);
    const [width, height] = pixelsOf(answer.images[0]);
    assert.ok(Math.abs(width / height - 16 / 9) < 0.03);
    const jpeg = await invoke(SD3, { prompt: "A car", mode: "text-to-image", output_format: "jpeg" });
    assert.match(jpeg.answer.images[0], /^\/9j\//);
    assert.deepEqual((await invoke(ULTRA, { prompt: "swordfish" })).answer, { finish_reasons: ["Filter reason: prompt"] });
    assert.deepEqual((await invoke(ULTRA, { prompt: "knife" })).answer, { finish_reasons: ["Filter reason: output image"] });
  });
});

// The translation was written after the documentation, and so was the local Bedrock: here they meet.
for (const folder of ["embeddings", "images"]) {
  test(`every body in the golden files of ${folder} is taken`, async (t) => {
    const invoke = await invoker(t);
    const url = new URL(`../fixtures/openai/${folder}/`, import.meta.url);
    let count = 0;
    for (const name of readdirSync(url)) {
      const { modelId, bodies = [] } = JSON.parse(readFileSync(new URL(name, url), "utf8"));
      for (const body of bodies) await invoke(modelId, body).catch((error) => assert.fail(`${name}: ${error.message}`));
      count += bodies.length;
    }
    assert.ok(count > 40, `only ${count}`);
  });
}

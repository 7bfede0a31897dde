// All that OneLLM's documentation of its Bedrock provider shows or lists, in JavaScript: the names are its headings. Its
// examples of calls are in chat.test.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BadRequestError, PermissionDeniedError, RateLimitError } from "bedrock-wasm";
import { startServer } from "./lib/answering.mjs";
import { PDF, PNG, chat, chatStream, kinds, textOf, user } from "./lib/chats.mjs";
import { CREDENTIALS, collect, connect, failure, settled } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { runProgram } from "./lib/lone-program.mjs";
import { serve } from "./lib/serve.mjs";

const PROGRAM = `
  import { Bedrock } from "bedrock-wasm";
  const client = new Bedrock();
  const response = await client.chat.completions.create({
    model: "bedrock/nova-micro",
    messages: [{ role: "user", content: "Explain quantum computing in simple terms." }],
    max_tokens: 200,
    temperature: 0.7,
  });
  export default response.choices[0].message.content;
`;
const KEY = `aws_access_key_id = ${CREDENTIALS.accessKeyId}\naws_secret_access_key = ${CREDENTIALS.secretAccessKey}\n`;
const OTHER_KEY = "aws_access_key_id = AKIDOTHER\naws_secret_access_key = other\n";
const ENVIRONMENT = { AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId, AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey };

/** Runs the program, and asserts that it has an answer, for which it asked in this region. */
async function assertAnswered(t, region, { files, env } = {}) {
  const session = await createSession();
  t.after(() => session.delete());
  const text = await runProgram(t, PROGRAM, { files, env: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: session.endpoint, ...env } });
  assert.ok(text.length > 0);
  const { requests } = await session.log();
  const scope = new RegExp(`Credential=${CREDENTIALS.accessKeyId}/\\d{8}/${region}/bedrock/`);
  assert.deepEqual(
    requests.map(({ headers, status }) => [scope.test(headers.authorization), status]),
    [[true, 200]],
  );
}

describe("AWS Credentials", () => {
  test("AWS CLI Configuration", async (t) => {
    const files = { ".aws/credentials": `[default]\n${KEY}`, ".aws/config": "[default]\nregion = us-west-2\noutput = json\n" };
    await assertAnswered(t, "us-west-2", { files });
  });

  test("Environment Variables", async (t) => {
    await assertAnswered(t, "us-east-1", { env: { ...ENVIRONMENT, AWS_DEFAULT_REGION: "us-east-1" } });
  });

  test("AWS Profile", async (t) => {
    const files = {
      ".aws/credentials": `[default]\n${OTHER_KEY}[work]\n${KEY}`,
      ".aws/config": "[profile work]\nregion = eu-north-1\n",
    };
    await assertAnswered(t, "eu-north-1", { files, env: { AWS_PROFILE: "work" } });
    await assertAnswered(t, "eu-north-1", { files: { ...files, "bedrock.json": '{ "profile": "work" }' } });
  });

  test("IAM Role", async (t) => {
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token } = CREDENTIALS;
    const { url } = await startServer(t, () => ({ body: { AccessKeyId, SecretAccessKey, Token, Expiration } }));
    await assertAnswered(t, "us-east-1", { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/role`, AWS_REGION: "us-east-1" } });
  });
});

test("bedrock.json Configuration", async (t) => {
  const bedrockJson = `{\n    "profile": "bedrock",\n    "region": "us-east-1"\n}`;
  const files = { "bedrock.json": bedrockJson, ".aws/credentials": `[default]\n${OTHER_KEY}[bedrock]\n${KEY}` };
  await assertAnswered(t, "us-east-1", { files });
});

test("Required IAM Permissions: nothing is called but InvokeModel and Converse, whole and streamed", async (t) => {
  const { bedrock, session } = await connect(t);
  const request = { model: "bedrock/claude-3-5-sonnet", messages: [user("Hello")] };
  await bedrock.chat.completions.create(request);
  await collect(await bedrock.chat.completions.create({ ...request, stream: true }));
  await bedrock.embeddings.create({ model: "bedrock/titan-embed-text-v2", input: "Hello" });
  const operations = (await session.log()).requests.map(({ operation }) => operation);
  assert.deepEqual(operations, ["Converse", "ConverseStream", "InvokeModel"]);
});

const CHAT_MODELS = {
  "Anthropic Claude": ["claude-3-5-sonnet", "claude-3-5-haiku", "claude-3-opus", "claude-3-sonnet", "claude-3-haiku"],
  "Meta Llama": ["llama3-2-90b", "llama3-2-11b", "llama3-2-3b", "llama3-2-1b", "llama3-1-405b", "llama3-1-70b", "llama3-1-8b"],
  "Amazon Nova": ["nova-pro", "nova-lite", "nova-micro"],
  Mistral: ["mistral-7b", "mixtral-8x7b", "mistral-large"],
  Others: ["command-r", "command-r-plus", "jamba-1-5-large", "jamba-1-5-mini"],
};
const EMBEDDING_MODELS = ["titan-embed-text", "titan-embed-text-v2", "embed-english", "embed-multilingual"];

describe("Supported Models", () => {
  for (const [maker, aliases] of Object.entries(CHAT_MODELS)) {
    for (const alias of aliases) {
      test(`${maker}: bedrock/${alias}`, async (t) => {
        const request = { model: `bedrock/${alias}`, messages: [user("Hello")], max_tokens: 300 };
        const { message, completion, session } = await chat(t, request);
        assert.ok(message.content.length > 0);
        assert.equal(completion.model, request.model);
        // At once, by the right id: nothing was refused before.
        assert.equal((await session.log()).total, 1);
        assert.equal(textOf((await chatStream(t, request)).deltas), message.content);
      });
    }
  }

  for (const alias of EMBEDDING_MODELS) {
    test(`Embedding Models: bedrock/${alias}`, async (t) => {
      const { bedrock } = await connect(t, { onWarning: () => {} });
      const response = await bedrock.embeddings.create({
        model: `bedrock/${alias}`,
        input: "The quick brown fox jumps over the lazy dog.",
      });
      const { embedding } = response.data[0];
      assert.ok(embedding.length >= 1024 && embedding.slice(0, 5).every(Number.isFinite));
      assert.ok(response.usage.prompt_tokens > 0);
    });
  }
});

test("Multi-Modal (Vision): both models of the example", async (t) => {
  for (const model of ["bedrock/claude-3-5-sonnet", "bedrock/nova-pro"]) {
    const image_url = { url: `data:image/jpeg;base64,${Buffer.from("ffd8ffe000104a46494600", "hex").toString("base64")}` };
    const content = [
      { type: "text", text: "What's in this image?" },
      { type: "image_url", image_url },
    ];
    const { sent, message } = await chat(t, { model, messages: [user(content)], max_tokens: 300 });
    assert.deepEqual(kinds(sent.messages[0]), ["text", "image"]);
    assert.ok(message.content);
  }
});

test("Cross-Region Inference: enabled by default", async (t) => {
  const { bedrock, session } = await connect(t, { region: "eu-west-1" });
  await bedrock.chat.completions.create({ model: "bedrock/claude-sonnet-4-5", messages: [user("Hello")] });
  assert.match((await session.log()).requests[0].modelId, /^eu\.anthropic\.claude-sonnet-4-5/);
});

describe("Using Different AWS Regions", () => {
  test("Method 1: via bedrock.json", async (t) => {
    const files = {
      "bedrock.json": '{\n    "profile": "default",\n    "region": "eu-west-1"\n}',
      ".aws/credentials": `[default]\n${KEY}`,
    };
    await assertAnswered(t, "eu-west-1", { files });
  });

  test("Method 2: environment variable", async (t) => {
    await assertAnswered(t, "eu-west-1", { env: { ...ENVIRONMENT, AWS_DEFAULT_REGION: "eu-west-1" } });
  });

  test("Method 3: when making the client, for one call, or in the model's name", async (t) => {
    const { bedrock, session } = await connect(t, { region: "eu-west-1" });
    const request = { model: "bedrock/nova-micro", messages: [user("Hello")] };
    await bedrock.chat.completions.create(request);
    await bedrock.chat.completions.create(request, { region: "eu-west-2" });
    await bedrock.chat.completions.create({ ...request, model: "bedrock/eu-west-3/amazon.nova-micro-v1:0" });
    const regions = (await session.log()).requests.map(({ headers }) => headers.authorization.split("/")[2]);
    assert.deepEqual(regions, ["eu-west-1", "eu-west-2", "eu-west-3"]);
  });
});

test("Using Full Model IDs", async (t) => {
  const { session } = await chat(t, { model: "bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0", messages: [user("Hello")] });
  assert.equal((await session.log()).requests[0].modelId, "anthropic.claude-3-5-sonnet-20241022-v2:0");
});

test("Cost Optimization: a stream that is left stops the generation", async (t) => {
  const { bedrock, session } = await connect(t, { faults: [{ kind: "stall", after: 4 }] });
  const stream = await bedrock.chat.completions.create({
    model: "bedrock/claude-3-haiku",
    messages: [user("Write a story.")],
    stream: true,
  });
  for await (const { choices } of stream) if (choices[0].delta.content) break;
  assert.equal((await settled(session)).requests[0].events.state, "aborted");
});

describe("Common Issues", () => {
  const request = { model: "bedrock/claude-3-opus", messages: [user("Hello")] };

  test("Model Access Denied", async (t) => {
    const message =
      "Model access denied: The requested model anthropic.claude-3-opus-20240229-v1:0 is not supported for inference in your account.";
    const fault = { kind: "status", status: 403, code: "AccessDeniedException", message };
    const { bedrock } = await connect(t, { faults: [fault, fault] });
    for (const stream of [false, true]) {
      const error = await failure(bedrock.chat.completions.create({ ...request, stream }));
      assert.ok(error instanceof PermissionDeniedError, error.stack);
      assert.ok(error.message.startsWith(message));
      assert.match(error.message, /Request access to the model in the Bedrock console/);
    }
  });

  test("Rate Limits: retried, and then told what to do", async (t) => {
    const fault = { kind: "throttle", retryAfterMs: 1, message: "Too many requests, please try again later." };
    t.mock.method(Math, "random", () => 0);
    const { message, session } = await chat(t, request, { faults: [fault, fault] });
    assert.ok(message.content);
    assert.equal((await session.log()).total, 3);
    const { bedrock } = await connect(t, { faults: [fault, fault, fault] });
    const error = await failure(bedrock.chat.completions.create(request));
    assert.ok(error instanceof RateLimitError);
    assert.match(error.message, /^Too many requests, please try again later\. \(.*quota/);
  });

  test("Region Availability", async (t) => {
    const message = "The provided model identifier is invalid.";
    const { bedrock } = await connect(t, { faults: [{ kind: "status", status: 400, code: "ValidationException", message }] });
    const error = await failure(bedrock.chat.completions.create({ ...request, model: "bedrock/ap-east-1/acme.rocket-v1:0" }));
    assert.ok(error instanceof BadRequestError, error.stack);
    assert.ok(error.message.startsWith(message));
  });
});

describe("Limitations that are none here", () => {
  test("files: documents in messages, and images in S3", async (t) => {
    const file = { type: "file", file: { filename: "report.pdf", file_data: `data:application/pdf;base64,${PDF}` } };
    const image = { type: "image_url", image_url: { url: "s3://bucket/photo.png" } };
    const { sent, message } = await chat(t, {
      model: "bedrock/nova-pro",
      messages: [user([{ type: "text", text: "Compare" }, file, image])],
    });
    assert.deepEqual(kinds(sent.messages[0]), ["text", "document", "image"]);
    assert.deepEqual(sent.messages[0].content[2].image.source, { s3Location: { uri: "s3://bucket/photo.png" } });
    assert.ok(message.content);
  });

  test("explicit JSON mode", async (t) => {
    const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
    const response_format = { type: "json_schema", json_schema: { name: "place", schema } };
    for (const model of ["bedrock/claude-sonnet-4-5", "bedrock/claude-3-5-sonnet", "bedrock/nova-pro"]) {
      const { message } = await chat(t, { model, messages: [user("Where is the Prado?")], response_format });
      assert.equal(typeof JSON.parse(message.content).city, "string", model);
    }
  });

  test("audio and video", async (t) => {
    const wav = Buffer.from("RIFF\x24\0\0\0WAVEfmt ").toString("base64");
    const input_audio = { data: wav, format: "wav" };
    const listening = await chat(t, {
      model: "mistral.voxtral-mini-3b-2507",
      messages: [
        user([
          { type: "input_audio", input_audio },
          { type: "text", text: "What is said?" },
        ]),
      ],
    });
    assert.deepEqual(listening.sent.messages[0].content[0], { audio: { format: "wav", source: { bytes: wav } } });
    const mp4 = Buffer.from("000000186674797069736f6d", "hex").toString("base64");
    const video_url = { url: `data:video/mp4;base64,${mp4}` };
    const watching = await chat(t, {
      model: "bedrock/nova-lite",
      messages: [
        user([
          { type: "video_url", video_url },
          { type: "text", text: "What happens?" },
        ]),
      ],
    });
    assert.deepEqual(watching.sent.messages[0].content[0], { video: { format: "mp4", source: { bytes: mp4 } } });
  });

  test("images need not be base64, where downloads are allowed", async (t) => {
    const server = await serve({ files: { "/photo": Buffer.from(PNG, "base64") } });
    t.after(() => server.stop());
    const { bedrock, session } = await connect(t, { fetchImages: { allowPrivateAddresses: true } });
    const show = (url, options) =>
      bedrock.chat.completions.create(
        { model: "bedrock/nova-pro", messages: [user([{ type: "image_url", image_url: { url } }])] },
        options,
      );
    await show(`${server.url}/photo`);
    const [{ bodyText }] = (await session.log()).requests;
    assert.deepEqual(JSON.parse(bodyText).messages[0].content[0].image, { format: "png", source: { bytes: PNG } });
    assert.match((await failure(show(`${server.url}/nothing`))).message, /`fetchImages`: .*\/nothing.*404/);
    assert.match((await failure(show(`${server.url}/photo`, { fetchImages: false }))).message, /image_url/);
    assert.match((await failure(show(`${server.url}/photo`, { fetchImages: true }))).message, /not public/);
    assert.equal((await session.log()).total, 1);
  });
});

test("Best Practices: transient errors are retried", async (t) => {
  const faults = [{ kind: "status", status: 503 }, { kind: "closeBeforeHead" }];
  t.mock.method(Math, "random", () => 0);
  const { message, session } = await chat(t, { model: "bedrock/nova-micro", messages: [user("Hello")] }, { faults });
  assert.ok(message.content);
  assert.equal((await session.log()).total, 3);
});

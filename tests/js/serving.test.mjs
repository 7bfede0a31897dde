// `createFetch` as a server: what a stranger may send it costs no more than reading it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { CREDENTIALS, connect, cpuOf } from "./lib/client.mjs";
import { CHAT, NOVA } from "./lib/openai.mjs";

const CHATS = "https://bedrock.invalid/v1/chat/completions";

describe("the path of a request", () => {
  const shapes = {
    "slashes before a letter": (n) => `${"/".repeat(n)}a`,
    "slashes alone": (n) => "/".repeat(n),
    "no route, many parts": (n) => "/models".repeat(n),
    "models of models": (n) => `${"/models/".repeat(n)}`,
  };
  for (const [name, shape] of Object.entries(shapes)) {
    test(`${name}: four times the length is not much more than four times the work`, async (t) => {
      const { bedrock } = await connect(t);
      const answer = createFetch(bedrock);
      const ask = (n) => answer(`https://bedrock.invalid${shape(n)}`, { method: "PUT" });
      await ask(1000);
      const [small, large] = [await cpuOf(() => ask(20_000)), await cpuOf(() => ask(80_000))];
      // Quadratic work would be sixteen times as much; 20,000 slashes took seconds.
      assert.ok(large < 8 * small + 20, `${small} ms, then ${large} ms`);
      const { status } = await ask(20_000);
      assert.ok([404, 405].includes(status));
    });
  }

  test("is repeated in a message up to 200 letters", async (t) => {
    const { bedrock } = await connect(t);
    const reply = await createFetch(bedrock)(`https://bedrock.invalid/${"x".repeat(5000)}`);
    assert.ok((await reply.json()).error.message.length < 500);
  });
});

describe("the body of a request", () => {
  const stream = (pieces, piece) => {
    let sent = 0;
    return new ReadableStream(
      {
        pull(controller) {
          if (sent++ < pieces) controller.enqueue(piece);
          else controller.close();
        },
        cancel() {
          sent = Number.POSITIVE_INFINITY;
        },
      },
      { highWaterMark: 0 },
    );
  };

  test("has a limit, of which the caller may make another", async (t) => {
    const { bedrock } = await connect(t);
    const json = JSON.stringify({ ...CHAT, model: NOVA });
    const bytes = new TextEncoder().encode(json);
    const limited = createFetch(bedrock, { maxBodyBytes: bytes.length });
    assert.equal((await limited(CHATS, { method: "POST", body: json })).status, 200);
    for (const body of [json.padEnd(bytes.length + 1), new Uint8Array([...bytes, 32]), new Blob([json, " "]), stream(2, bytes)]) {
      const reply = await limited(CHATS, { method: "POST", body, duplex: "half" });
      assert.equal(reply.status, 413);
      const { error } = await reply.json();
      assert.deepEqual([error.code, error.type], ["request_too_large", "invalid_request_error"]);
      assert.match(error.message, new RegExp(`more than ${bytes.length} bytes`));
    }
    const whole = await limited(new Request(CHATS, { method: "POST", body: stream(1, bytes), duplex: "half" }));
    assert.equal(whole.status, 200);
  });

  test("without an end is read up to the limit", async (t) => {
    const { bedrock } = await connect(t);
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
      },
    });
    const reply = await createFetch(bedrock)(CHATS, { method: "POST", body: endless, duplex: "half" });
    assert.equal(reply.status, 413);
    assert.ok(pulled >= 32 && pulled < 40, `${pulled} MB`);
  });

  test("is nested as deep as the core reads, and no deeper", async (t) => {
    const { bedrock } = await connect(t);
    const answer = createFetch(bedrock);
    const nested = (depth) => `{"model":"${NOVA}","messages":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    for (const depth of [600, 5000, 100_000]) {
      const reply = await answer(CHATS, { method: "POST", body: nested(depth) });
      const { error } = await reply.json();
      assert.equal(reply.status, 400, `${depth}: ${error.message}`);
      assert.match(error.message, /nest|deep/i);
    }
  });
});

test("a limit of bodies that is no number is refused", () => {
  for (const maxBodyBytes of [Number.NaN, -1, "many", {}]) {
    assert.throws(() => createFetch({}, { maxBodyBytes }), { name: "TypeError", message: /maxBodyBytes is not a number/ });
  }
});

describe("what AWS says of the account", () => {
  const USER = "arn:aws:sts::123456789012:assumed-role/ChatRole/ana@example.com";
  const DENIED = `User: ${USER} is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0 because no policy of account 123456789012 allows it`;
  const faults = [{ kind: "status", status: 403, code: "AccessDeniedException", message: DENIED }];
  const body = JSON.stringify({ model: NOVA, messages: [{ role: "user", content: "Hi" }] });
  const messageOf = async (bedrock, options) => {
    const reply = await createFetch(bedrock, options)(CHATS, { method: "POST", body });
    assert.equal(reply.status, 403);
    return (await reply.json()).error.message;
  };

  test("a stranger does not read", async (t) => {
    const { bedrock } = await connect(t, { faults });
    const message = await messageOf(bedrock);
    for (const secret of ["123456789012", "ChatRole", "ana@"]) assert.ok(!message.includes(secret), message);
    assert.match(message, /User: \*\*\* is not authorized to perform: bedrock:InvokeModel on resource: .*nova-micro/);
  });

  test("a developer reads, who asks for it", async (t) => {
    const { bedrock } = await connect(t, { faults });
    assert.ok((await messageOf(bedrock, { exposeIdentity: true })).startsWith(DENIED));
  });

  test("a stranger does not read in lists, traces, warnings and codes", async () => {
    const ACCOUNT = "123456789012";
    const own = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/otnfa2ysixqd`;
    const profile = (type, id, arn) => ({
      inferenceProfileId: id,
      inferenceProfileArn: arn,
      type,
      models: [],
      description: USER,
    });
    const answers = {
      "/foundation-models": {
        modelSummaries: [{ modelId: NOVA, modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${NOVA}` }],
      },
      "/inference-profiles": {
        inferenceProfileSummaries: [
          profile("APPLICATION", "otnfa2ysixqd", own),
          profile("SYSTEM_DEFINED", `us.${NOVA}`, `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${NOVA}`),
        ],
      },
      "": {
        output: { message: { role: "assistant", content: [{ text: `Call ${ACCOUNT}.` }] } },
        stopReason: "end_turn",
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
        metrics: { latencyMs: 1 },
        additionalModelResponseFields: { number: ACCOUNT },
        trace: { promptRouter: { invokedModelId: own }, guardrail: { actionReason: `by ${USER}` } },
      },
    };
    const fetch = async (url) => {
      const { pathname } = new URL(url);
      if (pathname.includes("broken")) {
        return Response.json({ message: "AROAEXAMPLEEXAMPLE:ana is not allowed", code: `No.${ACCOUNT}` }, { status: 403 });
      }
      return Response.json(answers[Object.keys(answers).find((path) => pathname.startsWith(path))]);
    };
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, maxRetries: 0 });
    const ask = async (options, path, body) => {
      const init = body && { method: "POST", body: JSON.stringify({ messages: [{ role: "user", content: "Hi" }], ...body }) };
      return (await createFetch(bedrock, options)(`https://bedrock.invalid/v1${path}`, init)).text();
    };
    const all = async (options) => [
      await ask(options, "/models"),
      await ask(options, "/chat/completions", { model: NOVA }),
      await ask(options, "/chat/completions", { model: "broken.model-v1:0" }),
    ];
    const [list, chat, refused] = await all();
    assert.deepEqual(
      JSON.parse(list).data.map(({ id }) => id),
      [NOVA, `us.${NOVA}`],
    );
    // The model's own words are its own.
    const { choices, _bedrock } = JSON.parse(chat);
    assert.equal(choices[0].message.content, `Call ${ACCOUNT}.`);
    assert.deepEqual(_bedrock.additionalModelResponseFields, { number: ACCOUNT });
    const rest = JSON.stringify([list, _bedrock.trace, refused]);
    for (const name of [ACCOUNT, "ChatRole", "ana", "AROA"]) assert.ok(!rest.includes(name), `${name}: ${rest}`);
    const shown = (await all({ exposeIdentity: true })).join();
    for (const name of [own, USER, "AROAEXAMPLEEXAMPLE:ana", `No.${ACCOUNT}`]) assert.ok(shown.includes(name), name);
  });

  test("a stranger does not read in an event of a stream either", async (t) => {
    const { bedrock } = await connect(t, {
      faults: [{ kind: "exception", name: "validationException", message: DENIED, after: 1 }],
    });
    const streamed = { method: "POST", body: JSON.stringify({ ...JSON.parse(body), stream: true }) };
    const text = await (await createFetch(bedrock)(CHATS, streamed)).text();
    assert.match(text, /"error":\{"message":"User: \*\*\* is not/);
    for (const secret of ["123456789012", "ChatRole"]) assert.ok(!text.includes(secret), text);
  });
});

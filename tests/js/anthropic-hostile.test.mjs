// Requests of strangers to Anthropic's API: any JSON, any type in any place. Each is answered by a success or by an error in
// Anthropic's shape; none rejects, hangs, or hears more of itself or of the account than it should.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { mutated, seeded } from "./lib/anthropic-mutations.mjs";
import { cpuOf, within } from "./lib/client.mjs";
import { event } from "./lib/frames.mjs";

const USAGE = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const WHOLE = JSON.stringify({
  output: { message: { role: "assistant", content: [{ text: "x" }] } },
  stopReason: "end_turn",
  usage: USAGE,
});
const STREAM = Buffer.concat([
  event("messageStart", { role: "assistant" }),
  event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "x" } }),
  event("messageStop", { stopReason: "end_turn" }),
  event("metadata", { usage: USAGE }),
]);

const CLAUDES = event("chunk", { bytes: Buffer.from('{"type":"message_stop"}').toString("base64") });

const ACCOUNT = "123456789012";

/** A client whose Bedrock takes everything. */
function answering({ answer, ...options } = {}) {
  const fetch = async (url) => {
    if (answer) return answer(url);
    if (url.endsWith("/count-tokens")) return Response.json({ inputTokens: 1 });
    const isStream = url.endsWith("stream");
    const headers = { "content-type": isStream ? "application/vnd.amazon.eventstream" : "application/json" };
    return new Response(isStream ? (url.endsWith("/converse-stream") ? STREAM : CLAUDES) : WHOLE, { headers });
  };
  const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", fetch, maxRetries: 0, logLevel: "off", ...options });
  const answered = createFetch(bedrock);
  return (body, path = "/v1/messages") =>
    answered(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
}

/** The longest message that an error may have, whatever the request says. */
const MESSAGE_LENGTH_MAX = 2000;

async function assertAnswered(response, body) {
  const shown = JSON.stringify(body).slice(0, 2000);
  const text = await within(response.text());
  if (response.status !== 200) {
    const { type, error, request_id } = JSON.parse(text);
    assert.deepEqual([type, typeof error.type, typeof error.message, request_id], ["error", "string", "string", null], shown);
    assert.ok(response.status >= 400 && response.status < 500, `${response.status} ${text.slice(0, 500)} ${shown}`);
    assert.ok(error.message.length < MESSAGE_LENGTH_MAX, `${error.message.length}: ${error.message.slice(0, 300)}`);
    return false;
  }
  assert.ok(!text.startsWith("event: error"), `${text} ${shown}`);
  return true;
}

test("5,000 requests with anything anywhere are answered", async () => {
  const random = seeded(20261130);
  const ask = answering({
    onWarning: ({ message }) => assert.ok(message.length < MESSAGE_LENGTH_MAX * 3, message.slice(0, 300)),
  });
  let answered = 0;
  for (let count = 0; count < 5000; count++) {
    const body = mutated(random);
    let response;
    try {
      response = await within(ask(body, count % 10 === 0 ? "/v1/messages/count_tokens" : undefined));
    } catch (error) {
      assert.fail(`${error.stack} ${JSON.stringify(body).slice(0, 2000)}`);
    }
    if (await assertAnswered(response, body)) answered += 1;
  }
  assert.ok(answered > 500 && answered < 4500, `${answered} had success`);
});

describe("a body that is no request", () => {
  const bodies = [
    "",
    "x",
    "null",
    "5",
    '"text"',
    "[]",
    "[{}]",
    "{}",
    '{"model":5}',
    '{"model":""}',
    '{"model":{"toString":1}}',
    "\ud800",
  ];
  for (const body of bodies)
    test(JSON.stringify(body), async () => {
      const ask = answering();
      for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
        const response = await ask(body, path);
        assert.equal(await assertAnswered(response, body), false);
      }
    });
});

test("a model's name may be anything", async () => {
  const ask = answering();
  const messages = [{ role: "user", content: "Hello" }];
  const names = [
    "__proto__",
    "constructor",
    "../../x",
    "a/../b",
    "x\u0000y",
    "x\ny",
    "?x=1#y",
    "%2e%2e",
    "🦙",
    "\ud800",
    "m".repeat(100_000),
    "arn:",
    "arn:".repeat(20_000),
  ];
  for (const model of names)
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      const body = { model, max_tokens: 9, messages };
      await assertAnswered(await within(ask(body, path)), body);
    }
});

describe("a request that is nested deep", () => {
  const nested = (depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  for (const model of ["nova-lite", "claude-sonnet-5"])
    test(`is refused: ${model}`, async () => {
      const ask = answering();
      for (const depth of [600, 100_000])
        for (const body of [
          `{"model":"${model}","max_tokens":9,"messages":${nested(depth)}}`,
          `{"model":"${model}","max_tokens":9,"messages":[{"role":"user","content":"x"}],"tools":${nested(depth)}}`,
          `{"model":"${model}","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"a":${nested(depth)}}}]}]}`,
        ]) {
          const wasTaken = await assertAnswered(await within(ask(body)), body);
          // Bedrock judges what JSON can be made of for Claude.
          assert.ok(!wasTaken || (model === "claude-sonnet-5" && depth < 1000));
        }
    });
});

test("a long request takes time in proportion, and one that is too long is refused", async () => {
  const ask = answering();
  const bodyOf = (count) => ({
    model: "nova-lite",
    max_tokens: 9,
    messages: Array.from({ length: count }, (_, index) => ({
      role: index % 2 ? "assistant" : "user",
      content:
        index % 2
          ? "Hm"
          : [
              { type: "text", text: "x" },
              { type: "document", source: { type: "text", data: "y".repeat(50) } },
            ],
    })),
  });
  const [short, long] = [bodyOf(1000), bodyOf(8000)].map((body) => JSON.stringify(body));
  const least = await cpuOf(async () => (await ask(short)).text());
  const most = await cpuOf(async () => (await ask(long)).text());
  assert.ok(most < least * 24 + 200, `${least} ms, and ${most} ms for eight times as much`);
  const response = await ask(`{"model":"nova-lite","messages":"${"x".repeat(33 * 1024 * 1024)}"}`);
  const { error } = await response.json();
  assert.deepEqual([response.status, error.type], [413, "request_too_large"]);
  const text = "é".repeat(15 * 1024 * 1024);
  const document = { type: "document", source: { type: "text", media_type: "text/plain", data: text } };
  const whole = await ask({ model: "nova-lite", max_tokens: 9, messages: [{ role: "user", content: [document] }] });
  assert.equal(whole.status, 200);
});

test("a stranger hears nothing of the account, unless the program says so", async () => {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/Chat/ana`;
  const denied = () =>
    new Response(JSON.stringify({ message: `User: ${arn} is not authorized to perform: bedrock:InvokeModel` }), {
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
    });
  const traced = () =>
    Response.json({
      ...JSON.parse(WHOLE),
      trace: { guardrail: { inputAssessment: { arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:guardrail/g` } } },
    });
  const messages = [{ role: "user", content: "Hello" }];
  for (const model of ["nova-lite", "claude-sonnet-5"]) {
    const response = await answering({ answer: denied })({ model, max_tokens: 9, messages });
    const text = await response.text();
    assert.equal(response.status, 403);
    assert.ok(!text.includes(ACCOUNT) && !text.includes("ana") && text.includes("is not authorized"), text);
  }
  const whole = await (await answering({ answer: traced })({ model: "nova-lite", max_tokens: 9, messages })).text();
  assert.ok(whole.includes("guardrail/g") && !whole.includes(ACCOUNT), whole);
  // Claude's replies go through as they are, but for those that the caller wants to have a trace in.
  const trace = {
    type: "message_stop",
    "amazon-bedrock-trace": { guardrail: { arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:guardrail/g` } },
  };
  const said = { content: [{ type: "text", text: ACCOUNT }] };
  const frames = [{ type: "message_start", message: said }, trace].map((value) =>
    event("chunk", { bytes: Buffer.from(JSON.stringify(value)).toString("base64") }),
  );
  const claudes = (url) => {
    if (!url.endsWith("stream")) return Response.json({ ...said, ...trace });
    return new Response(Buffer.concat(frames), { headers: { "content-type": "application/vnd.amazon.eventstream" } });
  };
  const guardrailConfig = { guardrailIdentifier: "g", guardrailVersion: "1", trace: "enabled" };
  for (const stream of [false, true]) {
    const body = { model: "claude-sonnet-5", max_tokens: 9, messages, guardrailConfig, stream };
    const text = await (await answering({ answer: claudes })(body)).text();
    assert.deepEqual([text.split(ACCOUNT).length, text.includes("***:guardrail/g")], [2, true], text);
  }
});

// The operations that are JSON both ways, beside AWS's own SDK: the same input is the same request, and the same reply the
// same output. No service is needed for that: both clients are given a transport that writes down what they send.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-bedrock-runtime";
import { Bedrock } from "bedrock-wasm";
import { CREDENTIALS, failure } from "./lib/client.mjs";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const MESSAGES = [{ role: "user", content: [{ text: "Zürich?" }] }];
const ARN = "arn:aws:bedrock:us-east-1:123456789012:async-invoke/abc123";

const CASES = {
  countTokens: [
    { input: { modelId: "anthropic.claude-haiku-4-5-20251001-v1:0", input: { converse: { messages: MESSAGES } } }, reply: { inputTokens: 9 } },
    { input: { modelId: "m", input: { invokeModel: { body: new TextEncoder().encode('{"a":"é"}') } } }, reply: { inputTokens: 1 } },
  ],
  applyGuardrail: [
    {
      input: {
        guardrailIdentifier: "arn:aws:bedrock:us-east-1:123456789012:guardrail/g1",
        guardrailVersion: "DRAFT",
        source: "INPUT",
        content: [{ text: { text: "hi", qualifiers: ["query"] } }, { image: { format: "png", source: { bytes: PNG } } }],
        outputScope: "FULL",
      },
      reply: { usage: { topicPolicyUnits: 1 }, action: "NONE", outputs: [{ text: "hi" }], assessments: [] },
    },
  ],
  invokeGuardrailChecks: [
    {
      input: { messages: MESSAGES, checks: { contentFilter: { categories: [{ category: "HATE" }] } } },
      reply: { results: { contentFilter: { results: [{ category: "HATE", severityScore: 0.5 }] } }, usage: {} },
    },
  ],
  startAsyncInvoke: [
    {
      input: {
        modelId: "amazon.nova-reel-v1:1",
        clientRequestToken: "a-token-of-mine",
        modelInput: { taskType: "TEXT_VIDEO", nested: [null, 1.5, { bytes: "aGk=" }] },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://bucket/folder" } },
        tags: [{ key: "team", value: "video" }],
      },
      reply: { invocationArn: ARN },
    },
  ],
  getAsyncInvoke: [
    {
      input: { invocationArn: ARN },
      reply: {
        invocationArn: ARN,
        modelArn: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-reel-v1:1",
        status: "Completed",
        submitTime: "2026-11-22T10:00:00Z",
        endTime: "2026-11-22T10:05:00.5Z",
        outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://bucket/folder" } },
      },
    },
  ],
  listAsyncInvokes: [
    { input: {}, reply: { asyncInvokeSummaries: [] } },
    {
      input: {
        submitTimeAfter: new Date(1_700_000_000_000),
        submitTimeBefore: new Date(1_700_000_000_123),
        statusEquals: "Completed",
        maxResults: 7,
        nextToken: "a/b+c==&d",
        sortBy: "SubmissionTime",
        sortOrder: "Ascending",
      },
      reply: { asyncInvokeSummaries: [{ invocationArn: ARN, modelArn: ARN, submitTime: "2026-11-22T10:00:00Z" }] },
    },
  ],
};

describe("the same input is the same request, and the same reply the same output", () => {
  for (const [operation, cases] of Object.entries(CASES)) {
    for (const [index, { input, reply }] of cases.entries()) {
      test(`${operation}, case ${index + 1}`, async () => {
        const [own, other] = [await ours(operation, input, reply), await theirs(operation, input, reply)];
        assert.deepEqual(own.request, other.request);
        assert.deepEqual(own.output, other.output);
      });
    }
  }
});

test("a token is made up where there is none, and stays the same over the attempts", async () => {
  const tokens = [];
  const fetch = async (url, { body }) => {
    tokens.push(JSON.parse(new TextDecoder().decode(body)).clientRequestToken);
    return tokens.length < 3 ? new Response("", { status: 503 }) : Response.json({ invocationArn: ARN });
  };
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
  const { clientRequestToken, ...input } = CASES.startAsyncInvoke[0].input;
  await bedrock.startAsyncInvoke(input);
  assert.match(tokens[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(tokens, [tokens[0], tokens[0], tokens[0]]);
  await bedrock.startAsyncInvoke(input);
  assert.notEqual(tokens[3], tokens[0]);
});

describe("listAsyncInvokes", () => {
  const pages = (t) => {
    const asked = [];
    const fetch = t.mock.fn(async (url) => {
      const token = new URL(url).searchParams.get("nextToken");
      asked.push(token);
      const next = { null: "two", two: "three", three: undefined }[token];
      return Response.json({ asyncInvokeSummaries: [{ invocationArn: String(token) }], nextToken: next });
    });
    return { asked, bedrock: new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch }) };
  };

  test("awaited is the first page", async (t) => {
    const { asked, bedrock } = pages(t);
    assert.equal((await bedrock.listAsyncInvokes()).nextToken, "two");
    assert.deepEqual(asked, [null]);
  });

  test("looped over is every page, each asked for when it is wanted", async (t) => {
    const { asked, bedrock } = pages(t);
    const seen = [];
    for await (const page of bedrock.listAsyncInvokes({ maxResults: 1 })) {
      seen.push(page.asyncInvokeSummaries[0].invocationArn);
      assert.equal(asked.length, seen.length);
    }
    assert.deepEqual(seen, ["null", "two", "three"]);
  });

  test("left early asks for no more", async (t) => {
    const { asked, bedrock } = pages(t);
    for await (const page of bedrock.listAsyncInvokes()) if (page) break;
    assert.deepEqual(asked, [null]);
  });
});

test("what is missing or no text is named", async () => {
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: () => assert.fail("nothing may be sent") });
  assert.match((await failure(bedrock.getAsyncInvoke({}))).message, /^No invocationArn/);
  assert.match((await failure(bedrock.applyGuardrail({ guardrailIdentifier: "g" }))).message, /^No guardrailVersion/);
  assert.match((await failure(bedrock.listAsyncInvokes({ submitTimeAfter: new Date(NaN) }))).message, /submitTimeAfter/);
});

async function ours(operation, input, reply) {
  let request;
  const fetch = async (url, { method, body, headers }) => {
    const { pathname, searchParams } = new URL(url);
    const text = body ? new TextDecoder().decode(body) : undefined;
    request = { method, path: pathname, query: Object.fromEntries(searchParams), type: headers.get("content-type") ?? undefined, body: text && JSON.parse(text) };
    return Response.json(reply);
  };
  const output = await new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch })[operation](input);
  return { request, output: { ...output } };
}

async function theirs(operation, input, reply) {
  let request;
  const requestHandler = {
    async handle({ method, path, query, headers, body }) {
      request = { method, path, query: { ...query }, type: headers["content-type"], body: body ? JSON.parse(body) : undefined };
      return { response: { statusCode: 200, headers: { "content-type": "application/json" }, body: new Blob([JSON.stringify(reply)]).stream() } };
    },
  };
  const client = new sdk.BedrockRuntimeClient({ region: "us-east-1", credentials: CREDENTIALS, requestHandler });
  const { $metadata, ...output } = await client.send(new sdk[`${operation[0].toUpperCase()}${operation.slice(1)}Command`](input));
  return { request, output: plain(output) };
}

/** Without members that are there but undefined, and with dates as the wire writes them. */
function plain(value) {
  if (value instanceof Date) return value.toISOString().replace(/\.(\d*?)0*Z$/, (_, digits) => (digits ? `.${digits}Z` : "Z"));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

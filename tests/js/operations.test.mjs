// What the operations do beyond sending JSON and getting JSON back: tokens, pages, and refusing what cannot be sent. That
// they send and return what AWS's own clients do is in parity.test.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { CREDENTIALS, failure } from "./lib/client.mjs";

const VIDEO = {
  modelId: "amazon.nova-reel-v1:1",
  modelInput: { taskType: "TEXT_VIDEO" },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://bucket/folder" } },
};

test("a token is made up where there is none, and stays the same over the attempts", async () => {
  const tokens = [];
  const fetch = async (_, { body }) => {
    tokens.push(JSON.parse(new TextDecoder().decode(body)).clientRequestToken);
    return tokens.length < 3 ? new Response("", { status: 503 }) : Response.json({ invocationArn: "arn" });
  };
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
  await bedrock.startAsyncInvoke(VIDEO);
  assert.match(tokens[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(tokens, [tokens[0], tokens[0], tokens[0]]);
  await bedrock.startAsyncInvoke(VIDEO);
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

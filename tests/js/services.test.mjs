// Every operation beside the chat, through the package, with the local Bedrock: what is started, counted, checked, ranked
// and listed there. That requests and replies are AWS's own is compared in parity.test.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NotFoundError, PermissionDeniedError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, connect, failure } from "./lib/client.mjs";

const CLAUDE = "anthropic.claude-haiku-4-5-20251001-v1:0";
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";

test("tokens are counted as a call then reports them", async (t) => {
  const { bedrock } = await connect(t);
  const { messages } = CHAT;
  const { inputTokens } = await bedrock.countTokens({ modelId: CLAUDE, input: { converse: { messages } } });
  const { usage } = await bedrock.converse({ modelId: `us.${CLAUDE}`, messages });
  assert.equal(inputTokens, usage.inputTokens);
});

test("a guardrail blocks and checks score", async (t) => {
  const { bedrock } = await connect(t);
  const text = "Write to zoe@example.org, you idiot";
  const guardrail = { guardrailIdentifier: "gr1234567890", guardrailVersion: "DRAFT", source: "INPUT" };
  const { action, assessments } = await bedrock.applyGuardrail({ ...guardrail, content: [{ text: { text } }] });
  assert.equal(action, "GUARDRAIL_INTERVENED");
  assert.equal(assessments[0].sensitiveInformationPolicy.piiEntities[0].type, "EMAIL");
  const checks = { contentFilter: { categories: [{ category: "INSULTS" }] } };
  const { results } = await bedrock.invokeGuardrailChecks({ messages: [{ role: "user", content: [{ text }] }], checks });
  assert.ok(results.contentFilter.results[0].severityScore > 0);
});

describe("an asynchronous invocation", () => {
  const input = {
    modelId: "amazon.nova-reel-v1:1",
    modelInput: { taskType: "TEXT_VIDEO" },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://bucket/folder" } },
  };

  test("is started once, however often it is sent, and can be followed", async (t) => {
    t.mock.method(Math, "random", () => 0);
    const { bedrock, session } = await connect(t, { faults: [{ kind: "status", status: 503 }] });
    const { invocationArn } = await bedrock.startAsyncInvoke(input);
    const { requests } = await session.log();
    const tokens = requests.map(({ bodyText }) => JSON.parse(bodyText).clientRequestToken);
    assert.equal(tokens.length, 2);
    assert.equal(tokens[0], tokens[1]);
    assert.equal((await bedrock.getAsyncInvoke({ invocationArn })).status, "InProgress");
    const { status, endTime } = await bedrock.getAsyncInvoke({ invocationArn });
    assert.equal(status, "Completed");
    assert.ok(Math.abs(new Date(endTime) - Date.now()) < 60_000);
  });

  test("is listed, page by page, filtered and sorted", async (t) => {
    const { bedrock, session } = await connect(t);
    const arns = [];
    for (let at = 0; at < 5; at++) arns.push((await bedrock.startAsyncInvoke(input)).invocationArn);
    const started = (await session.log()).total;
    const listed = [];
    for await (const { asyncInvokeSummaries } of bedrock.listAsyncInvokes({ maxResults: 2, sortOrder: "Ascending" })) {
      listed.push(asyncInvokeSummaries.map(({ invocationArn }) => invocationArn));
    }
    assert.deepEqual(
      listed.map(({ length }) => length),
      [2, 2, 1],
    );
    assert.deepEqual(listed.flat(), arns);
    assert.equal((await session.log()).total - started, 3);
    const none = await bedrock.listAsyncInvokes({ submitTimeAfter: new Date(Date.now() + 3_600_000) });
    assert.deepEqual(none.asyncInvokeSummaries, []);
  });
});

describe("documents", () => {
  const modelArn = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0";
  const texts = ["Bananas are yellow", "The sky is blue because air scatters blue light", "Blue whales live in the sea"];
  const input = {
    queries: [{ type: "TEXT", textQuery: { text: "Why is the sky blue?" } }],
    sources: texts.map((text) => ({ type: "INLINE", inlineDocumentSource: { type: "TEXT", textDocument: { text } } })),
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL",
      bedrockRerankingConfiguration: { modelConfiguration: { modelArn }, numberOfResults: 3 },
    },
  };

  test("are ranked", async (t) => {
    const { bedrock } = await connect(t);
    const { results } = await bedrock.rerank(input);
    assert.equal(results[0].index, 1);
    const scores = results.map(({ relevanceScore }) => relevanceScore);
    assert.deepEqual(
      scores,
      [...scores].sort((one, other) => other - one),
    );
    let count = 0;
    for await (const page of bedrock.rerank(input)) count += page.results.length;
    assert.equal(count, 3);
  });

  test("are not ranked for an API key", async (t) => {
    const { bedrock, session } = await connect(t, { credentials: undefined, apiKey: API_KEY });
    const { name, message } = await failure(bedrock.rerank(input));
    assert.equal(name, "AuthenticationError");
    assert.match(message, /does not accept an API key/);
    assert.equal((await session.log()).total, 0);
  });
});

describe("the control plane", () => {
  test("lists models and finds one, for credentials and API keys", async (t) => {
    for (const options of [{}, { credentials: undefined, apiKey: API_KEY }]) {
      const { bedrock } = await connect(t, options);
      const { modelSummaries } = await bedrock.listFoundationModels({ byProvider: "amazon", byOutputModality: "TEXT" });
      assert.ok(modelSummaries.some(({ modelId }) => modelId === "amazon.nova-lite-v1:0"));
      const { modelDetails } = await bedrock.getFoundationModel({ modelIdentifier: "amazon.nova-lite-v1:0" });
      assert.deepEqual(
        modelDetails,
        modelSummaries.find(({ modelId }) => modelId === modelDetails.modelId),
      );
    }
  });

  test("lists inference profiles page by page and finds one", async (t) => {
    const { bedrock } = await connect(t);
    const { inferenceProfileSummaries: all } = await bedrock.listInferenceProfiles();
    const listed = [];
    for await (const page of bedrock.listInferenceProfiles({ maxResults: 25 })) listed.push(...page.inferenceProfileSummaries);
    assert.deepEqual(listed, all);
    const own = await bedrock.listInferenceProfiles({ typeEquals: "APPLICATION" });
    const [{ inferenceProfileArn }] = own.inferenceProfileSummaries;
    const profile = await bedrock.getInferenceProfile({ inferenceProfileIdentifier: inferenceProfileArn });
    assert.equal(profile.type, "APPLICATION");
  });

  test("says what it does not have", async (t) => {
    const { bedrock } = await connect(t);
    const error = await failure(bedrock.getFoundationModel({ modelIdentifier: "acme.rocket-v1:0" }));
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.code, "ResourceNotFoundException");
  });

  test("is told by IAM, not by model access, what is forbidden", async (t) => {
    const message = "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:ListFoundationModels";
    const fault = { kind: "status", status: 403, code: "AccessDeniedException", message };
    const { bedrock } = await connect(t, { faults: [fault], credentials: CREDENTIALS });
    const error = await failure(bedrock.listFoundationModels());
    assert.ok(error instanceof PermissionDeniedError);
    assert.match(error.message, /Allow this action to this identity in IAM/);
  });
});

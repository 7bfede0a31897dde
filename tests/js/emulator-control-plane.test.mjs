// The local Bedrock under AWS's own clients of the control plane and of Agents' runtime.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  ResourceNotFoundException,
  ValidationException,
  paginateListInferenceProfiles,
} from "@aws-sdk/client-bedrock";
import {
  BedrockAgentRuntimeClient,
  RerankCommand,
  ValidationException as RerankValidationException,
  paginateRerank,
} from "@aws-sdk/client-bedrock-agent-runtime";

import { API_KEY, KEYS, SESSION_TOKEN, WITH_API_KEY, connect } from "./lib/emulator-clients.mjs";

describe("foundation models", () => {
  const list = async (client, filter = {}) => (await client.send(new ListFoundationModelsCommand(filter))).modelSummaries;

  test("are listed with what they can do", async (t) => {
    const { client, session } = await connect(t, BedrockClient);
    const models = await list(client);
    assert.ok(models.length > 100);
    const nova = models.find(({ modelId }) => modelId === "amazon.nova-lite-v1:0");
    assert.equal(nova.modelArn, "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0");
    assert.deepEqual([nova.providerName, nova.modelName, nova.responseStreamingSupported], ["Amazon", "Nova Lite", true]);
    assert.deepEqual([nova.inputModalities, nova.outputModalities], [["TEXT", "IMAGE", "VIDEO"], ["TEXT"]]);
    assert.deepEqual(nova.inferenceTypesSupported, ["ON_DEMAND", "INFERENCE_PROFILE", "PROVISIONED"]);
    assert.equal(nova.modelLifecycle.status, "ACTIVE");
    assert.ok(nova.modelLifecycle.startOfLifeTime instanceof Date);
    const claude = models.find(({ modelId }) => modelId === "anthropic.claude-sonnet-5");
    assert.deepEqual(claude.inferenceTypesSupported, ["INFERENCE_PROFILE"], "not to be had under its bare id");
    const legacy = models.filter(({ modelLifecycle }) => modelLifecycle.status === "LEGACY");
    assert.ok(legacy.length > 0 && legacy.every(({ modelLifecycle }) => modelLifecycle.endOfLifeTime instanceof Date));
    assert.equal((await session.log()).requests[0].operation, "ListFoundationModels");
  });

  test("are filtered", async (t) => {
    const { client } = await connect(t, BedrockClient);
    const all = await list(client);
    const filtered = async (filter, fits) => {
      const found = await list(client, filter);
      assert.ok(found.length > 0 && found.length < all.length, JSON.stringify(filter));
      assert.deepEqual(found, all.filter(fits), JSON.stringify(filter));
    };
    await filtered({ byProvider: "anthropic" }, ({ providerName }) => providerName === "Anthropic");
    await filtered({ byProvider: "Mistral AI" }, ({ providerName }) => providerName === "Mistral AI");
    await filtered({ byOutputModality: "EMBEDDING" }, ({ outputModalities }) => outputModalities.includes("EMBEDDING"));
    await filtered({ byInferenceType: "ON_DEMAND" }, ({ inferenceTypesSupported }) =>
      inferenceTypesSupported.includes("ON_DEMAND"),
    );
    await filtered({ byCustomizationType: "DISTILLATION" }, ({ customizationsSupported }) =>
      customizationsSupported.includes("DISTILLATION"),
    );
    const both = { byProvider: "Amazon", byOutputModality: "IMAGE" };
    await filtered(both, ({ providerName, outputModalities }) => providerName === "Amazon" && outputModalities.includes("IMAGE"));
    assert.deepEqual(await list(client, { byProvider: "Nobody" }), []);
    await assert.rejects(list(client, { byOutputModality: "SMELL" }), (error) => error instanceof ValidationException);
  });

  test("are found by id and ARN, or not", async (t) => {
    const { client, session } = await connect(t, BedrockClient, { region: "eu-central-1" });
    const get = (modelIdentifier) => client.send(new GetFoundationModelCommand({ modelIdentifier }));
    const { modelDetails } = await get("anthropic.claude-haiku-4-5-20251001-v1:0");
    assert.equal(
      modelDetails.modelArn,
      "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
    );
    assert.deepEqual((await get(modelDetails.modelArn)).modelDetails, modelDetails);
    for (const unknown of [
      "acme.rocket-v1:0",
      "us.anthropic.claude-sonnet-5",
      modelDetails.modelArn.replace("eu-central-1", "us-east-1"),
    ]) {
      await assert.rejects(
        get(unknown),
        (error) => error instanceof ResourceNotFoundException && error.$metadata.httpStatusCode === 404,
        unknown,
      );
    }
    await assert.rejects(get("no such form"), {
      name: "ValidationException",
      message: "The provided model identifier is invalid.",
    });
    assert.equal((await session.log()).requests[0].modelId, "anthropic.claude-haiku-4-5-20251001-v1:0");
  });
});

describe("inference profiles", () => {
  test("are those of the Region and the global ones, in pages", async (t) => {
    const { client } = await connect(t, BedrockClient);
    const { inferenceProfileSummaries: all, nextToken } = await client.send(new ListInferenceProfilesCommand({}));
    assert.equal(nextToken, undefined);
    const prefixes = new Set(
      all.filter(({ type }) => type === "SYSTEM_DEFINED").map(({ inferenceProfileId }) => inferenceProfileId.split(".")[0]),
    );
    assert.deepEqual([...prefixes].sort(), ["global", "us"]);
    const nova = all.find(({ inferenceProfileId }) => inferenceProfileId === "us.amazon.nova-lite-v1:0");
    assert.equal(nova.inferenceProfileArn, "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0");
    assert.deepEqual(
      nova.models.map(({ modelArn }) => modelArn.split(":")[3]),
      ["us-east-1", "us-east-2", "us-west-2"],
    );
    assert.ok(nova.createdAt instanceof Date && nova.status === "ACTIVE");

    const pages = [];
    for await (const page of paginateListInferenceProfiles({ client, pageSize: 25 }, {}))
      pages.push(page.inferenceProfileSummaries);
    assert.ok(pages.length > 2 && pages.slice(0, -1).every((page) => page.length === 25));
    assert.deepEqual(pages.flat(), all);
  });

  test("are filtered by type, and wrong pages are refused", async (t) => {
    const { client } = await connect(t, BedrockClient, { region: "ap-northeast-1" });
    const list = async (input) => (await client.send(new ListInferenceProfilesCommand(input))).inferenceProfileSummaries;
    const own = await list({ typeEquals: "APPLICATION" });
    assert.deepEqual(
      own.map(({ inferenceProfileId }) => inferenceProfileId),
      ["otnfa2ysixqd"],
    );
    assert.equal(
      own[0].inferenceProfileArn,
      "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/otnfa2ysixqd",
    );
    const theirs = await list({ typeEquals: "SYSTEM_DEFINED" });
    assert.ok(theirs.some(({ inferenceProfileId }) => inferenceProfileId.startsWith("jp.")));
    for (const input of [{ maxResults: 0 }, { nextToken: "nonsense" }, { typeEquals: "OTHER" }]) {
      await assert.rejects(list(input), (error) => error instanceof ValidationException, JSON.stringify(input));
    }
  });

  test("are found by id and ARN, or not", async (t) => {
    const { client } = await connect(t, BedrockClient);
    const get = async (inferenceProfileIdentifier) => {
      const { $metadata, ...profile } = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }));
      assert.equal($metadata.httpStatusCode, 200);
      return profile;
    };
    const profile = await get("us.anthropic.claude-haiku-4-5-20251001-v1:0");
    assert.deepEqual(await get(profile.inferenceProfileArn), profile);
    assert.equal((await get("otnfa2ysixqd")).type, "APPLICATION");
    for (const unknown of [
      "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
      "us.acme.rocket",
      profile.inferenceProfileArn.replace("123456789012", "210987654321"),
    ]) {
      await assert.rejects(get(unknown), (error) => error instanceof ResourceNotFoundException, unknown);
    }
    await assert.rejects(get("two words"), (error) => error instanceof ValidationException);
  });
});

test("the control plane takes session tokens and API keys, and its faults", async (t) => {
  const count = async (options) => {
    const { client } = await connect(t, BedrockClient, options);
    return (await client.send(new ListFoundationModelsCommand({ byProvider: "Cohere" }))).modelSummaries.length;
  };
  const models = await count({});
  assert.equal(await count({ credentials: { ...KEYS, sessionToken: SESSION_TOKEN } }), models);
  assert.equal(await count(WITH_API_KEY), models);
  await assert.rejects(count({ credentials: { ...KEYS, secretAccessKey: "wrong" } }), { name: "InvalidSignatureException" });
  await assert.rejects(count({ session: { faults: [{ kind: "status", status: 503 }] } }), {
    name: "ServiceUnavailableException",
  });
});

describe("Rerank", () => {
  const MODEL_ARN = "arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0";
  const source = (content) => ({
    type: "INLINE",
    inlineDocumentSource:
      typeof content === "string" ? { type: "TEXT", textDocument: { text: content } } : { type: "JSON", jsonDocument: content },
  });
  const input = (contents, { query = "Where do penguins live?", modelArn = MODEL_ARN, numberOfResults, ...rest } = {}) => ({
    queries: [{ type: "TEXT", textQuery: { text: query } }],
    sources: contents.map(source),
    rerankingConfiguration: {
      type: "BEDROCK_RERANKING_MODEL",
      bedrockRerankingConfiguration: { modelConfiguration: { modelArn }, numberOfResults },
    },
    ...rest,
  });
  const DOCUMENTS = [
    "Bread is baked from flour",
    "penguins live in Antarctica",
    { title: "Birds", text: "Where penguins live" },
    "I live here",
  ];

  test("puts the likest document first, text or JSON", async (t) => {
    const { client, session } = await connect(t, BedrockAgentRuntimeClient);
    const { results, nextToken } = await client.send(new RerankCommand(input(DOCUMENTS)));
    assert.equal(nextToken, undefined);
    assert.deepEqual(
      results.map(({ index }) => index),
      [2, 1, 3, 0],
    );
    const scores = results.map(({ relevanceScore }) => relevanceScore);
    assert.ok(
      scores.every((score, at) => score >= 0 && score <= 1 && (at === 0 || score <= scores[at - 1])),
      String(scores),
    );
    assert.equal(scores.at(-1), 0);
    assert.deepEqual(results[0].document, { type: "JSON", jsonDocument: DOCUMENTS[2] });
    assert.deepEqual(results[1].document, { type: "TEXT", textDocument: { text: DOCUMENTS[1] } });
    const two = await client.send(new RerankCommand(input(DOCUMENTS, { numberOfResults: 2 })));
    assert.deepEqual(two.results, results.slice(0, 2));
    const { requests } = await session.log();
    assert.deepEqual([requests[0].operation, requests[0].modelId, requests[0].method], ["Rerank", MODEL_ARN, "POST"]);
  });

  test("comes in pages when there is much", async (t) => {
    const { client } = await connect(t, BedrockAgentRuntimeClient);
    const contents = Array.from({ length: 230 }, (_, number) => `document ${number} about penguins`);
    const pages = [];
    for await (const page of paginateRerank({ client }, input(contents))) pages.push(page.results);
    assert.deepEqual(
      pages.map((page) => page.length),
      [100, 100, 30],
    );
    assert.equal(new Set(pages.flat().map(({ index }) => index)).size, 230);
  });

  test("refuses what the service model does not allow", async (t) => {
    const { client } = await connect(t, BedrockAgentRuntimeClient);
    const refused = (request, message) =>
      assert.rejects(
        client.send(new RerankCommand(request)),
        (error) => error instanceof RerankValidationException && message.test(error.message),
        String(message),
      );
    const query = { type: "TEXT", textQuery: { text: "?" } };
    await refused(
      { ...input(DOCUMENTS), queries: [query, query] },
      /'queries' failed to satisfy constraint: Member must have length less than or equal to 1/,
    );
    await refused({ ...input(DOCUMENTS), queries: [] }, /'queries' failed/);
    await refused(input([]), /'sources' failed to satisfy constraint: Member must have length greater than or equal to 1/);
    await refused(
      input(Array(1001).fill("x")),
      /'sources' failed to satisfy constraint: Member must have length less than or equal to 1000/,
    );
    await refused(input([""]), /'sources.1.member.inlineDocumentSource.textDocument.text'/);
    await refused(input(DOCUMENTS, { numberOfResults: 0 }), /numberOfResults/);
    await refused(input(DOCUMENTS, { numberOfResults: 5 }), /number of results/);
    await refused(input(DOCUMENTS, { modelArn: MODEL_ARN.replace("rerank", "command") }), /model identifier is invalid/);
    await refused(input(DOCUMENTS, { nextToken: "nonsense" }), /nextToken is not valid/);
  });

  test("takes no API key", async (t) => {
    const { client, session } = await connect(t, BedrockAgentRuntimeClient);
    // The client has no way to send one.
    client.middlewareStack.add(
      (next) => (args) => {
        args.request.headers.authorization = `Bearer ${API_KEY}`;
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await assert.rejects(client.send(new RerankCommand(input(DOCUMENTS))), (error) => {
      assert.deepEqual([error.name, error.message], ["AccessDeniedException", "This operation does not support API Keys"]);
      return error.$metadata.httpStatusCode === 403;
    });
    assert.equal((await session.log()).requests[0].status, 403);
  });
});

// Batch inference: jobs under AWS's own client and this one, and chats as their records. The local Bedrock reads and writes
// files in a folder that stands for S3.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import {
  BedrockClient,
  ConflictException,
  CreateModelInvocationJobCommand,
  GetModelInvocationJobCommand,
  paginateListModelInvocationJobs,
  ResourceNotFoundException,
  StopModelInvocationJobCommand,
  ValidationException,
} from "@aws-sdk/client-bedrock";
import { BadRequestError, BedrockError, ConflictError, NotFoundError } from "bedrock-wasm";
import { completionsOf, recordsOf } from "bedrock-wasm/batches";
import { CLAUDE, CREDENTIALS, connect, failure, NOVA } from "./lib/client.mjs";

const S3 = process.env.BEDROCK_EMULATOR_S3;
const WEATHER = {
  type: "function",
  function: {
    name: "get weather", // A name that Bedrock does not take: it is changed, and changed back.
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const say = (content) => [{ role: "user", content }];
const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==";

/** Requests of every kind, for one model. */
const REQUESTS = {
  text: { model: CLAUDE, messages: say("Why is the sky blue over Zürich?") },
  system: { model: CLAUDE, messages: [{ role: "system", content: "Be brief." }, ...say("Why?")], max_tokens: 50, stop: ["\n\n"] },
  tools: { model: CLAUDE, messages: say("What is the weather in Oslo?"), tools: [WEATHER] },
  json: {
    model: CLAUDE,
    messages: say("Which city is the capital of Norway?"),
    response_format: { type: "json_schema", json_schema: { name: "answer", schema: SCHEMA } },
  },
  image: {
    model: CLAUDE,
    messages: say([
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: PIXEL } },
    ]),
  },
};

/** A bucket of the test's own, a job for it, and the files of both. */
function bucketFor(modelId, records, more = {}) {
  const name = `bucket-${randomUUID().slice(0, 8)}`;
  const folder = path.join(S3, name);
  fs.mkdirSync(folder, { recursive: true });
  if (records !== undefined) fs.writeFileSync(path.join(folder, "in.jsonl"), records);
  const job = {
    jobName: name,
    roleArn: "arn:aws:iam::123456789012:role/batches",
    modelId,
    inputDataConfig: { s3InputDataConfig: { s3Uri: `s3://${name}/in.jsonl`, s3InputFormat: "JSONL" } },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${name}/out/` } },
    ...more,
  };
  const read = (jobArn, file) => fs.readFileSync(path.join(folder, "out", jobArn.split("/").at(-1), file), "utf8");
  return { job, read, folder };
}

/** Asks until the job has ended. */
async function ended(get) {
  const seen = [];
  for (;;) {
    const told = await get();
    seen.push(told.status);
    if (!["Submitted", "InProgress"].includes(told.status)) return { ...told, seen };
    assert.ok(seen.length < 10, `the job never ends: ${seen}`);
  }
}

/** AWS's own client for a session. */
function awsClient(t, session) {
  const client = new BedrockClient({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS, maxAttempts: 1 });
  t.after(() => client.destroy());
  return client;
}

describe("records of chats", () => {
  test("are what the chats would send", async (t) => {
    const { bedrock, session } = await connect(t);
    const { modelId, records, warnings } = await recordsOf(bedrock, REQUESTS);
    assert.equal((await session.log()).total, 0, "nothing is sent");
    assert.equal(modelId, CLAUDE);
    const lines = records.split("\n");
    assert.equal(lines.pop(), "");
    for (const [index, [recordId, request]] of Object.entries(REQUESTS).entries()) {
      await bedrock.chat.completions.create(request);
      const { path: sentTo, bodyText } = (await session.log()).requests.at(-1);
      assert.ok(decodeURIComponent(sentTo).endsWith(`/model/${CLAUDE}/converse`), sentTo);
      assert.deepEqual(JSON.parse(lines[index]), { recordId, modelInput: JSON.parse(bodyText) });
    }
    assert.ok(
      warnings.every(({ recordId, code }) => Object.hasOwn(REQUESTS, recordId) && code),
      JSON.stringify(warnings),
    );
  });

  test("tell what has no effect", async (t) => {
    const { bedrock } = await connect(t, { onWarning() {} });
    const { warnings } = await recordsOf(bedrock, { seeded: { ...REQUESTS.text, seed: 7 } });
    assert.deepEqual([warnings.length, warnings[0].recordId, warnings[0].code], [1, "seeded", "unsupported_param"]);
    assert.match(warnings[0].message, /seed/);
  });

  test("find a model by its alias, behind its profile", async (t) => {
    const { bedrock } = await connect(t);
    const { modelId } = await recordsOf(bedrock, { one: { ...REQUESTS.text, model: "claude-haiku-4-5" } });
    assert.equal(modelId, CLAUDE);
  });

  test("are refused when they cannot be in one job", async (t) => {
    const { bedrock, session } = await connect(t);
    const refused = async (requests, pattern, type = TypeError) => {
      const error = await failure(recordsOf(bedrock, requests));
      assert.ok(error instanceof type, String(error));
      assert.match(error.message, pattern);
    };
    await refused(
      { a: REQUESTS.text, b: { ...REQUESTS.text, model: NOVA } },
      /one model: "b" is for amazon\.nova-micro.*us\.anthropic/,
    );
    await refused({ a: { ...REQUESTS.text, stream: true } }, /"a" asks for a stream/);
    await refused({}, /There are no requests/);
    await refused({ a: { model: CLAUDE } }, /`messages`/, BedrockError);
    await refused({ a: undefined }, /not an object/, BedrockError);
    assert.equal((await session.log()).total, 0);
  });
});

describe("a job", () => {
  test("answers every record as a chat, and its output becomes completions", async (t) => {
    const { bedrock } = await connect(t);
    const { modelId, records } = await recordsOf(bedrock, REQUESTS);
    const { job, read } = bucketFor(modelId, records, { modelInvocationType: "Converse" });
    const { jobArn } = await bedrock.createModelInvocationJob(job);
    const told = await ended(() => bedrock.getModelInvocationJob({ jobIdentifier: jobArn }));
    assert.deepEqual(told.seen, ["InProgress", "Completed"], told.message);
    assert.deepEqual([told.totalRecordCount, told.successRecordCount, told.errorRecordCount], [5, 5, 0]);
    assert.equal(told.modelInvocationType, "Converse");
    const manifest = JSON.parse(read(jobArn, "manifest.json.out"));
    assert.equal(manifest.successRecordCount, 5);
    assert.ok(manifest.outputTokenCount > 10);

    const found = new Map();
    for await (const { recordId, completion, error } of completionsOf(bedrock, REQUESTS, read(jobArn, "in.jsonl.out"))) {
      assert.equal(error, undefined);
      found.set(recordId, completion);
    }
    assert.deepEqual([...found.keys()], Object.keys(REQUESTS));
    for (const [recordId, request] of Object.entries(REQUESTS)) {
      const own = await bedrock.chat.completions.create(request);
      assert.deepEqual(lasting(found.get(recordId)), lasting(own), recordId);
    }
    assert.equal(found.get("tools").choices[0].message.tool_calls[0].function.name, "get weather");
    assert.equal(typeof JSON.parse(found.get("json").choices[0].message.content).city, "string");
  });

  test("tells which of its records were refused", async (t) => {
    const { bedrock } = await connect(t);
    const { modelId, records } = await recordsOf(bedrock, REQUESTS);
    const bad = JSON.stringify({ recordId: "bad", modelInput: { messages: [] } });
    const { job, read } = bucketFor(modelId, `${records}${bad}\n`, { modelInvocationType: "Converse" });
    const { jobArn } = await bedrock.createModelInvocationJob(job);
    const told = await ended(() => bedrock.getModelInvocationJob({ jobIdentifier: jobArn }));
    assert.deepEqual([told.status, told.totalRecordCount, told.errorRecordCount], ["PartiallyCompleted", 6, 1]);
    const results = [];
    const requests = { ...REQUESTS, bad: { model: CLAUDE, messages: [] } };
    for await (const result of completionsOf(bedrock, requests, read(jobArn, "in.jsonl.out"))) results.push(result);
    const { recordId, completion, error } = results.at(-1);
    assert.deepEqual([recordId, completion, error.code], ["bad", undefined, 400]);
    assert.match(error.message, /must start with a user message/);
  });

  test("takes bodies of InvokeModel from AWS's client, and files of a folder", async (t) => {
    const { session } = await connect(t);
    const client = awsClient(t, session);
    const body = { messages: [{ role: "user", content: [{ text: "Hello" }] }], inferenceConfig: { maxTokens: 30 } };
    const { job, read, folder } = bucketFor(NOVA, `${JSON.stringify({ modelInput: body })}\n\nnonsense\n`);
    fs.writeFileSync(path.join(folder, "more.jsonl"), `${JSON.stringify({ recordId: "CALL0000001", modelInput: body })}\n`);
    const inputDataConfig = { s3InputDataConfig: { s3Uri: `s3://${job.jobName}/` } };
    const { jobArn } = await client.send(new CreateModelInvocationJobCommand({ ...job, inputDataConfig }));
    const told = await ended(() => client.send(new GetModelInvocationJobCommand({ jobIdentifier: jobArn.split("/").at(-1) })));
    assert.deepEqual([told.status, told.totalRecordCount, told.errorRecordCount], ["PartiallyCompleted", 3, 1]);
    assert.ok(told.submitTime instanceof Date && told.endTime instanceof Date);
    const [first, broken] = read(jobArn, "in.jsonl.out").trim().split("\n").map(JSON.parse);
    assert.deepEqual([first.recordId, first.modelInput], ["00000000001", body]);
    assert.equal(first.modelOutput.output.message.role, "assistant");
    assert.equal(broken.error.errorCode, 400);
    assert.equal(JSON.parse(read(jobArn, "more.jsonl.out")).recordId, "CALL0000001");
  });

  test("fails with words when there is nothing to read", async (t) => {
    const { bedrock } = await connect(t);
    const { jobArn } = await bedrock.createModelInvocationJob(bucketFor(NOVA, undefined).job);
    const told = await ended(() => bedrock.getModelInvocationJob({ jobIdentifier: jobArn }));
    assert.equal(told.status, "Failed");
    assert.match(told.message, /has no file of records/);
  });

  test("is stopped once", async (t) => {
    const { bedrock, session } = await connect(t);
    const { jobArn } = await bedrock.createModelInvocationJob(bucketFor(NOVA, "").job);
    assert.deepEqual(await bedrock.stopModelInvocationJob({ jobIdentifier: jobArn }), {});
    assert.equal((await bedrock.getModelInvocationJob({ jobIdentifier: jobArn })).status, "Stopped");
    assert.ok((await failure(bedrock.stopModelInvocationJob({ jobIdentifier: jobArn }))) instanceof ConflictError);
    const again = awsClient(t, session).send(new StopModelInvocationJobCommand({ jobIdentifier: jobArn }));
    assert.ok((await failure(again)) instanceof ConflictException);
  });

  test("is created once for one token, and refused as Bedrock would", async (t) => {
    const { bedrock, session } = await connect(t);
    const { job } = bucketFor(NOVA, "");
    const once = { ...job, clientRequestToken: "token1" };
    const { jobArn } = await bedrock.createModelInvocationJob(once);
    assert.equal((await bedrock.createModelInvocationJob(once)).jobArn, jobArn);
    assert.ok((await failure(bedrock.createModelInvocationJob({ ...once, modelId: CLAUDE }))) instanceof ConflictError);
    assert.ok((await failure(bedrock.createModelInvocationJob(job))) instanceof ConflictError, "the name is taken");
    assert.ok((await failure(bedrock.createModelInvocationJob({ ...job, roleArn: "me" }))) instanceof BadRequestError);
    const missing = { jobIdentifier: "aaaaaaaaaaaa" };
    assert.ok((await failure(bedrock.getModelInvocationJob(missing))) instanceof NotFoundError);
    const client = awsClient(t, session);
    const get = (input) => failure(client.send(new GetModelInvocationJobCommand(input)));
    assert.ok((await get(missing)) instanceof ResourceNotFoundException);
    assert.ok((await get({ jobIdentifier: "A" })) instanceof ValidationException);
  });
});

test("jobs are listed in pages, by name, status and time", async (t) => {
  const { bedrock, session } = await connect(t);
  const names = [];
  for (let count = 0; count < 5; count++) {
    const { job } = bucketFor(NOVA, "");
    names.unshift(job.jobName);
    await bedrock.createModelInvocationJob(job);
  }
  const listed = async (input) => {
    const found = [];
    for await (const page of bedrock.listModelInvocationJobs({ maxResults: 2, ...input })) {
      found.push(...page.invocationJobSummaries.map(({ jobName }) => jobName));
    }
    return found;
  };
  assert.deepEqual(await listed(), names);
  assert.deepEqual(await listed({ sortBy: "CreationTime", sortOrder: "Ascending" }), [...names].reverse());
  assert.deepEqual(await listed({ nameContains: names[3] }), [names[3]]);
  assert.deepEqual(await listed({ statusEquals: "Completed" }), []);
  assert.deepEqual(await listed({ submitTimeAfter: new Date(Date.now() + 3_600_000) }), []);
  const theirs = [];
  for await (const page of paginateListModelInvocationJobs({ client: awsClient(t, session), pageSize: 2 }, {})) {
    theirs.push(...page.invocationJobSummaries.map(({ jobName }) => jobName));
  }
  assert.deepEqual(theirs, names);
});

describe("an output that is none", () => {
  for (const [what, output, pattern] of [
    ["text", "nonsense\n", /Line 1 is no line of a job's output/],
    ["another's JSON", `\n{"id":1}\n`, /Line 2 is no line/],
    ["another job's", `{"recordId":"other","modelOutput":{}}`, /Line 1 answers record "other", for which there is no request/],
  ]) {
    test(`is refused: ${what}`, async (t) => {
      const { bedrock } = await connect(t);
      const error = await failure(completionsOf(bedrock, REQUESTS, output).next());
      assert.ok(error instanceof TypeError);
      assert.match(error.message, pattern);
    });
  }
});

/** Without what differs from reply to reply. */
function lasting({ id: _, created: __, _bedrock, ...completion }) {
  return JSON.parse(JSON.stringify(completion).replace(/"id":"(call|tooluse)_[^"]*"/g, '"id":""'));
}

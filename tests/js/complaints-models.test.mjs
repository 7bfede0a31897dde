// What users of other clients complained of, as tests: which model is called, and by which operation. The numbers are
// those of lib/complaints.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BadRequestError, PermissionDeniedError } from "bedrock-wasm";
import { APPLICATION_PROFILE, user } from "./lib/chats.mjs";
import { CLAUDE, DENIED, collect, connect, failure } from "./lib/client.mjs";

const messages = [user("Hello")];
const BARE = "anthropic.claude-sonnet-4-5-20250929-v1:0";

/** The ids that were called, and how that went: `"200 us.anthropic.…"`. */
async function called(session) {
  return (await session.log()).requests.map(({ status, modelId }) => `${status} ${modelId}`);
}

test("complaint 37: an alias of a model that on-demand throughput isn't supported for goes through its profile", async (t) => {
  const { bedrock, session } = await connect(t);
  await bedrock.chat.completions.create({ model: "bedrock/claude-sonnet-4-5", messages });
  await bedrock.chat.completions.create({ model: "bedrock/llama3-3-70b", messages });
  assert.deepEqual(await called(session), [`200 us.${BARE}`, "200 us.meta.llama3-3-70b-instruct-v1:0"]);
});

test("complaint 38: so does a bare id, after one refusal, and later calls know it", async (t) => {
  const { bedrock, session } = await connect(t);
  for (let count = 0; count < 3; count++) await bedrock.chat.completions.create({ model: BARE, messages });
  assert.deepEqual(await called(session), [`400 ${BARE}`, `200 us.${BARE}`, `200 us.${BARE}`, `200 us.${BARE}`]);
});

test("complaint 39: so does a stream", async (t) => {
  const { bedrock, session } = await connect(t);
  const chunks = await collect(await bedrock.chat.completions.create({ model: BARE, messages, stream: true }));
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  assert.deepEqual(await called(session), [`400 ${BARE}`, `200 us.${BARE}`]);
});

test("complaint 40: the profile is the region's, then the global one; ids of profiles and ARNs are left alone", async (t) => {
  const { bedrock, session } = await connect(t);
  for (const region of ["eu-west-1", "ap-northeast-1", "sa-east-1"]) {
    await bedrock.chat.completions.create({ model: "claude-sonnet-4-5", messages }, { region });
  }
  for (const model of [`global.${BARE}`, APPLICATION_PROFILE]) await bedrock.chat.completions.create({ model, messages });
  const ids = [`eu.${BARE}`, `jp.${BARE}`, `global.${BARE}`, `global.${BARE}`, APPLICATION_PROFILE];
  assert.deepEqual(
    await called(session),
    ids.map((id) => `200 ${id}`),
  );
  const never = await connect(t, { inferenceProfile: "never" });
  const error = await failure(never.bedrock.chat.completions.create({ model: BARE, messages }));
  assert.ok(error instanceof BadRequestError);
  assert.match(error.message, /Put the prefix of an inference profile before the model id/);
});

test("complaint 45: what one may not invoke is a PermissionDeniedError that says so, and no other way is tried", async (t) => {
  const { bedrock, session } = await connect(t, { credentials: DENIED });
  for (const stream of [false, true]) {
    const error = await failure(bedrock.chat.completions.create({ model: "nova-micro", messages, stream }));
    assert.ok(error instanceof PermissionDeniedError);
    assert.match(error.message, /access/);
  }
  assert.deepEqual(
    (await session.log()).requests.map(({ operation }) => operation),
    ["Converse", "ConverseStream"],
  );
});

test("complaint 46: where an account's Converse fails, the same client has InvokeModel", async (t) => {
  const fails = { kind: "status", status: 403, code: "AccessDeniedException", message: "Operation not allowed" };
  const { bedrock, session } = await connect(t, { faults: [fails] });
  assert.ok((await failure(bedrock.chat.completions.create({ model: CLAUDE, messages }))) instanceof PermissionDeniedError);
  const body = { anthropic_version: "bedrock-2023-05-31", max_tokens: 50, messages };
  assert.ok((await bedrock.invokeModel({ modelId: CLAUDE, body })).json().content[0].text);
  const parts = await collect(await bedrock.invokeModelWithResponseStream({ modelId: CLAUDE, body }));
  assert.ok(parts.length > 3);
  assert.deepEqual(
    (await session.log()).requests.map(({ status }) => status),
    [403, 200, 200],
  );
});

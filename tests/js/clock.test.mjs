// Machines whose clock is wrong: the service's answers tell the time, and signatures follow it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CHAT, collect, connect, failure } from "./lib/client.mjs";

const HOUR = 3600;

beforeEach((t) => t.mock.method(Math, "random", () => 0));

for (const clockSkewSeconds of [HOUR, -HOUR]) {
  test(`a clock that is ${clockSkewSeconds} seconds off is corrected, once for all calls`, async (t) => {
    const warnings = [];
    const onWarning = ({ code }) => warnings.push(code);
    const { bedrock, session } = await connect(t, { session: { clockSkewSeconds }, onWarning });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    assert.ok((await collect(await bedrock.converseStream(CHAT))).at(-1).metadata);
    assert.deepEqual(
      (await session.log()).requests.map(({ status }) => status),
      [403, 200, 200],
    );
    assert.deepEqual(warnings, ["clock_skew"]);
  });
}

test("calls that are under way together are all repeated", async (t) => {
  const { bedrock } = await connect(t, { session: { clockSkewSeconds: HOUR }, onWarning() {} });
  const answers = await Promise.all(Array.from({ length: 8 }, () => bedrock.converse(CHAT)));
  assert.ok(answers.every(({ stopReason }) => stopReason === "end_turn"));
});

test("a stream finds out by itself too", async (t) => {
  const { bedrock } = await connect(t, { session: { clockSkewSeconds: HOUR }, onWarning() {} });
  assert.ok((await collect(await bedrock.converseStream(CHAT))).at(-1).metadata);
});

test("keys that are made of credentials follow the service's clock", async (t) => {
  const { bedrock } = await connect(t, { session: { clockSkewSeconds: HOUR }, onWarning() {} });
  await bedrock.converse(CHAT);
  const url = atob((await bedrock.createApiKey()).slice("bedrock-api-key-".length));
  const [, year, month, day, hour, minute, second] = url.match(/X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/);
  const ahead = Date.UTC(year, month - 1, day, hour, minute, second) - Date.now();
  assert.ok(Math.abs(ahead - HOUR * 1000) < 60_000, `${ahead} ms ahead`);
});

test("correctClockSkew: false leaves it wrong", async (t) => {
  const { bedrock, session } = await connect(t, { session: { clockSkewSeconds: HOUR }, correctClockSkew: false });
  const error = await failure(bedrock.converse(CHAT));
  assert.equal(error.code, "InvalidSignatureException");
  assert.match(error.message, /Set this machine's clock/);
  // Once more as AWS's clients do it: the request may have been on its way for long.
  assert.ok((await session.log()).requests.every(({ status }) => status === 403));
});

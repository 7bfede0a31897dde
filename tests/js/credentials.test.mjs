// Who a request is signed for: a function is asked when it is needed and not more often, and what AWS thinks of the
// signature comes back as an error that says what to do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AuthenticationError, PermissionDeniedError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, DENIED, EXPIRED, connect, failure, logWhen, within } from "./lib/client.mjs";

/** A provider that gives these in turn, the last one for ever, and counts how often it is asked. */
function provider(...credentials) {
  const ask = async () => credentials[Math.min(ask.count++, credentials.length - 1)];
  ask.count = 0;
  return ask;
}

describe("a function that gets credentials", () => {
  test("is asked at the first call, and once for many at once", async (t) => {
    const ask = provider(CREDENTIALS);
    const { bedrock } = await connect(t, { credentials: ask });
    assert.equal(ask.count, 0);
    await Promise.all(Array.from({ length: 5 }, () => bedrock.converse(CHAT)));
    await bedrock.converse(CHAT);
    assert.equal(ask.count, 1);
  });

  test("is asked once for two hundred calls at once", async (t) => {
    const ask = provider(CREDENTIALS);
    const { bedrock, session } = await connect(t, { credentials: ask });
    const answers = await Promise.all(Array.from({ length: 200 }, () => bedrock.converse(CHAT)));
    assert.ok(answers.every(({ stopReason }) => stopReason === "end_turn"));
    assert.equal(ask.count, 1);
    assert.equal((await session.log()).total, 200);
  });

  test("may fail while the last ones are still good", async (t) => {
    const warnings = [];
    let count = 0;
    const credentials = async () => {
      if (count++ === 1) throw new Error("the network is down");
      return { ...CREDENTIALS, expiration: Date.now() + 4 * 60_000 };
    };
    const { bedrock } = await connect(t, { credentials, onWarning: (warning) => warnings.push(warning) });
    await bedrock.converse(CHAT);
    await Promise.all(Array.from({ length: 5 }, () => bedrock.converse(CHAT)));
    assert.equal(count, 2);
    assert.deepEqual(
      warnings.map(({ code, cause }) => [code, cause.message]),
      [["credentials_refresh", "the network is down"]],
    );
    await bedrock.converse(CHAT);
    assert.equal(count, 3);
  });

  test("that fails when the last ones have expired fails the call", async (t) => {
    let count = 0;
    const credentials = async () => {
      if (count++ > 0) throw new Error("the network is down");
      return { ...CREDENTIALS, expiration: Date.now() + 60_000 };
    };
    const { bedrock } = await connect(t, { credentials });
    await bedrock.converse(CHAT);
    const later = Date.now() + 60_000;
    t.mock.method(Date, "now", () => later);
    const error = await failure(bedrock.converse(CHAT));
    assert.ok(error instanceof AuthenticationError);
    assert.equal(error.cause.message, "the network is down");
  });

  test("may be synchronous, and may say when they expire in three ways", async (t) => {
    const later = Date.now() + 3_600_000;
    for (const expiration of [new Date(later), new Date(later).toISOString(), later]) {
      let count = 0;
      const { bedrock } = await connect(t, { credentials: () => ({ ...CREDENTIALS, expiration: (count++, expiration) }) });
      await bedrock.converse(CHAT);
      await bedrock.converse(CHAT);
      assert.equal(count, 1);
    }
  });

  test("is asked again five minutes before they expire", async (t) => {
    const minutes = (count) => ({ ...CREDENTIALS, expiration: Date.now() + count * 60_000 });
    const ask = provider(minutes(4), minutes(60));
    const { bedrock } = await connect(t, { credentials: ask });
    for (const asked of [1, 2, 2]) {
      await bedrock.converse(CHAT);
      assert.equal(ask.count, asked);
    }
  });

  test("is asked once more when AWS says that they have expired", async (t) => {
    const ask = provider(EXPIRED, CREDENTIALS);
    const { bedrock, session } = await connect(t, { credentials: ask, maxRetries: 0 });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    assert.equal(ask.count, 2);
    assert.deepEqual(
      (await session.log()).requests.map(({ status }) => status),
      [403, 200],
    );
  });

  test("is asked once more in all when many calls find out at once", async (t) => {
    const ask = provider(EXPIRED, CREDENTIALS);
    const { bedrock } = await connect(t, { credentials: ask, maxRetries: 0 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => bedrock.converse(CHAT)));
    assert.ok(answers.every(({ stopReason }) => stopReason === "end_turn"));
    assert.equal(ask.count, 2);
  });

  test("is not asked for ever", async (t) => {
    const ask = provider(EXPIRED);
    const { bedrock, session } = await connect(t, { credentials: ask });
    const error = await failure(bedrock.converse(CHAT));
    assert.ok(error instanceof AuthenticationError);
    assert.equal(ask.count, 2);
    assert.equal((await session.log()).total, 2);
  });

  test("that failed is asked again by the next call", async (t) => {
    let count = 0;
    const { bedrock } = await connect(t, {
      credentials: async () => {
        if (count++ === 0) throw new Error("the network is down");
        return CREDENTIALS;
      },
    });
    assert.ok((await failure(bedrock.converse(CHAT))) instanceof AuthenticationError);
    await bedrock.converse(CHAT);
    assert.equal(count, 2);
  });

  test("does not hold up an abort, nor do those who wait with it suffer from one", async (t) => {
    let answer;
    const { bedrock, session } = await connect(t, { credentials: () => new Promise((resolve) => (answer = resolve)) });
    const controller = new AbortController();
    const aborted = failure(bedrock.converse(CHAT, { signal: controller.signal }));
    const waiting = bedrock.converse(CHAT);
    while (!answer) await new Promise(setImmediate);
    controller.abort();
    assert.equal((await aborted).name, "APIUserAbortError");
    const joining = bedrock.converse(CHAT);
    await new Promise(setImmediate);
    answer(CREDENTIALS);
    for (const call of [waiting, joining]) assert.equal((await within(call)).stopReason, "end_turn");
    assert.equal((await session.log()).total, 2);
  });
});

describe("what AWS says of a signature", () => {
  const cases = {
    "a wrong secret": [{ ...CREDENTIALS, secretAccessKey: "wrong" }, "InvalidSignatureException", /Check the secret access key/],
    "an unknown key": [
      { ...CREDENTIALS, accessKeyId: "AKIDUNKNOWN" },
      "UnrecognizedClientException",
      /does not know this access key/,
    ],
    "another's token": [{ ...CREDENTIALS, sessionToken: "another" }, "UnrecognizedClientException", /from one source/],
    "expired keys": [EXPIRED, "ExpiredTokenException", /get fresh ones/],
  };
  for (const [what, [credentials, code, message]] of Object.entries(cases)) {
    test(what, async (t) => {
      const { bedrock, session } = await connect(t, { credentials });
      const error = await failure(bedrock.converse(CHAT));
      assert.ok(error instanceof AuthenticationError, error.stack);
      assert.deepEqual([error.status, error.code], [403, code]);
      assert.match(error.message, message);
      assert.equal((await session.log()).total, 1);
    });
  }

  test("keys that may not", async (t) => {
    const { bedrock } = await connect(t, { credentials: DENIED });
    const error = await failure(bedrock.converseStream(CHAT));
    assert.ok(error instanceof PermissionDeniedError);
    assert.equal(error.code, "AccessDeniedException");
    assert.match(error.message, /Request access to the model/);
  });

  test("a clock that is wrong", async (t) => {
    for (const clockSkewSeconds of [3600, -3600]) {
      const { bedrock, session } = await connect(t, { session: { clockSkewSeconds }, maxRetries: 0 });
      const error = await failure(bedrock.converse(CHAT));
      assert.equal(error.code, "InvalidSignatureException");
      assert.match(error.message, /Set this machine's clock/);
      await logWhen(session, ({ open }) => open === 0);
    }
  });
});

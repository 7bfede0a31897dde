// What programs for the AWS SDK catch: the same classes, names, messages and figures with both.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { describe, test } from "node:test";
import { alone, both, ours, seen, sending } from "./lib/aws-sdk.mjs";
import { CHAT, CREDENTIALS, DENIED, EXPIRED } from "./lib/client.mjs";

/** @type {Record<string, [fault: object, times: number]>} */
const ANSWERS = {
  throttled: [{ kind: "throttle", retryAfterMs: 1, message: "Slow down" }, 3],
  "a failure of the service": [{ kind: "status", status: 500, message: "oops" }, 3],
  unavailable: [{ kind: "status", status: 503, code: "ServiceUnavailableException", message: "later" }, 3],
  "a failure of the model": [{ kind: "status", status: 424, code: "ModelErrorException", message: "model" }, 1],
  "a model that is late": [{ kind: "status", status: 408, code: "ModelTimeoutException", message: "late" }, 1],
  "a model that is not ready": [{ kind: "status", status: 429, code: "ModelNotReadyException", message: "not ready" }, 3],
  "not there": [{ kind: "status", status: 404, code: "ResourceNotFoundException", message: "nowhere" }, 1],
  conflict: [{ kind: "status", status: 409, code: "ConflictException", message: "twice" }, 1],
  "a quota used up": [{ kind: "status", status: 400, code: "ServiceQuotaExceededException", message: "enough" }, 1],
  "a name that nobody knows": [{ kind: "status", status: 418, code: "TeapotException", message: "tea" }, 1],
};

/** What a program catches of a stream, after so many events. */
const looping = async (sdk, config) => {
  let events = 0;
  try {
    const { stream } = await new sdk.BedrockRuntimeClient(config).send(new sdk.ConverseStreamCommand(CHAT));
    for await (const _ of stream) events += 1;
  } catch (error) {
    const { class: _class, name, message, $fault, originalStatusCode, originalMessage } = seen(error);
    return { events, class: _class, name, message, $fault, originalStatusCode, originalMessage };
  }
};

describe("an answer that is an error", () => {
  for (const [what, [fault, times]] of Object.entries(ANSWERS)) {
    test(what, async (t) => {
      const [own, other] = await both(t, sending("Converse", CHAT), { faults: Array(times).fill(fault) });
      assert.deepEqual(own, other);
      assert.equal(own.attempts, times);
      assert.ok(own.status >= 400);
    });
  }

  for (const [what, credentials] of Object.entries({ expired: EXPIRED, denied: DENIED })) {
    test(`credentials that are ${what}`, async (t) => {
      const [own, other] = await both(t, sending("Converse", CHAT), { credentials });
      assert.deepEqual(own, other);
      assert.equal(own.status, 403);
    });
  }

  test("input that Bedrock refuses", async (t) => {
    const [own, other] = await both(t, sending("Converse", { ...CHAT, messages: [] }));
    assert.deepEqual(own, other);
    assert.equal(own.name, "ValidationException");
  });

  test("waits are counted", async (t) => {
    const wait = { kind: "throttle", retryAfterMs: 60 };
    const own = await alone(
      t,
      async (sdk, config) => (await new sdk.BedrockRuntimeClient(config).send(new sdk.ConverseCommand(CHAT))).$metadata,
      { faults: [wait, wait] },
    );
    assert.equal(own.attempts, 3);
    assert.ok(own.totalRetryDelay >= 100, `${own.totalRetryDelay} ms`);
  });

  test("is of its class and of AWS's base class, and has the package's error as its cause", async (t) => {
    const program = async (sdk, config) => {
      const error = await new sdk.BedrockRuntime(config).converse({ ...CHAT, messages: [] }).catch((thrown) => thrown);
      const classes = [sdk.ValidationException, sdk.BedrockRuntimeServiceException, Error, sdk.ThrottlingException];
      assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(error.$metadata))), KEYS);
      assert.match(error.$response.headers["content-type"], /json/);
      return [classes.map((one) => error instanceof one), error.cause?.name];
    };
    const [own, other] = await both(t, program);
    assert.deepEqual(
      [own, other],
      [
        [[true, true, true, false], "BadRequestError"],
        [[true, true, true, false], undefined],
      ],
    );
  });
});

const KEYS = ["httpStatusCode", "requestId", "attempts", "totalRetryDelay"];

describe("an exception in a stream", () => {
  for (const name of [
    "throttlingException",
    "validationException",
    "internalServerException",
    "serviceUnavailableException",
    "modelStreamErrorException",
  ]) {
    for (const after of [0, 2]) {
      test(`${name}, after ${after} events`, async (t) => {
        // Before the first event a call is made anew where that helps.
        const fault = { kind: "exception", name, after, message: "broken off" };
        const [own, other] = await both(t, looping, { faults: [fault], maxAttempts: 1 });
        assert.deepEqual(own, other);
        assert.equal(own.events, after);
      });
    }
  }
});

test("an aborted call is an AbortError, before it begins, while it waits and in its stream", async (t) => {
  const program = async (sdk, config) => {
    const client = new sdk.BedrockRuntimeClient(config);
    const before = AbortSignal.abort();
    const waiting = new AbortController();
    const errors = [await client.send(new sdk.ConverseCommand(CHAT), { abortSignal: before }).catch((error) => error)];
    const sent = client.send(new sdk.ConverseCommand(CHAT), { abortSignal: waiting.signal }).catch((error) => error);
    waiting.abort(new Error("mine"));
    errors.push(await sent);
    return errors.map(({ name }) => name);
  };
  for (const names of await both(t, program, { faults: [{ kind: "hang" }] }))
    assert.deepEqual(names, ["AbortError", "AbortError"]);

  const own = await alone(
    t,
    async (sdk, config) => {
      const controller = new AbortController();
      const client = new sdk.BedrockRuntimeClient(config);
      const { stream } = await client.send(new sdk.ConverseStreamCommand(CHAT), { abortSignal: controller.signal });
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const pending = iterator.next().then(() => iterator.next());
      controller.abort();
      return pending.catch((error) => error.name);
    },
    { faults: [{ kind: "gate", after: 2 }] },
  );
  // The SDK throws here what the connection says: "aborted", ECONNRESET.
  assert.equal(own, "AbortError");
});

test("what no service answers has the SDK's names, and how often it was tried", async (t) => {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  await new Promise((resolve) => server.close(resolve));
  const nowhere = { region: "us-east-1", endpoint, credentials: CREDENTIALS };
  const [refused, other] = await both(t, sending("Converse", CHAT), nowhere);
  assert.deepEqual([refused.attempts, other.attempts], [3, 3]);
  const error = await new ours.BedrockRuntime(nowhere).converse(CHAT).catch((thrown) => thrown);
  assert.equal(error.code, "ECONNREFUSED");

  const hanging = { faults: [{ kind: "hang" }], maxAttempts: 1 };
  for (const requestHandler of [{ requestTimeout: 50 }, { socketTimeout: 50 }]) {
    const late = await alone(t, sending("Converse", CHAT), { ...hanging, requestHandler });
    assert.deepEqual([late.name, late.attempts], ["TimeoutError", 1]);
  }
  assert.equal((await alone(t, sending("Converse", CHAT, { requestTimeout: 50 }), hanging)).name, "TimeoutError");
});

test("a program's own exceptions are made as with the SDK", async (t) => {
  const program = async (sdk) => {
    const names = Object.keys(sdk).filter((name) => name.endsWith("Exception"));
    return names.sort().map((name) => {
      const error = new sdk[name]({
        name: "Mine",
        $fault: "client",
        message: "m",
        $metadata: { httpStatusCode: 1 },
        originalStatusCode: 7,
      });
      return [name, error.name, error.message, error.$fault, error.$retryable, error.$metadata, error instanceof sdk[name]];
    });
  };
  const [own, other] = await both(t, program);
  assert.deepEqual(
    own.map(([name]) => name),
    other.map(([name]) => name).filter((name) => name !== "__ServiceException"),
  );
  assert.deepEqual(own, other);
});

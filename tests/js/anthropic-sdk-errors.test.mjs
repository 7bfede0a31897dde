// What fails, as the official `@anthropic-ai/sdk` tells it: the class, its members, how often it tried, and what is not there.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { API_KEY, CHAT, connectAnthropic, sdkOf, sentBody, textOf } from "./lib/anthropic.mjs";
import { CREDENTIALS, DENIED, EXPIRED, failure, settled } from "./lib/client.mjs";
import { hideSecrets } from "./lib/shown-errors.mjs";

const REQUEST_ID = /^[0-9a-f-]{36}$/;
const SOON = { kind: "throttle", retryAfterMs: 1 };
const RETRIED = 3;
const STREAM = { ...CHAT, stream: true };
const status = (status, code, message) => ({ kind: "status", status, code, message });

/** The SDK waits for half a second and more before it tries again; the shortest will do. */
function hurry(t) {
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, "setTimeout", (callback, milliseconds, ...rest) =>
    setTimeout(callback, milliseconds > 9_000 ? milliseconds : 1, ...rest),
  );
}

describe("an error of Bedrock has class, status, type and id, and is repeated if that can help", () => {
  beforeEach(hurry);

  // (fault, class of the SDK, status, type, requests)
  const cases = {
    ValidationException: [status(400, "ValidationException", "No."), "BadRequestError", 400, "invalid_request_error", 1],
    AccessDeniedException: [status(403, "AccessDeniedException"), "PermissionDeniedError", 403, "permission_error", 1],
    UnrecognizedClientException: [
      status(403, "UnrecognizedClientException"),
      "AuthenticationError",
      401,
      "authentication_error",
      1,
    ],
    ResourceNotFoundException: [status(404, "ResourceNotFoundException"), "NotFoundError", 404, "not_found_error", 1],
    ThrottlingException: [SOON, "RateLimitError", 429, "rate_limit_error", RETRIED],
    ServiceQuotaExceededException: [status(400, "ServiceQuotaExceededException"), "RateLimitError", 429, "rate_limit_error", 1],
    ModelErrorException: [status(424, "ModelErrorException"), "APIError", 424, "api_error", RETRIED],
    ModelNotReadyException: [status(429, "ModelNotReadyException"), "RateLimitError", 429, "rate_limit_error", RETRIED],
    InternalServerException: [status(500, "InternalServerException"), "InternalServerError", 500, "api_error", RETRIED],
    ServiceUnavailableException: [
      status(503, "ServiceUnavailableException"),
      "ServiceUnavailableError",
      503,
      "overloaded_error",
      RETRIED,
    ],
    "a page of a gateway": [{ kind: "status", status: 502, html: true }, "InternalServerError", 502, "api_error", RETRIED],
  };
  for (const [what, [fault, className, expected, type, requests]] of Object.entries(cases)) {
    test(what, async (t) => {
      for (const request of [CHAT, STREAM]) {
        const { client, session } = await connectAnthropic(t, { faults: Array(9).fill(fault), sdk: { maxRetries: RETRIED - 1 } });
        const error = await failure(client.messages.create(request));
        assert.equal(error.constructor.name, className, error.stack);
        assert.deepEqual([error.status, error.type, error.error.type], [expected, type, "error"]);
        assert.match(error.requestID, REQUEST_ID);
        assert.equal(error.error.request_id, error.requestID);
        assert.ok(error.apiMessage.length > 0);
        assert.equal((await settled(session)).total, requests);
      }
    });
  }

  test("a throttled call is repeated as often as the SDK's maxRetries says, and no more", async (t) => {
    for (const [maxRetries, faults, requests, isGood] of [
      [0, 1, 1, false],
      [2, 2, 3, true],
      [2, 3, 3, false],
    ]) {
      const given = { faults: Array(faults).fill(SOON), sdk: { maxRetries }, maxRetries: 7 };
      const { client, session } = await connectAnthropic(t, given);
      const outcome = await client.messages.create(CHAT).then(
        () => true,
        () => false,
      );
      assert.deepEqual([outcome, (await session.log()).total], [isGood, requests]);
    }
  });
});

test("the SDK waits for as long as Bedrock asks", async (t) => {
  for (const [fault, header, value] of [
    [{ kind: "throttle", retryAfter: 1 }, "retry-after", "1"],
    [{ kind: "throttle", retryAfterMs: 900 }, "retry-after-ms", "900"],
  ]) {
    const { client, session } = await connectAnthropic(t, { faults: [fault, fault] });
    const error = await failure(client.messages.create(CHAT));
    assert.deepEqual([error.headers.get(header), error.headers.get("x-should-retry")], [value, "true"]);
    const begin = Date.now();
    assert.ok(textOf(await client.messages.create(CHAT, { maxRetries: 1 })));
    assert.ok(Date.now() - begin > 850, `${Date.now() - begin} ms`);
    assert.equal((await session.log()).total, 3);
  }
});

describe("a stream that breaks", () => {
  const BROKEN = {
    "an exception": [
      { kind: "exception", name: "throttlingException", after: 4, message: "Slow down." },
      "rate_limit_error",
      /^Slow down\./,
    ],
    "an exception of the model": [{ kind: "exception", name: "modelStreamErrorException", after: 4 }, "api_error", /./],
    "refused input": [
      { kind: "exception", name: "validationException", after: 4, message: "No." },
      "invalid_request_error",
      /^No\./,
    ],
    "an error frame": [{ kind: "errorFrame", code: "internalServerException", after: 4, message: "Oh." }, "api_error", /^Oh\./],
    "half an event": [{ kind: "truncate", after: 4 }, "api_error", /./],
    "an early end": [{ kind: "endEarly", after: 4 }, "api_error", /./],
    "a reset": [{ kind: "reset", after: 4 }, "api_error", /./],
    "a wrong checksum": [{ kind: "badCrc", after: 4, part: "message" }, "api_error", /checksum/],
  };
  for (const [what, [fault, type, message]] of Object.entries(BROKEN)) {
    test(`by ${what} is an APIError, after what came before it`, async (t) => {
      const { client, session } = await connectAnthropic(t, { faults: [fault], sdk: { maxRetries: 2 } });
      const { data, request_id } = await client.messages.create(STREAM).withResponse();
      const events = [];
      const error = await failure(
        (async () => {
          for await (const event of data) events.push(event);
        })(),
      );
      assert.ok(error instanceof Anthropic.APIError, error.stack);
      assert.deepEqual([error.status, error.type, error.requestID], [undefined, type, request_id]);
      assert.match(error.apiMessage, message);
      assert.ok(events.length >= 3);
      // Nothing is repeated once a stream has begun.
      assert.equal((await settled(session)).total, 1);
    });
  }

  test("rejects messages.stream(), which tells of it", async (t) => {
    const { client } = await connectAnthropic(t, { faults: [{ kind: "exception", name: "throttlingException", after: 4 }] });
    const stream = client.messages.stream(CHAT);
    const told = [];
    stream.on("error", (error) => told.push(error));
    const error = await failure(stream.finalMessage());
    assert.deepEqual([told, stream.errored, error.type], [[error], true, "rate_limit_error"]);
  });
});

describe("a connection", () => {
  test("that breaks off is tried again by the SDK, which then says why", async (t) => {
    hurry(t);
    const faults = Array(9).fill({ kind: "closeBeforeHead" });
    const { client, session } = await connectAnthropic(t, { faults, sdk: { maxRetries: 2 } });
    const error = await failure(client.messages.create(CHAT));
    assert.ok(error instanceof Anthropic.APIConnectionError, error.stack);
    assert.match(error.cause.message, /^Could not reach http:\/\/127\.0\.0\.1/);
    assert.equal((await settled(session)).total, 3);
  });
});

describe("credentials", () => {
  test("that are missing, wrong, expired or denied", async (t) => {
    for (const [options, errorClass, requests] of [
      [{ credentials: () => Promise.reject(new Error("geheim")) }, Anthropic.AuthenticationError, 0],
      [{ credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } }, Anthropic.AuthenticationError, 1],
      [{ credentials: EXPIRED }, Anthropic.AuthenticationError, 1],
      [{ credentials: DENIED }, Anthropic.PermissionDeniedError, 1],
    ]) {
      const { client, session } = await connectAnthropic(t, { ...options, sdk: { maxRetries: 2 } });
      const error = await failure(client.messages.create(CHAT));
      assert.ok(error instanceof errorClass, error.stack);
      assert.equal((await session.log()).total, requests);
    }
  });

  test("are never shown, nor is the SDK's key", async (t) => {
    await hideSecrets(async (options) => {
      const { fetch } = await connectAnthropic(t, options);
      return sdkOf(fetch).messages.stream(CHAT).finalMessage();
    }, API_KEY);
  });
});

describe("betas", () => {
  test("that Bedrock's Claude has go on in the body, by Bedrock's names", async (t) => {
    const warnings = [];
    const { client, session } = await connectAnthropic(t, { onWarning: (warning) => warnings.push(warning) });
    // The last ones ask for what comes anyway; the SDK's own parse() asks for the very last.
    const needless = ["prompt-caching-2024-07-31", "structured-outputs-2025-12-15"];
    const betas = ["interleaved-thinking-2025-05-14", "advanced-tool-use-2025-11-20", ...needless];
    assert.ok(textOf(await client.beta.messages.create({ ...CHAT, betas })));
    const expected = ["interleaved-thinking-2025-05-14", "tool-search-tool-2025-10-19", "tool-examples-2025-10-29"];
    assert.deepEqual([(await sentBody(session)).anthropic_beta, warnings], [expected, []]);
    const stream = client.beta.messages.stream({ ...CHAT, betas: ["computer-use-2025-11-24"] });
    assert.ok(textOf(await stream.finalMessage()));
    assert.deepEqual((await sentBody(session)).anthropic_beta, ["computer-use-2025-11-24"]);
  });

  test("that it has not are left out with a warning, or refused if the client says so", async (t) => {
    const warnings = [];
    const { client, session } = await connectAnthropic(t, { onWarning: (warning) => warnings.push(warning) });
    const request = { ...CHAT, betas: ["nonsense-2020-01-01", "effort-2025-11-24"] };
    assert.ok(textOf(await client.beta.messages.create(request)));
    assert.deepEqual((await sentBody(session)).anthropic_beta, ["effort-2025-11-24"]);
    assert.deepEqual(
      warnings.map(({ code, message }) => [code, message]),
      [["unsupported_param", "anthropic-beta has no effect. Claude on Bedrock does not take nonsense-2020-01-01."]],
    );
    const strict = await connectAnthropic(t, { unsupportedParams: "error" });
    const error = await failure(strict.client.beta.messages.create(request));
    assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
    assert.match(error.apiMessage, /nonsense-2020-01-01/);
  });
});

describe("what is not there", () => {
  const unknown = {
    "messages.batches": [(client) => client.messages.batches.list(), /createModelInvocationJob/],
    "a batch": [(client) => client.messages.batches.create({ requests: [] }), /createModelInvocationJob/],
    completions: [
      (client) => client.post("/v1/complete", { body: { model: "claude-2.1", prompt: "Hi", max_tokens_to_sample: 9 } }),
      /Use messages\.create\./,
    ],
    files: [(client) => client.beta.files.list(), /Put a file into its message, as base64\./],
    skills: [(client) => client.beta.skills.list(), /Bedrock has no skills\./],
  };
  for (const [what, [call, advice]] of Object.entries(unknown)) {
    test(`${what}: 404, and what to use instead`, async (t) => {
      const { client, session } = await connectAnthropic(t, { sdk: { maxRetries: 2 } });
      const error = await failure(call(client));
      assert.ok(error instanceof Anthropic.NotFoundError, error.stack);
      assert.equal(error.type, "not_found_error");
      assert.match(error.apiMessage, advice);
      assert.match(error.apiMessage, /There is POST \/v1\/messages, POST \/v1\/messages\/count_tokens, GET \/v1\/models/);
      assert.equal((await session.log()).total, 0);
    });
  }

  const refused = {
    container: [{ container: "c_1" }, /^container: Bedrock has no containers/],
    "servers of MCP": [
      { mcp_servers: [{ type: "url", url: "https://a.invalid", name: "a" }] },
      /^mcp_servers: .* Connect to them yourself/,
    ],
    "a member that Claude does not know": [{ nonsense: 1 }, /^nonsense: Extra inputs are not permitted/],
    "no model": [{ model: undefined }, /^model is missing\. Pass one/],
  };
  for (const [what, [more, words]] of Object.entries(refused)) {
    test(`${what}: BadRequestError, with words`, async (t) => {
      const { client } = await connectAnthropic(t);
      const error = await failure(client.beta.messages.create({ ...CHAT, ...more }));
      assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
      assert.equal(error.type, "invalid_request_error");
      assert.match(error.apiMessage, words);
    });
  }
});

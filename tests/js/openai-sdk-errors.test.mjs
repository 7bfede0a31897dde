// What fails, as the official `openai` SDK tells it: the class, its members, and how often it tried.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import OpenAI from "openai";
import { APIUserAbortError, BadRequestError, BedrockError } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { CREDENTIALS, DENIED, EXPIRED, collect, failure, settled } from "./lib/client.mjs";
import { API_KEY, CHAT, connectOpenAI, sdkOf } from "./lib/openai.mjs";
import { hideSecrets } from "./lib/shown-errors.mjs";

const REQUEST_ID = /^[0-9a-f-]{36}$/;
const SOON = { kind: "throttle", retryAfterMs: 1 };
const RETRIED = 3;
const status = (status, code, message) => ({ kind: "status", status, code, message });

/** The SDK waits for half a second and more before it tries again; the shortest will do. */
function hurry(t) {
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, "setTimeout", (callback, milliseconds, ...rest) =>
    setTimeout(callback, milliseconds > 9_000 ? milliseconds : 1, ...rest),
  );
}

/** What a chat came to that always fails so, and how many requests were sent for it. */
async function refused(t, fault, { maxRetries = RETRIED - 1, request = CHAT } = {}) {
  const { openai, session } = await connectOpenAI(t, { faults: Array(9).fill(fault), sdk: { maxRetries } });
  const error = await failure(openai.chat.completions.create(request));
  return { error, total: (await settled(session)).total };
}

describe("an error of Bedrock has class, status, code, type and id, and is repeated if that can help", () => {
  beforeEach(hurry);

  // (fault, class of the SDK, status, code, type, requests)
  const table = [
    [status(400, "ValidationException"), "BadRequestError", 400, "ValidationException", "invalid_request_error", 1],
    [
      status(403, "UnrecognizedClientException"),
      "AuthenticationError",
      401,
      "UnrecognizedClientException",
      "authentication_error",
      1,
    ],
    [
      status(403, "InvalidSignatureException"),
      "AuthenticationError",
      401,
      "InvalidSignatureException",
      "authentication_error",
      1,
    ],
    [status(403, "AccessDeniedException"), "PermissionDeniedError", 403, "AccessDeniedException", "permission_error", 1],
    [status(404, "ResourceNotFoundException"), "NotFoundError", 404, "ResourceNotFoundException", "not_found_error", 1],
    [status(408, "ModelTimeoutException"), "APIError", 408, "ModelTimeoutException", "server_error", RETRIED],
    [status(400, "ConflictException"), "ConflictError", 409, "ConflictException", "invalid_request_error", 1],
    [status(413), "APIError", 413, undefined, "invalid_request_error", 1],
    [status(424, "ModelErrorException"), "APIError", 424, "ModelErrorException", "server_error", RETRIED],
    [status(429, "ThrottlingException"), "RateLimitError", 429, "ThrottlingException", "rate_limit_error", RETRIED],
    [status(429, "ModelNotReadyException"), "RateLimitError", 429, "ModelNotReadyException", "rate_limit_error", RETRIED],
    [status(400, "ThrottlingException"), "RateLimitError", 429, "ThrottlingException", "rate_limit_error", RETRIED],
    [status(400, "ServiceQuotaExceededException"), "RateLimitError", 429, "ServiceQuotaExceededException", "rate_limit_error", 1],
    [status(500, "InternalServerException"), "InternalServerError", 500, "InternalServerException", "server_error", RETRIED],
    [status(501, "NotImplemented"), "InternalServerError", 501, "NotImplemented", "server_error", 1],
    [
      status(503, "ServiceUnavailableException"),
      "InternalServerError",
      503,
      "ServiceUnavailableException",
      "server_error",
      RETRIED,
    ],
    [{ kind: "status", status: 502, html: true }, "InternalServerError", 502, null, "server_error", RETRIED],
    [{ kind: "status", status: 504, empty: true }, "InternalServerError", 504, null, "server_error", RETRIED],
    [{ kind: "notEventstream", contentType: "text/html", body: "<p>" }, "InternalServerError", 502, null, "server_error", 1],
    [{ kind: "redirect", location: "http://127.0.0.1:9/" }, "InternalServerError", 502, null, "server_error", 1],
  ];
  for (const [fault, className, expected, code, type, requests] of table) {
    const what = [fault.kind, fault.status, fault.code].filter(Boolean).join(" ");
    test(`${what}: ${className}`, async (t) => {
      for (const stream of [false, true]) {
        const { error, total } = await refused(t, fault, { request: { ...CHAT, stream } });
        assert.equal(error.constructor, OpenAI[className], error.stack);
        assert.deepEqual([error.status, error.type, error.param, total], [expected, type, null, requests]);
        if (code !== undefined) assert.equal(error.code, code);
        assert.match(error.requestID, REQUEST_ID);
        assert.match(error.message, /^\d{3} \S/);
      }
    });
  }

  test("a model that cannot take so much says so in OpenAI's word", async (t) => {
    for (const message of [
      "Input is too long for requested model.",
      "prompt is too long: 213456 tokens > 200000 maximum",
      "Too many input tokens. Max input tokens: 8192",
      "too many total text bytes: 30000000 > 25000000",
      "Input length (265330) exceeds model's maximum context length (262144).",
    ]) {
      const { error } = await refused(t, status(400, "ValidationException", message));
      assert.deepEqual([error.status, error.code, error.type], [400, "context_length_exceeded", "invalid_request_error"]);
      assert.ok(error.message.includes(message));
      const { bedrock } = await connectOpenAI(t, { faults: [status(400, "ValidationException", message)] });
      const own = await failure(bedrock.chat.completions.create(CHAT));
      assert.deepEqual([own.constructor, own.code, own.retryable], [BadRequestError, "context_length_exceeded", false]);
    }
    const { error } = await refused(t, status(429, "ThrottlingException", "Too many tokens, please wait before trying again."), {
      maxRetries: 0,
    });
    assert.equal(error.code, "ThrottlingException");
  });

  test("a throttled call is repeated as often as the SDK's maxRetries says, and no more", async (t) => {
    for (const [maxRetries, faults, requests, isGood] of [
      [0, 1, 1, false],
      [1, 1, 2, true],
      [2, 2, 3, true],
      [2, 3, 3, false],
      [4, 4, 5, true],
    ]) {
      const { openai, session } = await connectOpenAI(t, {
        faults: Array(faults).fill(SOON),
        sdk: { maxRetries },
        maxRetries: 7,
      });
      const outcome = await openai.chat.completions.create(CHAT).then(
        () => true,
        () => false,
      );
      assert.deepEqual([outcome, (await session.log()).total], [isGood, requests]);
      if (isGood) assert.equal((await openai.chat.completions.create(CHAT, { maxRetries: 0 })).object, "chat.completion");
    }
  });
});

test("an error names the parameter to blame, and says of an API key that it is a bad one", async (t) => {
  const { bedrock, openai } = await connectOpenAI(t, {
    faults: Array(2).fill(status(403, "AccessDeniedException", "Bearer Token has expired")),
  });
  for (const create of [
    (request) => bedrock.chat.completions.create(request),
    (request) => openai.chat.completions.create(request),
  ]) {
    assert.equal((await failure(create({ ...CHAT, stop: 1 }))).param, "stop");
    const error = await failure(create(CHAT));
    assert.deepEqual([error.name.replace(/^Error$/, "AuthenticationError"), error.param ?? null], ["AuthenticationError", null]);
    assert.match(error.message, /Bearer Token has expired \(Create a new API key/);
  }
});

test("the client's own errors say whether the same call may go well later, and the SDK is told that", async (t) => {
  for (const [fault, retryable] of [
    [SOON, true],
    [status(424, "ModelErrorException"), true],
    [{ kind: "closeBeforeHead" }, true],
    [{ kind: "exception", name: "throttlingException" }, true],
    [{ kind: "exception", name: "validationException" }, false],
    [status(400, "ServiceQuotaExceededException"), false],
    [{ kind: "endEarly" }, true],
    [{ kind: "badCrc", part: "message" }, false],
  ]) {
    const { bedrock } = await connectOpenAI(t, { faults: [fault], maxRetries: 0 });
    const error = await failure((async () => collect(await bedrock.chat.completions.create({ ...CHAT, stream: true })))());
    assert.equal(error.retryable, retryable, error.stack);
  }
});

test("the SDK waits for as long as Bedrock asks", async (t) => {
  for (const [fault, header, value] of [
    [{ kind: "throttle", retryAfter: 1 }, "retry-after", "1"],
    [{ kind: "throttle", retryAfterMs: 900 }, "retry-after-ms", "900"],
  ]) {
    const { openai, session } = await connectOpenAI(t, { faults: [fault, fault] });
    const error = await failure(openai.chat.completions.create(CHAT));
    assert.deepEqual([error.headers.get(header), error.headers.get("x-should-retry")], [value, "true"]);
    const begin = Date.now();
    await openai.chat.completions.create(CHAT, { maxRetries: 1 });
    assert.ok(Date.now() - begin > 850, `${Date.now() - begin} ms`);
    assert.equal((await session.log()).total, 3);
  }
});

test("of embeddings, the call that failed is repeated, not all of them", async (t) => {
  const texts = Array.from({ length: 12 }, (_, index) => `text number ${index}`);
  const request = { model: "titan-embed-text-v2", input: texts };
  const { openai, session } = await connectOpenAI(t, { faults: [SOON, SOON], sdk: { maxRetries: 2 } });
  t.mock.method(Math, "random", () => 0);
  assert.equal((await openai.embeddings.create(request)).data.length, texts.length);
  assert.equal((await session.log()).total, texts.length + 2);
  const always = await connectOpenAI(t, { faults: Array(99).fill(SOON), sdk: { maxRetries: 2 }, maxRetries: 1 });
  const error = await failure(always.openai.embeddings.create({ ...request, input: "one text" }));
  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.headers.get("x-should-retry"), "false");
  assert.equal((await settled(always.session)).total, 2);
});

describe("a connection", () => {
  beforeEach(hurry);

  test("that breaks off is tried again by the SDK, which then says why", async (t) => {
    const { openai, session } = await connectOpenAI(t, {
      faults: Array(9).fill({ kind: "closeBeforeHead" }),
      sdk: { maxRetries: 2 },
    });
    const error = await failure(openai.chat.completions.create(CHAT));
    assert.equal(error.constructor, OpenAI.APIConnectionError, error.stack);
    assert.ok(error.cause instanceof TypeError);
    assert.match(error.cause.message, /^Could not reach http:\/\/127\.0\.0\.1/);
    assert.equal(error.cause.cause.name, "APIConnectionError");
    assert.equal((await settled(session)).total, 3);
  });

  test("that cannot be opened is an APIConnectionError", async (t) => {
    const { openai } = await connectOpenAI(t, { endpoint: "http://127.0.0.1:9" });
    assert.equal((await failure(openai.chat.completions.create(CHAT))).constructor, OpenAI.APIConnectionError);
  });
});

describe("credentials", () => {
  test("that are missing, wrong, expired or denied", async (t) => {
    const cases = [
      [{ credentials: () => Promise.reject(new Error("geheim")) }, OpenAI.AuthenticationError, 401, null, 0],
      [
        { credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } },
        OpenAI.AuthenticationError,
        401,
        "InvalidSignatureException",
        1,
      ],
      [{ credentials: EXPIRED }, OpenAI.AuthenticationError, 401, "ExpiredTokenException", 1],
      [{ credentials: DENIED }, OpenAI.PermissionDeniedError, 403, "AccessDeniedException", 1],
    ];
    for (const [options, errorClass, expected, code, requests] of cases) {
      const { openai, session } = await connectOpenAI(t, { ...options, sdk: { maxRetries: 2 } });
      const error = await failure(openai.chat.completions.create(CHAT));
      assert.ok(error instanceof errorClass, error.stack);
      assert.deepEqual([error.status, error.code, (await session.log()).total], [expected, code, requests]);
    }
  });

  test("that have expired are renewed whatever maxRetries says", async (t) => {
    const given = [EXPIRED, CREDENTIALS];
    const { openai, session } = await connectOpenAI(t, { credentials: async () => given.shift() });
    assert.ok((await openai.chat.completions.create(CHAT)).choices[0].message.content);
    assert.equal((await session.log()).total, 2);
  });

  test("of a machine whose clock is wrong are signed anew when the SDK tries again", async (t) => {
    hurry(t);
    const { openai, session } = await connectOpenAI(t, {
      session: { clockSkewSeconds: 3600 },
      sdk: { maxRetries: 1 },
      onWarning: () => {},
    });
    assert.ok((await openai.chat.completions.create(CHAT)).choices[0].message.content);
    assert.deepEqual(
      (await session.log()).requests.map((request) => request.status),
      [403, 200],
    );
  });

  test("are never shown", async (t) => {
    await hideSecrets(async (options) => {
      const { openai } = await connectOpenAI(t, options);
      return openai.chat.completions.stream(CHAT).finalContent();
    }, API_KEY);
  });
});

describe("a request that cannot be sent", () => {
  const cases = {
    "several answers": [{ ...CHAT, n: 2 }, "n"],
    "log probabilities": [{ ...CHAT, logprobs: true }, "logprobs"],
    "no messages": [{ ...CHAT, messages: [] }, "messages"],
    "an address of an image": [
      { ...CHAT, messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.invalid/a.png" } }] }] },
      "messages[0].content[0].image_url",
    ],
    "a tool that is not there": [
      {
        ...CHAT,
        tools: [{ type: "function", function: { name: "a" } }],
        tool_choice: { type: "function", function: { name: "b" } },
      },
      "tool_choice",
    ],
    "no model": [{ messages: CHAT.messages }, null],
  };
  for (const [what, [request, param]] of Object.entries(cases)) {
    test(`${what}: BadRequestError, which names the parameter`, async (t) => {
      const { openai, session } = await connectOpenAI(t, { sdk: { maxRetries: 2 } });
      const error = await failure(openai.chat.completions.create(request));
      assert.ok(error instanceof OpenAI.BadRequestError, error.stack);
      assert.deepEqual([error.type, error.param, error.code], ["invalid_request_error", param, null]);
      assert.equal((await session.log()).total, 0);
    });
  }
});

describe("a client that fails itself", () => {
  const failing = (error) =>
    sdkOf(createFetch({ chat: { completions: { create: () => ({ withResponse: () => Promise.reject(error) }) } } }));

  test("is a fault of the server, and tried again", async () => {
    const error = await failure(
      failing(new BedrockError("It failed.", { cause: new WebAssembly.RuntimeError("unreachable") })).chat.completions.create(
        CHAT,
      ),
    );
    assert.deepEqual(
      [error.constructor, error.status, error.headers.get("x-should-retry")],
      [OpenAI.InternalServerError, 500, "true"],
    );
  });

  test("or was aborted without the signal, rejects as fetch does", async () => {
    const fetch = createFetch({
      chat: { completions: { create: () => ({ withResponse: () => Promise.reject(new APIUserAbortError("Stopped.")) }) } },
    });
    const error = await failure(fetch("https://a.invalid/chat/completions", { method: "POST", body: "{}" }));
    assert.deepEqual([error.name, error instanceof DOMException], ["AbortError", true]);
  });

  test("or is none, rejects with what was thrown", async () => {
    const error = await failure(createFetch({})("https://a.invalid/chat/completions", { method: "POST", body: "{}" }));
    assert.ok(error instanceof TypeError);
  });
});

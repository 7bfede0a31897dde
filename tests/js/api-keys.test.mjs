// Bedrock API keys: sent as they are, made from credentials, and never shown.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { AuthenticationError, Bedrock, BedrockError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, collect, connect, failure } from "./lib/client.mjs";

// The keys that the emulator knows; they open nothing else.
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";
const EXPIRED_API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWFBJUkVEOmVtdWxhdG9y";
const withKey = (apiKey) => ({ credentials: undefined, apiKey });

describe("a key", () => {
  test("opens whole replies and streams, and nothing else is sent with it", async (t) => {
    const { bedrock, session } = await connect(t, withKey(API_KEY));
    const whole = await bedrock.converse(CHAT);
    const text = (await collect(await bedrock.converseStream(CHAT)))
      .map((event) => event.contentBlockDelta?.delta.text ?? "")
      .join("");
    assert.equal(text, whole.output.message.content[0].text);
    for (const { headers } of (await session.log()).requests) {
      assert.equal(headers.authorization, `Bearer ${API_KEY}`);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith("x-amz-")),
        [],
      );
    }
  });

  test("may come from a function, which is asked before each attempt", async (t) => {
    let asked = 0;
    const apiKey = async () => (asked++ === 0 ? ` ${API_KEY}\n` : API_KEY);
    const { bedrock } = await connect(t, { faults: [{ kind: "status", status: 503 }], ...withKey(apiKey) });
    await bedrock.converse(CHAT);
    assert.equal(asked, 2);
  });

  test("that the service refuses is an AuthenticationError or PermissionDeniedError, and is not shown", async (t) => {
    for (const key of [EXPIRED_API_KEY, "ABSKunknown"]) {
      const { bedrock } = await connect(t, withKey(key));
      const error = await failure(bedrock.converse(CHAT));
      assert.match(error.name, /^(AuthenticationError|PermissionDeniedError)$/);
      assert.equal(error.status, 403);
      for (const shown of [
        inspect(error, { depth: Infinity, showHidden: true }),
        JSON.stringify(error),
        inspect(bedrock, { showHidden: true }),
      ]) {
        assert.ok(!shown.includes(key), shown);
      }
    }
  });

  test("that cannot be one is refused before anything is sent, and is not shown", async () => {
    const fetch = () => assert.fail("nothing may be sent");
    for (const apiKey of [
      "",
      " ",
      "two words",
      "line\nbreak",
      7,
      {},
      () => undefined,
      () => Promise.reject(new Error("vault")),
    ]) {
      const error = await failure(new Bedrock({ region: "us-east-1", apiKey, fetch }).converse(CHAT));
      assert.ok(error instanceof AuthenticationError, String(error));
      assert.match(error.message, /apiKey/);
      if (typeof apiKey === "string" && apiKey.trim()) assert.ok(!error.message.includes(apiKey));
    }
  });

  test("and credentials together are refused", async () => {
    const error = await failure(new Bedrock({ region: "us-east-1", apiKey: API_KEY, credentials: CREDENTIALS }).converse(CHAT));
    assert.match(error.message, /both credentials and an apiKey.*Leave one out/);
  });
});

describe("createApiKey", () => {
  test("makes a key that the service takes", async (t) => {
    const { bedrock, session } = await connect(t);
    const apiKey = await bedrock.createApiKey({ expiresIn: 900 });
    assert.match(apiKey, /^bedrock-api-key-[A-Za-z0-9+/]+=*$/);
    const reply = await new Bedrock({ region: "us-east-1", endpoint: session.endpoint, apiKey }).converse(CHAT);
    assert.equal(reply.stopReason, "end_turn");
    assert.equal((await session.log()).total, 1);
  });

  test("lasts twelve hours, what is asked for, or what is left of the credentials", async () => {
    const seconds = async (options, expiresIn) => {
      const key = await new Bedrock({ region: "eu-west-1", credentials: { ...CREDENTIALS, ...options } }).createApiKey(expiresIn);
      return Number(/X-Amz-Expires=(\d+)/.exec(atob(key.slice("bedrock-api-key-".length)))[1]);
    };
    assert.equal(await seconds({}), 43_200);
    assert.equal(await seconds({}, { expiresIn: 60 }), 60);
    const left = await seconds({ expiration: new Date(Date.now() + 600_000) }, { expiresIn: 3600 });
    assert.ok(left > 590 && left <= 600, String(left));
  });

  test("needs credentials and a time that AWS allows", async () => {
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS });
    for (const expiresIn of [0, 43_201, 1.5, NaN, "60"]) {
      const error = await failure(bedrock.createApiKey({ expiresIn }));
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, /expiresIn/);
    }
    const error = await failure(new Bedrock({ region: "us-east-1", apiKey: API_KEY }).createApiKey());
    assert.match(error.message, /Pass `credentials` instead of an apiKey/);
  });
});

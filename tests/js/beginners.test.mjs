// The first mistakes that people make: each error says which member is wrong, and what to pass instead.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as imported from "bedrock-wasm";
import { fromHttp } from "bedrock-wasm/credentials";
import { createFetch } from "bedrock-wasm/openai";
import { CREDENTIALS, NOVA, failure } from "./lib/client.mjs";

const { Bedrock, BedrockError } = imported;
const required = createRequire(import.meta.url)("bedrock-wasm");
const SENT = [];
const fetch = async (url) => {
  SENT.push(url);
  return Response.json({});
};
const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
const block = { text: "Hi" };
const user = { role: "user", content: [block] };

for (const [name, input, member] of [
  ["a text as content", { messages: [user, { role: "assistant", content: "Hi" }] }, "messages[1].content"],
  ["a text among blocks", { messages: [{ role: "user", content: ["Hi"] }] }, "messages[0].content"],
  ["a text as system", { system: "Be brief.", messages: [user] }, "system"],
  ["texts as system", { system: ["Be brief."], messages: [user] }, "system"],
  ["a text as messages", { messages: "Hi" }, "messages"],
  ["texts as messages", { messages: ["Hi"] }, "messages"],
]) {
  for (const method of ["converse", "converseStream"]) {
    test(`${method} with ${name} is refused before it is sent`, async () => {
      const error = await failure(bedrock[method]({ modelId: NOVA, ...input }));
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, /^(\S+) has a string in the place of/);
      assert.equal(error.message.split(" ")[0], member);
      assert.deepEqual(SENT, []);
    });
  }
}

test("createFetch without a client is refused at once", () => {
  assert.throws(() => createFetch(), { name: "TypeError", message: /no client\. Pass one: createFetch\(new Bedrock/ });
});

test("fromHttp where there is no fetch says how to pass one", async (t) => {
  t.mock.method(globalThis, "fetch");
  globalThis.fetch = undefined;
  const error = await failure(fromHttp({ credentialsFullUri: "https://keys.example/" })());
  assert.match(error.message, /this runtime has no fetch\. Pass one: fromHttp\(\{ clientConfig: \{ fetch \}/);
});

test("a region that does not exist is named", async () => {
  const unknown = () => {
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND bedrock-runtime.us-esat-1.amazonaws.com"), {
      code: "ENOTFOUND",
    });
    throw new TypeError("fetch failed", { cause });
  };
  const options = { region: "us-esat-1", credentials: CREDENTIALS, fetch: unknown, maxRetries: 0 };
  const error = await failure(new Bedrock(options).converse({ modelId: NOVA, messages: [user] }));
  assert.match(error.message, /us-esat-1.*Check the network and the region/);
});

test("an error is an instance of the classes of either module system, and of no others", async () => {
  assert.notEqual(required.BedrockError, imported.BedrockError);
  const refuse = async () => Response.json({ message: "No." }, { status: 429 });
  for (const own of [imported, required]) {
    const client = new own.Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: refuse, maxRetries: 0 });
    const error = await failure(client.converse({ modelId: NOVA, messages: [user] }));
    for (const { BedrockError, APIError, RateLimitError, BadRequestError, APIConnectionError } of [imported, required]) {
      for (const kind of [BedrockError, APIError, RateLimitError]) assert.ok(error instanceof kind, kind.name);
      for (const kind of [BadRequestError, APIConnectionError]) assert.ok(!(error instanceof kind), kind.name);
      class Own extends RateLimitError {}
      assert.ok(!(error instanceof Own));
      assert.ok(new Own("mine") instanceof Own && new Own("mine") instanceof RateLimitError);
      for (const other of [undefined, null, 7, {}, new Error("x"), Object.create(null)])
        assert.ok(!(other instanceof BedrockError));
    }
  }
});

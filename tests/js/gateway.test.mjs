// A gateway in front of Bedrock: it takes requests at an address of its own and hands them on, so they are signed for the
// host, the path and the region behind it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { CHAT, CREDENTIALS, collect, connect, failure } from "./lib/client.mjs";
import { emulatorUrl } from "./lib/emulator.mjs";
import { relay } from "./lib/relay.mjs";

/** Hands on what comes under /gate, under the name of the service, as a gateway does. Gives its address. */
async function gateway(t) {
  const upstream = new URL(emulatorUrl());
  const address = await relay(t, ({ url, headers }) => {
    const { hostname, port, host } = upstream;
    return { host: hostname, port, path: url.replace(/^\/gate/, ""), headers: { ...headers, host } };
  });
  return { endpoint: `${address}/gate`, signingHost: upstream.host };
}

test("requests are signed for what is behind it", async (t) => {
  const { endpoint, signingHost } = await gateway(t);
  const options = { region: "eu-west-1", credentials: CREDENTIALS, endpoint };
  const bedrock = new Bedrock({ ...options, signingHost });
  assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
  assert.ok((await collect(await bedrock.converseStream(CHAT))).at(-1).metadata);
  const error = await failure(new Bedrock({ ...options, maxRetries: 0 }).converse(CHAT));
  assert.equal(error.code, "InvalidSignatureException");
});

test("the region of signatures may be another", async (t) => {
  const { bedrock, session } = await connect(t, { region: "eu-west-1", signingRegion: "us-west-2" });
  await bedrock.converse(CHAT);
  const [{ headers }] = (await session.log()).requests;
  assert.match(headers.authorization, /\/us-west-2\/bedrock\/aws4_request/);
});

test("an endpoint may be that of one service", async () => {
  const urls = [];
  const fetch = async (url) => {
    urls.push(url);
    return Response.json({});
  };
  const endpoint = { bedrockRuntime: "https://vpce-1.example", bedrock: "https://vpce-2.example/control" };
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, endpoint, fetch });
  await bedrock.converse(CHAT);
  await bedrock.listFoundationModels();
  await bedrock.rerank({ queries: [], sources: [], rerankingConfiguration: {} });
  assert.deepEqual(urls, [
    "https://vpce-1.example/model/amazon.nova-micro-v1%3A0/converse",
    "https://vpce-2.example/control/foundation-models",
    "https://bedrock-agent-runtime.us-east-1.amazonaws.com/rerank",
  ]);
});

test("what is no host or endpoint is refused by name", async () => {
  const cases = [
    [{ signingHost: "https://a.example" }, /signingHost is not a host name/],
    [{ signingRegion: "Virginia" }, /The region is not a region name/],
    [{ endpoint: { bedrock: 1 } }, /bedrock, an option of endpoint, is not a string/],
    [{ endpoint: { bedrock: "a.example" } }, /https:\/\/ or http:\/\//],
    [{ endpoint: ["https://a.example"] }, /endpoint/],
  ];
  for (const [options, message] of cases) {
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, ...options });
    assert.match((await failure(bedrock.converse(CHAT))).message, message);
  }
});

test("an operation that takes no API key says so at once", async () => {
  const fetch = () => assert.fail("it was sent");
  const error = await failure(new Bedrock({ region: "us-east-1", apiKey: "ABSKkey", fetch }).rerank({}));
  assert.equal(error.name, "AuthenticationError");
  assert.match(error.message, /does not accept an API key for this\. Pass `credentials`/);
});

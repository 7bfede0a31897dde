// What users of other clients complained of, as tests: runtimes, bundles and dependencies. The numbers are those of
// lib/complaints.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { APIError, Bedrock } from "bedrock-wasm";
import { API_KEY } from "./lib/alone.mjs";
import { startServer } from "./lib/answering.mjs";
import { NOVA_LITE, user } from "./lib/chats.mjs";
import { CHAT, CREDENTIALS, collect, connect, failure } from "./lib/client.mjs";
import { bundle, externals } from "./lib/bundle.mjs";
import { createSession } from "./lib/emulator.mjs";
import { startWorker } from "./lib/workerd.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const installed = path.join(here, "node_modules/bedrock-wasm");
const manifest = JSON.parse(fs.readFileSync(path.join(installed, "package.json"), "utf8"));
const HELLO = { model: NOVA_LITE, messages: [user("Hello")] };
const ALL = `export * from "bedrock-wasm"`;
const files = fs.readdirSync(installed, { recursive: true }).map((name) => path.join(installed, name));
const sources = files.filter((name) => name.endsWith(".js"));

/** What a worker in workerd, Cloudflare's runtime, makes of an action of workers/complaints.js. */
async function inWorker(t, action, env = {}) {
  const session = await createSession();
  t.after(() => session.delete());
  const worker = await startWorker(path.join(here, "workers/complaints.js"), { ENDPOINT: session.endpoint, API_KEY, ...env });
  t.after(() => worker.stop());
  const response = await fetch(`${worker.url}/${action}`);
  assert.equal(response.status, 200, response.status === 200 ? "" : await response.clone().text());
  return response.json();
}

/** Makes a chat by the entry of a bundle. */
async function chatBy(t, entry) {
  const bundled = await import(pathToFileURL(entry));
  const { session } = await connect(t);
  const bedrock = new bundled.Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS });
  return (await bedrock.chat.completions.create(HELLO)).choices[0].message.content;
}

// Neither of them is at hand here; what they would load is run in Node.
test("complaint 12: Deno and Bun get the entry that Node gets, and it asks for nothing that only Node has", async (t) => {
  for (const conditions of [
    ["deno", "node", "import"],
    ["bun", "node", "import"],
  ]) {
    const { metafile, entry } = await bundle(t, ALL, {
      platform: "neutral",
      conditions,
      external: Object.keys(manifest.peerDependencies),
    });
    assert.ok(
      Object.keys(metafile.inputs).some((name) => name.endsWith("bedrock-wasm/node.js")),
      conditions[0],
    );
    assert.deepEqual(
      [...new Set(externals(metafile))].filter((name) => !(name in manifest.peerDependencies)),
      [],
    );
    assert.ok(await chatBy(t, entry));
  }
});

test("complaint 13: where fetch gives no body to stream from, as in React Native, a stream fails at once and whole replies work", async () => {
  const headers = { "content-type": "application/vnd.amazon.eventstream" };
  const completion = { output: { message: { role: "assistant", content: [{ text: "Hello" }] } }, stopReason: "end_turn" };
  const fetch = async (url) => {
    const response = url.endsWith("/converse") ? Response.json(completion) : new Response("", { headers });
    return Object.defineProperty(response, "body", { value: undefined });
  };
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, maxRetries: 0 });
  assert.equal((await bedrock.chat.completions.create(HELLO)).choices[0].message.content, "Hello");
  const error = await failure(bedrock.chat.completions.create({ ...HELLO, stream: true }).then(collect));
  assert.ok(error instanceof APIError, error.stack);
  assert.match(error.message, /React Native. Pass a `fetch`/);
});

test("complaint 14: a worker has no FileReader, and bytes go in and out", async (t) => {
  const { globals, isBytes, text } = await inWorker(t, "bytes");
  assert.deepEqual([globals, isBytes, text.length > 0], [[], true, true]);
});

test("complaint 15: a worker has no XMLHttpRequest, and chats are whole and streamed", async (t) => {
  const { globals, whole, streamed } = await inWorker(t, "chat");
  assert.deepEqual(globals, []);
  assert.ok(whole.length > 0);
  assert.equal(streamed, whole);
});

test("complaint 16: a worker has no DOMParser, and XML is read", async (t) => {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const keys = `<AccessKeyId>ASIAOFXML</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration>`;
  const body = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>${keys}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
  const { url } = await startServer(t, () => ({ headers: { "content-type": "text/xml" }, body }));
  assert.deepEqual(await inWorker(t, "xml", { STS: url }), { globals: [], accessKeyId: "ASIAOFXML" });
});

test("complaint 17: a bundle for browsers has no fs, nor anything else of Node's", async (t) => {
  for (const entry of ["bedrock-wasm", "bedrock-wasm/credentials"]) {
    const { metafile } = await bundle(t, `export * from "${entry}"`);
    assert.deepEqual(externals(metafile), []);
    assert.ok(
      Object.keys(metafile.inputs).every((name) => name === "<stdin>" || name.includes("bedrock-wasm/")),
      entry,
    );
  }
});

// How much it is with the WebAssembly, `cargo xtask size --check` watches.
test("complaint 18: the script of a page that streams Converse is 26 % of the AWS SDK's, made by the same bundler", async (t) => {
  const ours = await bundle(t, `import { Bedrock } from "bedrock-wasm"; new Bedrock({}).converseStream({});`);
  const theirs = await bundle(
    t,
    `import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
     new BedrockRuntimeClient({}).send(new ConverseStreamCommand({}));`,
  );
  // 24.9 % before errors of beginners named the member, and `instanceof` held between module systems.
  assert.ok(ours.load() < theirs.load() * 0.26, `${ours.load()} bytes against ${theirs.load()}`);
});

test("complaint 19: what a page does not use it does not load", async (t) => {
  const { load } = await bundle(t, ALL);
  const [atOnce, native, all] = [load(), load(["wasm-native"]), load(["wasm-", "openai", "bidirectional"])];
  assert.ok(atOnce < 15_000, `${atOnce} bytes before the first call`);
  assert.ok(atOnce < native && native < all, `${atOnce} ${native} ${all}`);
});

test("complaint 20: installing it brings one package of less than three megabytes", () => {
  const bytes = files.reduce((sum, name) => sum + fs.statSync(name).size, 0);
  assert.ok(bytes < 3_000_000, `${bytes} bytes`);
  assert.equal(manifest.dependencies, undefined);
});

test("complaint 21: edge runtimes get an entry of their own, without Node's", async (t) => {
  for (const condition of ["workerd", "edge-light"]) {
    const { metafile } = await bundle(t, ALL, { conditions: [condition], external: ["*.wasm", "*.wasm?module"] });
    assert.ok(
      Object.keys(metafile.inputs).some((name) => name.endsWith("bedrock-wasm/edge.js")),
      condition,
    );
    assert.ok(
      externals(metafile).every((name) => /\.wasm(\?module)?$/.test(name)),
      externals(metafile).join(),
    );
  }
  assert.ok((await inWorker(t, "chat")).whole.length > 0);
});

test("complaint 22: there are no dependencies that could break it", () => {
  const optional = Object.keys(manifest.peerDependencies);
  assert.deepEqual([manifest.dependencies, manifest.optionalDependencies], [undefined, undefined]);
  assert.ok(optional.every((name) => manifest.peerDependenciesMeta[name].optional));
  for (const name of sources) {
    // Of the text of a WebAssembly, any piece may look like an import.
    const code = fs.readFileSync(name, "utf8").replace(/^export default ".*";\n$/s, "");
    const imported = code.matchAll(/(?:\bfrom|\bimport|\brequire\()\s*\(?["']([^"'\n]+)["']/g);
    for (const [, specifier] of imported) {
      assert.ok(/^\.{1,2}\//.test(specifier) || optional.includes(specifier), `${path.basename(name)} imports ${specifier}`);
    }
  }
});

test("complaint 24: fetch is called with an address and plain data, never with a Request", async (t) => {
  const given = [];
  const real = globalThis.Request;
  globalThis.Request = class {
    constructor() {
      assert.fail("a Request was made");
    }
  };
  t.after(() => (globalThis.Request = real));
  const fetch = (url, init) => {
    given.push([
      typeof url,
      typeof init.method,
      init.body === undefined || init.body instanceof Uint8Array || typeof init.body === "string",
    ]);
    return globalThis.fetch(url, init);
  };
  const { bedrock } = await connect(t, { fetch });
  await bedrock.converse(CHAT);
  await collect(await bedrock.chat.completions.create({ ...HELLO, stream: true }));
  await bedrock.listFoundationModels();
  assert.deepEqual(given, Array(3).fill(["string", "string", true]));
});

// Images and files at addresses on the web: fetched only where the caller wants it, within limits, and never from places
// that the program can reach and its users cannot.
import assert from "node:assert/strict";
import http from "node:http";
import { describe, test } from "node:test";
import { BedrockError } from "bedrock-wasm";
import { connect, failure } from "./lib/client.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==",
  "base64",
);
const FILES = {
  "/dot.png": [200, "image/png", PNG],
  "/wrong-type": [200, "text/plain; charset=utf-8", PNG],
  "/report.pdf": [200, "application/pdf", Buffer.from("%PDF-1.7\n")],
  "/large.png": [200, "image/png", Buffer.concat([PNG, Buffer.alloc(6_000_000)])],
  "/missing": [404, "text/html", Buffer.from("no")],
};

/** A server with these files; `/to?place` leads on. Gives its address and what was asked of it. */
async function serve(t) {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request);
    const [path, query] = request.url.split("?");
    if (path === "/to") return response.writeHead(302, { location: decodeURIComponent(query) }).end();
    if (path === "/hang") return undefined;
    const [status, type, bytes] = FILES[path] ?? FILES["/missing"];
    response.writeHead(status, { "content-type": type }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${server.address().port}`, asked };
}

const image = (url) => ({ type: "image_url", image_url: { url } });
const chat = (...content) => ({
  model: "nova-lite",
  messages: [{ role: "user", content: [{ type: "text", text: "Look." }, ...content] }],
});
const OPEN = { allowPrivateAddresses: true };
const sent = async (session) => JSON.parse((await session.log()).requests.at(-1).bodyText).messages[0].content;

describe("fetchImages", () => {
  test("fetches six at a time, a hundred at most, and is silent about it", async (t) => {
    const { address } = await serve(t);
    let atOnce = 0;
    let most = 0;
    const fetch = async (url, init) => {
      most = Math.max(most, ++atOnce);
      const response = await globalThis.fetch(url, init);
      atOnce -= 1;
      return response;
    };
    const many = (count) => Array.from({ length: count }, (_, number) => image(`${address}/dot.png?${number}`));
    const warnings = [];
    const note = (warning) => warnings.push(warning.name);
    process.on("warning", note);
    t.after(() => process.off("warning", note));
    const { bedrock, session } = await connect(t, { fetchImages: { fetch } });
    await bedrock.chat.completions.create(chat(...many(20)));
    assert.equal((await sent(session)).filter((block) => block.image).length, 20);
    assert.equal(most, 6);
    const open = await connect(t, { fetchImages: OPEN });
    await open.bedrock.chat.completions.create(chat(...many(20)));
    assert.deepEqual(warnings, []);
    const before = most;
    const error = await failure(bedrock.chat.completions.create(chat(...many(101))));
    assert.ok(error instanceof BedrockError);
    assert.match(error.message, /more than 100 addresses/);
    assert.equal(most, before);
  });

  test("fetches no more files once one has failed", async (t) => {
    const asked = [];
    const fetch = async (url) => {
      asked.push(url);
      return new Response("no", { status: 404 });
    };
    const { bedrock } = await connect(t, { fetchImages: { fetch } });
    const many = Array.from({ length: 50 }, (_, number) => image(`https://files.example/${number}.png`));
    await failure(bedrock.chat.completions.create(chat(...many)));
    assert.ok(asked.length <= 6, `${asked.length} were fetched`);
  });

  test("sends what is at the address, by what its bytes are", async (t) => {
    const { address, asked } = await serve(t);
    const { bedrock, session } = await connect(t, { fetchImages: OPEN });
    const twice = image(`${address}/dot.png`);
    const file = { type: "file", file: { file_data: `${address}/report.pdf`, filename: "report.pdf" } };
    await bedrock.chat.completions.create(chat(twice, image(`${address}/wrong-type?secret=1`), file, twice));
    const blocks = await sent(session);
    const images = blocks.filter((block) => block.image).map(({ image }) => [image.format, image.source.bytes]);
    assert.deepEqual(images, Array(3).fill(["png", PNG.toString("base64")]));
    assert.equal(blocks.find((block) => block.document).document.format, "pdf");
    assert.equal(asked.length, 3, "what is shown twice is fetched once");
    assert.ok(asked.every(({ headers }) => !headers.authorization && !headers.cookie && !headers.referer));
  });

  test("by default, an address is an error that says what there is", async (t) => {
    const { address, asked } = await serve(t);
    const { bedrock, session } = await connect(t);
    for (const options of [undefined, { fetchImages: false }]) {
      const error = await failure(bedrock.chat.completions.create(chat(image(`${address}/dot.png`)), options));
      assert.match(error.message, /^messages\[0\]\.content\[1\].*Bedrock does not download.*fetchImages: true/);
    }
    assert.equal(asked.length + (await session.log()).total, 0);
  });

  test("a call may want it by itself, with a fetch of its own", async (t) => {
    const { bedrock, session } = await connect(t);
    const seen = [];
    const fetch = async (url, init) => {
      seen.push([url, init.credentials, init.signal instanceof AbortSignal]);
      return new Response(PNG, { headers: { "content-type": "image/png" } });
    };
    await bedrock.chat.completions.create(chat(image("https://example.com/a.png")), { fetchImages: { fetch } });
    assert.deepEqual(seen, [["https://example.com/a.png", "omit", true]]);
    assert.equal((await sent(session))[1].image.format, "png");
  });

  test("refuses private addresses, however they are written", async (t) => {
    const { address, asked } = await serve(t);
    const { bedrock, session } = await connect(t, { fetchImages: true });
    const { port } = new URL(address);
    const hosts = [
      "127.0.0.1",
      "localhost",
      "[::1]",
      "0.0.0.0",
      "127.1",
      "0x7f000001",
      "2130706433",
      "[::ffff:127.0.0.1]",
      "10.0.0.1",
      "192.168.1.1",
      "169.254.169.254",
      "[fd00::1]",
      "[fe80::1]",
      "[64:ff9b::7f00:1]",
    ];
    for (const host of hosts) {
      const error = await failure(bedrock.chat.completions.create(chat(image(`http://${host}:${port}/dot.png?key=hidden`))));
      assert.ok(error instanceof BedrockError, host);
      assert.match(error.message, /address that is not public/, host);
      assert.ok(!error.message.includes("hidden"));
    }
    assert.equal(asked.length + (await session.log()).total, 0);
  });

  test("checks where redirects lead", async (t) => {
    const { address, asked } = await serve(t);
    const { bedrock } = await connect(t, { fetchImages: OPEN });
    await bedrock.chat.completions.create(chat(image(`${address}/to?${encodeURIComponent("/dot.png")}`)));
    assert.deepEqual(
      asked.map(({ url }) => url),
      ["/to?%2Fdot.png", "/dot.png"],
    );
    const create = (place) => failure(bedrock.chat.completions.create(chat(image(`${address}/to?${encodeURIComponent(place)}`))));
    assert.match((await create("file:///etc/passwd")).message, /leads to file:/);
    asked.length = 0;
    let endless = `${address}/dot.png`;
    for (let count = 0; count < 7; count++) endless = `/to?${encodeURIComponent(endless)}`;
    assert.match((await create(endless)).message, /more than 5 redirects/);
    assert.equal(asked.length, 6);
  });

  test("has limits of bytes and of time, and says what went wrong", async (t) => {
    const { address } = await serve(t);
    const { bedrock, session } = await connect(t, { fetchImages: OPEN });
    const create = (path, options) => failure(bedrock.chat.completions.create(chat(image(address + path)), options));
    assert.match((await create("/large.png")).message, /large\.png could not be fetched: it has more than 5242880 bytes/);
    assert.match((await create("/dot.png", { fetchImages: { ...OPEN, maxBytes: 10 } })).message, /more than 10 bytes/);
    assert.match((await create("/missing")).message, /the server answered 404/);
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error("enough")));
    const aborted = await create("/hang", { signal: controller.signal });
    assert.equal(aborted.name, "APIUserAbortError");
    for (const fetchImages of ["yes", 7, [], { maxBytes: "1" }]) {
      assert.match((await create("/dot.png", { fetchImages })).message, /fetchImages|maxBytes/);
    }
    assert.equal((await session.log()).total, 0);
  });
});

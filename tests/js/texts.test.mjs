// Text arrives as the model wrote it, wherever the network cuts it: compared with what AWS's own client makes of the same
// bytes, in pieces of every size that matters.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Bedrock } from "bedrock-wasm";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";
import { TEXTS, bytesOf, eventsOf, piecesOfEvents } from "./lib/texts.mjs";
import { readInAllSizes } from "./lib/texts-reader.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** What a stream with this text has to become, and the bytes themselves. */
async function expectedOf(text) {
  const bytes = bytesOf(text);
  const events = await eventsOf(bytes);
  const pieces = piecesOfEvents(events);
  assert.ok(pieces.length >= 18 && events.at(-1).metadata, "the stream says something of each kind");
  const whole = pieces.map(([, piece]) => piece).join("");
  assert.ok(whole.includes(JSON.parse(`"${text}"`)), "AWS's client keeps the text");
  return { bytes, credentials: CREDENTIALS, events: JSON.stringify(events), pieces: JSON.stringify(pieces) };
}

/** Asserts for both vocabularies that `read` finds what AWS's client does. */
async function assertSame(read, text) {
  const { pieces, ...stream } = await expectedOf(text);
  for (const asked of [stream, { pieces, ...stream }]) {
    const { reads, wrong } = await read(asked);
    assert.ok(reads > 400);
    assert.deepEqual(wrong.slice(0, 3), []);
  }
}

describe("in Node", () => {
  for (const [what, text] of Object.entries(TEXTS)) {
    test(what, () => assertSame((stream) => readInAllSizes(Bedrock, stream), text));
  }
});

describe("in Chromium", () => {
  let server, opened;

  before(async () => {
    const files = { "/page.html": "<!doctype html><link rel=icon href=data:,>" };
    const folders = { "/lib/": path.join(here, "lib"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
    server = await serve({ files, folders });
    opened = await openPage(`${server.url}/page.html`);
  });
  after(async () => {
    await opened?.close();
    await server?.stop();
  });

  const readInPage = ({ bytes, ...stream }) =>
    opened.page.evaluate(
      async ({ base64, ...expected }) => {
        const { Bedrock } = await import("/pkg/index.js");
        const { readInAllSizes } = await import("/lib/texts-reader.mjs");
        return readInAllSizes(Bedrock, { bytes: Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)), ...expected });
      },
      { base64: bytes.toString("base64"), ...stream },
    );

  for (const [what, text] of Object.entries(TEXTS)) {
    test(what, () => assertSame(readInPage, text));
  }

  test("and nothing else goes wrong", () => assert.deepEqual(opened.problems, []));
});

// The text that scripts hold a WebAssembly as: what was written is read again, and it is as small as was measured.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { CHARACTERS, bytesOfText } from "../../pkg-template/engine/wasm-text.js";
import { textOfBytes } from "../../xtask/npm/wasm-text.mjs";

const require = createRequire(import.meta.url);
const installed = (name) => require.resolve(`bedrock-wasm/${name}`);

function assertReadAgain(bytes) {
  const text = textOfBytes(bytes);
  // Nothing that a script, a template literal or a page would read otherwise.
  assert.match(text, /^[ !#%-[\]-_a-~]*$/);
  assert.deepEqual(bytesOfText(text), bytes);
  return text;
}

test("there are as many characters as the format says", () => {
  assert.equal(CHARACTERS.length, 88);
});

test("bytes of every kind are read again", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const cases = [new Uint8Array(), new Uint8Array(1000), all, all.toReversed(), new TextEncoder().encode("Words stay words.")];
  for (const bytes of cases) assertReadAgain(bytes);
  for (let byte = 0; byte < 256; byte++) assertReadAgain(Uint8Array.of(byte));
});

test("random bytes are read again, evenly spread or not", () => {
  // A hash of a number is the same random bytes each time.
  const random = (seed) => createHash("sha512").update(String(seed)).digest();
  for (let seed = 0; seed < 300; seed++) {
    const blocks = Array.from({ length: seed % 40 }, (_, block) => random(`${seed} ${block}`));
    const bytes = new Uint8Array(Buffer.concat(blocks));
    assertReadAgain(bytes);
    assertReadAgain(bytes.map((byte) => byte & (byte >> 3)));
  }
});

test("words stay words", () => {
  const words = "pages with a policy need script-src, but not for what they load".replace(/[^a-z ]/g, "");
  assert.ok(textOfBytes(new TextEncoder().encode(words)).endsWith(words));
});

for (const [text, file] of [
  ["wasm-native.js", "bedrock.wasm"],
  ["wasm-chat.js", "bedrock-chat.wasm"],
  ["wasm-more.js", "bedrock-more.wasm"],
]) {
  test(`${text} is ${file}, and compresses like it`, async () => {
    const wasm = fs.readFileSync(installed(file));
    const folder = installed("package.json").replace(/package\.json$/, "");
    const { default: written } = await import(folder + text);
    assert.ok(wasm.equals(bytesOfText(written)));
    const [fileBytes, textBytes] = [wasm, Buffer.from(written)].map((bytes) => brotliCompressSync(bytes).length);
    assert.ok(textBytes < fileBytes * 1.04, `${textBytes} bytes against ${fileBytes}`);
  });
}

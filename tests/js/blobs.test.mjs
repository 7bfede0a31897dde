// pkg-template/engine/json.js knows blobs by their names. The service model says whether the names are enough.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

const model = JSON.parse(fs.readFileSync(new URL("../fixtures/service-models/bedrock-runtime.json", import.meta.url), "utf8"));
const source = fs.readFileSync(new URL("../../pkg-template/engine/json.js", import.meta.url), "utf8");

/** The names in `const NAME = new Set([…])`. */
function namesIn(set) {
  return JSON.parse(new RegExp(`const ${set} = new Set\\((\\[.*\\])\\)`).exec(source)[1]);
}

/** Every member of every shape that the outputs reach, with the kind of its shape. */
function* outputMembers() {
  const seen = new Set();
  const waiting = Object.values(model.operations).map((operation) => operation.output.shape);
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    const shape = model.shapes[name];
    for (const member of [shape.member, shape.value]) if (member) waiting.push(member.shape);
    for (const [memberName, member] of Object.entries(shape.members ?? {})) {
      const { type, document } = model.shapes[member.shape];
      yield {
        name: memberName,
        shape: name,
        isBlob: type === "blob",
        isDocument: Boolean(document),
        isPayload: shape.payload === memberName,
      };
      waiting.push(member.shape);
    }
  }
}

test("every blob of every output has a known name, and every known name is a blob", () => {
  const blobs = new Set(namesIn("BLOBS"));
  let found = 0;
  for (const member of outputMembers()) {
    // A payload is the whole body, and never base64.
    if (member.isPayload) continue;
    assert.equal(blobs.has(member.name), member.isBlob, `${member.shape}.${member.name}`);
    if (member.isBlob) found++;
  }
  assert.ok(found >= 5, `${found} blobs`);
});

test("what a model or tool wrote itself is not looked into", () => {
  const documents = new Set(namesIn("DOCUMENTS"));
  let found = 0;
  for (const member of outputMembers()) {
    if (!member.isDocument) continue;
    assert.ok(documents.has(member.name), `${member.shape}.${member.name}`);
    found++;
  }
  assert.ok(found >= 3, `${found} documents`);
});

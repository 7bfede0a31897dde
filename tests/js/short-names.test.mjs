// The imports and exports of the WebAssembly under short names, and a build that fails when they cannot be renamed at both ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import fs from "node:fs";
import { createRequire } from "node:module";
import { shortName, withShortNames } from "../../xtask/npm/short-names.mjs";

const require = createRequire(import.meta.url);

/** A module with two imports, of which it exports the second as `__second`. */
const WASM = Buffer.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x02, 0x37, 0x02],
  ...[0x10, ...Buffer.from("./bindings_bg.js"), 0x07, ...Buffer.from("__wbg_a"), 0x00, 0x00],
  ...[0x10, ...Buffer.from("./bindings_bg.js"), 0x07, ...Buffer.from("__wbg_b"), 0x00, 0x00],
  ...[0x07, 0x0c, 0x01, 0x08, ...Buffer.from("__second"), 0x00, 0x01],
]);
const BINDINGS = `
    const import0 = {
        __wbg_a: function() { return 1; },
        __wbg_b: function() { return 2; },
    };
    return { imports: { "./bindings_bg.js": import0 }, call: (wasm) => wasm.__second() + wasm.__second() };
`;

test("names are short, and no two are equal", () => {
  const names = Array.from({ length: 3000 }, (_, index) => shortName(index));
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    [names[0], names[51], names[52], names[53], names[103], names[104], names[2755], names[2756]],
    ["a", "Z", "aa", "ab", "aZ", "ba", "ZZ", "aaa"],
  );
});

test("both ends are renamed, and still fit", () => {
  const { wasm, bindings } = withShortNames(WASM, BINDINGS);
  assert.ok(wasm.length < WASM.length);
  const { imports, call } = new Function(bindings)();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
  assert.deepEqual(Object.keys(exports), ["a"]);
  assert.equal(call(exports), 4);
});

test("imports of other modules keep their names", () => {
  const other = Buffer.from(
    WASM.toString("latin1").replace("./bindings_bg.js\x07__wbg_b", "./snippets/a.js_\x07__wbg_b"),
    "latin1",
  );
  const { wasm } = withShortNames(other, BINDINGS);
  const found = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ module, name }) => [module, name]);
  assert.deepEqual(found, [
    ["a", "a"],
    ["./snippets/a.js_", "__wbg_b"],
  ]);
});

test("an export that is not called is an error, and one whose name begins like it is another", () => {
  for (const call of ["0", "wasm.__second2()", "wasm.__second_()", "wasm.__sec()", "other_wasm.__second()"]) {
    const bindings = BINDINGS.replaceAll("wasm.__second()", call);
    assert.throws(() => withShortNames(WASM, bindings), /bindings\.js never calls the export __second/);
  }
});

test("what is not there once is an error", () => {
  for (const bindings of [
    BINDINGS.replace("__wbg_b:", "__wbg_c:"),
    BINDINGS + BINDINGS,
    BINDINGS.replace("bindings_bg", "bindings"),
  ]) {
    assert.throws(() => withShortNames(WASM, bindings), /bindings\.js has `.*` [02] times, not once/);
  }
});

for (const file of ["bedrock.wasm", "bedrock-chat.wasm", "bedrock-more.wasm"]) {
  test(`the imports and exports of ${file} have short names`, () => {
    const wasm = new WebAssembly.Module(fs.readFileSync(require.resolve(`bedrock-wasm/${file}`)));
    for (const { module, name } of WebAssembly.Module.imports(wasm)) assert.match(`${module} ${name}`, /^a [a-zA-Z]{1,2}$/);
    for (const { name } of WebAssembly.Module.exports(wasm)) assert.match(name, /^[a-zA-Z0-9]+(_[a-zA-Z]+)?$/);
  });
}

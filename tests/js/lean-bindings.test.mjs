// The bindings without what never runs, and a build that fails when wasm-bindgen writes them in another way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leanBindings } from "../../xtask/npm/lean-bindings.mjs";

const BINDINGS = `
export function __wbg_reset_state () {
    if (typeof numBytesDecoded !== 'undefined') numBytesDecoded = 0;
    if (typeof WASM_VECTOR_LEN !== 'undefined') WASM_VECTOR_LEN = 0;
    __wbg_reinit_scheduled = false;
}
export function twice(text) {
    const ptr0 = passStringToWasm0(text, (length) => length, (_, __, length) => length);
    let ret;
    __wbg_call_guard();
    ret = wasm.twice(ptr0, WASM_VECTOR_LEN);
    return ret >>> 0;
}
export function view() {
    __wbg_call_guard();
    return getDataViewMemory0();
}
function __wbg_call_guard() {
    if (__wbg_reinit_scheduled) {
        __wbg_reset_state();
        return;
    }
}
let __wbg_reinit_scheduled = false;
let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
export function makeMutClosure(state) {
    if (state.instance !== 1) {
        throw new Error('Cannot invoke closure from previous WASM instance');
    }
    return "called";
}
function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const ptr = malloc(1, 1) >>> 0;
        return ptr;
    }

    WASM_VECTOR_LEN = realloc(0, 0, arg.length, 1);
    return malloc(7, 1);
}
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= 2146435072) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}
let cachedUint8ArrayMemory0 = null;
export function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}
let numBytesDecoded = 0;
export function words(bytes) {
    return decodeText(bytes);
}
export function written(text) {
    return cachedTextEncoder.encode(text);
}
let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        return {
            read: arg.length,
        };
    };
}

let WASM_VECTOR_LEN = 0;
let wasm;
function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for \`initSync()\`; pass a single object instead')
        }
    }

    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    wasm = module;
}
`;

test("lean bindings do the same", () => {
  const lean = leanBindings(BINDINGS);
  assert.ok(lean.length < BINDINGS.length / 1.6, lean);
  const memory = { buffer: new ArrayBuffer(8) };
  const names =
    "{ initSync, twice, view, words, written, makeMutClosure, getUint8ArrayMemory0, reset: __wbg_reset_state, length: () => WASM_VECTOR_LEN }";
  // Without the web's globals until they start.
  const { TextDecoder, TextEncoder } = globalThis;
  const before = { TextDecoder, TextEncoder };
  Object.assign(globalThis, { TextDecoder: undefined, TextEncoder: undefined });
  const bindings = new Function(`${lean.replaceAll("export function", "function")} return ${names};`)();
  Object.assign(globalThis, before);
  bindings.initSync({ module: { memory, twice: (ptr, length) => ptr + 2 * length } });
  assert.equal(bindings.twice("four"), 15);
  assert.equal(bindings.length(), 4);
  assert.equal(bindings.words(bindings.written("\uFEFFZürich")), "\uFEFFZürich");
  assert.deepEqual([bindings.makeMutClosure({ instance: 1 }), bindings.makeMutClosure({ instance: 0 })], ["called", undefined]);
  bindings.reset();
  assert.equal(bindings.words(bindings.written("again")), "again");
  assert.equal(bindings.length(), 0);
  const view = bindings.view();
  assert.equal(bindings.view(), view);
  const bytes = bindings.getUint8ArrayMemory0();
  assert.equal(bindings.getUint8ArrayMemory0(), bytes);
  memory.buffer = memory.buffer.transfer?.(16) ?? new ArrayBuffer(16);
  assert.equal(bindings.view().byteLength, 16);
  if (bytes.byteLength === 0) assert.equal(bindings.getUint8ArrayMemory0().byteLength, 16);
});

test("bindings that are not as they were are an error", () => {
  for (const [part, by] of [
    ["let ret;\n", "var ret;\n"],
    ["    __wbg_call_guard();\n    return", "    return"],
    ["__wbg_reinit_scheduled = false", "__wbg_reinit_scheduled = 0"],
    ["!== 'undefined'", "!= 'undefined'"],
    ["buffer.detached === true", "buffer.detached"],
    ["realloc === undefined", "!realloc"],
    ["if (!('encodeInto'", "if (!(`encodeInto`"],
    ["module !== undefined", "module"],
    ["module instanceof WebAssembly.Module", "module instanceof Object"],
    ["Cannot invoke", "Can not invoke"],
    ["byteLength === 0", "byteLength == 0"],
    ["numBytesDecoded = 0;", "numBytesDecoded = 1;"],
    ["ignoreBOM: true", "ignoreBOM: false"],
    ["const cachedTextEncoder", "let cachedTextEncoder"],
  ]) {
    const other = BINDINGS.replaceAll(part, by);
    assert.notEqual(other, BINDINGS);
    assert.throws(() => leanBindings(other), /look at leanBindings/, part);
  }
  const restarts = `${BINDINGS}__wbg_reinit_scheduled = true;`;
  assert.throws(() => leanBindings(restarts), /restarts itself/);
});

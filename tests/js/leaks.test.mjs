// Ten thousand streams that are begun and given up in every way: neither the wasm's memory nor the service's list of open
// requests may remember them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emulatorUrl } from "./lib/emulator.mjs";

const STREAMS = 10_000;
const WARM_UP = 1_000;
const AT_ONCE = 24;

// The instance is nobody's business but the package's: its exports are taken when it is made.
const instances = [];
const { Instance } = WebAssembly;
// biome-ignore lint/complexity/useArrowFunction: it is called with `new`
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  instances.push(instance.exports);
  return instance;
};
const { CHAT, connect, settled, watchRejections } = await import("./lib/client.mjs");

/** The ways to give up a stream. */
const WAYS = [
  async (bedrock) => {
    for await (const event of await bedrock.converseStream(CHAT)) if (event.messageStart) break;
  },
  async (bedrock) => {
    await (await bedrock.converseStream(CHAT))[Symbol.asyncIterator]().return();
  },
  async (bedrock) => {
    const controller = new AbortController();
    const iterator = (await bedrock.converseStream(CHAT, { signal: controller.signal }))[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    controller.abort();
    await pending.catch(() => {});
    await iterator.next().catch((error) => assert.equal(error.name, "APIUserAbortError"));
  },
  async (bedrock) => {
    const controller = new AbortController();
    const pending = bedrock.converseStream(CHAT, { signal: controller.signal });
    controller.abort();
    await assert.rejects(pending, { name: "APIUserAbortError" });
  },
  async (bedrock) => {
    (await bedrock.converseStream(CHAT)).controller.abort();
  },
  async (bedrock) => {
    let count = 0;
    for await (const event of await bedrock.converseStream(CHAT)) count += Object.keys(event).length;
    assert.ok(count > 10);
  },
];

/** Runs the ways in turn, a bounded number at once. */
async function giveUp(bedrock, from, to) {
  let next = from;
  const work = async () => {
    while (next < to) await WAYS[next++ % WAYS.length](bedrock);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function memory() {
  const [{ memory, ...others }] = instances;
  const references = Object.values(others).find((value) => value instanceof WebAssembly.Table);
  return { bytes: memory.buffer.byteLength, references: references.length };
}

test("ten thousand streams take the memory of one thousand, and leave nothing open", { timeout: 180_000 }, async (t) => {
  const unhandled = watchRejections(t);
  const { bedrock, session } = await connect(t);
  await giveUp(bedrock, 0, WARM_UP);
  let before = memory();
  await giveUp(bedrock, WARM_UP, STREAMS);
  assert.equal(memory().references, before.references);
  // A decoder keeps room for the largest piece that it has seen, and how much comes at once is up to the machine's pace. Such
  // room is made once; a leak would go on.
  if (memory().bytes > before.bytes) {
    before = memory();
    await giveUp(bedrock, STREAMS, 2 * STREAMS - WARM_UP);
  }
  assert.deepEqual(memory(), before);
  assert.ok(before.bytes < 4_000_000, `${before.bytes} bytes`);
  assert.equal(instances.length, 1);

  await settled(session);
  const { open } = await (await fetch(`${emulatorUrl()}/_emulator/state`)).json();
  // Other test files run beside this one on the same emulator.
  assert.ok(open < AT_ONCE, `${open} requests are open`);
  assert.deepEqual(await unhandled(), []);
});

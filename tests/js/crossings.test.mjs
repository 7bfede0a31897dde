// How often one warmed-up call crosses between JavaScript and WebAssembly: each time costs, and each is one more place where
// something can go wrong.
import assert from "node:assert/strict";
import { test } from "node:test";

/** The goal; what is counted is told as a diagnostic. */
const CROSSINGS_MAX = 45;

const counts = new Map();
const counted =
  (name, work) =>
  (...args) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return work(...args);
  };
/** The functions of an object, each of which counts its calls. */
function countedMembers(object, direction) {
  const members = Object.entries(object).map(([name, value]) => {
    const plain = name.replace(/^__wbg_|_[0-9a-f]{16}$/g, "");
    return [name, typeof value === "function" ? counted(`${direction} ${plain}`, value) : value];
  });
  return Object.fromEntries(members);
}

const RealInstance = WebAssembly.Instance;
WebAssembly.Instance = function Instance(module, imports) {
  const given = Object.entries(imports).map(([from, members]) => [from, countedMembers(members, "import")]);
  const { exports } = new RealInstance(module, Object.fromEntries(given));
  return { exports: countedMembers(exports, "export") };
};
const { CHAT, connect } = await import("./lib/client.mjs");

/** The crossings of one call, by their names. */
async function crossingsOf(call) {
  for (let times = 0; times < 5; times++) await call();
  counts.clear();
  await call();
  const byName = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} ${name}`);
  return { sum: [...counts.values()].reduce((sum, count) => sum + count, 0), byName };
}

test("a Converse call crosses the boundary seldom", async (t) => {
  const { bedrock } = await connect(t);
  const { sum, byName } = await crossingsOf(() => bedrock.converse(CHAT));
  t.diagnostic(`${sum} crossings: ${byName.join(", ")}`);
  assert.ok(sum > 0 && sum <= CROSSINGS_MAX, `${sum} crossings: ${byName.join(", ")}`);
});

test("those of other calls, for comparison", async (t) => {
  const { bedrock } = await connect(t);
  const chat = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why?" }] };
  const drain = async (stream) => {
    for await (const event of stream) assert.ok(event);
  };
  const calls = {
    converseStream: async () => drain(await bedrock.converseStream(CHAT)),
    "chat.completions.create": () => bedrock.chat.completions.create(chat),
    "chat.completions.create, streamed": async () => drain(await bedrock.chat.completions.create({ ...chat, stream: true })),
  };
  for (const [name, call] of Object.entries(calls)) {
    const { sum, byName } = await crossingsOf(call);
    t.diagnostic(`${name}: ${sum} crossings: ${byName.join(", ")}`);
    assert.ok(sum > 0);
  }
});

// How much WebAssembly memory an image leaves behind, in a process of its own. The package keeps its memory to
// itself, so each instance is noted as it is made.
//
//   node bench/programs/memory.mjs converse|chat
const memories = new Set();
const note = (instance) => {
  for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  return instance;
};
WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (...of) => note(Reflect.construct(...of)) });
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...of) => {
  const result = await instantiate(...of);
  note(result.instance ?? result);
  return result;
};

const { ours } = await import("../clients.mjs");
const { IMAGE_BYTES, chatRequest, converseInput, imageOf } = await import("../cases/images.mjs");
const { REPLY } = await import("../cases/calls.mjs");

const client = ours(async () => new Response(REPLY, { headers: { "content-type": "application/json" } }));
const call =
  process.argv[2] === "chat"
    ? (bytes) => client.chat.completions.create(chatRequest(bytes))
    : (bytes) => client.converse(converseInput(bytes));
const size = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

await call(imageOf(1000));
const before = size();
await call(imageOf(IMAGE_BYTES));
if (before === 0) throw new Error("no WebAssembly memory was seen: it is made in another way than this program knows");
console.log(JSON.stringify({ growth: (size() - before) / IMAGE_BYTES }));

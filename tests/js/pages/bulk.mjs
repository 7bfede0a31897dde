// What images leave in the memory of WebAssembly, in a runtime with or without `crypto.subtle`. Node and a page ask.

/** A picture, as far as anybody looks: how it begins, and noise. */
export function pictureOf(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, length)));
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]);
  return bytes;
}

export function base64Of(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

const REPLY = { output: { message: { role: "assistant", content: [{ text: "A fjord." }] } }, stopReason: "end_turn", usage: {} };
const MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

/** The calls with an image. */
const CALLS = {
  converse: (bedrock, bytes) =>
    bedrock.converse({
      modelId: MODEL,
      messages: [{ role: "user", content: [{ image: { format: "png", source: { bytes } } }] }],
    }),
  invokeModel: (bedrock, bytes) => bedrock.invokeModel({ modelId: MODEL, body: { image: bytes } }),
  "chat.completions.create": (bedrock, bytes) => {
    const content = [{ type: "image_url", image_url: { url: `data:image/png;base64,${base64Of(bytes)}` } }];
    return bedrock.chat.completions.create({ model: "bedrock/claude-haiku-4-5", messages: [{ role: "user", content }] });
  },
};

/** Counts the bytes of all WebAssembly memories that are made from now on. To be called before the package is imported. */
export function watchMemories() {
  const memories = [];
  const { Instance } = WebAssembly;
  // biome-ignore lint/complexity/useArrowFunction: it is called with `new`
  WebAssembly.Instance = function (...given) {
    const instance = new Instance(...given);
    memories.push(instance.exports.memory);
    return instance;
  };
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/**
 * By call, by how many bytes the memories have grown after an image of this length, and whether it was sent as it is.
 */
export async function growths({ Bedrock }, bytesOfMemories, length) {
  let sent;
  const fetch = async (_, { body }) => {
    sent = body;
    return new Response(JSON.stringify(REPLY), { headers: { "content-type": "application/json" } });
  };
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
  const bedrock = new Bedrock({ region: "us-east-1", credentials, fetch });
  const found = {};
  for (const [name, call] of Object.entries(CALLS)) {
    await call(bedrock, pictureOf(100));
    const before = bytesOfMemories();
    const bytes = pictureOf(length);
    await call(bedrock, bytes);
    const grown = bytesOfMemories() - before;
    found[name] = { grown, isWhole: new TextDecoder().decode(sent).includes(base64Of(bytes)) };
  }
  return found;
}

/** Bodies of lengths around those of the pieces that are hashed. The service checks the signatures. */
export async function signed({ Bedrock }, options) {
  const bedrock = new Bedrock(options);
  const answers = [];
  for (const length of [10, 3_000, 65_000, 65_536 - OVERHEAD, 65_537 - OVERHEAD, 131_072 - OVERHEAD, 200_001]) {
    const { stopReason } = await bedrock.converse(textOf(length));
    answers.push(stopReason);
  }
  return answers;
}

const textOf = (length) => ({
  modelId: "amazon.nova-micro-v1:0",
  messages: [{ role: "user", content: [{ text: "a".repeat(length) }] }],
});
/** What a body has beside its text. */
const OVERHEAD = JSON.stringify({ messages: textOf(0).messages }).length;

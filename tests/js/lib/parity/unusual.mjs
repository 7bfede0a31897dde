// Inputs that are legal, that somebody will pass one day, and that no generator thinks of: by operation.

const asked = (...content) => ({ modelId: "m", messages: [{ role: "user", content }] });
const png = (bytes) => asked({ image: { format: "png", source: { bytes } } });
const bytes = (length) => Uint8Array.from({ length }, (_, at) => at % 251);
const tool = (json) => ({ ...asked({ text: "x" }), toolConfig: { tools: [{ toolSpec: { name: "t", inputSchema: { json } } }] } });
/** A class of its own, as objects of a user's code are. */
class Message {
  role = "user";
  content = [{ text: "from a class" }];
}

export const UNUSUAL = {
  converse: {
    "nothing but a model, such as the ARN of a prompt": { modelId: "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:3" },
    "members that are undefined": {
      ...asked({ text: "x", image: undefined }),
      system: undefined,
      inferenceConfig: { topP: undefined },
    },
    "members that are null": { ...asked({ text: "x" }), system: null, toolConfig: null, additionalModelRequestFields: null },
    "every list empty": { ...asked(), system: [], additionalModelResponseFieldPaths: [], toolConfig: { tools: [] } },
    "objects of a class, and without a prototype": {
      modelId: "m",
      messages: [new Message()],
      requestMetadata: Object.assign(Object.create(null), { a: "b" }),
    },
    "an input that is frozen": Object.freeze({ ...asked(Object.freeze({ text: "x" })) }),
    "a megabyte of text": asked({ text: '日本 "quoted"\n'.repeat(60_000) }),
    "a thousand messages": {
      modelId: "m",
      messages: Array.from({ length: 1000 }, (_, at) => ({ role: at % 2 ? "assistant" : "user", content: [{ text: `${at}` }] })),
    },
    "bytes of every length up to a triple": asked(
      ...[0, 1, 2, 3, 4].map((length) => ({ image: { format: "png", source: { bytes: bytes(length) } } })),
    ),
    "bytes that are a piece of more": png(bytes(1000).subarray(7, 300)),
    "more bytes than one call takes as arguments": png(bytes(300_000)),
    "a schema with members named like Bedrock's": tool({
      type: "object",
      properties: { bytes: { type: "string", default: null }, text: { enum: [null, "a"] } },
    }),
    "a document that names its own prototype": {
      ...asked({ text: "x" }),
      additionalModelRequestFields: JSON.parse('{"__proto__":{"a":1},"constructor":{}}'),
    },
    "bytes inside a document": { ...asked({ text: "x" }), additionalModelRequestFields: { deep: [{ image: bytes(5) }] } },
    "numbers at the edges": {
      ...asked({ text: "x" }),
      additionalModelRequestFields: [-0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1e21, 123456789012345680000],
    },
  },
  invokeModel: {
    "a body of text": { modelId: "m", contentType: "text/plain", body: "é日本🦀" },
    "bytes that are no text": { modelId: "m", contentType: "application/octet-stream", body: bytes(256) },
    "bytes that are a piece of more": { modelId: "m", body: bytes(1000).subarray(500) },
    "members that are null": { modelId: "m", body: "{}", trace: null, contentType: null, accept: null },
  },
  startAsyncInvoke: {
    "a document that is a list": {
      modelId: "m",
      clientRequestToken: "t",
      modelInput: [null, { bytes: "aGk=" }],
      outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://b" } },
    },
  },
  listAsyncInvokes: {
    "members that are undefined and null": { maxResults: undefined, statusEquals: null },
    "a date as text": { submitTimeAfter: "2026-11-22T10:00:00+01:00" },
    "a token that is empty": { nextToken: "" },
  },
};

// The plain values that generated inputs and replies are filled with: a few of each kind, the awkward ones among them.

/** Every kind of id and ARN that Bedrock takes for a model, and one that needs every escape. */
export const MODEL_IDS = [
  "amazon.nova-micro-v1:0",
  "mistral.mistral-large-2402",
  "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  "amazon.titan-embed-text-v2:0:8k",
  "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
  "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
  "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd",
  "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl",
  "arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefghijkl",
  "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl",
  "arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefghijkl",
  "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1",
  "arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:3",
  "arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint",
  "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.amazon.nova-lite-v1:0",
  "a b/é日🦀%2F?#[]@!$&'()*+,;=~`^|\\\"<>{}..",
];

/** Texts of every script, with every kind of character that JSON escapes, and a surrogate without its partner. */
export const TEXTS = [
  "Zürich, „日本“ 🦀 👩‍👩‍👧",
  '\u0000\u0008\t\n\f\r\u001f\u007f\u2028\u2029\ufeff \\ " / </script> \ud800!',
  "",
];

const HEADER_VALUES = ["application/json", 'text/plain; charset="utf-8", */*;q=0.1'];
const QUERY_VALUES = ["a/b+c==&d", " é日🦀 %41?#'()*!~;,@$:[]", "plain-_.~"];
const BYTES = [
  Uint8Array.from({ length: 256 }, (_, byte) => byte),
  new Uint8Array(),
  new Uint8Array([0, 1, 254, 255]).subarray(1, 3),
];
const DATES = ["2026-11-22T10:00:00Z", "2023-11-14T22:13:20.100Z", "1999-12-31T23:59:59.999Z"];

/** What a model or a tool makes up itself: any JSON, also with members that are named like those of Bedrock. */
const DOCUMENTS = [
  {
    null: null,
    numbers: [0, -1.5, 1e-7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    nested: { list: [[], [null, [{}]], TEXTS], "": false, 'ключ "\\\n': true },
    bytes: "aGk=",
    toolUse: { input: { bytes: "aGk=", redactedContent: "aGk=" } },
    p: "not padding",
    __type: "Foo",
  },
  [{ bytes: "aGk=" }, null, 1, "2"],
  TEXTS[0],
  12.5,
  false,
  {},
];

/**
 * Some values of a shape that has no parts. `location` says where a member travels, if not in the body; `onTheWire` asks
 * for what a reply has in their place: base64 for bytes and text for dates.
 */
export function samplesOf(shape, location, onTheWire) {
  if (shape.document) return DOCUMENTS;
  switch (shape.type) {
    case "string":
      return shape.enum ?? { uri: MODEL_IDS, header: HEADER_VALUES, querystring: QUERY_VALUES }[location] ?? TEXTS;
    case "integer":
      return [1, 0, 2147483647];
    case "long":
      return [1, 0, Number.MAX_SAFE_INTEGER, -7];
    case "float":
    case "double":
      return [0.5, 0, 1, 1e-7, -12.25];
    case "boolean":
      return [true, false];
    case "blob":
      return onTheWire ? BYTES.map(toBase64) : BYTES;
    case "timestamp":
      if (shape.timestampFormat !== "iso8601") break;
      return onTheWire ? [...DATES, "2026-11-22T11:00:00+01:00"] : DATES.map((date) => new Date(date));
  }
  throw new Error(`no samples for ${JSON.stringify(shape)}: add some`);
}

/** Base64 as the runtime does it, be it Node or a page. */
export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

// Streams whose text is of the kind that decoders alter: marks that look like an encoding's, halves of pairs, the edges of
// 16 bits. Each is made of bytes, and AWS's own client says which events they are.
import { Readable } from "node:stream";
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { HttpResponse } from "@smithy/core/protocols";
import { CHAT, CREDENTIALS, collect } from "./client.mjs";
import { frame } from "./frames.mjs";

/** Pieces of text by what they are, as they are written inside of a JSON string. */
export const TEXTS = {
  "a byte order mark": "\ufeff",
  "a byte order mark, escaped": "\\ufeff",
  "two byte order marks": "\ufeff\ufeff",
  "U+FFFE": "\ufffe",
  NUL: "\\u0000",
  "line and paragraph separators": "\u2028\u2029",
  "an astral letter": "🦀",
  "an astral letter, escaped as a pair": "\\ud83e\\udd80",
  "the first half of a pair": "\\ud83d",
  "the second half of a pair": "\\udc00",
  "halves in the wrong order": "\\udc00\\ud83d",
  "U+FFFF": "\uffff",
  "U+D7FF and U+E000": "\ud7ff\ue000",
  "the edges of UTF-8's lengths": "\u007f\u0080\u07ff\u0800\u{10000}\u{10ffff}",
};

const KINDS = [
  (text) => `{"text":"${text}"}`,
  (text) => `{"reasoningContent":{"text":"${text}"}}`,
  (text) => `{"toolUse":{"input":"${text}"}}`,
];

/**
 * The bytes of a stream with this text at the beginning, at the end and in the middle of deltas, alone and before nothing,
 * in text, reasoning and the input of a tool; each in a block of its own.
 */
export function bytesOf(text) {
  const half = { "\\ud83d": "\\ude00", "\\udc00": "\\ud83d" }[text] ?? "";
  const events = [["messageStart", '{"role":"assistant"}']];
  events.push(["contentBlockStart", '{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"tooluse_1","name":"draw"}}}']);
  const pieces = [text, half, `${text}after`, `before${text}`, `in${text}the middle`, `eight by${text}`, "", `${text}${text}`];
  for (const piece of pieces) {
    KINDS.forEach((delta, block) => {
      events.push(["contentBlockDelta", `{"contentBlockIndex":${block},"delta":${delta(piece)},"p":"abc"}`]);
    });
  }
  for (const block of [0, 1, 2]) events.push(["contentBlockStop", `{"contentBlockIndex":${block}}`]);
  events.push(["messageStop", '{"stopReason":"tool_use"}']);
  events.push(["metadata", '{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":4}}']);
  return Buffer.concat(events.map(([name, payload]) => frame(name, payload)));
}

/** The events that AWS's client makes of these bytes. */
export async function eventsOf(bytes) {
  const headers = { "content-type": "application/vnd.amazon.eventstream" };
  const handle = async () => ({ response: new HttpResponse({ statusCode: 200, headers, body: Readable.from([bytes]) }) });
  const client = new BedrockRuntimeClient({ region: "us-east-1", credentials: CREDENTIALS, requestHandler: { handle } });
  const { stream } = await client.send(new ConverseStreamCommand(CHAT));
  return collect(stream);
}

/** The pieces of text in these events, `[kind, text]` each. A piece of nothing is no chunk in OpenAI's shape. */
export function piecesOfEvents(events) {
  const deltas = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta ?? []);
  const pieces = deltas.map(({ text, reasoningContent, toolUse }) => {
    if (toolUse) return ["tool", toolUse.input];
    return reasoningContent ? ["reasoning", reasoningContent.text] : ["text", text];
  });
  return pieces.filter(([, text]) => text !== "");
}

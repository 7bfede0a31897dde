// Replies as bytes: heads, chunks, the recorded streams and where their frames end.
import fs from "node:fs";
import { CORS } from "./wire.mjs";

const FOLDER = new URL("../../fixtures/recorded-streams/", import.meta.url);

export const JSON_TYPE = "application/json";
export const EVENTS_TYPE = "application/vnd.amazon.eventstream";

/** What Converse answers. */
export const ANSWER = JSON.stringify({
  output: { message: { role: "assistant", content: [{ text: "Well, there is more." }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 4 },
});

/** The streams that Bedrock has sent, with the offsets where its frames end, and the operation that asked for them. */
export const RECORDINGS = fs
  .readdirSync(FOLDER)
  .sort()
  .map((file) => {
    const bytes = fs.readFileSync(new URL(file, FOLDER));
    return { name: file.replace(/\.bin$/, ""), bytes, ends: frameEnds(bytes), isConverse: !file.includes("invoke_model") };
  });

/** The length of a frame is its first number. */
function frameEnds(bytes) {
  const ends = [];
  for (let at = 0; at < bytes.length; ) {
    at += bytes.readUInt32BE(at);
    ends.push(at);
  }
  return ends;
}

/** A conversation that was recorded: text, as most are. */
export const TALK = RECORDINGS.find(({ name }) => name.endsWith("with_content_tool_call.1"));

/** A head: status line, headers, the empty line. */
export function head(status, headers, { version = "1.1", reason = "Whatever" } = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/${version} ${status} ${reason}\r\n${CORS}x-amzn-requestid: 7d2b0a4e\r\n${lines.join("")}\r\n`;
}

/** A reply whose length is told. */
export function whole(status, type, body, headers = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return Buffer.concat([Buffer.from(head(status, { "content-type": type, "content-length": bytes.length, ...headers })), bytes]);
}

/** One chunk of a body whose length is not told before. */
export function chunk(bytes) {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

/** The end of such a body. */
export const LAST_CHUNK = "0\r\n\r\n";

/** The head of a stream, as Bedrock's. */
export const STREAM_HEAD = head(200, { "content-type": EVENTS_TYPE, "transfer-encoding": "chunked" });

/** A stream as a whole. */
export function streamOf(bytes, type = EVENTS_TYPE) {
  const beginning = Buffer.from(head(200, { "content-type": type, "transfer-encoding": "chunked" }));
  return Buffer.concat([beginning, chunk(bytes), Buffer.from(LAST_CHUNK)]);
}

// Streams of Converse, from their bytes to the caller's loop: ours and the AWS SDK's, the same bytes for both. In
// Node the SDK gets a Readable, as its HTTP client there gives it, in browsers a ReadableStream; ours always gets a
// ReadableStream.
import { ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { MODEL, assertSame, ours, plain, sdkStreaming, streaming } from "../clients.mjs";
import { chunked, ofSize, repeated } from "../streams.mjs";

const INPUT = { modelId: MODEL, messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }] };
const NETWORK_BYTES = 16 * 1024;
const MEBIBYTE = 1024 * 1024;
const SIZES = { "100-b": 100, "1-kb": 1024, "10-kb": 10 * 1024, "100-kb": 100 * 1024, "1-mb": MEBIBYTE };

/** `env`: the bytes of a recorded stream, and how to make the SDK's kind of body of chunks. */
export function cases({ recording, body }) {
  const all = {
    "decode/16-kb": () => pair(chunked(repeated(recording, MEBIBYTE), NETWORK_BYTES), body),
    "decode/one-event": () => pair(repeated(recording, MEBIBYTE / 4), body),
  };
  for (const alphabet of ["ascii", "mixed"]) {
    for (const [name, bytes] of Object.entries(SIZES)) {
      const frames = () => ofSize(alphabet, bytes, Math.max(MEBIBYTE / 2, 4 * bytes));
      all[`decode/${alphabet}-${name}`] = () => pair(chunked(frames(), NETWORK_BYTES), body);
    }
  }
  return all;
}

function pair(chunks, body) {
  const own = ours(streaming(chunks));
  const theirs = sdkStreaming(chunks, body);
  const ownStream = () => own.converseStream(INPUT);
  const theirStream = async () => (await theirs.send(new ConverseStreamCommand(INPUT))).stream;
  return {
    operations: [async () => lengthOf(await ownStream()), async () => lengthOf(await theirStream())],
    check: async () => assertSame("decode", await all(await ownStream()), await all(await theirStream())),
  };
}

/** What a caller does at the least: looks at each text. */
async function lengthOf(stream) {
  let length = 0;
  for await (const event of stream) length += event.contentBlockDelta?.delta.text?.length ?? 0;
  return length;
}

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(plain(event));
  return events;
}

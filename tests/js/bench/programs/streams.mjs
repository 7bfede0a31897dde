// Streams in a process of their own: one of 100 MB, or a thousand at once, whose events come one a turn of the event
// loop. Prints the CPU time, the growth of the process at its largest, and the length of all text.
//
//   node --expose-gc bench/programs/streams.mjs ours|sdk large|many
import { Readable } from "node:stream";
import { ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { ours, sdk } from "../clients.mjs";
import { RECORDING } from "../recording.mjs";
import { chunked, repeated } from "../streams.mjs";

const [whose, shape] = process.argv.slice(2);
const INPUT = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Why?" }] }] };
const HEADERS = { "content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": "7d2b0a4e" };
const NETWORK_BYTES = 16 * 1024;

let peak = 0;
let handedOut = 0;

/** A function that gives a body's chunks one by one, then null, and looks at the process' size once in a while. */
function source({ first, middle, last }, rounds) {
  const end = rounds * middle.length + 1;
  let given = 0;
  return () => {
    if (handedOut % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss());
    handedOut += 1;
    const at = given;
    given += 1;
    if (at === 0) return first;
    if (at === end) return last;
    return at < end ? middle[(at - 1) % middle.length] : null;
  };
}

/** The recording's first frame, its deltas in chunks of a size, and what ends it. */
function parts(bytes, size) {
  const frames = repeated(RECORDING, bytes);
  const middle = frames.slice(1, -3);
  const end = chunked(frames.slice(-3), Infinity)[0];
  return { first: frames[0], middle: size ? chunked(middle, size) : middle, last: end };
}

/** A `Response` whose body is these chunks, each after `turn`. */
function webStream(next, turn) {
  const give = (controller) => {
    const chunk = next();
    if (chunk) controller.enqueue(chunk);
    else controller.close();
  };
  const pull = turn ? (controller) => new Promise((done) => turn(() => done(give(controller)))) : give;
  return new Response(new ReadableStream({ pull }), { headers: HEADERS });
}

/** The same as Node's HTTP client gives it. */
function nodeStream(next, turn = (give) => give()) {
  return new Readable({
    read() {
      turn(() => this.push(next()));
    },
  });
}

let body;
const client = whose === "ours" ? ours(async () => webStream(...body)) : sdk(() => nodeStream(...body), HEADERS);

/** Begins a stream; only the next call knows of its body. */
async function begin(frames, rounds, turn) {
  body = [source(frames, rounds), turn];
  return whose === "ours" ? client.converseStream(INPUT) : (await client.send(new ConverseStreamCommand(INPUT))).stream;
}

async function lengthOf(stream) {
  let length = 0;
  for await (const event of stream) length += event.contentBlockDelta?.delta.text?.length ?? 0;
  return length;
}

const small = parts(1, 0);
const large = parts(1024 * 1024, NETWORK_BYTES);
await lengthOf(await begin(small, 1));
globalThis.gc();
const before = process.memoryUsage.rss();
const cpu = process.cpuUsage();
const lengths = shape === "large" ? [await lengthOf(await begin(large, 100))] : await many();
const { user, system } = process.cpuUsage(cpu);
const length = lengths.reduce((sum, one) => sum + one, 0);
console.log(JSON.stringify({ cpu: { user, system }, growth: Math.max(peak, process.memoryUsage.rss()) - before, length }));

/** All are open before the first is read. */
async function many() {
  const open = [];
  for (let count = 0; count < 1000; count += 1) open.push(await begin(small, 4, setImmediate));
  return Promise.all(open.map(lengthOf));
}

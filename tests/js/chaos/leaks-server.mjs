// The server of leaks.mjs, in a thread of its own: what it keeps is not the client's.
import { parentPort } from "node:worker_threads";
import { ANSWER, chunk, JSON_TYPE, LAST_CHUNK, STREAM_HEAD, TALK, whole } from "./replies.mjs";
import { listen } from "./wire.mjs";

const GOOD = whole(200, JSON_TYPE, ANSWER);
const BAD = whole(400, JSON_TYPE, '{"message":"No."}', { "x-amzn-errortype": "ValidationException" });
const HALF = TALK.ends[TALK.ends.length >> 1];
const BEGUN = Buffer.concat([Buffer.from(STREAM_HEAD), chunk(TALK.bytes.subarray(0, HALF))]);
const REST = Buffer.concat([chunk(TALK.bytes.subarray(HALF)), Buffer.from(LAST_CHUNK)]);

let calls = 0;
let streams = 0;
/** The streams that stand still until the client leaves. */
let held = 0;
const server = await listen(async (wire) => {
  for (;;) {
    const { path, text } = await wire.request();
    if (!path.endsWith("stream")) {
      await wire.send(calls++ % 20 === 0 ? BAD : GOOD);
      continue;
    }
    await wire.send(BEGUN);
    // Who reads to the end must find one.
    const turn = /\r\nx-read: all/i.test(text) ? 1 : streams++ % 3;
    if (turn === 0) return wire.reset();
    // Until the client leaves, or on.
    if (turn === 1) await wire.send(REST);
    else {
      held += 1;
      await wire.closed;
      held -= 1;
    }
  }
});
parentPort.on("message", (question) => {
  if (question === "held") parentPort.postMessage(held);
  else server.stop().then(() => parentPort.postMessage(server.problems.map((problem) => problem.stack)));
});
parentPort.postMessage(server.url);

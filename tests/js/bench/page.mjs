// The cases that run in a browser, as a page that the driver in chromium.mjs tells what to do.
import * as calls from "./cases/calls.mjs";
import * as decode from "./cases/decode.mjs";
import { streamOf } from "./clients.mjs";

const recording = new Uint8Array(await (await fetch("/recording.bin")).arrayBuffer());
const env = { recording, body: streamOf };
const all = { ...decode.cases(env), ...calls.cases(env) };
let operations;

globalThis.bench = {
  /** Makes a case ready, and fails if the outputs differ. */
  async prepare(id) {
    const { check, ...ready } = await all[id]();
    await check();
    operations = ready.operations;
  },

  async run(which, count) {
    for (let done = 0; done < count; done += 1) await operations[which]();
  },
};

// A call that is aborted after each of its first microtasks, and then at each turn of the event loop: it rejects with
// APIUserAbortError, or it had its result. Nothing of it stays.
import { getEventListeners } from "node:events";
import { ANSWER, JSON_TYPE, streamOf, TALK, whole } from "./replies.mjs";
import { aborted, microtasks, ours, problemOfAbort, SHAPES, stub } from "./shapes.mjs";
import { Tally, until, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const MICROTASKS = 200;
const TURNS = 40;

async function turns(count) {
  for (let done = 0; done < count; done++) await new Promise(setImmediate);
}

export async function run() {
  const unhandled = watchUnhandled();
  let open = 0;
  const server = await listen(async (wire) => {
    for (;;) {
      const { path } = await wire.request();
      open += 1;
      await wire.send(path.endsWith("stream") ? streamOf(TALK.bytes) : whole(200, JSON_TYPE, ANSWER));
      open -= 1;
    }
  });
  const ways = {
    "after a microtask, over a stub": {
      bedrock: ours(server.url, { fetch: stub(ANSWER, TALK.bytes) }),
      wait: microtasks,
      count: MICROTASKS,
    },
    "after a microtask": { bedrock: ours(server.url), wait: microtasks, count: MICROTASKS },
    "after a turn": { bedrock: ours(server.url), wait: turns, count: TURNS },
  };
  const tallies = [];
  for (const [way, { bedrock, wait, count }] of Object.entries(ways)) {
    const tally = new Tally(`aborts/${way}`);
    for (const shape of Object.keys(SHAPES)) {
      await SHAPES[shape](bedrock);
      const before = timers();
      for (let number = 0; number < count; number++) {
        const { end, signal } = await aborted(shape, bedrock, () => wait(number));
        const listeners = getEventListeners(signal, "abort").length;
        tally.count(shape, end.how === "threw" ? end.error.name : end.how);
        const problem = problemOfAbort(end) ?? (listeners > 0 ? `${listeners} listeners stay on the signal` : undefined);
        tally.judge(`${shape} after ${number}`, problem);
      }
      await new Promise(setImmediate);
      tally.judge(`${shape} leaves no timer`, timers() > before ? `${timers()} timers, ${before} before` : undefined);
    }
    const rest = await unhandled.take();
    tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
    tallies.push(tally);
  }
  // The watchdog of the scenario ends what does not come to an end.
  await until(() => open === 0);
  tallies[1].judge("the server has nothing under way", server.problems[0]?.stack);
  await server.stop();
  return tallies;
}

function timers() {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

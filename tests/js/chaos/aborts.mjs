// A call that is aborted after each of its first microtasks, and then at each turn of the event loop: it rejects with
// APIUserAbortError, or it had its result. Nothing of it stays.
import { getEventListeners } from "node:events";
import { ANSWER, JSON_TYPE, streamOf, TALK, whole } from "./replies.mjs";
import { aborted, microtasks, ours, problemOfAbort, SHAPES, stub } from "./shapes.mjs";
import { Tally, until, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const MICROTASKS = 200;
const TURNS = 40;
/** Where a reply stands still until the client leaves: how many of its bytes have been sent. */
const STALLS = { "before the reply": 0, "in its head": 40, "before its body": "head", "in its body": "some" };

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
    // No reply comes within a turn.
    "after a microtask": { bedrock: ours(server.url), wait: microtasks, count: MICROTASKS, isEarly: true },
    "after a turn": { bedrock: ours(server.url), wait: turns, count: TURNS },
  };
  const tallies = [];
  for (const [way, { bedrock, wait, count, isEarly }] of Object.entries(ways)) {
    const tally = new Tally(`aborts/${way}`);
    for (const shape of Object.keys(SHAPES)) {
      await SHAPES[shape](bedrock);
      const before = timers();
      for (let number = 0; number < count; number++) {
        const { end, signal } = await aborted(shape, bedrock, () => wait(number));
        const listeners = getEventListeners(signal, "abort").length;
        tally.count(shape, end.how === "threw" ? end.error.name : end.how);
        const problem =
          problemOfAbort(end, !isEarly && number > 0) ??
          (listeners > 0 ? `${listeners} listeners stay on the signal` : undefined);
        tally.judge(`${shape} after ${number}`, problem);
      }
      await new Promise(setImmediate);
      tally.judge(`${shape} leaves no timer`, timers() > before ? `${timers()} timers, ${before} before` : undefined);
    }
    const rest = await unhandled.take();
    tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
    tallies.push(tally);
  }
  tallies.push(await whileItStands(unhandled));
  // The watchdog of the scenario ends what does not come to an end.
  await until(() => open === 0);
  tallies[1].judge("the server has nothing under way", server.problems[0]?.stack);
  await server.stop();
  return tallies;
}

/** Aborts while the service stands still: nothing else can end the call, and the connection ends with it. */
async function whileItStands(unhandled) {
  const tally = new Tally("aborts/while the reply stands still");
  for (const [place, sent] of Object.entries(STALLS)) {
    let arrived;
    const server = await listen(async (wire) => {
      const { path } = await wire.request();
      const reply = path.endsWith("stream") ? streamOf(TALK.bytes) : whole(200, JSON_TYPE, ANSWER);
      const body = reply.indexOf("\r\n\r\n") + 4;
      await wire.send(reply.subarray(0, { head: body, some: body + 100 }[sent] ?? sent));
      arrived();
      await wire.closed;
    });
    for (const shape of Object.keys(SHAPES)) {
      for (let number = 0; number < TURNS / 4; number++) {
        const request = new Promise((resolve) => (arrived = resolve));
        const { end, signal } = await aborted(shape, ours(server.url), () => request.then(() => turns(number)));
        const listeners = getEventListeners(signal, "abort").length;
        const problem = problemOfAbort(end) ?? (listeners > 0 ? `${listeners} listeners stay on the signal` : undefined);
        tally.judge(`${shape} ${place}, after ${number} turns`, problem);
        await until(() => server.open() === 0);
      }
    }
    await server.stop();
  }
  const rest = await unhandled.take();
  tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
  return tally;
}

function timers() {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

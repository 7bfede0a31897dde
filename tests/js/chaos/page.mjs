// The part of the scenarios that a page plays: chromium.mjs tells it which, and judges what comes of it.
import { BedrockError } from "bedrock-wasm";
import { plain, sorted } from "../bench/clients.mjs";
import { aborted, microtasks, NOVA, ours, problemOfAbort, readOurs, SHAPES, stub, textOf } from "./shapes.mjs";
import { endOf, inParallel } from "./tally.mjs";

const unhandled = [];
addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason?.stack ?? reason)));

/** An end as it crosses to Node. */
function told({ how, value, error }) {
  const { name, message, status } = error ?? {};
  return { how, value, error: error && { name, message, status, isTyped: error instanceof BedrockError } };
}

globalThis.chaos = {
  unhandled,

  /** The ends of streams that are broken as their ids say, with the events that came before. */
  async cuts(url, places) {
    const bedrock = ours(url);
    const ends = [];
    await inParallel(places, 4, async ({ id, isConverse }) => {
      const seen = [];
      const see = (event) => seen.push(JSON.stringify(sorted(plain(event))));
      const { how, error } = await endOf(readOurs(bedrock, id, { isConverse, see }));
      ends.push({ id, ...told({ how, error }), seen });
    });
    return ends;
  },

  async fault(url, shape, options, calls) {
    const bedrock = ours(url, options);
    let end;
    for (let call = 0; call < calls; call++) end = await endOf(SHAPES[shape](bedrock), { limitMs: 20_000 });
    const { value } = end;
    if (end.how === "ended") end.value = Array.isArray(value) ? textOf(value) : value.output?.message?.content?.[0]?.text;
    return told(end);
  },

  async aborts(url, answer, stream, count) {
    const bedrock = ours(url, { fetch: stub(answer, Uint8Array.from(stream)) });
    const problems = {};
    for (const shape of Object.keys(SHAPES)) {
      await SHAPES[shape](bedrock);
      for (let number = 0; number < count; number++) {
        const { end } = await aborted(shape, bedrock, () => microtasks(number));
        problems[`${shape} after ${number}`] = problemOfAbort(end, number > 0);
      }
    }
    return Object.entries(problems).map(([name, problem]) => [name, problem]);
  },

  /** The texts of so many streams of each server, all at once. */
  crowd(urls, each) {
    const streams = urls.flatMap((url) => Array.from({ length: each }, () => readOurs(ours(url), NOVA)));
    return Promise.all(streams.map(async (stream) => textOf(await stream)));
  },
};

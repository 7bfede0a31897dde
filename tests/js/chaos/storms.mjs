// Many calls at once against a service that refuses: how many requests come of them, ours beside the AWS SDK's in standard mode.
import http from "node:http";
import { converseTheirs, theirs } from "./clients.mjs";
import { ANSWER, JSON_TYPE, whole } from "./replies.mjs";
import { NOVA, ours, SHAPES } from "./shapes.mjs";
import { endOf, Tally, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const RETRIES = 2;
/** The most requests beside one of the AWS SDK's. */
const RATIO_MAX = 1.1;

const refusal = (status, code) => whole(status, JSON_TYPE, '{"message":"Not now."}', { "x-amzn-errortype": code });
const REFUSALS = { 429: refusal(429, "ThrottlingException"), 503: refusal(503, "ServiceUnavailableException") };
const GOOD = whole(200, JSON_TYPE, ANSWER);

/** Which request gets what, by its number; nothing is a reset. */
const STORMS = {
  "429 to all": () => REFUSALS[429],
  "503 to all": () => REFUSALS[503],
  "429 to every second": (number) => (number % 2 === 0 ? REFUSALS[429] : GOOD),
  "503 to every second": (number) => (number % 2 === 0 ? REFUSALS[503] : GOOD),
  "429 to the first 500": (number) => (number < 500 ? REFUSALS[429] : GOOD),
  "a reset to all": () => undefined,
};

export async function run({ short, random }) {
  // Waits between attempts are random; short ones will do.
  Math.random = () => random() / 1000;
  const calls = 1000;
  const unhandled = watchUnhandled();
  const tally = new Tally("storms");
  const sdk = new Tally("storms (AWS SDK)");
  sdk.isTheirs = true;
  for (const [name, reply] of Object.entries(STORMS).slice(0, short ? 2 : undefined)) {
    const own = await storm(
      reply,
      (url) => {
        const bedrock = ours(url, { maxRetries: RETRIES });
        return { call: () => SHAPES.converse(bedrock) };
      },
      calls,
    );
    await report(tally, unhandled, name);
    const other = await storm(
      reply,
      (url) => {
        // As many connections as ours: its 50 would let the first calls pay back what the last ones need.
        const timeouts = { httpAgent: new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }) };
        const client = theirs(url, { maxAttempts: RETRIES + 1, retryMode: "standard", timeouts });
        return { call: () => converseTheirs(client, NOVA), end: () => client.destroy() };
      },
      calls,
    );
    const rest = await unhandled.take();
    if (rest.length > 0) sdk.count("unhandled", name);
    tally.figures[name] = own;
    sdk.figures[name] = other;
    const { ended, failed, hung, requests } = own;
    tally.judge(`${name}: each call settles`, hung > 0 || ended + failed !== calls ? JSON.stringify(own) : undefined);
    const most = other.requests * RATIO_MAX;
    tally.judge(`${name}: requests`, requests > most ? `${requests} requests, the AWS SDK ${other.requests}` : undefined);
    sdk.pass();
  }
  return [tally, sdk];
}

async function report(tally, unhandled, name) {
  const rest = await unhandled.take();
  tally.judge(`${name}: nothing is unhandled`, rest.length > 0 ? String(rest[0]?.stack) : undefined);
}

async function storm(reply, open, calls) {
  let requests = 0;
  const server = await listen(async (wire) => {
    for (;;) {
      await wire.request();
      const bytes = reply(requests++);
      if (bytes === undefined) return wire.reset();
      await wire.send(bytes);
    }
  });
  const { call, end } = open(server.url);
  const ends = await Promise.all(Array.from({ length: calls }, () => endOf(call(), { limitMs: 120_000 })));
  end?.();
  await server.stop();
  const count = (how) => ends.filter((one) => one.how === how).length;
  return { requests, ended: count("ended"), failed: count("threw"), hung: count("hung") };
}

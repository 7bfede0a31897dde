// A part of the scenarios in headless Chromium, whose network is another one: cuts, faults, aborts, a crowd.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../bench/chromium.mjs";
import { openPage } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";
import { crowd, numberOf } from "./crowd.mjs";
import { placesOf, playBreaks, problemOf } from "./cuts.mjs";
import { FAULTS, KINDS, rightText } from "./faults.mjs";
import { ANSWER, RECORDINGS, TALK } from "./replies.mjs";
import { inParallel, sample, Tally } from "./tally.mjs";
import { listen } from "./wire.mjs";

const CUTS = { reset: [400, 60], end: [400, 60], flip: [400, 60], trickle: [10, 10] };
const MICROTASKS = 200;
/** Chromium has 6 connections to a port, and 256 in all. */
const PORTS = 40;
const EACH = 5;
const HEAD = '<!doctype html><meta charset="utf-8"><title>chaos</title><link rel="icon" href="data:,">';

export async function run(options) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "chaos-"));
  try {
    await bundle(fileURLToPath(new URL("page.mjs", import.meta.url)), outdir);
    const site = await serve({
      files: { "/index.html": `${HEAD}<script type="module" src="/page.js"></script>` },
      folders: { "/": outdir },
    });
    const { page, close } = await openPage(`${site.url}/index.html`);
    try {
      await page.waitForFunction("globalThis.chaos !== undefined");
      const play = (name, ...given) => page.evaluate(([one, all]) => globalThis.chaos[one](...all), [name, given]);
      const tallies = [];
      for (const scenario of [cuts, faults, aborts, together]) tallies.push(await scenario(play, options));
      const unhandled = await page.evaluate("globalThis.chaos.unhandled");
      tallies[0].judge("nothing is unhandled", unhandled[0]);
      return tallies;
    } finally {
      await close();
      await site.stop();
    }
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

async function cuts(play, { short, random }) {
  const tally = new Tally("chromium/cuts");
  const server = await listen(playBreaks, { cors: true });
  const wholes = await play(
    "cuts",
    server.url,
    RECORDINGS.map(({ bytes, isConverse }, at) => ({ id: `end.${at}.${bytes.length}`, isConverse })),
  );
  const whole = RECORDINGS.map(({ bytes }, at) => wholes.find(({ id }) => id === `end.${at}.${bytes.length}`).seen);
  const cases = new Map();
  for (const [name, counts] of Object.entries(CUTS)) {
    for (const place of sample(placesOf(name), counts[short ? 1 : 0], random)) {
      cases.set(`${name}.${place.number}.${place.at}`, { name, place });
    }
  }
  const places = [...cases].map(([id, { place }]) => ({ id, isConverse: RECORDINGS[place.number].isConverse }));
  for (const { id, seen, ...end } of await play("cuts", server.url, places)) {
    const { name, place } = cases.get(id);
    tally.count(name, end.error?.name ?? end.how);
    const untyped = end.error && !end.error.isTyped ? end.error.message : undefined;
    tally.judge(id, problemOf(name, place, end, seen, whole[place.number]) ?? untyped);
  }
  await server.stop();
  return tally;
}

async function faults(play) {
  const tally = new Tally("chromium/faults");
  const rows = {};
  const cases = FAULTS.flatMap((fault) => Object.keys(KINDS).map((kind) => ({ fault, kind })));
  await inParallel(
    cases.filter(({ fault, kind }) => fault[kind] !== null),
    8,
    async ({ fault, kind }) => {
      const elsewhere = await listen((wire) => wire.closed);
      const context = { kind, elsewhere, attempts: 0 };
      const server = await listen((wire) => fault.serve(wire, context), { cors: true });
      // Where Node sees a fault at once, Chromium may wait for more.
      const limit = fault.isStall ? 300 : 2_000;
      const options = { maxRetries: 1, timeout: limit, streamIdleTimeout: limit };
      const end = await play("fault", server.url, KINDS[kind], options, fault.calls ?? 1);
      const isRight = end.how === "ended" && end.value === rightText(kind);
      const said = isRight ? "ok" : (end.error?.name ?? (end.how === "ended" ? "other content" : end.how));
      rows[`${fault.name}, ${kind}`] = said;
      tally.judge(`${fault.name}, ${kind}`, problemOfFault(end, said, fault[kind], elsewhere));
      await Promise.all([server.stop(), elsewhere.stop()]);
    },
  );
  tally.figures.rows = rows;
  return tally;
}

/** Networks differ in what they forgive: right content or a typed error will do, other content only where Node gives it too. */
function problemOfFault(end, said, expected, elsewhere) {
  if (elsewhere.connections() > 0) return "called another host";
  if (said === "hung") return said;
  if (said === "other content" && !expected.includes(said)) return `${said}: ${end.value}`;
  return end.error && !end.error.isTyped ? end.error.message : undefined;
}

async function aborts(play) {
  const tally = new Tally("chromium/aborts");
  const ends = await play("aborts", "http://127.0.0.1:9", ANSWER, [...TALK.bytes], MICROTASKS);
  for (const [name, problem] of ends) tally.judge(name, problem);
  return tally;
}

async function together(play) {
  const tally = new Tally("chromium/crowd");
  const serveOne = crowd(PORTS * EACH);
  const servers = await Promise.all(Array.from({ length: PORTS }, () => listen(serveOne, { cors: true })));
  const texts = await play(
    "crowd",
    servers.map(({ url }) => url),
    EACH,
  );
  const numbers = texts.map(numberOf);
  for (const number of numbers) tally.judge("a stream of 200", number === undefined ? "not whole" : undefined);
  tally.judge("each has another text", new Set(numbers).size === numbers.length ? undefined : "some are the same");
  await Promise.all(servers.map((server) => server.stop()));
  return tally;
}

// Everything that can go wrong in one exchange, as tables: see table-places.mjs, table-http.mjs and table-service.mjs.
import { BedrockError } from "bedrock-wasm";
import { converseTheirs, readTheirs, theirs } from "./clients.mjs";
import { ANSWER, TALK } from "./replies.mjs";
import { NOVA, ours, SHAPES, textOf } from "./shapes.mjs";
import { HTTP_FAULTS } from "./table-http.mjs";
import { PLACE_FAULTS } from "./table-places.mjs";
import { SERVICE_FAULTS } from "./table-service.mjs";
import { endOf, inParallel, Tally, until, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

export const FAULTS = [...PLACE_FAULTS, ...HTTP_FAULTS, ...SERVICE_FAULTS];
export const KINDS = { whole: "converse", stream: "converseStream" };

const AT_ONCE = 8;
/** Of stalls, which the client must notice by itself. */
const TIMEOUT_MS = 300;
/** By then a client has noticed, or never will. */
const LIMIT_MS = 8_000;

export async function run() {
  // Waits between attempts are random; the shortest will do.
  Math.random = () => 0;
  const unhandled = watchUnhandled();
  const [own, sdk] = [new Tally("faults"), new Tally("faults (AWS SDK)")];
  sdk.isTheirs = true;
  const cases = FAULTS.flatMap((fault) => Object.keys(KINDS).map((kind) => ({ fault, kind }))).filter(
    ({ fault, kind }) => fault[kind] !== null,
  );
  const rows = new Map(cases.map(({ fault, kind }) => [`${fault.name}, ${kind}`, {}]));
  for (const [tally, play] of [
    [own, playOurs],
    [sdk, playTheirs],
  ]) {
    await inParallel(cases, AT_ONCE, async ({ fault, kind }) => {
      const name = `${fault.name}, ${kind}`;
      const { said, problem } = await play(fault, kind);
      rows.get(name)[tally === own ? "ours" : "theirs"] = said;
      if (tally === sdk) tally.pass();
      else tally.judge(name, problem ?? (fault[kind].split(" or ").includes(said) ? undefined : `${said}, not ${fault[kind]}`));
    });
    const rest = await unhandled.take();
    if (rest.length > 0) tally.figures.unhandled = rest.map(String);
    if (tally === own) tally.judge("nothing is unhandled", rest.length > 0 ? rest[0]?.stack : undefined);
  }
  own.figures.rows = Object.fromEntries(rows);
  return [own, sdk];
}

/** One fault, met by our client. */
async function playOurs(fault, kind) {
  const open = (url) =>
    ours(url, { maxRetries: 1, ...(fault.isStall && { timeout: TIMEOUT_MS, streamIdleTimeout: TIMEOUT_MS }) });
  return play(fault, kind, open, (bedrock, signal) => SHAPES[KINDS[kind]](bedrock, { signal }));
}

/** By the AWS SDK. */
async function playTheirs(fault, kind) {
  const timeouts = fault.isStall
    ? { requestTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, throwOnRequestTimeout: true }
    : undefined;
  const open = (url) => theirs(url, { maxAttempts: 2, timeouts });
  const call = (client, signal) =>
    kind === "whole" ? converseTheirs(client, NOVA, { signal }) : readTheirs(client, NOVA, { signal });
  return play(fault, kind, open, call);
}

async function play(fault, kind, open, call) {
  const elsewhere = await listen((wire) => wire.closed);
  const context = { kind, elsewhere, attempts: 0 };
  const server = await listen((wire) => fault.serve(wire, context));
  const client = open(server.url);
  const aborts = new AbortController();
  let end;
  for (let number = 0; number < (fault.calls ?? 1); number++) {
    // A connection is free again a turn after its reply has ended.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    end = await endOf(call(client, aborts.signal), { limitMs: LIMIT_MS, giveUp: () => aborts.abort() });
  }
  const said = words(end, kind, context.attempts > (fault.calls ?? 1));
  // Who has given up has hung up.
  if (fault.isStall && end.how !== "hung") await until(() => server.open() === 0);
  const problem = problemOf(end, server, elsewhere);
  client.destroy?.();
  await Promise.all([server.stop(), elsewhere.stop()]);
  return { said, problem };
}

/** How it ended, in the tables' words. */
function words({ how, value, error }, kind, wasRetried) {
  const retried = wasRetried ? ", retried" : "";
  if (how === "hung") return "hung";
  if (how === "ended") return `${isRight(value, kind) ? "ok" : "other content"}${retried}`;
  const status = error.status ?? error.$metadata?.httpStatusCode;
  return `${error.name}${status === undefined ? "" : ` ${status}`}${retried}`;
}

function isRight(value, kind) {
  return (kind === "whole" ? value?.output?.message?.content?.[0]?.text : textOf(value)) === rightText(kind);
}

/** The text of the good reply. */
export function rightText(kind) {
  return kind === "whole" ? JSON.parse(ANSWER).output.message.content[0].text : TALK_TEXT;
}

const TALK_TEXT = [...TALK.bytes.toString("utf8").matchAll(/"delta":(\{"text":"(?:[^"\\]|\\.)*"\})/g)]
  .map(([, delta]) => JSON.parse(delta).text)
  .join("");

/** What is wrong with any end, whatever the table says. */
function problemOf({ how, error }, server, elsewhere) {
  if (server.problems.length > 0) return `the server failed: ${server.problems[0].stack}`;
  if (elsewhere.connections() > 0) return "called another host";
  // A sentence, not a word of the engine's.
  if (how === "threw" && error instanceof BedrockError && !/^[\w`].*[.:)]/s.test(error.message)) return `says ${error.message}`;
  return undefined;
}

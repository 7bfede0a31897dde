// Plays hostile callers against the package, in Node and in pages: each beside calls that are under way, on the same client
// and on another, which must not notice.

/** How long a hostile call may take, in milliseconds. */
const PATIENCE_MS = 5000;
/** A request with this text in its body is the hostile one. */
export const MARK = "a hostile call";

const REPLY = { output: { message: { role: "assistant", content: [{ text: "Well." }] } }, stopReason: "end_turn" };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** The input of a call that says this. */
export function inputOf(text) {
  return { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text }] }] };
}

/** The answer that a call wants. */
export function goodResponse() {
  return new Response(JSON.stringify(REPLY), { headers: { "content-type": "application/json" } });
}

/**
 * Plays one hostile caller.
 *
 * - `client(good)`: the client's options, made of good ones; without it, they are good
 * - `call()`, `input()`: the options and the input of the hostile call
 * - `fetch(url, init)`: what its request gets
 * - `act(bedrock, input, options)`: another call than `converse`
 *
 * Gives what became of the hostile call, and of the calls beside it and after it.
 */
export async function play(
  { Bedrock, BedrockError },
  name,
  { client, call, input, fetch, act = converse, keepsClient = !client },
) {
  const gate = openGate();
  const warnings = [];
  const good = { region: "us-east-1", endpoint: "http://127.0.0.1:9", credentials, maxRetries: 0, timeout: 60_000 };
  good.onWarning = ({ code, message }) => warnings.push(`${code}: ${message}`);
  good.fetch = (url, init) => answer(gate, fetch, url, init);
  const other = new Bedrock(good);
  const beside = [waiting(other)];
  const bedrock = new Bedrock(client ? client(good) : good);
  if (keepsClient) beside.push(waiting(bedrock));
  await gate.reached(beside.length);
  const hostile = { bedrock, BedrockError, act, input: input ? input() : inputOf(MARK), call: call?.() };
  const outcome = await outcomeOf(hostile);
  gate.open();
  const after = await Promise.all([
    ...beside,
    converse(other, inputOf("next")),
    ...(keepsClient ? [converse(bedrock, inputOf("next"))] : []),
  ]);
  return { name, ...outcome, warnings, others: after.map(({ stopReason }) => stopReason) };
}

const converse = (bedrock, input, options) => bedrock.converse(input, options);
const waiting = (bedrock) => converse(bedrock, inputOf("wait"));

/** A fetch: requests that say "wait" wait for the gate, the hostile one gets what is hostile. */
function answer(gate, fetch, url, init) {
  const text = new TextDecoder().decode(init.body);
  if (fetch && text.includes(MARK)) return fetch(url, init);
  return text.includes('"wait"') ? gate.pass().then(goodResponse) : Promise.resolve(goodResponse());
}

function openGate() {
  let count = 0;
  let open;
  let notice = () => {};
  const opened = new Promise((resolve) => (open = resolve));
  return {
    open,
    pass: () => (count++, notice(), opened),
    reached: (wanted) => new Promise((resolve) => ((notice = () => count >= wanted && resolve()), notice())),
  };
}

async function outcomeOf({ bedrock, BedrockError, act, input, call }) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve({ outcome: "hangs" }), PATIENCE_MS)));
  const made = (async () => {
    try {
      await act(bedrock, input, call);
      return { outcome: "resolved" };
    } catch (error) {
      return rejection(error, BedrockError);
    }
  })();
  return Promise.race([made, late]).finally(() => clearTimeout(timer));
}

/** What was thrown may itself throw when it is looked at. */
function rejection(error, BedrockError) {
  try {
    const { name, message, stack } = error;
    return { outcome: "rejected", isTyped: error instanceof BedrockError, error: name, message, stack };
  } catch {
    return { outcome: "rejected", isTyped: false, message: "an error that cannot be looked at" };
  }
}

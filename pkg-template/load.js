// The one WebAssembly instance: started at the first call by the source that the entry file named, and replaced should
// it ever trap.

import init, { initSync, onClosureTrap, __wbg_reset_state as resetState } from "./bindings.js";
import { BedrockError } from "./errors.js";
import { stopTimers } from "./timers.js";

let source;
let loading;
let current;

// Where a future is polled by a promise or a timer, nobody else could catch a trap.
onClosureTrap((trap) => discard(current, trap));

/**
 * Called by entry files. Nothing is fetched, decoded or compiled yet. The first source is taken, unless one is
 * `preferred`: that is taken in whichever order they come.
 */
export function setSource(newSource, { preferred = false } = {}) {
  if (preferred || !source) source = newSource;
}

/** Starts the WebAssembly now rather than at the first call. */
export async function load() {
  await currentInstance();
}

/** Resolves to the instance. A failure is not kept: the next call tries again. */
export function currentInstance() {
  loading ??= start().catch((cause) => {
    loading = undefined;
    const remedy =
      "Pages with a Content-Security-Policy need script-src 'wasm-unsafe-eval'; edge workers need the entry of their own runtime.";
    throw new BedrockError(`The WebAssembly of bedrock-wasm could not be started: ${cause?.message ?? cause}. ${remedy}`, { cause });
  });
  return loading;
}

/**
 * Throws the instance away: after a trap, what is in its memory can no longer be trusted. Its calls under way are
 * rejected, and the next call finds a new one. Returns the error to throw.
 */
export function discard(instance, cause) {
  const error = new BedrockError(
    "The WebAssembly instance failed and was replaced: the next call will work. Please report how it came to this.",
    { cause },
  );
  if (!instance.discarded) {
    instance.discarded = true;
    stopTimers();
    resetState();
    loading = Promise.resolve(newInstance(initSync()));
    for (const reject of instance.calls) reject(error);
  }
  return error;
}

async function start() {
  const module = await source();
  return newInstance(module instanceof WebAssembly.Module ? initSync({ module }) : await init({ module_or_path: module }));
}

function newInstance({ memory }) {
  current = { memory, idleDecoders: [], calls: new Set(), discarded: false };
  return current;
}

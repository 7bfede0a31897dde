// The one instance of a WebAssembly module: started at the first call by the source that the entry file named, and replaced
// should it ever trap. There are two modules, and this file is beside the bindings of each: see xtask/npm/package.mjs.

import init, { initSync, onClosureTrap, vocabulary, __wbg_reset_state as resetState } from "../bindings.js";
import { BedrockError } from "../client/errors.js";
import { sourceOf } from "./sources.js";
import { stopTimers } from "./timers.js";

let loading;
let current;

// Where a future is polled by a promise or a timer, nobody else could catch a trap.
onClosureTrap((trap) => discard(current, trap));

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
  const module = await sourceOf(vocabulary)();
  return newInstance(module instanceof WebAssembly.Module ? initSync({ module }) : await init({ module_or_path: module }));
}

function newInstance({ memory }) {
  const instance = { memory, idleDecoders: [], calls: new Set(), discarded: false };
  // For those who have an instance and know not of which module it is.
  instance.discard = (cause) => discard(instance, cause);
  current = instance;
  return instance;
}

// The one WebAssembly instance: started at the first call, by the source that the entry file named.

import init, { initSync } from "./bindings.js";
import { BedrockError } from "./errors.js";

let source;
let loading;

/** Called once by an entry file. Nothing is fetched, decoded or compiled yet. */
export function setSource(newSource) {
  source ??= newSource;
}

/** Starts the WebAssembly now rather than at the first call. */
export async function load() {
  await instance();
}

/** Resolves to the exports of the instance. A failure is not kept: the next call tries again. */
export function instance() {
  loading ??= start().catch((cause) => {
    loading = undefined;
    const remedy =
      "Pages with a Content-Security-Policy need script-src 'wasm-unsafe-eval'; edge workers need the entry of their own runtime.";
    throw new BedrockError(`The WebAssembly of bedrock-wasm could not be started: ${cause?.message ?? cause}. ${remedy}`, { cause });
  });
  return loading;
}

async function start() {
  const module = await source();
  return module instanceof WebAssembly.Module ? initSync({ module }) : init({ module_or_path: module });
}

// How to get the parts of the package that load at the first call that needs them. Each entry file sets this for its
// runtime: by `import()` where it is allowed; service workers forbid it.

import { BedrockError } from "../client/errors.js";
import { sentence } from "./obstacle.js";

/**
 * @import { Unchecked } from "../types/internal.js"
 * @import { Parts } from "../types/parts.js"
 */

/** @type {Parts} */
let sources;

/**
 * Entry files call this with an async function for each part. Nothing is fetched, decoded or compiled yet. The first sources
 * win, unless some are `preferred`: these win in any order.
 *
 * @param {Parts} newSources
 * @param {{ preferred?: boolean }} [options]
 */
export function setSources(newSources, { preferred = false } = {}) {
  if (preferred || !sources) sources = newSources;
}

/**
 * Resolves to the part of this name. An error names the part that is missing.
 *
 * @template {keyof Parts} Name
 * @param {Name} name
 * @returns {Promise<Awaited<ReturnType<Parts[Name]>>>}
 */
export async function load(name) {
  try {
    return await /** @type {Unchecked} */ (sources[name])();
  } catch (/** @type {Unchecked} */ cause) {
    // What engines throw when WebAssembly is not allowed, not valid, or not there.
    if (/^(Compile|Eval|Link|Range|Reference)E/.test(cause?.name)) throw cause;
    throw new BedrockError(`bedrock-wasm could not load its part "${name}": ${sentence(cause)} ${MISSING}`, { cause });
  }
}

const MISSING = 'Serve all files of the bundle. Service workers need "bedrock-wasm/service-worker".';

// How to get the parts of the package that load at the first call that needs them. Each entry file sets this for its
// runtime: by `import()` where it is allowed; service workers forbid it.

/** @import { Parts } from "../types/parts.js" */

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
 * The function of this name.
 *
 * @template {keyof Parts} Name
 * @param {Name} name
 * @returns {Parts[Name]}
 */
export function sourceOf(name) {
  return sources[name];
}

// What each entry file knows of its runtime: how to get the parts of the package that are loaded at the first call that needs
// them. By `import()` where it is allowed; service workers forbid it.

/** @import { Parts } from "../types/parts.js" */

/** @type {Parts} */
let sources;

/**
 * Called by entry files with an async function for each part. Nothing is fetched, decoded or compiled yet. The first sources
 * are taken, unless some are `preferred`: these are taken in whichever order they come.
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

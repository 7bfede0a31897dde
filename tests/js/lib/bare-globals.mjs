// Globals that only some runtimes have, in scripts: those of Node make bundlers bring polyfills into pages.

/** Node's own. */
export const NODE_NAMES = ["Buffer", "process", "global", "require", "__dirname", "__filename", "setImmediate"];

/**
 * For esbuild's `define`: makes each name, on its own and as a member of the global object, a word of ours. esbuild knows which
 * are the scripts' own.
 */
export function marked(names) {
  const reads = (name) => [name, ...["globalThis", "self", "window"].map((object) => `${object}.${name}`)];
  return Object.fromEntries(names.flatMap((name) => reads(name).map((read) => [read, `found_${name}`])));
}

/** The names that a script with such words reads from outside. */
export function namesIn(script) {
  return Array.from(new Set(script.match(/\bfound_\w+/g) ?? []), (word) => word.slice("found_".length)).sort();
}

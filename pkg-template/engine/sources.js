// What each entry file knows of its runtime: how to get the parts of the package that are loaded at the first call that needs
// them. By `import()` where it is allowed; service workers forbid it.
//
// - `native`: the WebAssembly with Bedrock's own operations
// - `openai`: the WebAssembly with these and OpenAI's
// - `openaiCore`: ./openai-core.js
// - `bidirectional`: ./bidirectional.js

let sources;

/**
 * Called by entry files with an async function for each part. Nothing is fetched, decoded or compiled yet. The first sources
 * are taken, unless some are `preferred`: these are taken in whichever order they come.
 */
export function setSources(newSources, { preferred = false } = {}) {
  if (preferred || !sources) sources = newSources;
}

/** The function of this name. */
export function sourceOf(name) {
  return sources[name];
}

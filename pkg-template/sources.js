// Where the WebAssembly comes from, which each entry file knows: `native`, with Bedrock's own operations, and `openai`, with
// these and OpenAI's, which loads at the first call that needs it.

let sources;

/**
 * Called by entry files with a function for each module. Nothing is fetched, decoded or compiled yet. The first sources are
 * taken, unless some are `preferred`: these are taken in whichever order they come.
 */
export function setSources(newSources, { preferred = false } = {}) {
  if (preferred || !sources) sources = newSources;
}

/** The function that gets a module. */
export function sourceOf(name) {
  return sources[name];
}

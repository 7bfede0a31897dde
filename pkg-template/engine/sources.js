// What each entry file knows of its runtime. Where the WebAssembly comes from: `native`, with Bedrock's own operations, and
// `openai`, with these and OpenAI's, which loads at the first call that needs it. And `fetchFile`, where there is a safer way
// to get files from the web than `fetch`: an async function from address, settings and signal to `{ type, bytes }`.

let sources;

/**
 * Called by entry files with a function for each module. Nothing is fetched, decoded or compiled yet. The first sources are
 * taken, unless some are `preferred`: these are taken in whichever order they come.
 */
export function setSources(newSources, { preferred = false } = {}) {
  if (preferred || !sources) sources = newSources;
}

/** The function of this name. */
export function sourceOf(name) {
  return sources[name];
}

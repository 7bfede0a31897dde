// Objects whose other half is in WebAssembly, where nothing is dropped by itself.

/** Not every runtime has it: older edge workers lack it, and end before that matters. */
const registry = globalThis.FinalizationRegistry && new FinalizationRegistry((/** @type {() => void} */ drop) => drop());

/**
 * Calls `drop`, which must not hold the owner, once nobody holds the owner any more.
 *
 * @param {WeakKey} owner
 * @param {() => void} drop
 */
export function whenDropped(owner, drop) {
  registry?.register(owner, drop, owner);
}

/**
 * Takes that back.
 *
 * @param {WeakKey} owner
 */
export function stopWatching(owner) {
  registry?.unregister(owner);
}

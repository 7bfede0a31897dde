// What is held no longer than somebody else holds it: objects whose other half is in WebAssembly, where nothing is dropped by
// itself, and streams that are given up without a word.

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

/**
 * A function that calls `action` with the owner, as long as anybody else holds the owner.
 *
 * @template {WeakKey} Owner
 * @param {Owner} owner
 * @param {(owner: Owner) => void} action
 */
export function weakly(owner, action) {
  const reference = referTo(owner);
  return () => {
    const held = reference.deref();
    if (held) action(held);
  };
}

/**
 * A function of its own: where two functions are made in one, each holds what the other needs.
 *
 * @template {WeakKey} Owner
 * @param {Owner} owner
 * @returns {{ deref(): Owner | undefined }}
 */
function referTo(owner) {
  return globalThis.WeakRef ? new WeakRef(owner) : { deref: () => owner };
}

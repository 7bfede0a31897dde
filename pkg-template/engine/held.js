// Releases things once nothing else holds them: objects whose other half is in WebAssembly, which has no garbage
// collection, and streams that the caller abandons.

/** Older edge workers lack it, and end before that matters. */
const registry = globalThis.FinalizationRegistry && new FinalizationRegistry((/** @type {() => void} */ drop) => drop());

/**
 * Calls `drop`, which must not hold the owner, once nothing holds the owner any more.
 *
 * @param {WeakKey} owner
 * @param {() => void} drop
 */
export function whenDropped(owner, drop) {
  registry?.register(owner, drop, owner);
}

/**
 * Undoes `whenDropped`.
 *
 * @param {WeakKey} owner
 */
export function stopWatching(owner) {
  registry?.unregister(owner);
}

/**
 * A function that calls `action` with the owner, as long as something else holds the owner.
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
 * A separate function: two closures made in one function share its variables, so each holds what the other needs.
 *
 * @template {WeakKey} Owner
 * @param {Owner} owner
 * @returns {{ deref(): Owner | undefined }}
 */
function referTo(owner) {
  return globalThis.WeakRef ? new WeakRef(owner) : { deref: () => owner };
}

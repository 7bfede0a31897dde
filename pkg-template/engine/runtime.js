// Faster ways of the runtime's own, which its entry sets. Not looked for here: bundlers that read `Buffer` or `process` in a
// page's script bring theirs into it.

/**
 * `hash` gives lower-case hex.
 *
 * @type {{ toBase64?: (bytes: Uint8Array) => string, hash?: (algorithm: "sha256", bytes: Uint8Array) => string }}
 */
export const runtime = {};

// Faster functions of the runtime, which its entry sets. This file does not look for them: bundlers that read `Buffer` or
// `process` in a page's script add their own versions to it.

/**
 * `hash` gives lower-case hex.
 *
 * @type {{ toBase64?: (bytes: Uint8Array) => string, hash?: (algorithm: "sha256", bytes: Uint8Array) => string }}
 */
export const runtime = {};

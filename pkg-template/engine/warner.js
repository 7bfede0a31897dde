// Warnings from JavaScript, as the core gives them: see src/wasm/observe.rs.

/** @import { Listeners, Warn } from "../types/internal.js" */

/**
 * Tells whoever listens of something that would else be lost silently.
 *
 * @param {Listeners} listeners
 * @returns {Warn}
 */
export function warner({ onWarning, logger = console, logLevel }) {
  return (code, message) => {
    try {
      if (typeof onWarning === "function") onWarning({ code, message });
      else if (logLevel !== "off" && logLevel !== "error") logger.warn(`bedrock-wasm: ${message}`);
    } catch {
      // What a listener throws is no failure of the call.
    }
  };
}

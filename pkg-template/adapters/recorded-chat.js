// The body that a chat would send, which is not sent.

/** @import { Bedrock, CallOptions } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */

/**
 * @param {Bedrock} bedrock
 * @param {Unchecked} request
 * @param {CallOptions} [options]
 */
export async function recordedChat(bedrock, request, options) {
  let model = "";
  let body = "";
  /** @param {string} url @param {RequestInit} init */
  const fetch = async (url, init) => {
    model = decodeURIComponent(url.split("/").at(-2) ?? "");
    body = new TextDecoder().decode(/** @type {Uint8Array} */ (init.body));
    return Response.json(NOTHING_SAID);
  };
  const { _warnings: told = [] } = await completed(bedrock, request, fetch, options);
  return { model, body, told };
}

/**
 * A chat whose reply is there already.
 *
 * @param {Bedrock} bedrock
 * @param {Unchecked} request
 * @param {(url: string, init: RequestInit) => Promise<Response>} fetch
 * @param {CallOptions} [options]
 * @returns {Promise<Unchecked>}
 */
export function completed(bedrock, request, fetch, options) {
  return bedrock.chat.completions.create(request, { ...options, fetch, maxRetries: 0 });
}

/** A reply of Converse that says nothing. */
const NOTHING_SAID = {
  output: { message: { role: "assistant", content: [] } },
  stopReason: "end_turn",
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
};

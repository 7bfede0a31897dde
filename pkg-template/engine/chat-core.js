// Chats in OpenAI's shape: a part of the package that loads at the first chat.

import { bindings } from "../chat/bindings.js";
import { chunksOf, rowsOf } from "./chunks.js";
import { fetchFiles } from "./download.js";
import { FALLBACK, modelsText, request, resourceOutput } from "./openai-request.js";
import { eventsOf, responseRowsOf } from "./responses.js";
import { anything, CALL, Core, Engine, Stream, take } from "./shared.js";

export { setFetchFile } from "./download.js";

/**
 * @import { Engine as EngineOf } from "./load.js"
 * @import { Settings } from "./settings.js"
 * @import { OpenAiMethod, OpenAiReply, StreamReply } from "../types/calls.js"
 * @import { Shared } from "../types/parts.js"
 * @import { CallOptions } from "../types/index.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { ChatBindings } from "../types/wasm.js"
 */

/** @type {EngineOf<ChatBindings>} */
let engine;

/**
 * Chats with a client's settings, and the core that they go through.
 *
 * @param {Shared} shared
 * @param {Settings} settings
 */
export function open(shared, settings) {
  take(shared);
  engine ??= new Engine(bindings, "chat");
  const core = new Core(engine, settings, modelsText);
  const table = { ...CALL, ...FALLBACK, fetchImages: anything };
  /**
   * @param {"chat" | "responses"} name
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @returns {Promise<OpenAiReply>}
   */
  const create = (name, input, options) => request(core, { ...METHODS[name], table }, input, options);
  return { core, create };
}

/** @type {Pick<OpenAiMethod<ChatBindings, undefined>, "shortens" | "filesOf">} */
const SHARED = {
  shortens: true,
  filesOf({ fetchImages }, { options, observer }, bulk) {
    const wish = fetchImages ?? options.fetchImages;
    if (wish === undefined || wish === false) return undefined;
    return fetchFiles(wish, observer.warn, (type, base64) => bulk.file(type, base64));
  },
};

/** @type {Record<"chat" | "responses", Omit<OpenAiMethod<ChatBindings, undefined>, "table">>} */
const METHODS = {
  chat: {
    ...SHARED,
    of: "chat.completions.create",
    start: (bindings, client, line, text, json) => bindings.chat(client, line, text, json, false),
    parse: chatOutput,
  },
  responses: {
    ...SHARED,
    of: "responses.create",
    start: (bindings, client, line, text, json) => bindings.chat(client, line, text, json, true),
    parse: responseOutput,
  },
};

/** @param {OpenAiReply & StreamReply} reply */
function chatOutput(reply) {
  if (!reply.chat) return resourceOutput(reply);
  const { warnings, output, controller, requestId } = reply;
  const chat = JSON.parse(reply.chat);
  const stream = output
    ? new Stream(/** @type {Unchecked} */ (chunksOf(output, chat)), {
        controller,
        requestId,
        totals: { usage: output.usage, metrics: output._bedrock.metrics },
      })
    : Stream.from({ ...reply, rows: rowsOf(chat, warnings) });
  return Object.assign(stream, { warnings });
}

/** @param {OpenAiReply & StreamReply} reply */
function responseOutput(reply) {
  if (!reply.chat) return resourceOutput(reply);
  const { warnings, output, controller, requestId } = reply;
  const rows = responseRowsOf(JSON.parse(reply.chat), warnings);
  if (!output) return Object.assign(Stream.from({ ...reply, rows }), { warnings });
  const events = eventsOf(output, rows);
  const { usage, _bedrock } = /** @type {Unchecked} */ (events.at(-1)).response;
  const iterator = (async function* () {
    yield* events;
  })();
  const totals = { usage, metrics: _bedrock.metrics };
  return Object.assign(new Stream(/** @type {Unchecked} */ (iterator), { controller, requestId, totals }), { warnings });
}

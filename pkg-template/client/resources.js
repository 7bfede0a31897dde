// OpenAI's vocabulary: `bedrock.chat.completions.create` and its like. The core translates; here are the objects.

import { stringify } from "../engine/json.js";
import { APIPromise } from "./promise.js";
import { Stream } from "./stream.js";

/**
 * @import { OpenAiCore } from "../engine/openai-core.js"
 * @import { Bedrock, ChatCallOptions, ListedModel, ListedModels, WithWarnings } from "../types/index.js"
 * @import { OpenAiReply, StreamReply } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * The resources of a client.
 *
 * @param {() => Promise<OpenAiCore>} getCore resolves to a core that knows them
 * @returns {Pick<Bedrock, "chat" | "embeddings" | "images" | "models">}
 */
export function resourcesOf(getCore) {
  /** @type {(...call: Parameters<OpenAiCore["create"]>) => Promise<OpenAiReply>} */
  const send = async (method, input, options) => (await getCore()).create(method, input, options);
  /**
   * @param {"chat" | "embeddings" | "images"} method
   * @param {(reply: Unchecked) => Unchecked} output
   * @returns {(input: object, options?: ChatCallOptions) => APIPromise<Unchecked>}
   */
  const create = (method, output) => (input, options) => new APIPromise(send(method, input, options), output);
  return {
    chat: { completions: { create: create("chat", chatOutput) } },
    embeddings: { create: create("embeddings", embeddingsOutput) },
    images: { generate: create("images", resourceOutput) },
    models: {
      list: (options) => new ModelsPromise(send("listModels", {}, options), resourceOutput),
      retrieve: (model, options) => new APIPromise(send("retrieveModel", { model }, options), resourceOutput),
    },
  };
}

/**
 * Awaited, it is the list; looped over, it is one model after the other, as in the `openai` package.
 *
 * @extends {APIPromise<WithWarnings<ListedModels>>}
 */
class ModelsPromise extends APIPromise {
  /** @returns {AsyncGenerator<ListedModel, undefined>} */
  async *[Symbol.asyncIterator]() {
    yield* (await this).data;
  }
}

/** @param {OpenAiReply & StreamReply} reply */
function chatOutput(reply) {
  if (!reply.chat) return resourceOutput(reply);
  return Object.assign(Stream.from(reply), { warnings: reply.warnings });
}

/** @param {OpenAiReply} reply */
function embeddingsOutput(reply) {
  if (reply.isBase64) for (const item of reply.output.data) item.embedding = floatsInBase64(item.embedding);
  return resourceOutput(reply);
}

/**
 * A result with what OpenAI has no words for, beside its members.
 *
 * @param {OpenAiReply} reply
 */
function resourceOutput({ output, warnings, requestId }) {
  return Object.defineProperties(output, { _request_id: { value: requestId }, _warnings: { value: warnings } });
}

/**
 * 32-bit floats, the first byte the least significant, as OpenAI has them.
 *
 * @param {number[]} numbers
 */
function floatsInBase64(numbers) {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, index) => view.setFloat32(index * 4, number, true));
  return JSON.parse(stringify(view));
}

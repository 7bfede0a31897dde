// OpenAI's vocabulary: `bedrock.chat.completions.create` and similar methods. The cores translate, and build the objects.

import { APIPromise } from "./promise.js";

/**
 * @import { Bedrock, ChatCallOptions, ListedModel, ListedModels, WithWarnings } from "../types/index.js"
 * @import { OpenAiReply } from "../types/calls.js"
 * @import { PartOf } from "../types/parts.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * The resources of a client.
 *
 * @param {PartOf} partOf
 * @returns {Pick<Bedrock, "chat" | "embeddings" | "images" | "models" | "responses">}
 */
export function resourcesOf(partOf) {
  /**
   * @param {"chatCore" | "moreCore"} part
   * @param {string} method
   * @param {Unchecked} input
   * @param {object | undefined} options
   * @returns {Promise<OpenAiReply>}
   */
  const send = async (part, method, input, options) =>
    /** @type {Unchecked} */ (await partOf(part)).create(method, input, options);
  /**
   * @param {"chatCore" | "moreCore"} part
   * @param {string} method
   * @returns {(input: object, options?: ChatCallOptions) => APIPromise<Unchecked>}
   */
  const create = (part, method) => (input, options) => new APIPromise(send(part, method, input, options), parse);
  const retrieve = create("moreCore", "retrieveModel");
  return {
    chat: { completions: { create: create("chatCore", "chat") } },
    responses: { create: create("chatCore", "responses") },
    embeddings: { create: create("moreCore", "embeddings") },
    images: { generate: create("moreCore", "images") },
    models: {
      list: (options) => new ModelsPromise(send("moreCore", "listModels", {}, options), parse),
      retrieve: (model, options) => retrieve({ model }, options),
    },
  };
}

/** @param {OpenAiReply} reply */
const parse = (reply) => reply.parse(reply);

/**
 * `await` gives the list; `for await` gives one model at a time, as in the `openai` package.
 *
 * @extends {APIPromise<WithWarnings<ListedModels>>}
 */
class ModelsPromise extends APIPromise {
  /** @returns {AsyncGenerator<ListedModel, undefined>} */
  async *[Symbol.asyncIterator]() {
    yield* (await this).data;
  }
}

// OpenAI's vocabulary: `bedrock.chat.completions.create` and its like. The core translates; here are the objects.

import { stringify } from "../engine/json.js";
import { APIPromise } from "./promise.js";
import { Stream } from "./stream.js";

/** The resources of a client. @param getCore resolves to a core that knows them */
export function resourcesOf(getCore) {
  const send = async (method, input, options) => (await getCore()).create(method, input, options);
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

/** Awaited, it is the list; looped over, it is one model after the other, as in the `openai` package. */
class ModelsPromise extends APIPromise {
  async *[Symbol.asyncIterator]() {
    yield* (await this).data;
  }
}

function chatOutput(reply) {
  if (!reply.chat) return resourceOutput(reply);
  return Object.assign(Stream.from(reply), { warnings: reply.warnings });
}

function embeddingsOutput(reply) {
  if (reply.isBase64) for (const item of reply.output.data) item.embedding = floatsInBase64(item.embedding);
  return resourceOutput(reply);
}

/** A result with what OpenAI has no words for, beside its members. */
function resourceOutput({ output, warnings, requestId }) {
  return Object.defineProperties(output, { _request_id: { value: requestId }, _warnings: { value: warnings } });
}

/** 32-bit floats, the first byte the least significant, as OpenAI has them. */
function floatsInBase64(numbers) {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, index) => view.setFloat32(index * 4, number, true));
  return JSON.parse(stringify(view));
}

// The client as users hold it: a method for each operation, which makes objects of what the core answers.

import { Core } from "../engine/core.js";
import { APIConnectionError, APIError, BedrockError } from "./errors.js";
import { native } from "../engine/native.js";
import { decodeBlobs, encodeBlob, fromBase64, stringify } from "../engine/json.js";
import { isA, messageOf } from "../engine/obstacle.js";
import { APIPromise, PagePromise } from "./promise.js";
import { resourcesOf } from "./resources.js";
import { sourceOf } from "../engine/sources.js";
import { Stream } from "./stream.js";

/** What bidirectional.js is handed. */
const SHARED = { APIConnectionError, APIError, BedrockError, encodeBlob, fromBase64, isA, messageOf, stringify };

let configure;

/** Called by an entry file that can find options which were not passed: an async function from options to options. */
export function setConfigure(newConfigure) {
  configure = newConfigure;
}

export class Bedrock {
  #options;
  #core;
  #openai;

  constructor(options) {
    this.#options = options;
    this.#core = new Core(native, options, configure);
    Object.assign(this, resourcesOf(() => this.#openaiCore()));
  }

  converse(input, options) {
    return this.#call("Converse", input, options, jsonOutput);
  }

  converseStream(input, options) {
    return this.#call("ConverseStream", input, options, streamOutput);
  }

  invokeModel(input, options) {
    return this.#call("InvokeModel", input, options, blobOutput);
  }

  invokeModelWithResponseStream(input, options) {
    return this.#call("InvokeModelWithResponseStream", input, options, streamOutput);
  }

  invokeModelWithBidirectionalStream(input, options) {
    const send = (fetch) => this.#core.send("InvokeModelWithBidirectionalStream", input, options, { fetch });
    const opened = sourceOf("bidirectional")().then(({ openStream }) => openStream(SHARED, input, this.#options, send));
    return new APIPromise(opened, streamOutput);
  }

  countTokens(input, options) {
    return this.#call("CountTokens", input, options, jsonOutput);
  }

  applyGuardrail(input, options) {
    return this.#call("ApplyGuardrail", input, options, jsonOutput);
  }

  invokeGuardrailChecks(input, options) {
    return this.#call("InvokeGuardrailChecks", input, options, jsonOutput);
  }

  startAsyncInvoke(input, options) {
    return this.#call("StartAsyncInvoke", input, options, jsonOutput);
  }

  getAsyncInvoke(input, options) {
    return this.#call("GetAsyncInvoke", input, options, jsonOutput);
  }

  listAsyncInvokes(input, options) {
    return this.#pages("ListAsyncInvokes", input, options);
  }

  rerank(input, options) {
    return this.#pages("Rerank", input, options);
  }

  listFoundationModels(input = {}, options) {
    return this.#call("ListFoundationModels", input, options, jsonOutput);
  }

  getFoundationModel(input, options) {
    return this.#call("GetFoundationModel", input, options, jsonOutput);
  }

  listInferenceProfiles(input, options) {
    return this.#pages("ListInferenceProfiles", input, options);
  }

  getInferenceProfile(input, options) {
    return this.#call("GetInferenceProfile", input, options, jsonOutput);
  }

  /** A short-term Bedrock API key. */
  async createApiKey(options) {
    return `bedrock-api-key-${btoa(await this.#core.createApiKey(options))}`;
  }

  /**
   * The core of the other WebAssembly, which knows OpenAI's vocabulary: loaded when it is first asked for. From then on all
   * calls go through it, so that credentials, the clock and the retry budget are one client's.
   */
  #openaiCore() {
    this.#openai ??= sourceOf("openaiCore")().then(
      ({ OpenAiCore }) => (this.#core = new OpenAiCore(this.#options, configure)),
      (error) => {
        // A failure is not kept: the next call tries again.
        this.#openai = undefined;
        throw error;
      },
    );
    return this.#openai;
  }

  #call(operation, input, options, output) {
    return new APIPromise(this.#core.send(operation, input, options), output);
  }

  #pages(operation, input = {}, options) {
    const page = (nextToken) => this.#core.send(operation, nextToken ? { ...input, nextToken } : input, options);
    return new PagePromise(page, jsonOutput);
  }
}

function jsonOutput({ output, raw, requestId }) {
  // Most replies hold no blob, and need no walk.
  if (raw.includes('"bytes"') || raw.includes('"redactedContent"')) decodeBlobs(output);
  return withRequestId(output, requestId);
}

function blobOutput({ output, usage, metrics, requestId }) {
  // As the `text()` of fetch's Response: without a byte order mark, which JSON.parse refuses.
  const text = () => new TextDecoder().decode(output.body);
  Object.defineProperties(output, {
    text: { value: text },
    json: { value: () => JSON.parse(text()) },
    usage: { value: usage },
    metrics: { value: metrics },
  });
  return withRequestId(output, requestId);
}

function streamOutput(reply) {
  return Stream.from(reply);
}

function withRequestId(output, requestId) {
  return Object.defineProperty(output, "_request_id", { value: requestId });
}

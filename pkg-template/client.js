// The client as users hold it. It loads the core at the first call and makes objects of what the core answers.

import { Client } from "./bindings.js";
import { APIConnectionError, APIError, BedrockError } from "./errors.js";
import { decodeBlobs, encodeBlob, fromBase64, stringify } from "./json.js";
import { currentInstance, discard } from "./load.js";
import { APIPromise, PagePromise } from "./promise.js";
import { Stream } from "./stream.js";

/** What bidirectional.js is handed. */
const SHARED = { APIConnectionError, APIError, BedrockError, discard, encodeBlob, fromBase64, stringify };

export class Bedrock {
  #options;
  #client;
  #instance;

  constructor(options) {
    this.#options = options;
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
    const send = (fetch) => this.#send("InvokeModelWithBidirectionalStream", input, options, fetch);
    const opened = import("./bidirectional.js").then(({ openStream }) => openStream(SHARED, input, this.#options, send));
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

  listAsyncInvokes(input = {}, options) {
    const page = (nextToken) => this.#send("ListAsyncInvokes", nextToken ? { ...input, nextToken } : input, options);
    return new PagePromise(page, jsonOutput);
  }

  /** A short-term Bedrock API key. */
  async createApiKey(options) {
    const instance = await currentInstance();
    const url = await underWay(instance, () => this.#clientOf(instance).createApiKey(options));
    return `bedrock-api-key-${btoa(url)}`;
  }

  #call(operation, input, options, output) {
    return new APIPromise(this.#send(operation, input, options), output);
  }

  async #send(operation, input, options, fetch) {
    const instance = await currentInstance();
    const client = this.#clientOf(instance);
    const reply = await underWay(instance, () => client.send(operation, input, options, fetch));
    return { ...reply, instance, signal: options?.signal };
  }

  #clientOf(instance) {
    if (this.#instance !== instance) {
      this.#client = new Client(this.#options);
      this.#instance = instance;
    }
    return this.#client;
  }
}

/** The promise of a call, rejected too when the instance traps: its own promise would stay pending then. */
async function underWay(instance, start) {
  let rejectCall;
  const trapped = new Promise((_, reject) => {
    rejectCall = reject;
  });
  // A call that traps at its start is never raced with it.
  trapped.catch(() => {});
  instance.calls.add(rejectCall);
  try {
    return await Promise.race([start(), trapped]);
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? discard(instance, error) : error;
  } finally {
    instance.calls.delete(rejectCall);
  }
}

function jsonOutput({ output, raw, requestId }) {
  // Most replies hold no blob, and need no walk.
  if (raw.includes('"bytes"') || raw.includes('"redactedContent"')) decodeBlobs(output);
  return withRequestId(output, requestId);
}

function blobOutput({ output, requestId }) {
  const text = () => new TextDecoder().decode(output.body);
  Object.defineProperties(output, {
    text: { value: text },
    json: { value: () => JSON.parse(text()) },
  });
  return withRequestId(output, requestId);
}

function streamOutput(reply) {
  return Stream.from(reply);
}

function withRequestId(output, requestId) {
  return Object.defineProperty(output, "_request_id", { value: requestId });
}

// The client as users hold it. It loads the core at the first call and makes objects of what the core answers.

import { Client } from "./bindings.js";
import { decodeBlobs } from "./json.js";
import { currentInstance, discard } from "./load.js";
import { APIPromise } from "./promise.js";
import { Stream } from "./stream.js";

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

  #call(operation, input, options, output) {
    return new APIPromise(this.#send(operation, input, options), output);
  }

  async #send(operation, input, options) {
    const instance = await currentInstance();
    if (this.#instance !== instance) {
      this.#client = new Client(this.#options);
      this.#instance = instance;
    }
    const reply = await underWay(instance, () => this.#client.send(operation, input, options));
    return { ...reply, instance, signal: options?.signal };
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

// The client as users hold it. It loads the core at the first call and makes objects of what the core answers.

import { Client } from "./bindings.js";
import { decodeBlobs } from "./json.js";
import { instance } from "./load.js";
import { APIPromise } from "./promise.js";
import { Stream } from "./stream.js";

export class Bedrock {
  #options;
  #client;

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
    const sent = instance().then(async ({ memory }) => {
      this.#client ??= new Client(this.#options);
      return { ...(await this.#client.send(operation, input, options)), memory };
    });
    return new APIPromise(sent, (reply) => output(reply, options));
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

function streamOutput(reply, options) {
  return Stream.from(reply, reply.memory, options?.signal);
}

function withRequestId(output, requestId) {
  return Object.defineProperty(output, "_request_id", { value: requestId });
}

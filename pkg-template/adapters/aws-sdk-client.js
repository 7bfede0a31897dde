// The client of the AWS SDK, on top of this package's client.

import { Bedrock } from "../client/client.js";
import { BedrockError } from "../client/errors.js";
import { uuid } from "../engine/json.js";
import { configOf, optionsOf } from "./aws-sdk-config.js";
import { exceptionOf, metadataOf } from "./aws-sdk-errors.js";
import { noMiddleware } from "./aws-sdk-middleware.js";
import { OUTPUTS } from "./aws-sdk-outputs.js";

/**
 * @import { AwsCall, GivenOptions, Unchecked } from "../types/internal.js"
 */

/** This header, which the SDK sends too, links an attempt to its call. */
const CALL_ID = "amz-sdk-invocation-id";

/** @type {(options: GivenOptions) => Promise<GivenOptions>} */
let complete = async (options) => options;

/**
 * Called by an entry that can find options that the caller did not pass.
 *
 * @param {typeof complete} newComplete
 */
export function setComplete(newComplete) {
  complete = newComplete;
}

export class BedrockRuntimeClient {
  #given;
  /** @type {Promise<Unchecked> | undefined} */
  #bedrock;
  /** The calls that are under way, by their ids. @type {Map<string, AwsCall & { endedAt?: number }>} */
  #calls = new Map();
  middlewareStack = noMiddleware();

  /** @param {GivenOptions} [given] */
  constructor(given = {}) {
    this.#given = given;
    this.config = configOf(given, async () => complete(await optionsOf(given)));
  }

  /**
   * @param {Unchecked} command
   * @param {Unchecked} [optionsOrCallback]
   * @param {(error: unknown, output?: Unchecked) => void} [callback]
   * @returns {Unchecked}
   */
  send(command, optionsOrCallback, callback) {
    const isCallback = typeof optionsOrCallback === "function";
    const told = isCallback ? optionsOrCallback : callback;
    const sent = this.#send(command, (isCallback ? undefined : optionsOrCallback) ?? {});
    if (!told) return sent;
    // As in the SDK, a callback's own errors are ignored.
    sent.then((output) => told(null, output), told).catch(() => {});
  }

  /** Nothing is held open between calls. */
  destroy() {}

  /**
   * @param {Unchecked} command
   * @param {Unchecked} options
   */
  async #send(command, { abortSignal, requestTimeout, metricsRecorder: _, ...options }) {
    const headers = options.headers ?? {};
    const operation = operationOf(command);
    /** @type {AwsCall} */
    const call = { attempts: 0, totalRetryDelay: 0 };
    const id = uuid();
    this.#calls.set(id, call);
    try {
      this.#bedrock ??= this.#open();
      const bedrock = await this.#bedrock;
      const sent = bedrock[operation[0].toLowerCase() + operation.slice(1)](command.input, {
        signal: abortSignal,
        timeout: requestTimeout,
        ...options,
        headers: typeof headers === "object" ? withHeader(headers, CALL_ID, id) : headers,
      });
      // A WebSocket has no response to show.
      const isDuplex = operation === "InvokeModelWithBidirectionalStream";
      const { data, response, request_id: requestId } = isDuplex ? { data: await sent } : await sent.withResponse();
      const output = OUTPUTS[operation](data, call);
      output.$metadata = metadataOf(response?.status, requestId ?? data.requestId, call);
      return output;
    } catch (error) {
      throw exceptionOf(error, call);
    } finally {
      this.#calls.delete(id);
    }
  }

  async #open() {
    try {
      const options = await optionsOf(this.#given);
      return new Bedrock({ ...options, fetch: this.#countingFetch(options.fetch) });
    } catch (error) {
      // A failure is not kept: the next call tries again.
      this.#bedrock = undefined;
      throw error;
    }
  }

  /** @param {Unchecked} given the caller's, which may be anything */
  #countingFetch(given) {
    if (given !== undefined && given !== null && typeof given !== "function") return given;
    return async (/** @type {string} */ url, /** @type {Unchecked} */ init) => {
      const call = this.#calls.get(init.headers.get(CALL_ID));
      if (call) {
        call.attempts += 1;
        if (call.endedAt) call.totalRetryDelay += Date.now() - call.endedAt;
      }
      try {
        return await (given ?? globalThis.fetch)(url, init);
      } finally {
        if (call) call.endedAt = Date.now();
      }
    };
  }
}

/**
 * AWS's name of a command's operation. The command may be one of the SDK's own: a library makes those for any client that it
 * gets.
 *
 * @param {Unchecked} command
 */
function operationOf(command) {
  const name = command?.operation ?? command?.schema?.[2] ?? command?.constructor.name.replace(/Command$/, "");
  if (Object.hasOwn(OUTPUTS, name)) return name;
  throw new BedrockError("send() takes a command of Bedrock Runtime, such as new ConverseCommand(input).");
}

/**
 * Reads the caller's headers only when the client does, which refuses those that cannot be read.
 *
 * @param {Unchecked} headers an object, or pairs such as a `Headers`
 * @param {string} name
 * @param {string} value
 */
function* withHeader(headers, name, value) {
  yield [name, value];
  yield* Symbol.iterator in headers ? headers : Object.entries(headers);
}

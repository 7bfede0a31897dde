// The client that users create: one method per operation, which turns the core's answers into objects.

import { bytesOfPiece, readerOf } from "../engine/body.js";
import { callText, Core } from "../engine/core.js";
import { APIConnectionError, APIError, BedrockError } from "./errors.js";
import { native } from "../engine/native.js";
import { unsendable } from "../engine/inputs.js";
import { encodeBlob, fromBase64, stringify, toBase64 } from "../engine/json.js";
import { Engine } from "../engine/load.js";
import { isA, itemsOf, messageOf, struck } from "../engine/obstacle.js";
import { anything, CALL, is, readOptions, readPairs } from "../engine/options.js";
import { field } from "../engine/text.js";
import { Underway } from "../engine/underway.js";
import { APIPromise, PagePromise } from "./promise.js";
import { resourcesOf } from "./resources.js";
import { Settings } from "../engine/settings.js";
import { load } from "../engine/sources.js";
import { Stream } from "./stream.js";

/**
 * @import { Bedrock as Declared, BedrockOptions, CallOptions } from "../types/index.js"
 * @import { BlobReply, Configure, Fetch, JsonReply, StreamReply } from "../types/calls.js"
 * @import { ClientSettings } from "../types/claude.js"
 * @import { PartOf } from "../types/parts.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/** Passed to the parts that load later: see shared.js. */
const SHARED = {
  APIConnectionError,
  APIError,
  BedrockError,
  CALL,
  Core,
  Engine,
  Stream,
  Underway,
  anything,
  bytesOfPiece,
  callText,
  encodeBlob,
  field,
  fromBase64,
  is,
  isA,
  itemsOf,
  messageOf,
  readOptions,
  readPairs,
  readerOf,
  stringify,
  struck,
  toBase64,
  unsendable,
};

/** @type {Configure | undefined} */
let configure;

/**
 * Called by an entry file that can find options that the caller did not pass.
 *
 * @param {Configure} newConfigure
 */
export function setConfigure(newConfigure) {
  configure = newConfigure;
}

export class Bedrock {
  #options;
  #settings;
  /** @type {Core<Unchecked>} */
  #core;
  /** @type {Partial<Record<string, Promise<Unchecked>>>} */
  #loading = {};

  /** @param {BedrockOptions} [options] */
  constructor(options) {
    this.#options = options;
    this.#settings = new Settings(options, configure);
    this.#core = new Core(native, this.#settings);
    Object.assign(
      this,
      resourcesOf((name) => this.#part(name)),
    );
  }

  /**
   * For `bedrock-wasm/anthropic`, which may come from another copy of the package: the options that name models, a way to warn,
   * and the part that few programs need.
   *
   * @returns {Promise<ClientSettings>}
   */
  async [Symbol.for("bedrock-wasm.messages")]() {
    const { options, observer } = await this.#settings.read();
    const { region, inferenceProfile, models, unsupportedParams } = options;
    return { region, inferenceProfile, models, unsupportedParams, warn: observer.warn, part: () => load("messages") };
  }

  /** @type {Declared["converse"]} */
  converse(input, options) {
    return this.#call("Converse", input, options, jsonOutput);
  }

  /** @type {Declared["converseStream"]} */
  converseStream(input, options) {
    return this.#call("ConverseStream", input, options, streamOutput);
  }

  /** @type {Declared["invokeModel"]} */
  invokeModel(input, options) {
    return this.#call("InvokeModel", input, options, blobOutput);
  }

  /** @type {Declared["invokeModelWithResponseStream"]} */
  invokeModelWithResponseStream(input, options) {
    return this.#call("InvokeModelWithResponseStream", input, options, streamOutput);
  }

  /** @type {Declared["invokeModelWithBidirectionalStream"]} */
  invokeModelWithBidirectionalStream(input, options) {
    /** @param {Fetch} fetch */
    const send = async (fetch) => (await this.#part("moreCore")).sendBothWays(input, options, fetch);
    const opened = load("bidirectional").then(({ openStream }) => openStream(SHARED, input, this.#options, send));
    return new APIPromise(opened, streamOutput);
  }

  /** @type {Declared["countTokens"]} */
  countTokens(input, options) {
    return this.#call("CountTokens", input, options, jsonOutput);
  }

  /** @type {Declared["applyGuardrail"]} */
  applyGuardrail(input, options) {
    return this.#call("ApplyGuardrail", input, options, jsonOutput);
  }

  /** @type {Declared["invokeGuardrailChecks"]} */
  invokeGuardrailChecks(input, options) {
    return this.#call("InvokeGuardrailChecks", input, options, jsonOutput);
  }

  /** @type {Declared["startAsyncInvoke"]} */
  startAsyncInvoke(input, options) {
    return this.#call("StartAsyncInvoke", input, options, jsonOutput);
  }

  /** @type {Declared["getAsyncInvoke"]} */
  getAsyncInvoke(input, options) {
    return this.#call("GetAsyncInvoke", input, options, jsonOutput);
  }

  /** @type {Declared["listAsyncInvokes"]} */
  listAsyncInvokes(input, options) {
    return this.#pages("ListAsyncInvokes", input, options);
  }

  /** @type {Declared["rerank"]} */
  rerank(input, options) {
    return this.#pages("Rerank", input, options);
  }

  /** @type {Declared["listFoundationModels"]} */
  listFoundationModels(input = {}, options) {
    return this.#call("ListFoundationModels", input, options, jsonOutput);
  }

  /** @type {Declared["getFoundationModel"]} */
  getFoundationModel(input, options) {
    return this.#call("GetFoundationModel", input, options, jsonOutput);
  }

  /** @type {Declared["listInferenceProfiles"]} */
  listInferenceProfiles(input, options) {
    return this.#pages("ListInferenceProfiles", input, options);
  }

  /** @type {Declared["getInferenceProfile"]} */
  getInferenceProfile(input, options) {
    return this.#call("GetInferenceProfile", input, options, jsonOutput);
  }

  /** @type {Declared["createModelInvocationJob"]} */
  createModelInvocationJob(input, options) {
    return this.#call("CreateModelInvocationJob", input, options, jsonOutput);
  }

  /** @type {Declared["getModelInvocationJob"]} */
  getModelInvocationJob(input, options) {
    return this.#call("GetModelInvocationJob", input, options, jsonOutput);
  }

  /** @type {Declared["listModelInvocationJobs"]} */
  listModelInvocationJobs(input, options) {
    return this.#pages("ListModelInvocationJobs", input, options);
  }

  /** @type {Declared["stopModelInvocationJob"]} */
  stopModelInvocationJob(input, options) {
    return this.#call("StopModelInvocationJob", input, options, jsonOutput);
  }

  /**
   * A short-term Bedrock API key.
   *
   * @type {Declared["createApiKey"]}
   */
  async createApiKey(options) {
    return `bedrock-api-key-${btoa(await (await this.#part("moreCore")).createApiKey(options))}`;
  }

  /**
   * A part with its own WebAssembly, loaded at its first use. From then on Bedrock's own operations go through
   * its core too. It starts with the keys and the clock of the core before it.
   *
   * @type {PartOf}
   */
  #part(name) {
    this.#loading[name] ??= load(name).then(
      ({ open }) => {
        const part = open(SHARED, this.#settings);
        part.core.predecessor = this.#core;
        this.#core = part.core;
        return part;
      },
      (error) => {
        // A failure is not kept: the next call tries again.
        this.#loading[name] = undefined;
        throw error;
      },
    );
    return this.#loading[name];
  }

  /**
   * @param {string} operation
   * @param {object} input
   * @param {CallOptions | undefined} options
   * @param {(reply: Unchecked) => Unchecked} output
   */
  #call(operation, input, options, output) {
    return new APIPromise(this.#send(operation, input, options), output);
  }

  /**
   * @param {string} operation
   * @param {object | undefined} input
   * @param {CallOptions | undefined} options
   */
  #pages(operation, input = {}, options) {
    /** @param {string} [nextToken] */
    const page = (nextToken) => this.#send(operation, nextToken ? { ...input, nextToken } : input, options);
    return new PagePromise(page, jsonOutput);
  }

  /**
   * @param {string} operation
   * @param {object} input
   * @param {CallOptions | undefined} options
   * @returns {Promise<Unchecked>}
   */
  #send(operation, input, options) {
    if (!OF_FEW.test(operation)) return this.#core.send(operation, input, options);
    return this.#part("moreCore").then(({ core }) => core.send(operation, input, options));
  }
}

/** Operations that few programs use, which one part alone knows. */
const OF_FEW = /ModelInvocationJob/;

/** @param {JsonReply} reply */
function jsonOutput({ output, requestId }) {
  return withRequestId(output, requestId);
}

/** @param {BlobReply} reply */
function blobOutput({ output, usage, metrics, requestId }) {
  // Like `text()` of fetch's Response: without a byte order mark, which JSON.parse refuses.
  const text = () => new TextDecoder().decode(output.body);
  Object.defineProperties(output, {
    text: { value: text },
    json: { value: () => JSON.parse(text()) },
    usage: { value: usage },
    metrics: { value: metrics },
  });
  return withRequestId(output, requestId);
}

/** @param {StreamReply} reply */
function streamOutput(reply) {
  return Stream.from(reply);
}

/**
 * @param {Unchecked} output
 * @param {string | undefined} requestId
 */
function withRequestId(output, requestId) {
  return Object.defineProperty(output, "_request_id", { value: requestId });
}

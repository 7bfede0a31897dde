// The promise of a call: awaited, it is the parsed result; it can also give the response that the result came from.

import { unread } from "../engine/body.js";

/**
 * @import { Reply } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * @template Result
 * @extends {Promise<Result>}
 */
export class APIPromise extends Promise {
  #sent;
  #parse;
  /** @type {Promise<Result> | undefined} */
  #parsed;

  /**
   * @param {Promise<Reply>} sent
   * @param {(reply: Unchecked) => Result} parse makes the result of the reply, once, and only if it is asked for
   */
  constructor(sent, parse) {
    // Promise's own machinery stays unused: a second promise that nobody awaits would be reported as unhandled.
    super(/** @type {Unchecked} */ ((/** @type {() => void} */ resolve) => resolve()));
    this.#sent = sent;
    this.#parse = parse;
  }

  /**
   * `then` makes plain promises.
   *
   * @override
   */
  static get [Symbol.species]() {
    return Promise;
  }

  /** The response before it is parsed: of a stream with its body untouched. */
  async asResponse() {
    const reply = await this.#sent;
    return reply.reader ? unread(reply) : this.#response();
  }

  async #response() {
    const { response, raw, noResponse } = await this.#sent;
    if (noResponse) throw noResponse();
    if (raw === undefined) return response;
    // The core has read the body; it is put back.
    return new Response(raw, { status: response.status, statusText: response.statusText, headers: response.headers });
  }

  async withResponse() {
    // First this alone: the stack of an error ends where more than one waits.
    const { requestId } = await this.#sent;
    return { data: await this.#result(), response: await this.#response(), request_id: requestId };
  }

  /**
   * @override
   * @type {Promise<Result>["then"]}
   */
  // biome-ignore lint/suspicious/noThenProperty: a promise has one.
  then(onFulfilled, onRejected) {
    return this.#result().then(onFulfilled, onRejected);
  }

  /**
   * @override
   * @type {Promise<Result>["catch"]}
   */
  catch(onRejected) {
    return this.#result().catch(onRejected);
  }

  /**
   * @override
   * @type {Promise<Result>["finally"]}
   */
  finally(onFinally) {
    return this.#result().finally(onFinally);
  }

  #result() {
    this.#parsed ??= this.#sent.then(this.#parse);
    return this.#parsed;
  }
}

/**
 * Awaited, it is the first page; looped over, it is all of them, each fetched when it is asked for.
 *
 * @template {{ nextToken?: string | undefined }} Page
 * @extends {APIPromise<Page>}
 */
export class PagePromise extends APIPromise {
  #page;
  #parse;

  /**
   * @param {(nextToken?: string) => Promise<Reply>} page sends the request for the page after this token
   * @param {(reply: Unchecked) => Page} parse as with APIPromise
   */
  constructor(page, parse) {
    super(page(), parse);
    this.#page = page;
    this.#parse = parse;
  }

  /** @returns {AsyncGenerator<Page, undefined>} */
  async *[Symbol.asyncIterator]() {
    const tokens = new Set();
    for (let output = /** @type {Page} */ (await this); ; ) {
      yield output;
      const { nextToken } = output;
      // One that was there before would begin it all anew.
      if (!nextToken || tokens.has(nextToken)) return;
      tokens.add(nextToken);
      output = this.#parse(await this.#page(nextToken));
    }
  }
}

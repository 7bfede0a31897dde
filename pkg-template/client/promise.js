// The promise of a call. It resolves to the parsed result, and also gives access to the response behind the result.

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
   * @param {(reply: Unchecked) => Result} parse turns the reply into the result, once, and only on demand
   */
  constructor(sent, parse) {
    // Promise's own machinery stays unused: a second promise that nobody awaits would be reported as unhandled.
    super(/** @type {Unchecked} */ ((/** @type {() => void} */ resolve) => resolve()));
    this.#sent = sent;
    this.#parse = parse;
  }

  /**
   * `then` returns plain promises.
   *
   * @override
   */
  static get [Symbol.species]() {
    return Promise;
  }

  /** The response before parsing. The body of a stream's response is still unread. */
  async asResponse() {
    const reply = await this.#sent;
    return reply.reader ? unread(reply) : this.#response();
  }

  async #response() {
    const { response, raw, noResponse } = await this.#sent;
    if (noResponse) throw noResponse();
    if (raw === undefined) return response;
    // The core has read the body: put it back.
    return new Response(raw, { status: response.status, statusText: response.statusText, headers: response.headers });
  }

  async withResponse() {
    // Await this alone first: the stack of an error ends where several promises wait.
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
 * `await` gives the first page; `for await` gives all pages, and fetches each one on demand.
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
      // A repeated token would start the list over.
      if (!nextToken || tokens.has(nextToken)) return;
      tokens.add(nextToken);
      output = this.#parse(await this.#page(nextToken));
    }
  }
}

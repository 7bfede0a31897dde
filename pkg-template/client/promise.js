// The promise of a call: awaited, it is the parsed result; it can also give the response that the result came from.

export class APIPromise extends Promise {
  #sent;
  #parse;
  #parsed;

  /** @param sent the promise of a reply @param parse makes the result of it, once, and only if it is asked for */
  constructor(sent, parse) {
    // Promise's own machinery stays unused: a second promise that nobody awaits would be reported as unhandled.
    super((resolve) => resolve());
    this.#sent = sent;
    this.#parse = parse;
  }

  // `then` makes plain promises.
  static get [Symbol.species]() {
    return Promise;
  }

  /** The response before it is parsed: of a stream with its body untouched. */
  async asResponse() {
    const { controller, signal } = await this.#sent;
    // Only a stream's reply has a controller: its body is still to come, and nothing of ours reads it.
    if (controller) signal?.addEventListener("abort", () => controller.abort(), { once: true });
    if (signal?.aborted) controller?.abort();
    return this.#response();
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

  then(onFulfilled, onRejected) {
    return this.#result().then(onFulfilled, onRejected);
  }

  catch(onRejected) {
    return this.#result().catch(onRejected);
  }

  finally(onFinally) {
    return this.#result().finally(onFinally);
  }

  #result() {
    this.#parsed ??= this.#sent.then(this.#parse);
    return this.#parsed;
  }
}

/** Awaited, it is the first page; looped over, it is all of them, each fetched when it is asked for. */
export class PagePromise extends APIPromise {
  #page;
  #parse;

  /** @param page sends the request for the page after this token @param parse as with APIPromise */
  constructor(page, parse) {
    super(page(), parse);
    this.#page = page;
    this.#parse = parse;
  }

  async *[Symbol.asyncIterator]() {
    for (let output = await this; ; ) {
      yield output;
      if (!output.nextToken) return;
      output = this.#parse(await this.#page(output.nextToken));
    }
  }
}

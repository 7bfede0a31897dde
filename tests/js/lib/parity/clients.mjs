// The package's client and AWS's, side by side. Neither reaches a network: each has a transport that writes down what it is
// given and answers with a prepared reply.

import { buildQueryString } from "@smithy/core/protocols";

/** The keys of AWS's documentation; they open nothing. */
const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
const OPTIONS = { region: "us-east-1", credentials: CREDENTIALS };

/**
 * Calls both clients, one after the other, never two calls at once.
 *
 * A reply is `{ status, headers, body, pieceBytes }`: `body` are its bytes, which arrive in pieces of that size, or at once.
 * `ours` and `theirs` resolve to `{ request, output }` or `{ request, error }`, `both` to the two of them. A request is what both transports have in
 * common: `{ method, origin, path, query, headers, body }`, with the headers that tell of the content, and `body` as bytes.
 */
export class Pair {
  #ours;
  #theirs;
  #sdk;
  #reply;
  #request;

  constructor(Bedrock, { sdk, client }) {
    this.#ours = new Bedrock({ ...OPTIONS, maxRetries: 0, fetch: (url, init) => this.#fetch(url, init) });
    const requestHandler = { handle: (request) => this.#handle(request) };
    this.#theirs = new sdk[client]({ ...OPTIONS, maxAttempts: 1, requestHandler });
    this.#sdk = sdk;
  }

  async both(operation, input, reply) {
    return { own: await this.ours(operation, input, reply), other: await this.theirs(operation, input, reply) };
  }

  ours({ method }, input, reply) {
    return this.#call(reply, () => this.#ours[method](input));
  }

  theirs({ name }, input, reply) {
    return this.#call(reply, () => this.#theirs.send(new this.#sdk[`${name}Command`](input)));
  }

  async #call(reply, send) {
    this.#reply = reply;
    this.#request = undefined;
    try {
      const output = await send();
      return { output, request: this.#request };
    } catch (error) {
      return { error, request: this.#request };
    }
  }

  #fetch(url, { method, headers, body }) {
    const [, origin, path, , query = ""] = /^(https?:\/\/[^/]+)([^?]*)(\?(.*))?$/.exec(url);
    this.#request = { method, origin, path, query: pairs(query), headers: telling(headers), body: bytesOf(body) };
    const { status, headers: replyHeaders } = this.#reply;
    return new Response(this.#body(), { status, headers: replyHeaders });
  }

  async #handle({ method, protocol, hostname, port, path, query, headers, body }) {
    const origin = `${protocol}//${hostname}${port ? `:${port}` : ""}`;
    const parameters = pairs(buildQueryString(query));
    this.#request = { method, origin, path, query: parameters, headers: telling(Object.entries(headers)), body: bytesOf(body) };
    const { status, headers: replyHeaders } = this.#reply;
    return { response: { statusCode: status, headers: { ...replyHeaders }, body: this.#body() } };
  }

  #body() {
    const { body, pieceBytes = Math.max(1, body.length) } = this.#reply;
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        if (at < body.length) controller.enqueue(body.slice(at, (at += pieceBytes)));
        else controller.close();
      },
    });
  }
}

/** The parameters as they are sent, in an order of their own: theirs means nothing. */
function pairs(query) {
  return query.split("&").filter(Boolean).sort();
}

/** The headers that say what is sent and asked for; the others are the transport's or the signature's. */
function telling(headers) {
  const isTelling = ([name]) => name === "content-type" || name === "accept" || name.startsWith("x-amzn-bedrock-");
  return Object.fromEntries([...headers].filter(isTelling));
}

function bytesOf(body) {
  if (body == null) return new Uint8Array();
  return typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
}

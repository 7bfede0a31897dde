// A bidirectional stream: a WebSocket takes the place of fetch and its response, and carries the caller's events.

import {
  BUFFERED_BYTES_MAX,
  BUFFER_POLL_MS,
  CHUNK_BYTES_MAX,
  MESSAGE_BYTES,
  UNREAD_BYTES_MAX,
  closed,
  construct,
  responseOf,
  unopened,
} from "./socket.js";
import { APIError, BedrockError, encodeBlob, fromBase64, isA, messageOf, stringify, take } from "./shared.js";

/**
 * @import { Instance } from "./load.js"
 * @import { DuplexReply, CallerEvents, Fetch, Reply } from "../types/calls.js"
 * @import { Shared } from "../types/parts.js"
 * @import { BedrockOptions } from "../types/index.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bindings, Bytes, EventEncoder } from "../types/wasm.js"
 */

/** The codes of a normal close: 1005 stands for no code. */
const GOOD_CLOSE_CODES = [1000, 1005];
/** Name and payload of the frame after the last event. @type {[name: string, payload: Uint8Array]} */
const NO_MORE = ["", new Uint8Array()];

/**
 * Opens a stream, and begins to send.
 *
 * @param {Shared} shared
 * @param {Unchecked} input
 * @param {BedrockOptions | undefined} options the client's
 * @param {(fetch: Fetch) => Promise<Reply>} send makes the call
 * @returns {Promise<Reply>}
 */
export async function openStream(shared, input, options, send) {
  take(shared);
  const body = input?.body;
  const WebSocketClass = options?.WebSocket ?? globalThis.WebSocket;
  if (typeof WebSocketClass !== "function") {
    throw new BedrockError(
      "This runtime has no WebSocket. Pass one, such as the class of npm's ws: new Bedrock({ WebSocket, … }). Node has its own from version 22.",
    );
  }
  if (typeof body !== "object" || !(body?.getReader ?? body?.[Symbol.asyncIterator] ?? body?.[Symbol.iterator])) {
    throw new BedrockError("body is not an iterable of events. Pass an async generator that yields { chunk: { bytes } }.");
  }
  /** @type {Connection | undefined} */
  let connection;
  /** @type {Fetch} */
  const fetch = (url, { signal }) => {
    connection = new Connection(WebSocketClass, url.replace(/^http/, "ws"), /** @type {AbortSignal} */ (signal));
    return connection.opened;
  };
  let reply;
  try {
    reply = /** @type {DuplexReply} */ (await send(fetch));
    if (/** @type {unknown} */ (reply.response) !== connection)
      throw new APIError("The reply is not a WebSocket. Check the endpoint.");
  } catch (error) {
    connection?.cancel();
    throw error;
  }
  const { encoder, instance } = reply;
  const opened = /** @type {Connection} */ (/** @type {unknown} */ (connection));
  opened.strike = instance.bindings.strike;
  instance.calls.add(opened);
  // Do not pass the reply: the connection ends when nothing holds the reply any more.
  sendEvents(body, opened, encoder, instance);
  const noResponse = () => {
    opened.cancel();
    return new BedrockError("A WebSocket has no Response. Await the call itself: it resolves to the stream.");
  };
  return { ...reply, noResponse };
}

/** A WebSocket that acts as a response, as far as the core and EventIterator use one: its body is the messages received. */
class Connection {
  #socket;
  #signal;
  /** @type {Bytes[]} */
  #messages = [];
  /** The number of them that have been read. */
  #read = 0;
  #unreadBytes = 0;
  /** @type {unknown} */
  #failure;
  /** @type {(value?: undefined) => void} */
  #wake = () => {};
  /** @type {(() => void) | undefined} */
  #endWith;

  /** Known once the call is made. @type {Bindings["strike"] | undefined} */
  strike;
  status = 200;
  headers = new Headers({ "content-type": "application/vnd.amazon.eventstream" });
  ended = false;
  /** Resolves when either side has closed. @type {Promise<void>} */
  ending = new Promise((resolve) => {
    this.#endWith = resolve;
  });

  /** @param {Unchecked} WebSocketClass @param {string} url @param {AbortSignal} signal */
  constructor(WebSocketClass, url, signal) {
    const socket = construct(WebSocketClass, url);
    this.#socket = socket;
    this.#signal = signal;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#receive(data);
    signal.addEventListener("abort", () => this.cancel());
    this.opened = new Promise((resolve, reject) => {
      /** @type {Unchecked} */
      let cause;
      socket.onopen = () => resolve(this);
      socket.onerror = (event) => {
        cause = event.error;
        // Reject here already: where a page's policy forbids the connection, Chromium sends no close event.
        reject(unopened(cause?.message || cause?.code || "it was refused or broke off", cause));
      };
      socket.onclose = ({ code, reason }) => {
        reject(unopened(`closed with code ${code}`));
        this.end(GOOD_CLOSE_CODES.includes(code) ? undefined : closed(code, reason, cause, this.strike));
      };
      // Only npm's ws reports the answer and its headers.
      socket.on?.("upgrade", ({ headers: { "x-amzn-requestid": id } }) => id && this.headers.set("x-amzn-requestid", id));
      socket.on?.("unexpected-response", (_, message) => resolve(responseOf(message)));
    });
  }

  get body() {
    return this;
  }

  getReader() {
    return this;
  }

  /** Gives the messages that arrived before the end, then the end. */
  async read() {
    while (this.#messages.length === 0) {
      if (this.#failure) throw this.#failure;
      if (this.ended) return { value: undefined, done: true };
      await new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
        this.#wake = resolve;
      });
    }
    const value = this.#messages[this.#read++];
    this.#unreadBytes -= value.length + MESSAGE_BYTES;
    // Not one by one with `shift`, which moves every waiting message.
    if (this.#read === this.#messages.length) this.#forget();
    return { value, done: false };
  }

  /** Drops the unread messages, and ends the connection. */
  async cancel() {
    this.#forget();
    this.end(this.#signal.reason);
  }

  #forget() {
    this.#messages = [];
    this.#read = 0;
  }

  /** @param {Uint8Array} frame */
  send(frame) {
    this.#socket.send(frame);
  }

  /** Resolves when little waits to be sent. A socket has no event for that, so this polls it. */
  async drained() {
    while (!this.ended && this.#socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      await new Promise((resolve) => setTimeout(resolve, BUFFER_POLL_MS));
    }
  }

  /** @param {unknown} [failure] */
  end(failure) {
    if (this.ended) return;
    this.ended = true;
    this.#failure = failure;
    this.#socket.close(1000);
    this.#wake();
    /** @type {() => void} */ (this.#endWith)();
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (this.ended) return;
    try {
      // Gateways that support only text send base64, which the AWS SDK accepts too.
      const bytes = typeof data === "string" ? fromBase64(data) : new Uint8Array(data);
      this.#messages.push(bytes);
      this.#unreadBytes += bytes.length + MESSAGE_BYTES;
    } catch (cause) {
      this.end(new APIError("The WebSocket has a message that is not an event of Bedrock. Check the endpoint.", { cause }));
    }
    if (this.#unreadBytes > UNREAD_BYTES_MAX) {
      this.end(new BedrockError("64 MiB of the stream waited to be read. Read it as it comes, or close it."));
    }
    this.#wake();
  }
}

/**
 * Sends the caller's events, and a final frame after the last one. Any failure here ends the connection.
 *
 * @param {Unchecked} body
 * @param {Connection} connection
 * @param {EventEncoder} encoder
 * @param {Instance} instance
 */
async function sendEvents(body, connection, encoder, instance) {
  /** @type {CallerEvents | undefined} */
  let iterator;
  connection.ending.then(() => {
    if (!instance.isDiscarded) encoder.free();
    instance.leave(connection);
    leave(iterator);
  });
  const next = async () => {
    try {
      return await /** @type {CallerEvents} */ (iterator).next();
    } catch (cause) {
      iterator = undefined;
      throw new BedrockError("The `body` of the call failed: see this error's cause.", { cause });
    }
  };
  try {
    iterator = iteratorOf(body);
    for (;;) {
      await connection.drained();
      if (connection.ended) return;
      const { value, done } = await next();
      if (done) iterator = undefined;
      const event = done ? NO_MORE : partsOf(await value);
      if (connection.ended) return;
      if (instance.isDiscarded) throw instance.discard();
      const frame = encoder.frame(...event);
      if (!frame) throw new RangeError("it is longer than 24 MiB. Send several");
      connection.send(frame);
      if (done) return;
    }
  } catch (cause) {
    connection.end(errorOf(cause, instance));
  }
}

/** @param {Unchecked} cause @param {Instance} instance */
function errorOf(cause, instance) {
  if (isA(BedrockError, cause)) return cause;
  if (isA(WebAssembly.RuntimeError, cause)) return instance.discard(cause);
  return new BedrockError(`An event of \`body\` cannot be sent: ${messageOf(cause)}`, { cause });
}

/** @param {Unchecked} body @returns {CallerEvents} */
function iteratorOf(body) {
  if (!body.getReader) return (body[Symbol.asyncIterator] ?? body[Symbol.iterator]).call(body);
  // A stream's own iterator cannot be left while it waits, and some browsers lack it.
  const reader = body.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/** Callers do not wait for this: an iterator may return late, or never. @param {CallerEvents | undefined} iterator */
function leave(iterator) {
  (async () => iterator?.return?.())().catch(() => {});
}

/**
 * The name of an event, and its payload as JSON.
 *
 * @param {Unchecked} event
 * @returns {[name: string, payload: Uint8Array]}
 */
function partsOf(event) {
  const members = Object.entries(event ?? {}).filter(([, member]) => member != null);
  const [[name, member] = /** @type {Unchecked} */ ([])] = members;
  if (members.length !== 1 || (name === "chunk" && member.bytes == null)) {
    throw new TypeError("it is not { chunk: { bytes } }");
  }
  return [name, new TextEncoder().encode(stringify(name === "chunk" ? chunkOf(member) : member))];
}

/** @param {Unchecked} member */
function chunkOf(member) {
  const bytes = encodeBlob(member.bytes, "chunk.bytes");
  if (bytes.length > CHUNK_BYTES_MAX) {
    throw new RangeError(`its bytes are ${bytes.length}, and Bedrock takes ${CHUNK_BYTES_MAX}. Send them in several events`);
  }
  return { ...member, bytes };
}

// A stream both ways: a WebSocket in the place of fetch and its response, and the caller's events on their way into it.
//
// Loaded with the first such stream. It imports nothing and is handed what it shares with the rest: bundlers would move
// that into a chunk of its own, and every page would wait for one more request.

/** While more than this waits in the socket, no event is asked for: about a second of sound. */
const BUFFERED_BYTES_MAX = 64 * 1024;
const BUFFER_POLL_MS = 10;
/** A WebSocket cannot be told to wait, so there is an end to what is kept for a slow reader. Eight minutes of sound, the longest session, are 40 MB. */
const UNREAD_BYTES_MAX = 64 * 1024 * 1024;
/** AWS's limit for `chunk.bytes`; tests/js/bidirectional.test.mjs compares it with the service model. */
const CHUNK_BYTES_MAX = 1_000_000;
/** Closed as agreed: with its code, or without any. */
const GOOD_CLOSE_CODES = [1000, 1005];
/** Name and payload of what is sent after the last event. */
const NO_MORE = ["", new Uint8Array()];

const utf8 = new TextEncoder();

let APIConnectionError, APIError, BedrockError, encodeBlob, fromBase64, isA, messageOf, stringify;

/** Opens a stream, and begins to send. `options` are the client's; `send` makes the call, with a function for fetch. */
export async function openStream(shared, input, options, send) {
  ({ APIConnectionError, APIError, BedrockError, encodeBlob, fromBase64, isA, messageOf, stringify } = shared);
  const body = input?.body;
  const WebSocketClass = options?.WebSocket ?? globalThis.WebSocket;
  if (typeof WebSocketClass !== "function") {
    throw new BedrockError(
      "This runtime has no WebSocket. Pass one, such as the class of npm's ws: new Bedrock({ WebSocket, … }). Node has its own from version 22.",
    );
  }
  if (typeof body !== "object" || !(body?.getReader ?? body?.[Symbol.asyncIterator] ?? body?.[Symbol.iterator])) {
    throw new BedrockError("body is no iterable of events. Pass an async generator that yields { chunk: { bytes } }.");
  }
  let connection;
  const fetch = (url, { signal }) => {
    connection = new Connection(WebSocketClass, url.replace(/^http/, "ws"), signal);
    return connection.opened;
  };
  let reply;
  try {
    reply = await send(fetch);
    if (reply.response !== connection) throw new APIError("The reply is no WebSocket. Check the endpoint.");
  } catch (error) {
    connection?.cancel();
    throw error;
  }
  sendEvents(body, connection, reply);
  const noResponse = () => {
    connection.cancel();
    return new BedrockError("A WebSocket has no Response. Await the call itself: it resolves to the stream.");
  };
  return { ...reply, noResponse };
}

/** A WebSocket as the response whose body is what it receives, as far as the core and EventIterator look at one. */
class Connection {
  #socket;
  #signal;
  #messages = [];
  #unreadBytes = 0;
  #failure;
  #wake = () => {};
  #endWith;

  status = 200;
  headers = new Headers({ "content-type": "application/vnd.amazon.eventstream" });
  ended = false;
  /** Resolves when either side has closed. */
  ending = new Promise((resolve) => {
    this.#endWith = resolve;
  });

  constructor(WebSocketClass, url, signal) {
    const socket = construct(WebSocketClass, url);
    this.#socket = socket;
    this.#signal = signal;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#receive(data);
    signal.addEventListener("abort", () => this.cancel());
    this.opened = new Promise((resolve, reject) => {
      let cause;
      socket.onopen = () => resolve(this);
      socket.onerror = (event) => {
        cause = event.error;
        // Now, while it is not open: where a page's policy forbids it, Chromium has no close follow.
        reject(unopened(cause?.message || cause?.code || "it was refused or broke off", cause));
      };
      socket.onclose = ({ code, reason }) => {
        reject(unopened(`closed with code ${code}`));
        this.end(GOOD_CLOSE_CODES.includes(code) ? undefined : closed(code, reason, cause));
      };
      // Only npm's ws tells of the answer and its headers.
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

  /** What arrived before the end is read before it. */
  async read() {
    while (this.#messages.length === 0) {
      if (this.#failure) throw this.#failure;
      if (this.ended) return { value: undefined, done: true };
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    const value = this.#messages.shift();
    this.#unreadBytes -= value.length;
    return { value, done: false };
  }

  /** What was not read then, nobody wants. */
  async cancel() {
    this.#messages = [];
    this.end(this.#signal.reason);
  }

  send(frame) {
    this.#socket.send(frame);
  }

  /** Resolves when little waits to be sent. A socket does not say when that is: it can only be asked. */
  async drained() {
    while (!this.ended && this.#socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      await new Promise((resolve) => setTimeout(resolve, BUFFER_POLL_MS));
    }
  }

  end(failure) {
    if (this.ended) return;
    this.ended = true;
    this.#failure = failure;
    this.#socket.close(1000);
    this.#wake();
    this.#endWith();
  }

  #receive(data) {
    if (this.ended) return;
    try {
      // Gateways that know only text send base64, which the AWS SDK takes as well.
      const bytes = typeof data === "string" ? fromBase64(data) : new Uint8Array(data);
      this.#messages.push(bytes);
      this.#unreadBytes += bytes.length;
    } catch (cause) {
      this.end(new APIError("The WebSocket has a message that is no event of Bedrock. Check the endpoint.", { cause }));
    }
    if (this.#unreadBytes > UNREAD_BYTES_MAX) {
      this.end(new BedrockError("64 MiB of the stream waited to be read. Read it as it comes, or close it."));
    }
    this.#wake();
  }
}

/** What it throws may quote the URL, which is signed. */
function construct(WebSocketClass, url) {
  try {
    return new WebSocketClass(url);
  } catch (error) {
    throw unopened(String(error?.message).replace(/\?\S*/g, "?…"));
  }
}

/** What fetch would throw. The core knows it by its name, and says where to. */
function unopened(why, cause) {
  const advice =
    "Browsers keep the reason to themselves: check that the credentials are good and allow bedrock:InvokeModelWithBidirectionalStream, that this region has the model, this machine's clock, the network and the page's Content-Security-Policy.";
  return Object.assign(new Error(`${String(why).replace(/\.$/, "")}. ${advice}`, { cause }), { name: "WebSocketError" });
}

function closed(code, reason, cause) {
  const why = reason ? `${code}, ${reason}` : code;
  return new APIConnectionError(`The WebSocket was closed (${why}) before the stream had ended. Open another.`, { cause });
}

/** An answer of Node's http module as fetch would give it, for the core to judge. */
async function responseOf(message) {
  let body = "";
  try {
    for await (const piece of message.setEncoding("utf8")) {
      body += piece;
      // As much as errors keep.
      if (body.length > 8192) break;
    }
  } catch {
    // The status is worth more than a body that breaks off.
  }
  return new Response(body || null, { status: message.statusCode, headers: message.headers });
}

/** Sends the caller's events, and at their end that there are no more. Whatever fails here ends the connection. */
async function sendEvents(body, connection, { encoder, instance }) {
  let iterator;
  connection.ending.then(() => {
    if (!instance.isDiscarded) encoder.free();
    leave(iterator);
  });
  const next = async () => {
    try {
      return await iterator.next();
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

function errorOf(cause, instance) {
  if (isA(BedrockError, cause)) return cause;
  if (isA(WebAssembly.RuntimeError, cause)) return instance.discard(cause);
  return new BedrockError(`An event of \`body\` cannot be sent: ${messageOf(cause)}`, { cause });
}

function iteratorOf(body) {
  if (!body.getReader) return (body[Symbol.asyncIterator] ?? body[Symbol.iterator]).call(body);
  // A stream's own iterator cannot be left while it waits, and not every browser has it.
  const reader = body.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/** Nobody waits for it: an iterator may take its time, or never come to it. */
function leave(iterator) {
  (async () => iterator?.return?.())().catch(() => {});
}

/** The name of an event, and its payload as JSON. */
function partsOf(event) {
  const members = Object.entries(event ?? {}).filter(([, member]) => member != null);
  const [[name, member] = []] = members;
  if (members.length !== 1 || (name === "chunk" && member.bytes == null)) {
    throw new TypeError("it is not { chunk: { bytes } }");
  }
  return [name, utf8.encode(stringify(name === "chunk" ? chunkOf(member) : member))];
}

function chunkOf(member) {
  const bytes = encodeBlob(member.bytes, "chunk.bytes");
  if (bytes.length > CHUNK_BYTES_MAX) {
    throw new RangeError(`its bytes are ${bytes.length}, and Bedrock takes ${CHUNK_BYTES_MAX}. Send them in several events`);
  }
  return { ...member, bytes };
}

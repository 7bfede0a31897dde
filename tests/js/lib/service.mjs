// The other end of bidirectional streams, of code that is not ours: npm's ws for the WebSocket, AWS's own for signatures
// and frames. It verifies the URL and every event; what is said is up to the test.
import assert from "node:assert/strict";
import http from "node:http";
import { WebSocketServer } from "ws";
import { codec, eventHeaders, eventSignature, presignedQuery, signerOf } from "./aws.mjs";
import { CREDENTIALS, within } from "./client.mjs";

const MESSAGES = { 403: "The security token included in the request is invalid.", 503: "Too busy." };

/**
 * Serves on a free port of 127.0.0.1 until the test ends. `talk(session)` is called for each stream.
 *
 * - `refuse(request, service)`: answers an upgrade without a WebSocket, by what it returns: `{ status, code, headers, body }`,
 *   or not at all by a promise that stays pending; nothing: goes on
 * - `endpoint`, `attempts` (of upgrades, so far), `sessions` and `problems` (of signatures; asserted to be none)
 */
export async function serveStreams(t, talk, { refuse = () => undefined, credentials = CREDENTIALS, prefix = "" } = {}) {
  const service = { attempts: 0, sessions: [], problems: [] };
  const server = http.createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("headers", (headers) => headers.push("x-amzn-requestid: 01234567-89ab-cdef-0123-456789abcdef"));
  server.on("upgrade", async (request, socket, head) => {
    service.attempts++;
    socket.on("error", () => {});
    const refusal = (await refuse(request, service)) ?? (await wrongUrl(request, credentials, prefix));
    if (refusal) return answer(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new Session(webSocket, request, credentials, service.problems);
      service.sessions.push(session);
      // What it says in vain to a client that has left is no fault.
      session.talked = Promise.resolve(talk?.(session));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
    assert.deepEqual(service.problems, []);
  });
  service.endpoint = `http://127.0.0.1:${server.address().port}${prefix}`;
  return service;
}

/** One stream, as the service has it. */
export class Session {
  #webSocket;
  #events = [];
  #waiting = [];
  #verified;

  constructor(webSocket, request, credentials, problems) {
    this.#webSocket = webSocket;
    this.path = request.url.split("?")[0];
    this.headers = request.headers;
    const query = new URL(request.url, "ws://localhost").searchParams;
    // Each signature begins with the one before it, so they are verified one after the other.
    this.#verified = Promise.resolve(query.get("X-Amz-Signature"));
    const signer = signerOf(credentials, query.get("X-Amz-Credential").split("/")[2]);
    webSocket.on("message", (bytes, isBinary) => {
      if (!isBinary) problems.push("a message of text");
      this.#verified = this.#verified
        .then((prior) => this.#receive(bytes, prior, signer, problems))
        .catch((error) => problems.push(String(error)));
    });
    /** Resolves to the code and the reason of the close. */
    this.closed = new Promise((resolve) => webSocket.on("close", (code, reason) => resolve({ code, reason: String(reason) })));
    webSocket.on("error", () => {});
    this.closed.then(() => this.#verified).then(() => this.#give(undefined));
  }

  async #receive(bytes, priorSignature, signer, problems) {
    const { headers, body } = codec.decode(new Uint8Array(bytes));
    const date = headers[":date"].value;
    const signature = await eventSignature(signer, { body: new Uint8Array(body), date, priorSignature });
    if (Buffer.from(headers[":chunk-signature"].value).toString("hex") !== signature) problems.push("a wrong chunk signature");
    if (Math.abs(Date.now() - date.getTime()) > 60_000) problems.push(`an event of ${date.toISOString()}`);
    if (Object.keys(headers).join() !== ":date,:chunk-signature") problems.push(`headers ${Object.keys(headers)}`);
    this.#give(body.length === 0 ? { end: true } : eventOf(body));
    return signature;
  }

  #give(event) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(event);
    else this.#events.push(event);
  }

  /** The next event: `{ name, contentType, payload, bytes }`, `{ end: true }` for the last, undefined after a close. */
  next() {
    if (this.#events.length > 0) return Promise.resolve(this.#events.shift());
    return within(new Promise((resolve) => this.#waiting.push(resolve)), "the next event of the client");
  }

  /** All events until the end, or the close. */
  async rest() {
    const events = [];
    for (let event; (event = await this.next()) && !event.end; ) events.push(event);
    return events;
  }

  /** Sends a chunk of this JSON. */
  say(value) {
    this.send("chunk", { bytes: Buffer.from(JSON.stringify(value)).toString("base64"), p: "abcd" });
  }

  send(name, payload) {
    this.sendBytes(codec.encode({ headers: eventHeaders(name), body: Buffer.from(JSON.stringify(payload)) }));
  }

  /** An exception, and then the end, as Bedrock does it. */
  fail(name, payload) {
    const string = (value) => ({ type: "string", value });
    const headers = {
      ":exception-type": string(name),
      ":content-type": string("application/json"),
      ":message-type": string("exception"),
    };
    this.sendBytes(codec.encode({ headers, body: Buffer.from(JSON.stringify(payload)) }));
    this.close(1011, "exception");
  }

  sendBytes(bytes) {
    this.#webSocket.send(bytes);
  }

  close(code, reason) {
    this.#webSocket.close(code, reason);
  }

  /** Without a word. */
  terminate() {
    this.#webSocket.terminate();
  }

  /** Reads no further, so that the client's buffer fills. */
  pause() {
    this.#webSocket.pause();
  }

  resume() {
    this.#webSocket.resume();
  }
}

function eventOf(body) {
  const { headers, body: payload } = codec.decode(new Uint8Array(body));
  const value = JSON.parse(Buffer.from(payload).toString("utf8"));
  const header = (name) => headers[name].value;
  assert.equal(header(":message-type"), "event");
  return {
    name: header(":event-type"),
    contentType: header(":content-type"),
    payload: value,
    bytes: Buffer.from(value.bytes ?? "", "base64"),
  };
}

/** What is wrong with the signature of a URL, as an answer; nothing, if it is right. */
async function wrongUrl(request, credentials, prefix) {
  const [path, search] = request.url.split("?");
  const given = Object.fromEntries(new URLSearchParams(search));
  const date = new Date(given["X-Amz-Date"].replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  const signer = signerOf(credentials, given["X-Amz-Credential"].split("/")[2]);
  const expected = await presignedQuery(signer, { path, host: request.headers.host, date });
  const isRight =
    request.method === "GET" &&
    path.startsWith(`${prefix}/model/`) &&
    path.endsWith("/invoke-with-bidirectional-stream-websocket") &&
    Math.abs(Date.now() - date.getTime()) < 60_000;
  if (isRight && JSON.stringify(sorted(given)) === JSON.stringify(sorted(expected))) return undefined;
  return { status: 403, code: "InvalidSignatureException" };
}

function sorted(query) {
  return Object.entries(query).sort();
}

function answer(socket, { status, code, headers = {}, body }) {
  const text = body ?? JSON.stringify({ message: MESSAGES[status] });
  const own = {
    "content-type": "application/json",
    "x-amzn-requestid": "fedcba98-7654-3210-fedc-ba9876543210",
    ...(code && { "x-amzn-errortype": `${code}:http://internal.amazon.com/` }),
  };
  const lines = Object.entries({ ...own, connection: "close", "content-length": Buffer.byteLength(text), ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("\r\n")}\r\n\r\n${text}`);
}

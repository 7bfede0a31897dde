// Servers on raw TCP: each says byte for byte what goes over the wire, and when the connection ends and how.
import net from "node:net";

/** The connection has ended while something was still to come from the other side. */
export class Gone extends Error {}

/** One connection, as its server sees it. */
export class Wire {
  #socket;
  #held = Buffer.alloc(0);
  /** Called when bytes have come, or the connection has ended. */
  #wake = () => {};
  #hasEnded = false;
  #cors;
  /** Whether anything has come. */
  isUsed = false;
  /** Resolves when the connection is closed, by whichever side. */
  closed;

  constructor(socket, cors) {
    this.#socket = socket;
    this.#cors = cors;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.isUsed = true;
      this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
      this.#wake();
    });
    socket.on("end", () => this.#end());
    // A reset is one of the ways in which clients leave.
    socket.on("error", () => this.#end());
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.#end();
        resolve();
      });
    });
  }

  #end() {
    this.#hasEnded = true;
    this.#wake();
  }

  /** Waits until `fits` gives something of the bytes that have come. */
  async #until(fits) {
    for (;;) {
      const found = fits(this.#held);
      if (found !== undefined) return found;
      if (this.#hasEnded) throw new Gone("the client has left");
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The first bytes of a request, unread. */
  async begun() {
    await this.#until((held) => (held.length > 0 ? true : undefined));
  }

  /** The head of the next request, whose body is left where it is. */
  async head() {
    const end = await this.#until((held) => {
      const at = held.indexOf("\r\n\r\n");
      return at < 0 ? undefined : at + 4;
    });
    const text = this.#held.toString("latin1", 0, end);
    this.#held = this.#held.subarray(end);
    const [method, path] = text.split(" ", 2);
    return { method, path, text };
  }

  /** The next request as a whole. A page's question whether it may ask is answered on the way. */
  async request() {
    for (;;) {
      const head = await this.head();
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head.text)?.[1] ?? 0);
      await this.#until((held) => (held.length >= length ? true : undefined));
      const body = this.#held.subarray(0, length);
      this.#held = this.#held.subarray(length);
      if (head.method !== "OPTIONS" || !this.#cors) return { ...head, body };
      await this.send(`HTTP/1.1 204 Fine\r\n${CORS}access-control-max-age: 7200\r\n\r\n`);
    }
  }

  /** Resolves when the bytes are with the system. Text is Latin-1. */
  send(data) {
    return new Promise((resolve, reject) => {
      this.#socket.write(data, "latin1", (error) => (error ? reject(new Gone(error.message)) : resolve()));
    });
  }

  /** Ends the connection as a crash does. */
  reset() {
    this.#socket.resetAndDestroy();
  }

  /** Ends the connection in order. */
  end() {
    this.#socket.end();
  }
}

/** What a page needs to be shown a reply. */
export const CORS = [
  "access-control-allow-origin: *",
  "access-control-allow-headers: *, authorization",
  "access-control-allow-methods: *",
  "access-control-expose-headers: *",
  "",
].join("\r\n");

/**
 * A server on a free port of 127.0.0.1. `serve(wire, number)` plays each connection; when it returns, the connection is left as
 * it is.
 *
 * Gives `{ url, port, open(), connections(), problems, stop() }`.
 */
export async function listen(serve, { cors = false } = {}) {
  const wires = new Map();
  const problems = [];
  let connections = 0;
  const server = net.createServer({ noDelay: true, allowHalfOpen: false }, (socket) => {
    const wire = new Wire(socket, cors);
    wires.set(socket, wire);
    socket.on("close", () => wires.delete(socket));
    Promise.resolve(serve(wire, connections++)).catch((error) => {
      if (!(error instanceof Gone)) problems.push(error);
      socket.destroy();
    });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", 4096, resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** How many connections are open that were used: `fetch` opens one more after a request that is aborted. */
    open: () => [...wires.values()].filter(({ isUsed }) => isUsed).length,
    connections: () => connections,
    problems,
    /** Ends all connections; resolves when the last is closed. */
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of wires.keys()) socket.destroy();
      await closed;
    },
  };
}

// AWS's own clients for the local Bedrock: the SDK's builds for Node and for browsers.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";
import WebSocket from "ws";

import { createSession, emulatorUrl } from "./emulator.mjs";

/** The keys that the emulator knows; they open nothing else. */
export const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
export const SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==";
export const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";

/** How a client is told to use an API key. */
export const WITH_API_KEY = { credentials: undefined, token: { token: API_KEY }, authSchemePreference: ["httpBearerAuth"] };

/**
 * Makes a client of a session of its own; both end with the test. `options` are added to the client's; with a
 * `host`, the client believes that the session is there.
 */
export async function connect(t, Client, { session: sessionOptions, host, ...options } = {}) {
  const session = await createSession(sessionOptions);
  const endpoint = host ? `https://${host}${new URL(session.endpoint).pathname}` : session.endpoint;
  const client = new Client({ region: "us-east-1", endpoint, credentials: KEYS, maxAttempts: 1, ...options });
  t.after(async () => {
    client.destroy();
    await session.delete();
  });
  return { client, session };
}

/** Asks for the session's log until it fits, and returns it; the test's own timeout ends the asking. */
export async function logWhen(session, fits) {
  for (;;) {
    const log = await session.log();
    if (fits(log)) return log;
  }
}

/** Bedrock's own address, where only the sockets below can go: they are led to the emulator. */
export const AWS_HOST = "bedrock-runtime.us-east-1.amazonaws.com";

/**
 * AWS's client of Bedrock Runtime as its build for browsers has it, which opens WebSockets where Node's speaks HTTP/2.
 *
 * It insists on `wss:` and leaves the port out of the host that it signs, so that it cannot be given the emulator's address.
 * It is given AWS's, and its sockets go to the emulator with the Host header of the address they were opened for.
 */
export async function browserBuild() {
  const folder = await mkdtemp(join(tmpdir(), "aws-sdk-"));
  const outfile = join(folder, "client-bedrock-runtime.mjs");
  const resolveDir = fileURLToPath(new URL("..", import.meta.url));
  const modules = ["@aws-sdk/client-bedrock-runtime", "@aws-sdk/middleware-websocket"];
  const contents = modules.map((name) => `export * from "${name}";`).join("\n");
  await build({ stdin: { contents, resolveDir }, bundle: true, platform: "browser", format: "esm", outfile, logLevel: "error" });
  globalThis.WebSocket = class extends WebSocket {
    constructor(url) {
      const { host, pathname, search } = new URL(url);
      super(`${emulatorUrl().replace(/^http/, "ws")}${pathname}${search}`, { headers: { host } });
      // As in a browser, no message comes before those who wait for the opening have been told of it.
      this.once("open", () => {
        this.pause();
        setImmediate(() => this.resume());
      });
    }
  };
  const sdk = await import(pathToFileURL(outfile));
  await rm(folder, { recursive: true });
  return sdk;
}

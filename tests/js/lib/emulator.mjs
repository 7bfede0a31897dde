// Sessions of the local Bedrock: each test has its own endpoint, faults and request log. `cargo xtask test package` starts
// the emulator and says where it is; by hand: `cargo xtask emulator`, and BEDROCK_EMULATOR_URL=http://127.0.0.1:PORT.

/** Where the emulator listens, without a slash at the end. */
export function emulatorUrl() {
  const url = process.env.BEDROCK_EMULATOR_URL;
  if (!url) throw new Error("BEDROCK_EMULATOR_URL is not set: run `cargo xtask test package`, or start `cargo xtask emulator`");
  return url.replace(/\/$/, "");
}

/**
 * Makes a session; `options` are those of tests/emulator/src/session.rs, all optional.
 *
 * - `endpoint`: the base URL to hand to a client
 * - `log()`: what the session has received so far
 * - `release()`: lets go what a `stall` or `gate` fault holds back
 * - `delete()`: ends the session
 */
export async function createSession(options = {}) {
  const { id, endpoint } = await (await control("POST", "/_emulator/sessions", options)).json();
  const path = `/_emulator/sessions/${id}`;
  return {
    id,
    endpoint,
    log: async () => (await control("GET", path)).json(),
    release: async () => void (await control("POST", `${path}/release`)),
    delete: async () => void (await control("DELETE", path)),
  };
}

async function control(method, path, body) {
  const init = { method };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(emulatorUrl() + path, init);
  if (!response.ok) throw new Error(`emulator: ${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

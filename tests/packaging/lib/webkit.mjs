// WebKitGTK, the engine of Safari, driven over WebDriver: Debian's package webkit2gtk-driver has both the browser and the driver.
// It has no headless mode, so it runs in a display that nobody sees.
import { freePort, start } from "./run.mjs";

const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/** It is asked as soon as it is started, until it answers. */
const ASKED_MAX = 10_000;

/**
 * Opens a page in a browser of its own.
 *
 * - `evaluate(expression)`: resolves to the value that the promise of this expression has in the page, if it is plain data
 * - `version`: of the engine
 * - `close()`: ends the browser
 */
export async function openWebKit(url) {
  const port = await freePort();
  const { child: driver, end } = start("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], {});
  let base = `http://127.0.0.1:${port}/session`;
  const command = async (method, path, body) => {
    const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  const close = async () => {
    if (!base.endsWith("/session")) await command("DELETE", "").catch(() => {});
    await end();
  };
  try {
    await listening(base, driver);
    const wanted = { binary: MINI_BROWSER, args: ["--automation"] };
    const alwaysMatch = { "webkitgtk:browserOptions": wanted, timeouts: { script: 120_000 } };
    const { sessionId, capabilities } = await command("POST", "", { capabilities: { alwaysMatch } });
    base += `/${sessionId}`;
    await command("POST", "/url", { url });
    const evaluate = async (expression) => {
      const script = `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done(JSON.stringify(value) ?? "null"))`;
      return JSON.parse(await command("POST", "/execute/async", { script, args: [] }));
    };
    return { evaluate, version: capabilities.browserVersion, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(base, driver) {
  for (let asked = 0; asked < ASKED_MAX && driver.exitCode === null; asked++) {
    const answers = await fetch(base.replace("/session", "/status")).then(
      () => true,
      () => false,
    );
    if (answers) return;
  }
  throw new Error("WebKitWebDriver does not answer: run `cargo xtask setup webkit`");
}

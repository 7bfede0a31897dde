// The system's Firefox, headless. It speaks WebDriver BiDi by itself, so nothing stands between it and the tests.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import WebSocket from "ws";

const CANDIDATES = [
  process.env.FIREFOX,
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** What keeps a test browser from calling home. */
const PREFERENCES = {
  "app.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/**
 * Opens a page in a browser of its own.
 *
 * - `evaluate(expression)`: resolves to the value that the promise of this expression has in the page, if it is plain data
 * - `send(method, parameters)`: a command of WebDriver BiDi; `context` is the page's
 * - `version`: of Firefox
 * - `onEvent(method, run)`: calls `run` with the parameters of each such event
 * - `close()`: ends the browser
 */
export async function openFirefox(url) {
  const program = CANDIDATES.find((candidate) => candidate && fs.existsSync(candidate));
  if (!program) throw new Error("no Firefox found: run `cargo xtask setup browsers`, or set FIREFOX to its path");
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "firefox-"));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${value});\n`);
  fs.writeFileSync(path.join(profile, "user.js"), lines.join(""));
  const options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank"];
  const browser = spawn(program, options, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => browser.once("close", resolve));
  const close = async () => {
    browser.kill();
    await ended;
    fs.rmSync(profile, { recursive: true, force: true });
  };
  try {
    const { send, onEvent } = await connect(await address(browser));
    const { capabilities } = await send("session.new", { capabilities: {} });
    // In the first tab the address bar keeps the focus: keys would press no buttons of the page.
    const { context } = await send("browsingContext.create", { type: "tab" });
    await send("browsingContext.navigate", { context, url, wait: "complete" });
    const evaluate = async (expression) => {
      const whole = `Promise.resolve(${expression}).then((value) => JSON.stringify(value) ?? "null")`;
      const answer = await send("script.evaluate", { expression: whole, target: { context }, awaitPromise: true });
      if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value);
    };
    return { evaluate, send, context, onEvent, version: capabilities.browserVersion, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where it listens, which it says among its warnings. */
function address(browser) {
  return new Promise((resolve, reject) => {
    let said = "";
    browser.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
      if (found) resolve(`${found[1]}/session`);
    });
    browser.once("error", reject).once("exit", () => reject(new Error(`Firefox ended: ${said}`)));
  });
}

/** Resolves to `send`, which resolves to a command's result, and `onEvent`. */
async function connect(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const waiting = new Map();
  const listeners = new Map();
  socket.on("message", (message) => {
    const { id, type, result, message: text, method, params } = JSON.parse(message);
    if (type === "event") return listeners.get(method)?.(params);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (type === "error") reject?.(new Error(text));
    else resolve?.(result);
  });
  socket.on("close", () => waiting.forEach(({ reject }) => reject(new Error("Firefox closed the connection"))));
  let count = 0;
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject });
      socket.send(JSON.stringify({ id: count, method, params }));
    });
  return { send, onEvent: (method, run) => listeners.set(method, run) };
}

// The world as a call of the core sees it: src/wasm/io.rs is the other end.
//
// Each function gives an answer that is still to come, and never throws: whatever a `fetch` or another function of the
// caller's does is data. Answers wait here until the call is polled (see core.js), so that nothing of the caller's ever runs
// under a frame of WebAssembly.

import { BedrockError } from "../client/errors.js";
import { Obstacle, obstacleOf, reasonOf } from "./obstacle.js";
import { field } from "./text.js";

/** The text that a call waits for. The core awaits it like a promise. */
class Answer {
  fulfil;

  then(fulfil) {
    this.fulfil = fulfil;
  }
}

/** What the lines of one call share. */
export class Underway {
  /** What was thrown, by the number under which the core knows it. */
  causes = [undefined];
  /** @type {Line[]} */
  lines = [];
  #answers = [];
  #wake;
  #signal;
  #stopped;

  /** @param settings `{ keys, hash, fetch, observer, … }` @param signal the caller's */
  constructor(settings, signal) {
    this.settings = settings;
    this.#signal = signal;
    try {
      if (signal?.aborted) this.#onAbort();
      else signal?.addEventListener("abort", this.#onAbort);
    } catch (cause) {
      throw new BedrockError("The `signal` cannot be listened to: see this error's cause. Pass that of an AbortController.", { cause });
    }
  }

  /** A line to the world, which sends these bytes. */
  line(payload = new Uint8Array()) {
    const line = new Line(this, payload);
    this.lines.push(line);
    return line;
  }

  /** What ended the call from outside. */
  get stopped() {
    return this.#stopped;
  }

  /** Takes an answer, of which the first counts. */
  answer(answer, text) {
    if (answer.text !== undefined) return;
    answer.text = text;
    this.#answers.push(answer);
    this.wake();
  }

  /** Gives the core what was answered. Called between two polls, and nowhere else. */
  deliver() {
    for (const { fulfil, text } of this.#answers.splice(0)) fulfil?.(text);
  }

  /** Resolves when there is an answer. */
  async next() {
    if (this.#answers.length > 0) return;
    await new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Lets the call look at what has become of it. */
  wake() {
    this.#wake?.();
  }

  /** The words for an obstacle. */
  words({ word, cause, parts }) {
    const number = cause === undefined ? 0 : this.causes.push(cause) - 1;
    return [`-${word}`, number, ...parts].join("\x02");
  }

  /** To be called when the call has ended, one way or the other. A stream's line stays open. */
  close(kept) {
    try {
      this.#signal?.removeEventListener("abort", this.#onAbort);
    } catch {
      // Nothing is left that could be aborted.
    }
    for (const line of this.lines) line.close(line === kept);
  }

  #onAbort = () => {
    this.#stopped = this.words(new Obstacle("abort", reasonOf(this.#signal)));
    for (const line of this.lines) line.stop(this.#stopped);
  };
}

/** One line to the world: it has one request under way at a time. */
class Line {
  #call;
  #payload;
  #asked;
  #timer;
  /** Whether a request is under way, or a body unread. */
  #isOpen = false;
  controller;
  response;
  /** The body of the last reply: text or an ArrayBuffer. */
  raw;
  /** What JSON.parse made of it. */
  value;

  constructor(call, payload) {
    this.#call = call;
    this.#payload = payload;
  }

  keys(limitMs) {
    return this.#ask("keys", () => {
      const { keys } = this.#call.settings;
      this.#limit(limitMs, () => keys.forget());
      if (keys.isEmpty) throw new Obstacle("nokeys");
      return keys.ask();
    });
  }

  hash() {
    return this.#ask("input", () => this.#call.settings.hash(this.#payload));
  }

  exchange(text, limitMs) {
    return this.#ask("connection", async () => {
      this.controller = new AbortController();
      this.#isOpen = true;
      this.#limit(limitMs);
      const { fetch: given } = this.#call.settings;
      const [url, init] = requestOf(text, this.#payload, this.controller.signal);
      // A function of the caller's may look at them; fetch itself copies them anyway.
      if (given) init.headers = new Headers(init.headers);
      const fetch = given ?? globalThis.fetch;
      if (typeof fetch !== "function") throw new Obstacle("input", undefined, NO_FETCH);
      const response = await fetch(url, init);
      const head = headOf(response);
      this.response = response;
      return head;
    });
  }

  body(want) {
    return this.#ask("connection", async () => {
      let read;
      try {
        read = want === BYTES ? bufferOf(await this.response.arrayBuffer()) : String(await this.response.text());
      } finally {
        clearTimeout(this.#timer);
      }
      this.#isOpen = false;
      this.raw = read;
      if (want === JSON_OBJECT) this.value = parsed(read);
      if (want === OUTLINE) return this.#call.settings.bulk.outline(read);
      return want === TEXT ? read : "";
    });
  }

  sleep(ms) {
    const elapse = (resolve) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => resolve(""), ms);
    };
    return this.#ask("connection", () => new Promise(elapse));
  }

  files(addresses) {
    return this.#ask("input", async () => {
      this.controller = new AbortController();
      this.#limit(FILES_LIMIT_MS);
      try {
        return await this.#call.settings.files(addresses, this.controller.signal);
      } finally {
        clearTimeout(this.#timer);
      }
    });
  }

  setPayload(text) {
    this.#payload = this.#call.settings.bulk.payload(text);
  }

  line() {
    return this.#call.line();
  }

  tell(event) {
    const { causes, settings } = this.#call;
    try {
      settings.tell(event, causes);
    } catch {
      // Telling is not what the call is for.
    }
  }

  /** Ends what the line waits for. */
  stop(words) {
    if (this.#asked) this.#call.answer(this.#asked, words);
    this.#isOpen = false;
    this.controller?.abort();
  }

  /** Takes the timer back, and the request, unless a stream is still to be read. The core closes a line that it drops. */
  close(isKept) {
    clearTimeout(this.#timer);
    if (this.#isOpen && !isKept) this.controller.abort();
  }

  /** An answer of this work; what it fails with is called by this word. */
  #ask(word, work) {
    const answer = new Answer();
    this.#asked = answer;
    if (this.#call.stopped === undefined) perform(this.#call, answer, word, work);
    else this.#call.answer(answer, this.#call.stopped);
    return answer;
  }

  /** Until the body is read, or the next limit; 0 is none. */
  #limit(ms, reached) {
    clearTimeout(this.#timer);
    if (ms === 0) return;
    this.#timer = setTimeout(() => {
      reached?.();
      this.stop("-timeout");
    }, ms);
  }
}

const [TEXT, JSON_OBJECT, BYTES, OUTLINE] = [0, 1, 2, 3];
/** For all files of a request together. */
const FILES_LIMIT_MS = 60_000;

/** Answers, whatever happens: what was thrown may itself throw when it is looked at. */
async function perform(call, answer, word, work) {
  let text;
  try {
    text = `+${await work()}`;
  } catch (thrown) {
    text = call.words(obstacleOf(word, thrown));
  }
  call.answer(answer, text);
}

let hasCookies;

function requestOf(text, payload, signal) {
  const [url, [, method], ...headers] = text.split("\x01").map((part, index) => (index === 0 ? part : part.split("\x02")));
  // A redirect would carry the signature and the session token to wherever it points.
  const init = { method, headers: Object.fromEntries(headers), signal, redirect: "manual" };
  // Fetch refuses a GET with a body, even an empty one.
  if (method !== "GET") init.body = payload;
  // Workers without cookies refuse to be told to leave them out.
  hasCookies ??= "credentials" in (globalThis.Request?.prototype ?? {});
  if (hasCookies) init.credentials = "omit";
  return [url, init];
}

/** Status and headers. A Response of another realm, or a mocked one, is as good. */
function headOf(response) {
  const status = response?.status;
  const received = response?.headers;
  // 0 is that of a redirect which a browser has not followed.
  const isStatus = Number.isInteger(status) && status >= 0 && status < 600;
  if (!isStatus || typeof received?.entries !== "function") throw new Obstacle("input", undefined, NO_RESPONSE);
  // Only names and values that a header can have: the core makes Headers of them again.
  const headers = received instanceof Headers ? Headers.prototype.entries.call(received) : new Headers([...received.entries()]);
  let head = String(status);
  for (const [name, value] of headers) head += field(name, value);
  return head;
}

const NO_FETCH = "This runtime has no fetch. Pass one: new Bedrock({ fetch, … }).";
const NO_RESPONSE = "The `fetch` that was passed did not resolve to a Response. Return what the runtime's fetch returns.";

function parsed(text) {
  let cause;
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (thrown) {
    cause = thrown;
  }
  throw new Obstacle("json", cause, text);
}

/** The buffer itself, of whichever realm: a DataView is made of nothing else. */
function bufferOf(buffer) {
  return new DataView(buffer).buffer;
}

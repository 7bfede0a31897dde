// Faults of HTTP itself: lengths that lie, encodings, headers, chunks, keep-alive, status lines.
//
// A row has a name, plays the server (`serve`), and says what must come of a whole call and of a stream: `ok`, or the error's
// class and status, and `retried` if the request is sent again. `calls` are made one after the other, and the last one counts.
import zlib from "node:zlib";
import { ANSWER, chunk, EVENTS_TYPE, head, JSON_TYPE, LAST_CHUNK } from "./replies.mjs";
import { answers, answersOnce, goodBody, goodReply } from "./table-replies.mjs";

const typeOf = (kind) => (kind === "whole" ? JSON_TYPE : EVENTS_TYPE);
const CHUNKED = { "transfer-encoding": "chunked" };
const MEGABYTE = 1_000_000;

/** A reply of the good body under a head with these headers, its body changed by `change`. */
function under(headers, change = (body) => body, options = {}) {
  return (kind) => {
    const body = change(goodBody(kind));
    const given = typeof headers === "function" ? headers(body) : headers;
    return Buffer.concat([Buffer.from(head(200, { "content-type": typeOf(kind), ...given }, options)), body]);
  };
}
const lengthOf = (body) => ({ "content-length": body.length });
const inChunks = (body) => Buffer.concat([chunk(body), Buffer.from(LAST_CHUNK)]);
const zipped = (body) => zlib.gzipSync(body);
const encoded = (encoding) => (body) => ({ "content-encoding": encoding, ...lengthOf(body) });
/** The good reply with this in the place of its first line's end: further headers, or what looks like them. */
const withLines = (lines) => (kind) => {
  const reply = goodReply(kind);
  const end = reply.indexOf("\r\n") + 2;
  return Buffer.concat([reply.subarray(0, end), Buffer.from(lines, "latin1"), reply.subarray(end)]);
};
/** The good reply with another status line. */
const withStatusLine = (line) => (kind) => {
  const reply = goodReply(kind);
  return Buffer.concat([Buffer.from(line, "latin1"), reply.subarray(reply.indexOf("\r\n") + 2)]);
};
const row = (name, whole, stream, serve, more = {}) => ({ name, whole, stream, serve, ...more });
const BROKEN = "APIConnectionError, retried";
/** Of a stream: whether its first event is there sooner than the fault is for the runtime to say. */
const IN_TIME = `APIConnectionError or ${BROKEN}`;
/** HTTP clients differ in what they forgive. */
const EITHER = `ok or ${BROKEN}`;

const LENGTHS = [
  row(
    "a length that is too long, then the end",
    BROKEN,
    "APIConnectionError",
    answersOnce(under((body) => ({ "content-length": body.length + 9 }))),
  ),
  row(
    "a length that is too short",
    "APIError 200",
    "APIConnectionError",
    answers(under((body) => ({ "content-length": body.length - 9 }))),
  ),
  row("a length of 0", "APIError 200", "APIConnectionError", answers(under({ "content-length": 0 }))),
  row("a length and chunks", BROKEN, BROKEN, answers(under((body) => ({ ...lengthOf(body), ...CHUNKED }), inChunks))),
  row("a negative length", BROKEN, BROKEN, answers(under({ "content-length": -1 }))),
  row("a length that is no number", BROKEN, BROKEN, answers(under({ "content-length": "many" }))),
  row("a length of 2^80", BROKEN, BROKEN, answersOnce(under({ "content-length": String(2n ** 80n) }))),
  row(
    "two lengths that differ",
    BROKEN,
    BROKEN,
    answers(under((body) => ({ "content-length": body.length, "Content-Length": 5 }))),
  ),
  row("no length, then the end", "ok", "ok", answersOnce(under({ connection: "close" }))),
];

const ENCODINGS = [
  row("gzip", "ok", "ok", answers(under(encoded("gzip"), zipped))),
  row(
    "gzip with a wrong checksum",
    BROKEN,
    IN_TIME,
    answers(
      under(encoded("gzip"), (body) =>
        Buffer.from(zipped(body).map((byte, at, all) => (at === all.length - 6 ? byte ^ 1 : byte))),
      ),
    ),
  ),
  row(
    "gzip that is cut",
    "APIError 200",
    "APIConnectionError",
    answers(under(encoded("gzip"), (body) => zipped(body).subarray(0, -20))),
  ),
  row("gzip that is announced but not there", BROKEN, IN_TIME, answers(under(encoded("gzip")))),
  row("gzip twice", "ok", "ok", answers(under(encoded("gzip, gzip"), (body) => zipped(zipped(body))))),
  row("gzip that is there but not announced", "APIError 200", "APIError", answers(under(lengthOf, zipped))),
  row("brotli", "ok", "ok", answers(under(encoded("br"), (body) => zlib.brotliCompressSync(body)))),
  row("an encoding that nobody knows", "ok", "ok", answers(under(encoded("rot13")))),
];

const CHUNKS = [
  row(
    "a chunk size that is no number",
    BROKEN,
    IN_TIME,
    answers(under(CHUNKED, (body) => Buffer.concat([Buffer.from("zz\r\n"), body]))),
  ),
  row("a negative chunk size", BROKEN, IN_TIME, answers(under(CHUNKED, (body) => Buffer.concat([Buffer.from("-5\r\n"), body])))),
  row(
    "a chunk size of 2^64",
    BROKEN,
    IN_TIME,
    answers(under(CHUNKED, (body) => Buffer.concat([Buffer.from("10000000000000000\r\n"), body]))),
  ),
  row(
    "a chunk size that is too short",
    BROKEN,
    IN_TIME,
    answers(under(CHUNKED, (body) => Buffer.concat([Buffer.from("5\r\n"), body]))),
  ),
  row(
    "a chunk size that is too long, then the end",
    BROKEN,
    "APIConnectionError",
    answersOnce(under(CHUNKED, (body) => Buffer.concat([Buffer.from("ffff\r\n"), body]))),
  ),
  row("no last chunk, then the end", BROKEN, "APIConnectionError", answersOnce(under(CHUNKED, chunk))),
  row(
    "a chunk extension of 1 MB",
    EITHER,
    EITHER,
    answers(
      under(CHUNKED, (body) =>
        Buffer.concat([
          Buffer.from(`${body.length.toString(16)};x=${"y".repeat(MEGABYTE)}\r\n`),
          body,
          Buffer.from(`\r\n${LAST_CHUNK}`),
        ]),
      ),
    ),
  ),
  row(
    "a trailer",
    "ok",
    "ok",
    answers(under(CHUNKED, (body) => Buffer.concat([chunk(body), Buffer.from("0\r\nx-more: yes\r\n\r\n")]))),
  ),
  row(
    "a trailer of 1 MB",
    BROKEN,
    "APIConnectionError",
    answers(under(CHUNKED, (body) => Buffer.concat([chunk(body), Buffer.from(`0\r\nx-more: ${"y".repeat(MEGABYTE)}\r\n\r\n`)]))),
  ),
  row("another transfer encoding", "APIError 200", "APIError", answersOnce(under({ "transfer-encoding": "gzip" }, zipped))),
];

const HEADERS = [
  row("100,000 headers", BROKEN, BROKEN, answers(withLines("x-a: b\r\n".repeat(100_000)))),
  row("a header of 1 MB", BROKEN, BROKEN, answers(withLines(`x-a: ${"b".repeat(MEGABYTE)}\r\n`))),
  row("a header without a colon", EITHER, EITHER, answers(withLines("nonsense\r\n"))),
  row("a header without a name", EITHER, EITHER, answers(withLines(": b\r\n"))),
  row("a space before the colon", EITHER, EITHER, answers(withLines("x-a : b\r\n"))),
  row("a folded header", EITHER, EITHER, answers(withLines("x-a: b\r\n c\r\n"))),
  row("a NUL byte in a header", EITHER, EITHER, answers(withLines("x-a: b\0c\r\n"))),
  row("bytes beyond ASCII in a header", "ok", "ok", answers(withLines("x-a: \xfc\xff\r\n"))),
  row("control characters in a header", EITHER, EITHER, answers(withLines("x-a: b\x07\r\n"))),
  row(
    "lines that end in LF alone",
    EITHER,
    EITHER,
    answers((kind) => Buffer.from(goodReply(kind).toString("latin1").replace(/\r\n/g, "\n"), "latin1")),
  ),
];

const STATUS_LINES = [
  row("HTTP/1.0 with a length", "ok", "ok", answersOnce(under(lengthOf, undefined, { version: "1.0" }))),
  row("HTTP/1.0 without a length", "ok", "ok", answersOnce(under({}, undefined, { version: "1.0" }))),
  row("HTTP/0.9: a body and nothing else", BROKEN, BROKEN, answersOnce(goodBody)),
  row("HTTP/2 in words", EITHER, EITHER, answers(withStatusLine("HTTP/2 200 OK\r\n"))),
  row("another protocol in the status line", BROKEN, BROKEN, answers(withStatusLine("ICY 200 OK\r\n"))),
  row("the greeting of another protocol", BROKEN, BROKEN, answersOnce("SSH-2.0-OpenSSH_9.2\r\n")),
  row("a NUL byte in the status line", EITHER, EITHER, answers(withStatusLine("HTTP/1.1 200 O\0K\r\n"))),
  row("no reason in the status line", "ok", "ok", answers(withStatusLine("HTTP/1.1 200\r\n"))),
  row("a status of two digits", BROKEN, BROKEN, answers(withStatusLine("HTTP/1.1 20 OK\r\n"))),
  row("a status of four digits", BROKEN, BROKEN, answers(withStatusLine("HTTP/1.1 2000 OK\r\n"))),
  row("a status that is no number", BROKEN, BROKEN, answers(withStatusLine("HTTP/1.1 OK OK\r\n"))),
  row("a status line of 1 MB", EITHER, EITHER, answers(withStatusLine(`HTTP/1.1 200 ${"K".repeat(MEGABYTE)}\r\n`))),
  row(
    "100 before the reply",
    EITHER,
    EITHER,
    answers((kind) => Buffer.concat([Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"), goodReply(kind)])),
  ),
  row(
    "103 before the reply",
    "ok",
    "ok",
    answers((kind) => Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"), goodReply(kind)])),
  ),
  row(
    "103 a thousand times",
    EITHER,
    EITHER,
    answers((kind) => Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000)), goodReply(kind)])),
  ),
];

/** Answers the first request, and leaves as the next one arrives. */
const leavesAtSecond = (leave) => async (wire, context) => {
  await wire.request();
  context.attempts += 1;
  await wire.send(goodReply(context.kind));
  if (context.attempts > 1) return answers(goodReply)(wire, context);
  await wire.begun();
  context.attempts += 1;
  leave(wire);
};

const POISON = ANSWER.replace("Well", "Poison");
const CONNECTIONS = [
  row(
    "an idle connection that is reset as the next request arrives",
    "ok, retried",
    "ok, retried",
    leavesAtSecond((wire) => wire.reset()),
    { calls: 2 },
  ),
  row(
    "an idle connection that ends as the next request arrives",
    "ok, retried",
    "ok, retried",
    leavesAtSecond((wire) => wire.end()),
    { calls: 2 },
  ),
  row("a connection that ends after each reply, unannounced", "ok", "ok", answersOnce(goodReply), { calls: 5 }),
  row(
    "two replies to one request",
    "ok",
    "ok",
    answers((kind) => Buffer.concat([goodReply(kind), poisoned(kind)])),
    { calls: 2 },
  ),
  row(
    "garbage after the reply",
    "ok",
    "ok",
    answers((kind) => Buffer.concat([goodReply(kind), Buffer.from("garbage")])),
    { calls: 2 },
  ),
  row("a reply before the request", "ok", "ok", async (wire, context) => {
    context.attempts += 1;
    await wire.send(goodReply(context.kind));
    await wire.closed;
  }),
  row("a reply byte by byte", "ok", "ok", async (wire, context) => {
    await wire.request();
    context.attempts += 1;
    const reply = goodReply(context.kind);
    for (let at = 0; at < reply.length; at++) await wire.send(reply.subarray(at, at + 1));
  }),
];
function poisoned(kind) {
  return kind === "whole" ? under(lengthOf, () => Buffer.from(POISON))(kind) : goodReply(kind);
}

export const HTTP_FAULTS = [...LENGTHS, ...ENCODINGS, ...CHUNKS, ...HEADERS, ...STATUS_LINES, ...CONNECTIONS];

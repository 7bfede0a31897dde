// Faults of whoever answers: statuses, pages in the place of replies, redirects, bodies that are not what they should be. A row is
// as in table-http.mjs; `elsewhere` in the context is a server that nobody may call.
import { ANSWER, EVENTS_TYPE, head, JSON_TYPE, streamOf, TALK, whole } from "./replies.mjs";
import { answers, answersOnce, goodReply } from "./table-replies.mjs";

const PAGE = "<html><body><h1>Sign in to the Wi-Fi</h1></body></html>";
const row = (name, whole_, stream, serve, more = {}) => ({ name, whole: whole_, stream, serve, ...more });

/** What must come of each status: the same for whole calls and for streams. */
const STATUSES = {
  101: "APIConnectionError, retried",
  204: "APIError 204",
  205: "APIError 205",
  206: "ok",
  226: "ok",
  299: "ok",
  300: "APIError 300",
  304: "APIError 304",
  305: "APIError 305",
  306: "APIError 306",
  399: "APIError 399",
  400: "BadRequestError 400",
  401: "AuthenticationError 401",
  402: "APIError 402",
  403: "PermissionDeniedError 403",
  404: "NotFoundError 404",
  405: "APIError 405",
  407: "APIConnectionError, retried",
  408: "APIConnectionTimeoutError 408",
  409: "ConflictError 409",
  410: "APIError 410",
  411: "APIError 411",
  413: "APIError 413",
  414: "APIError 414",
  415: "APIError 415",
  417: "APIError 417",
  418: "APIError 418",
  421: "APIError 421, retried",
  422: "APIError 422",
  424: "InternalServerError 424",
  425: "APIError 425",
  426: "APIError 426",
  428: "APIError 428",
  429: "RateLimitError 429, retried",
  431: "APIError 431",
  451: "APIError 451",
  499: "APIError 499",
  500: "InternalServerError 500, retried",
  501: "InternalServerError 501",
  502: "InternalServerError 502, retried",
  503: "InternalServerError 503, retried",
  504: "InternalServerError 504, retried",
  505: "InternalServerError 505",
  507: "InternalServerError 507",
  508: "InternalServerError 508",
  511: "InternalServerError 511",
  520: "InternalServerError 520",
  529: "InternalServerError 529",
  598: "InternalServerError 598",
  599: "InternalServerError 599",
  600: "InternalServerError 600",
  999: "InternalServerError 999",
  "099": "APIConnectionError, retried",
};
/** These have no body, and what follows would be the next reply. */
const NO_BODY = ["101", "204", "205", "304"];
const STATUS_ROWS = Object.entries(STATUSES).map(([status, expected]) =>
  row(
    `status ${status}`,
    expected,
    expected,
    NO_BODY.includes(status) ? answersOnce(head(status, {})) : answers(refusal(status)),
  ),
);
function refusal(status) {
  if (status.startsWith("2")) return (kind) => Buffer.from(goodReply(kind).toString("latin1").replace("200", status), "latin1");
  return whole(status, JSON_TYPE, '{"message":"So it is."}');
}

const PAGES = Object.entries({
  200: "APIError 200",
  403: "PermissionDeniedError 403",
  502: "InternalServerError 502, retried",
}).map(([status, expected]) => row(`a page with ${status}`, expected, expected, answers(whole(status, "text/html", PAGE))));

const REDIRECTS = [
  ...[301, 302, 303, 307, 308].map((status) =>
    row(
      `${status} to another host`,
      `APIError ${status}`,
      `APIError ${status}`,
      redirects(status, ({ elsewhere }) => elsewhere.url),
    ),
  ),
  row(
    "307 to another path",
    "APIError 307",
    "APIError 307",
    redirects(307, () => "/model/other/converse"),
  ),
  row(
    "307 to itself",
    "APIError 307",
    "APIError 307",
    redirects(307, ({ path }) => path),
  ),
  row(
    "307 with a user and a password",
    "APIError 307",
    "APIError 307",
    redirects(307, ({ elsewhere }) => elsewhere.url.replace("//", "//user:word@")),
  ),
  row(
    "307 to no address",
    "APIError 307",
    "APIError 307",
    redirects(307, () => "http://["),
  ),
  row(
    "307 to data:",
    "APIError 307",
    "APIError 307",
    redirects(307, () => "data:application/json,{}"),
  ),
  row("307 without an address", "APIError 307", "APIError 307", answers(head(307, { "content-length": 0 }))),
];
function redirects(status, where) {
  return async (wire, context) => {
    for (;;) {
      const { path } = await wire.request();
      context.attempts += 1;
      await wire.send(head(status, { location: where({ ...context, path }), "content-length": 0 }));
    }
  };
}

const json = (body) => answers(whole(200, JSON_TYPE, body));
const BODIES = [
  row("nothing at all with 200", "APIError 200", "APIError 200", answers(whole(200, JSON_TYPE, ""))),
  row("white space with 200", "APIError 200", null, json("  \r\n ")),
  row("null", "APIError 200", null, json("null")),
  row("a list", "APIError 200", null, json("[]")),
  row("a number", "APIError 200", null, json("5")),
  row("JSON that is cut", "APIError 200", null, json(ANSWER.slice(0, -9))),
  row("JSON that is not UTF-8", "other content", null, json(Buffer.from(ANSWER.replace("Well", "\xff\xfe"), "latin1"))),
  row("JSON after a byte order mark", "ok", null, json(`\ufeff${ANSWER}`)),
  row("a NUL byte in JSON", "APIError 200", null, json(ANSWER.replace("Well", "\0"))),
  row("a NUL byte after JSON", "APIError 200", null, json(`${ANSWER}\0`)),
  row("JSON 100,000 deep", "APIError 200", null, json(`{"output":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)),
  row("a number beyond all numbers", "ok", null, json(ANSWER.replace('"latencyMs":4', '"latencyMs":1e999'))),
  row("no events", null, "APIConnectionError", answers(streamOf(Buffer.alloc(0)))),
  row("NUL bytes in the place of frames", null, "APIError", answers(streamOf(Buffer.alloc(1000)))),
  row("JSON in the place of frames", null, "APIError", answers(streamOf(Buffer.from(ANSWER)))),
  row("a frame of gigabytes", null, "APIError", answers(streamOf(Buffer.from([0x7f, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0])))),
  row("the reply twice", null, "other content", answers(streamOf(Buffer.concat([TALK.bytes, TALK.bytes])))),
];

const TYPES = [
  row("JSON called text/html", "ok", null, answers(whole(200, "text/html", ANSWER))),
  row("JSON called an event stream", "ok", null, answers(whole(200, EVENTS_TYPE, ANSWER))),
  row("an event stream called JSON", null, "APIError 200", answers(streamOf(TALK.bytes, JSON_TYPE))),
  row("an event stream called octets", null, "APIError 200", answers(streamOf(TALK.bytes, "application/octet-stream"))),
  row(
    "events as servers send them to pages",
    null,
    "APIError 200",
    answers(streamOf(Buffer.from("data: {}\n\n"), "text/event-stream")),
  ),
  row(
    "an event stream with parameters",
    null,
    "ok",
    answers(streamOf(TALK.bytes, "Application/vnd.amazon.Eventstream; charset=utf-8")),
  ),
  row(
    "no content type",
    "ok",
    "APIError 200",
    answers((kind) =>
      Buffer.from(
        goodReply(kind)
          .toString("latin1")
          .replace(/content-type[^\r]*\r\n/, ""),
        "latin1",
      ),
    ),
  ),
  row(
    "two content types",
    "ok",
    "ok",
    answers((kind) =>
      Buffer.from(
        goodReply(kind)
          .toString("latin1")
          .replace(/(content-type[^\r]*\r\n)/, "$1content-type: text/html\r\n"),
        "latin1",
      ),
    ),
  ),
];

export const SERVICE_FAULTS = [...STATUS_ROWS, ...PAGES, ...REDIRECTS, ...BODIES, ...TYPES];

// Faults by where they come: the connection breaks or stands still at each place of an exchange.
import { goodReply } from "./table-replies.mjs";

/** How much of the request is read, and what is said before the fault. */
const PLACES = {
  "before the request is read": { reads: "nothing" },
  "after its head is read": { reads: "head" },
  "before a status line": { says: () => "" },
  "in the status line": { says: () => "HTTP/1.1 20" },
  "in the headers": { says: () => "HTTP/1.1 200 OK\r\ncontent-ty" },
  "before the body": { says: (kind) => upTo(kind, 0) },
  "in the body": { says: (kind) => upTo(kind, 100) },
};

const ENDS = {
  "a reset": (wire) => wire.reset(),
  "an end": (wire) => wire.end(),
  // The client must leave.
  "a stall": (wire) => wire.closed,
};

/** The good reply up to so many bytes of its body. */
function upTo(kind, length) {
  const reply = goodReply(kind);
  // Of a stream, the first chunk's length stands there too.
  return reply.subarray(0, reply.indexOf("\r\n\r\n") + 4 + length + (kind === "stream" && length > 0 ? 300 : 0));
}

const BROKEN = "APIConnectionError, retried";
const LATE = "APIConnectionTimeoutError, retried";

/** As in table-http.mjs. */
export const PLACE_FAULTS = Object.entries(ENDS).flatMap(([end, leave]) =>
  Object.entries(PLACES).map(([place, { reads = "request", says = () => "" }]) => {
    const expected = end === "a stall" ? LATE : BROKEN;
    // The stream has been handed out by then, and nothing is sent again.
    const isBegun = place === "in the body";
    const ofStream = isBegun ? expected.replace(", retried", "") : expected;
    return {
      name: `${end} ${place}`,
      isStall: end === "a stall",
      whole: expected,
      stream: ofStream,
      async serve(wire, context) {
        if (reads === "head") await wire.head();
        if (reads === "request") await wire.request();
        context.attempts += 1;
        const said = says(context.kind);
        if (said.length > 0) await wire.send(said);
        await leave(wire);
      },
    };
  }),
);

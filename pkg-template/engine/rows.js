// Rows become events. What they mean is written at the other end: eventstream/src/rows.rs.

import { decodeBlobs, fromBase64 } from "./json.js";

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const CHUNK = 3;

/**
 * Adds the events of one chunk, in AWS's shape: one key an event. Those before one that is not JSON are added. Returns
 * the last.
 */
export function readEvents(rows, text, events) {
  for (let at = 0, start = 0; at < rows.length; at += 3) {
    const index = rows[at + 1];
    const end = rows[at + 2];
    events.push(readEvent(rows[at], index, text, start, end));
    start = end;
  }
  return events.at(-1);
}

function readEvent(kind, index, text, start, end) {
  switch (kind) {
    case TEXT:
      return { contentBlockDelta: { delta: { text: text.slice(start, end) }, contentBlockIndex: index } };
    case REASONING:
      return {
        contentBlockDelta: { delta: { reasoningContent: { text: text.slice(start, end) } }, contentBlockIndex: index },
      };
    case TOOL_INPUT:
      return { contentBlockDelta: { delta: { toolUse: { input: text.slice(start, end) } }, contentBlockIndex: index } };
    case CHUNK:
      return { chunk: { bytes: fromBase64(text.slice(start, end)) } };
    default: {
      // `p` is padding of random length, so that the length of a packet does not tell the length of a token. An event
      // without members may have no payload at all.
      const { p, ...payload } = JSON.parse(text.slice(index, end) || "{}");
      return { [text.slice(start, index)]: decodeBlobs(payload) };
    }
  }
}

// Turns rows into events. The other end, eventstream/src/rows.rs, defines the meaning of the rows.

import { decodeBlobs, fromBase64 } from "./json.js";

/** @import { ModelEvent, Rows } from "../types/calls.js" */

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const CHUNK = 3;

/**
 * The event of the row at this place, in AWS's shape: one key per event. Throws if it is not JSON.
 *
 * @param {Rows} rows
 * @param {number} row
 * @param {string} text
 * @param {number} start
 * @returns {ModelEvent}
 */
export function readEvent(rows, row, text, start) {
  const index = rows[row + 1];
  const end = rows[row + 2];
  switch (rows[row]) {
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
      return decodeBlobs({ [text.slice(start, index)]: payload });
    }
  }
}

// Turns rows into the events of a response. The other end, src/translate/responses/events.rs, defines the meaning of the rows.

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
/** The bits of a row's first number that tell its kind; those above are the number of the event. */
const KIND_BITS = 3;
const KIND = 7;

/**
 * @import { ResponseStreamEvent, Warning } from "../types/index.js"
 * @import { ResponseChat, RowReader, Rows } from "../types/calls.js"
 */

/**
 * Reads the rows of this response. Adds the warnings at the end of a reply to `warnings` once: a row may be read twice.
 *
 * @param {ResponseChat} chat
 * @param {Warning[]} warnings
 * @returns {RowReader}
 */
export function responseRowsOf({ id, response }, warnings) {
  let lacksEnd = true;
  return {
    isWithheld: () => false,
    wantsEnd() {
      const wanted = lacksEnd;
      lacksEnd = false;
      return wanted;
    },
    read(rows, row, text, start) {
      const event = eventAt(rows[row], rows[row + 1], text.slice(start, rows[row + 2]), id);
      if ("response" in event) {
        event.response = { ...response, ...event.response };
        const { status, _bedrock } = event.response;
        lacksEnd &&= status === "in_progress";
        const late = /** @type {Warning[] | undefined} */ (_bedrock?.warnings);
        if (late && !warnings.some(({ code }) => code === late[0]?.code)) warnings.push(...late);
      }
      return event;
    },
  };
}

/**
 * The events of a reply that came whole.
 *
 * @param {{ rows: Rows, text: string }} whole
 * @param {RowReader} reader
 * @returns {ResponseStreamEvent[]}
 */
export function eventsOf({ rows, text }, reader) {
  const events = [];
  for (let row = 0; row < rows.length; row += 3) events.push(reader.read(rows, row, text, rows[row - 1] ?? 0));
  return events;
}

/**
 * @param {number} numbered the kind of the row, below the number of the event
 * @param {number} output_index
 * @param {string} delta
 * @param {string} id
 * @returns {ResponseStreamEvent}
 */
function eventAt(numbered, output_index, delta, id) {
  const sequence_number = numbered >>> KIND_BITS;
  switch (numbered & KIND) {
    case TEXT: {
      const item_id = `msg_${id}_${output_index}`;
      const type = "response.output_text.delta";
      return { type, sequence_number, item_id, output_index, content_index: 0, delta, logprobs: [] };
    }
    case REASONING: {
      const item_id = `rs_${id}_${output_index}`;
      return { type: "response.reasoning_summary_text.delta", sequence_number, item_id, output_index, summary_index: 0, delta };
    }
    case TOOL_INPUT: {
      const item_id = `fc_${id}_${output_index}`;
      return { type: "response.function_call_arguments.delta", sequence_number, item_id, output_index, delta };
    }
    default:
      return { sequence_number, ...JSON.parse(delta) };
  }
}

// Frames of an eventstream as the AWS SDK writes and reads them.
import { EventStreamCodec } from "@smithy/core/event-streams";

export const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** One event, its payload as it is given. */
export function frame(name, payload, type = "event") {
  const header = (value) => ({ type: "string", value });
  const headers = { [`:${type}-type`]: header(name), ":content-type": header("application/json"), ":message-type": header(type) };
  return codec.encode({ headers, body: new TextEncoder().encode(payload) });
}

/** An exception with a message. */
export const exception = (name, message) => frame(name, JSON.stringify({ message }), "exception");

/** One event, its payload a value that becomes JSON. */
export const event = (name, value) => frame(name, JSON.stringify(value));

// What the rows of the tables are made of.
import { ANSWER, JSON_TYPE, streamOf, TALK, whole } from "./replies.mjs";

/** What would be right. */
export function goodReply(kind) {
  return kind === "whole" ? whole(200, JSON_TYPE, ANSWER) : streamOf(TALK.bytes);
}

/** The body of it. */
export function goodBody(kind) {
  return kind === "whole" ? Buffer.from(ANSWER) : TALK.bytes;
}

/** Answers each request with these bytes: a value, or a function of the kind and of which attempt it is. */
export function answers(reply) {
  return async (wire, context) => {
    for (;;) {
      await wire.request();
      context.attempts += 1;
      await wire.send(typeof reply === "function" ? reply(context.kind, context) : reply);
    }
  };
}

/** The same, and the connection ends with it. */
export function answersOnce(reply) {
  return async (wire, context) => {
    await wire.request();
    context.attempts += 1;
    await wire.send(typeof reply === "function" ? reply(context.kind, context) : reply);
    wire.end();
  };
}

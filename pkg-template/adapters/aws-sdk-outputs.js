// The outputs of this package's operations, as the AWS SDK returns them.

import { asyncIterator } from "../client/stream.js";
import { toBase64 } from "../engine/json.js";
import { exceptionOf } from "./aws-sdk-errors.js";

/**
 * @import { AwsCall, Unchecked } from "../types/internal.js"
 */

/**
 * Functions that convert the outputs of operations, by AWS's names of the operations.
 *
 * @type {Record<string, (output: Unchecked, call: AwsCall) => Unchecked>}
 */
export const OUTPUTS = {
  ApplyGuardrail: same,
  Converse: same,
  ConverseStream: (stream, call) => ({ stream: eventsOf(stream, call) }),
  CountTokens: same,
  GetAsyncInvoke: withDates,
  InvokeGuardrailChecks: same,
  InvokeModel: (output) => Object.assign(output, { body: new Uint8ArrayBlobAdapter(output.body) }),
  InvokeModelWithBidirectionalStream: (stream, call) => ({ body: eventsOf(stream, call) }),
  InvokeModelWithResponseStream: (stream, call) => {
    const { contentType, performanceConfigLatency, serviceTier } = stream;
    const headers = Object.entries({ contentType, performanceConfigLatency, serviceTier });
    return { body: eventsOf(stream, call), ...Object.fromEntries(headers.filter(([, value]) => value !== undefined)) };
  },
  ListAsyncInvokes: (output) => {
    output.asyncInvokeSummaries?.forEach(withDates);
    return output;
  },
  StartAsyncInvoke: same,
};

/** Bytes that can be read as text. */
class Uint8ArrayBlobAdapter extends Uint8Array {
  /** As the SDK does in Node, with a byte order mark if there is one. */
  transformToString(encoding = "utf-8") {
    return encoding === "base64" ? toBase64(this) : new TextDecoder("utf-8", { ignoreBOM: true }).decode(this);
  }
}

/** @param {Unchecked} output */
function same(output) {
  return output;
}

/** @param {Unchecked} output */
function withDates(output) {
  for (const name of ["submitTime", "lastModifiedTime", "endTime"])
    if (typeof output[name] === "string") output[name] = new Date(output[name]);
  return output;
}

/**
 * The events of a stream, which throw the SDK's exceptions.
 *
 * @param {Unchecked} stream
 * @param {AwsCall} call
 */
function eventsOf(stream, call) {
  return {
    [Symbol.asyncIterator]() {
      const iterator = stream[Symbol.asyncIterator]();
      const next = async () => {
        try {
          return await iterator.next();
        } catch (error) {
          throw exceptionOf(error, call);
        }
      };
      return asyncIterator(next, () => iterator.return());
    },
  };
}

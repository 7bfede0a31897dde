// The same program over AWS's own client and over `bedrock-wasm/aws-sdk`, each in a session of its own.
import * as theirs from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import * as ours from "bedrock-wasm/aws-sdk";
import { CREDENTIALS, collect } from "./client.mjs";
import { createSession } from "./emulator.mjs";

export { ours, theirs };

/**
 * What a program gives with each of the modules: `[ours, theirs]`. `program` is handed the module, a configuration for the
 * session, and the session.
 */
export async function both(t, program, options) {
  // The SDK's own default speaks HTTP/2, which the local Bedrock does not for these operations.
  const handler = { requestHandler: new NodeHttpHandler() };
  return [await alone(t, program, options), await runWith(theirs, t, program, { ...handler, ...options })];
}

/** What it gives with `bedrock-wasm/aws-sdk`. */
export function alone(t, program, options) {
  return runWith(ours, t, program, options);
}

async function runWith(sdk, t, program, { faults = [], ...options } = {}) {
  const session = await createSession({ faults });
  t.after(() => session.delete());
  const config = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS, ...options };
  return program(sdk, config, session);
}

/** A program of one command: what it gives, without what differs from call to call. */
export function sending(name, input, options) {
  return async (sdk, config) => {
    const client = new sdk.BedrockRuntimeClient(config);
    try {
      return await plain(await client.send(new sdk[`${name}Command`](input), options));
    } catch (error) {
      return seen(error);
    } finally {
      client.destroy();
    }
  };
}

/** What programs see of an error, without what differs from call to call. */
export function seen(error) {
  const { name, message, $fault, $retryable, $metadata, $response, ...members } = error;
  const { originalStatusCode, originalMessage, resourceName } = members;
  return {
    class: error.constructor.name,
    name,
    message,
    $fault,
    $retryable,
    status: $metadata?.httpStatusCode,
    attempts: $metadata?.attempts,
    answered: error.$response?.statusCode,
    originalStatusCode,
    originalMessage,
    resourceName,
  };
}

/** An output with its streams read, and without ids and figures of time. */
export async function plain(value) {
  if (value instanceof Date) return "a date";
  if (value instanceof Uint8Array) return withoutFigures(Buffer.from(value).toString("utf8"));
  if (value?.[Symbol.asyncIterator]) return plain(await collect(value));
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  const members = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined && name !== "cfId" && name !== "extendedRequestId") continue;
    members.push([name, FIGURES.has(name) ? typeof member : await plain(member)]);
  }
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const FIGURES = new Set(["requestId", "latencyMs", "invocationArn", "clientRequestToken", "nextToken"]);

function withoutFigures(text) {
  return text.replace(/"(id|request_id|invocationLatency|firstByteLatency)":("[^"]*"|\d+)/g, '"$1":0');
}

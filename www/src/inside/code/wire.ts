// A call as it went over the wire: AWS's name of the operation, and the input that makes the same request again.

import type { Attempt } from "../../recorder/index.ts";
import { modelOf } from "../model.ts";
import { Base64, Json } from "./literal.ts";

export interface WireCall {
  operation: Operation;
  input: Record<string, unknown>;
  streams: boolean;
  /** Whether InvokeModel's body and reply are Anthropic's Messages. */
  isClaudes: boolean;
}

const OPERATIONS = ["Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Reads an attempt's request, or tells why it cannot be written as code. */
export function wireCallOf(attempt: Attempt): WireCall | string {
  const operation = OPERATIONS.find((name) => name === attempt.operation);
  const modelId = modelOf(attempt);
  const { body, bodyBytes, headers } = attempt.request;
  if (!operation || modelId === undefined) return `There is no code here for ${attempt.operation}.`;
  if (body === undefined)
    return bodyBytes > 0 ? "The request’s body was too large for the page to keep." : "The request has no body.";
  const streams = operation.endsWith("Stream");
  const parsed = JSON.parse(body);
  if (operation === "InvokeModel" || operation === "InvokeModelWithResponseStream") {
    const isClaudes = typeof parsed?.anthropic_version === "string";
    return { operation, streams, isClaudes, input: { modelId, body: new Json(parsed), ...settings(headers) } };
  }
  return { operation, streams, isClaudes: false, input: { modelId, ...(withBytes(parsed) as object) } };
}

/** What InvokeModel has in headers. */
const SETTINGS: [member: string, header: string][] = [
  ["contentType", "content-type"],
  ["accept", "accept"],
  ["trace", "x-amzn-bedrock-trace"],
  ["guardrailIdentifier", "x-amzn-bedrock-guardrailidentifier"],
  ["guardrailVersion", "x-amzn-bedrock-guardrailversion"],
  ["performanceConfigLatency", "x-amzn-bedrock-performanceconfig-latency"],
  ["serviceTier", "x-amzn-bedrock-service-tier"],
];

function settings(headers: Record<string, string>): Record<string, string> {
  const found = SETTINGS.map(([member, header]) => [member, headers[header]]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** Members whose value is JSON of the caller's own: nothing in it is bytes, whatever it is called. */
const FREE = new Set(["input", "json", "additionalModelRequestFields", "requestMetadata"]);

/** Puts bytes where Bedrock's types have them: the `bytes` of a `source`, and `redactedContent`. */
function withBytes(value: unknown, within = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => withBytes(item, within));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isBytes = (name === "bytes" && within === "source") || name === "redactedContent";
    if (isBytes && typeof member === "string") return [name, new Base64(member)];
    return [name, FREE.has(name) ? member : withBytes(member, name)];
  });
  return Object.fromEntries(members);
}

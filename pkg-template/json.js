// Objects to the bytes that are sent, and replies back, with blobs as Uint8Array on this side and base64 on the other.

import { fromBase64, toBase64 } from "./base64.js";

const encoder = new TextEncoder();

/** The input without the members that travel in path and headers. Called by the core. */
export function encodeJson(input, omitted) {
  const body = { ...input };
  for (const member of omitted) delete body[member];
  return encoder.encode(stringify(body));
}

/** A body that is sent as it is. Called by the core. */
export function encodeBlob(body) {
  if (body == null) return new Uint8Array();
  if (typeof body === "string") return encoder.encode(body);
  const bytes = bytesOf(body);
  if (bytes) return bytes;
  if (typeof body === "object") return encoder.encode(stringify(body));
  throw new TypeError(`body is a ${typeof body}, not a string, a Uint8Array or an object`);
}

/** JSON with blobs in base64. */
export function stringify(value) {
  return JSON.stringify(value, blobsInBase64);
}

/** Turns the blobs of a reply into Uint8Arrays, in place. What a model or tool wrote itself is left alone. */
export function decodeBlobs(value) {
  if (Array.isArray(value)) {
    for (const item of value) decodeBlobs(item);
  } else if (value && typeof value === "object") {
    for (const name in value) {
      const member = value[name];
      if (BLOBS.has(name) && typeof member === "string") value[name] = fromBase64(member);
      else if (!DOCUMENTS.has(name)) decodeBlobs(member);
    }
  }
  return value;
}

// Every blob of every output in the service model has one of these names; tests/js/model.test.mjs compares.
const BLOBS = new Set(["bytes", "redactedContent"]);
const DOCUMENTS = new Set(["input", "json", "additionalModelResponseFields"]);

function blobsInBase64(name, value) {
  // Not `value`: a Node Buffer has been through its own toJSON by then.
  const bytes = bytesOf(this[name]);
  return bytes ? toBase64(bytes) : value;
}

function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
}

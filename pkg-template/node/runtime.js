// Base64 and SHA-256 by Node's own modules, which take a fraction of the time of the portable ways.

import { runtime } from "../engine/runtime.js";

/** Called by entries for Node, Deno and Bun. */
export function takeRuntime() {
  runtime.toBase64 = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  // Node has it from 20.12 and 21.7 on.
  runtime.hash = globalThis.process?.getBuiltinModule?.("node:crypto").hash;
}

// The engine of Bedrock's own operations.

import { Client, EventDecoder, initSync, operation, sha256, streamError, __wbg_reset_state as resetState } from "../bindings.js";
import { Engine } from "./load.js";

export const native = new Engine({ initSync, resetState, Client, EventDecoder, operation, sha256, streamError }, "native");

/** Starts the WebAssembly now rather than at the first call. */
export async function load() {
  await native.instance();
}

// The engine of Bedrock's own operations.

import { bindings } from "../bindings.js";
import { Engine } from "./load.js";

export const native = new Engine(bindings, "native");

/** Starts the WebAssembly now rather than at the first call. */
export async function load() {
  await native.instance();
}

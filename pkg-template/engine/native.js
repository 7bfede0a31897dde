// The engine of Bedrock's own operations.

import {
  clockOffset,
  closeClient,
  closeDecoder,
  end,
  filled,
  finish,
  initSync,
  openClient,
  openDecoder,
  operation,
  poll,
  reset,
  room,
  send,
  sha256,
  streamError,
  takeError,
  __wbg_reset_state as resetState,
} from "../bindings.js";
import { Engine } from "./load.js";

const BINDINGS = {
  clockOffset,
  closeClient,
  closeDecoder,
  end,
  filled,
  finish,
  initSync,
  openClient,
  openDecoder,
  operation,
  poll,
  reset,
  room,
  send,
  sha256,
  streamError,
  takeError,
  resetState,
};

export const native = new Engine(BINDINGS, "native");

/** Starts the WebAssembly now rather than at the first call. */
export async function load() {
  await native.instance();
}

// The engine of OpenAI's vocabulary, which knows Bedrock's own operations too.

import {
  Client,
  EventDecoder,
  initSync,
  operation,
  sha256,
  streamError,
  __wbg_reset_state as resetState,
} from "../openai/bindings.js";
import { Engine } from "./load.js";

export const openai = new Engine({ initSync, resetState, Client, EventDecoder, operation, sha256, streamError }, "openai");

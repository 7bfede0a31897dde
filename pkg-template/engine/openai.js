// The engine of OpenAI's vocabulary, which knows Bedrock's own operations too.

import * as bindings from "../openai/bindings.js";
import { Engine } from "./load.js";

export const openai = new Engine(bindings, "openai");

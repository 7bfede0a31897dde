// The program in a page with `bedrock-wasm/slim`, whose WebAssembly travels as files. The AWS SDK's vocabulary brings its own.
import { check, started } from "./program.mjs";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";
import { APIError, BadRequestError, Bedrock, BedrockError } from "bedrock-wasm/slim";

const given = { APIError, BadRequestError, Bedrock, BedrockError, createFetch, createMessagesFetch };
const emulator = new URLSearchParams(location.search).get("emulator");
globalThis.outcome = check(given, { emulator, since: started }).catch((error) => ({
  error: `${error} ${error?.stack}`,
}));

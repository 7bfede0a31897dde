// What the page does with the official `@anthropic-ai/sdk`, bundled with the package. Each action takes the options of a client
// of Bedrock.
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { flows } from "../lib/anthropic-flows.mjs";

globalThis.act = (name, options) => flows[name](createFetch(new Bedrock(options)));

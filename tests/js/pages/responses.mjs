// What the page does by Responses, bundled with the package. Each action takes the options of a client of Bedrock.
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { agentFlow, sdkFlow } from "../lib/response-flows.mjs";

globalThis.actions = {
  sdk: (options) => sdkFlow(createFetch(new Bedrock(options))),
  agents: (options) => agentFlow(createFetch(new Bedrock(options))),
};

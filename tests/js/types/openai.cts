// The same in CommonJS.
import bedrockWasm = require("bedrock-wasm");
import openai = require("bedrock-wasm/openai");
import OpenAI = require("openai");

const bedrock = new bedrockWasm.Bedrock({ region: "us-east-1", apiKey: "k" });

export = { client: new OpenAI.OpenAI({ apiKey: "unused", fetch: openai.createFetch(bedrock) }) };

// A CommonJS program.
import bedrockWasm = require("bedrock-wasm");
import type { ConverseRequest } from "bedrock-wasm";

const { APIError, Bedrock } = bedrockWasm;

const bedrock: bedrockWasm.Bedrock = new Bedrock({
  region: "us-east-1",
  credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
});
const request: ConverseRequest = { modelId: "m", messages: [{ role: "user", content: [{ text: "Hello" }] }] };

async function main(): Promise<string | undefined> {
  try {
    const reply: bedrockWasm.ConverseResponse = await bedrock.converse(request);
    return reply.output.message.content[0]?.text;
  } catch (error) {
    return error instanceof APIError ? error.code : undefined;
  }
}

const credentials = async () => ({ accessKeyId: "ASIA", secretAccessKey: "x" });
const other = new bedrockWasm.default({ region: "us-east-1", credentials });
const keyed = new bedrockWasm.Bedrock({ region: "us-east-1", apiKey: () => other.createApiKey() });

async function firstPage(): Promise<number> {
  const pages: bedrockWasm.PagePromise<bedrockWasm.ListAsyncInvokesResponse> = keyed.listAsyncInvokes();
  return (await pages).asyncInvokeSummaries?.length ?? 0;
}

export = { main, firstPage };

// The AWS SDK beside our client.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { InvokeModelWithResponseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { CREDENTIALS, drained, MESSAGES } from "./shapes.mjs";

/** The AWS SDK for this server. `timeouts` are options of its handler. */
export function theirs(url, { timeouts = {}, ...options } = {}) {
  const requestHandler = new NodeHttpHandler(timeouts);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const keys = { region: "us-east-1", credentials: CREDENTIALS };
  return new BedrockRuntimeClient({ ...keys, endpoint: url, maxAttempts: 1, requestHandler, logger: quiet, ...options });
}

/** Reads a recorded stream with it; as `readOurs`. */
export async function readTheirs(client, modelId, { isConverse = true, see, signal } = {}) {
  const input = isConverse ? { modelId, messages: MESSAGES } : { modelId, body: "{}" };
  const Command = isConverse ? ConverseStreamCommand : InvokeModelWithResponseStreamCommand;
  const { stream, body } = await client.send(new Command(input), { abortSignal: signal });
  return drained(stream ?? body, see);
}

export function converseTheirs(client, modelId, { signal } = {}) {
  return client.send(new ConverseCommand({ modelId, messages: MESSAGES }), { abortSignal: signal });
}

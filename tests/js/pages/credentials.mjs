// What the page does with the entry for credentials: each action takes and gives plain data.
import { Bedrock, BedrockError } from "/pkg/index.js";
import { fromCognitoIdentityPool, fromEnv, fromHttp } from "/pkg/credentials.js";

const input = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Why?" }] }] };

globalThis.actions = {
  /** A call with credentials of a pool, whose identity is kept in the page's storage. */
  async cognito(options, { identityPoolId, endpoint }) {
    const operations = [];
    const clientConfig = { endpoint, onRequest: ({ operation }) => operations.push(operation) };
    const credentials = fromCognitoIdentityPool({ identityPoolId, cache: localStorage, clientConfig });
    const { code } = await new Bedrock({ ...options, credentials }).converse(input).catch((error) => error);
    return { code, operations, stored: { ...localStorage } };
  },

  /** A call with credentials of an address of the page's own. */
  async http(options, credentialsFullUri) {
    const credentials = fromHttp({ credentialsFullUri });
    return { stopReason: (await new Bedrock({ ...options, credentials }).converse(input)).stopReason };
  },

  async environment() {
    const error = await fromEnv()().catch((thrown) => thrown);
    return { message: error.message, isBedrockError: error instanceof BedrockError };
  },
};

// A worker that gets its credentials in the ways an edge worker can, and calls Bedrock with them.
import { Bedrock, BedrockError } from "bedrock-wasm";
import { fromCognitoIdentityPool, fromEnv, fromWebToken } from "bedrock-wasm/credentials";

const input = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Why?" }] }] };

const sources = {
  environment: (env) => fromEnv(env),
  cognito: (env) =>
    fromCognitoIdentityPool({ identityPoolId: env.IDENTITY_POOL_ID, clientConfig: { endpoint: env.MOTO } }),
  mistake: () => fromWebToken(),
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const credentials = sources[pathname.slice(1)](env);
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: env.ENDPOINT, credentials });
    try {
      return Response.json({ stopReason: (await bedrock.converse(input)).stopReason });
    } catch ({ code, message, cause }) {
      return Response.json({ code, message, cause: cause?.message, isBedrockError: cause instanceof BedrockError });
    }
  },
};

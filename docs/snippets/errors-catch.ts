import { Bedrock, AuthenticationError, BadRequestError, RateLimitError, APIError } from "bedrock-wasm";

const bedrock = new Bedrock();
try {
  await bedrock.converse({ modelId: "amazon.nova-lite-v1:0", messages: [] });
} catch (error) {
  if (error instanceof BadRequestError) console.error("Bedrock refuses the input:", error.message);
  else if (error instanceof AuthenticationError) console.error("Get new credentials:", error.message);
  else if (error instanceof RateLimitError) console.error("Too many requests. Retryable:", error.retryable);
  else if (error instanceof APIError) console.error(error.status, error.code, error.requestID, error.message);
  else throw error; // a BedrockError names the option or the input to mend
}

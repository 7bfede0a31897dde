// All that the program takes of the package, imported as users do it.
import { check, started } from "./program.mjs";
import { APIError, BadRequestError, Bedrock, BedrockError } from "bedrock-wasm";
import { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } from "bedrock-wasm/aws-sdk";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";

const given = {
  APIError,
  BadRequestError,
  Bedrock,
  BedrockError,
  BedrockRuntimeClient,
  ConverseStreamCommand,
  ValidationException,
  createFetch,
  createMessagesFetch,
};

/** Once, counting from the import of the package. */
export const run = (emulator) => check(given, { emulator, since: started });

/** For servers: each request is a run of its own. */
export const answer = async (url) => {
  try {
    return await check(given, { emulator: new URL(url, "http://localhost").searchParams.get("emulator") });
  } catch (error) {
    return { error: `${error} ${error?.stack}` };
  }
};

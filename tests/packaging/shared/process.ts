// The program in TypeScript, which runners make a module or CommonJS of.
import { check, started } from "./program.mjs";
import { APIError, BadRequestError, Bedrock, BedrockError, type BedrockOptions } from "bedrock-wasm";
import { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } from "bedrock-wasm/aws-sdk";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";

class OwnBedrock extends Bedrock {
  constructor(options: BedrockOptions) {
    super({ maxRetries: 0, ...options });
  }
}

const given = {
  APIError,
  BadRequestError,
  Bedrock: OwnBedrock,
  BedrockError,
  BedrockRuntimeClient,
  ConverseStreamCommand,
  ValidationException,
  createFetch,
  createMessagesFetch,
};
const emulator = process.argv.at(-1);
check(given, { emulator, since: started }).then((outcome: unknown) => console.log(JSON.stringify(outcome)));

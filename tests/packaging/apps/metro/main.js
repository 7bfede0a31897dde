// The program as React Native's bundler makes it a script. Hermes's own shell has no console.
import { check, started } from "./program";
import { APIError, BadRequestError, Bedrock, BedrockError } from "bedrock-wasm";
import { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } from "bedrock-wasm/aws-sdk";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";

const bedrock = { APIError, BadRequestError, Bedrock, BedrockError };
const given = { ...bedrock, BedrockRuntimeClient, ConverseStreamCommand, ValidationException, createFetch, createMessagesFetch };
const say = globalThis.print ?? console.log;
const emulator = globalThis.process?.argv?.at(-1);

check(given, { emulator, since: started }).then(
  (outcome) => say(JSON.stringify(outcome)),
  (error) => say(JSON.stringify({ isClass: error instanceof BedrockError, message: error.message })),
);

// The program in CommonJS, which is how many servers still run.
const started = performance.now();
const { APIError, BadRequestError, Bedrock, BedrockError } = require("bedrock-wasm");
const { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } = require("bedrock-wasm/aws-sdk");
const { createFetch: createMessagesFetch } = require("bedrock-wasm/anthropic");
const { createFetch } = require("bedrock-wasm/openai");

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
import("./program.mjs")
  .then(({ check }) => check(given, { emulator: process.argv.at(-1), since: started }))
  .then((outcome) => console.log(JSON.stringify(outcome)));

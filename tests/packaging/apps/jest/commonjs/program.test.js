// The program in Jest as it is without a configuration: CommonJS.
const fs = require("node:fs");
const path = require("node:path");
const { APIError, BadRequestError, Bedrock, BedrockError } = require("bedrock-wasm");
const { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } = require("bedrock-wasm/aws-sdk");
const { createFetch: createMessagesFetch } = require("bedrock-wasm/anthropic");
const { createFetch } = require("bedrock-wasm/openai");
const { check } = require("../matrix/program.cjs");

test("streams", async () => {
  const bedrock = { APIError, BadRequestError, Bedrock, BedrockError };
  const given = { ...bedrock, BedrockRuntimeClient, ConverseStreamCommand, ValidationException, createFetch, createMessagesFetch };
  const outcome = await check(given, { emulator: process.env.EMULATOR });
  expect(Object.keys(outcome.vocabularies)).toHaveLength(6);
  fs.writeFileSync(path.join(__dirname, "..", process.env.OUTCOME), JSON.stringify(outcome));
}, 60_000);

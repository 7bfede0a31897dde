// jsdom has neither fetch nor streams nor encoders: to import the package is no fault, to call it says what is missing.
const ENTRIES = ["bedrock-wasm", "bedrock-wasm/credentials", "bedrock-wasm/openai", "bedrock-wasm/anthropic", "bedrock-wasm/aws-sdk"];

test.each(ENTRIES)("%s can be imported", (entry) => {
  expect(typeof fetch).toBe("undefined");
  expect(Object.keys(require(entry)).length).toBeGreaterThan(0);
});

test.each(ENTRIES)("%s can be mocked", (entry) => {
  const mocked = jest.createMockFromModule(entry);
  expect(Object.values(mocked).some((value) => value?._isMockFunction)).toBe(true);
});

test("a call says what is missing", async () => {
  const { Bedrock, BedrockError } = require("bedrock-wasm");
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const bedrock = new Bedrock({ region: "us-east-1", credentials, maxRetries: 0 });
  const error = await bedrock.converse({ modelId: "amazon.nova-lite-v1:0", messages: [] }).catch((error) => error);
  expect(error).toBeInstanceOf(BedrockError);
  expect(error.message).toMatch(/TextEncoder|TextDecoder|fetch/);
});

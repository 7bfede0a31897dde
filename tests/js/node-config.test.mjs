// `new Bedrock()` in Node finds its region and its keys: which source wins, and that keys are never mixed of two.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { API_KEY, EMPTY, FIXTURES, callAlone, refusalAlone, requestAlone } from "./lib/alone.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";

const HOME = path.join(FIXTURES, "home");
const PROJECT = path.join(FIXTURES, "project");
const PROJECT_WITH_KEYS = path.join(FIXTURES, "project-with-keys");
const KEYS = { AWS_ACCESS_KEY_ID: "AKIDOFENVIRONMENT", AWS_SECRET_ACCESS_KEY: "geheim-of-environment" };
const OWN = { accessKeyId: "AKIDOFOPTIONS", secretAccessKey: "geheim-of-options" };
const BEARER = { AWS_BEARER_TOKEN_BEDROCK: "geheim-bearer" };

describe("the region", () => {
  const AWS_REGION = { AWS_REGION: "ap-south-1" };
  const AWS_DEFAULT_REGION = { AWS_DEFAULT_REGION: "ca-central-1" };
  // Each line lacks the source that won in the line before.
  const CASES = [
    ["an option", "us-gov-west-1", { options: { region: "us-gov-west-1" }, env: { ...AWS_REGION, ...AWS_DEFAULT_REGION } }],
    ["AWS_REGION", "ap-south-1", { env: { ...AWS_REGION, ...AWS_DEFAULT_REGION } }],
    ["AWS_DEFAULT_REGION", "ca-central-1", { env: { AWS_REGION: " ", ...AWS_DEFAULT_REGION } }],
    ["bedrock.json", "sa-east-1", { env: { AWS_REGION: "", AWS_DEFAULT_REGION: "" } }],
    ["a profile", "eu-central-1", { env: { AWS_PROFILE: "dev" }, cwd: EMPTY }],
    ["the profile default", "eu-west-1", { cwd: EMPTY }],
    ["a quoted profile", "eu-south-1", { env: { AWS_PROFILE: "quoted" }, cwd: EMPTY }],
    ["both of AWS's files", "us-east-2", { env: { AWS_PROFILE: "both-files" }, cwd: EMPTY }],
  ];
  for (const [what, region, call] of CASES) {
    test(`comes from ${what}`, async () => {
      const request = await requestAlone({ home: HOME, cwd: PROJECT, ...call });
      assert.deepEqual([request.region, new URL(request.url).host], [region, `bedrock-runtime.${region}.amazonaws.com`]);
    });
  }

  test("comes with keys that were passed", async () => {
    const { accessKeyId, region } = await requestAlone({ options: { credentials: OWN }, env: AWS_REGION });
    assert.deepEqual([accessKeyId, region], ["AKIDOFOPTIONS", "ap-south-1"]);
  });

  test("that is nowhere is said to be nowhere", async () => {
    const { name, message } = await refusalAlone({ env: KEYS });
    assert.equal(name, "BedrockError");
    assert.match(message, /^No region\. Pass one .*AWS_REGION, AWS_DEFAULT_REGION, .*bedrock\.json, the profile "default" in/);
  });
});

describe("the keys", () => {
  // Each line lacks the source that won in the line before.
  const CASES = [
    ["credentials that were passed", "AKIDOFOPTIONS", { options: { credentials: OWN }, env: { ...BEARER, ...KEYS } }],
    ["a key that was passed", undefined, { options: { apiKey: "geheim-key" }, env: { ...BEARER, ...KEYS } }],
    ["AWS_BEARER_TOKEN_BEDROCK", undefined, { env: { ...BEARER, ...KEYS } }],
    ["AWS_ACCESS_KEY_ID", "AKIDOFENVIRONMENT", { env: { AWS_BEARER_TOKEN_BEDROCK: " \n", ...KEYS } }],
    ["bedrock.json", "AKIDEXAMPLE", { env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" } }],
    ["a profile", "AKIDOFCREDENTIALS", { env: { AWS_PROFILE: "both-files" }, cwd: PROJECT }],
    ["a profile of the config file", "AKIDOFQUOTED", { env: { AWS_PROFILE: "quoted" }, cwd: PROJECT }],
    ["the profile of bedrock.json", "AKIDEXAMPLE", { cwd: PROJECT }],
    ["the profile default", "AKIDOFDEFAULT", { cwd: path.join(FIXTURES, "project-of-the-seed") }],
  ];
  for (const [what, accessKeyId, call] of CASES) {
    test(`are those of ${what}`, async () => {
      const request = await requestAlone({ home: HOME, cwd: PROJECT_WITH_KEYS, ...call });
      assert.deepEqual([request.accessKeyId, request.isBearer], [accessKeyId, accessKeyId === undefined]);
    });
  }

  test("of AWS's files are found where variables say", async () => {
    const env = { AWS_CONFIG_FILE: path.join(HOME, ".aws/config"), AWS_SHARED_CREDENTIALS_FILE: "~/.aws/credentials" };
    const { accessKeyId, region } = await requestAlone({ env: { ...env, AWS_PROFILE: "dev", HOME } });
    assert.deepEqual([accessKeyId, region], ["AKIDEXAMPLE", "eu-central-1"]);
    const elsewhere = { AWS_CONFIG_FILE: "/nowhere/config", AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials" };
    const { message } = await refusalAlone({ home: HOME, env: elsewhere });
    assert.match(message, /"default" in \/nowhere\/credentials and \/nowhere\/config/);
  });

  test("work the same by require", async () => {
    const { accessKeyId, region } = await requestAlone({ home: HOME, cwd: PROJECT, how: "require" });
    assert.deepEqual([accessKeyId, region], ["AKIDEXAMPLE", "sa-east-1"]);
  });

  test("make a short-term key too", async () => {
    const { outcomes } = await callAlone({ env: { ...KEYS, AWS_REGION: "us-east-1" }, steps: [{ operation: "createApiKey" }] });
    assert.deepEqual(outcomes, [[null]]);
  });

  test("beside AWS_PROFILE are not used, with a warning", async () => {
    for (const listen of [true, false]) {
      const call = { env: { ...KEYS, AWS_PROFILE: "dev" }, home: HOME, status: 200, listen };
      const { requests, warnings } = await callAlone(call);
      assert.equal(requests[0].accessKeyId, "AKIDEXAMPLE");
      const message = "AWS_ACCESS_KEY_ID is not used, since AWS_PROFILE is set. Remove one of them.";
      assert.deepEqual(warnings, listen ? [{ code: "ambiguous_configuration", message }] : `bedrock-wasm: ${message}\n`);
    }
  });

  test("of bedrock.json beside AWS_PROFILE are used, with a warning", async () => {
    const { requests, warnings } = await callAlone({
      env: { AWS_PROFILE: "both-files" },
      home: HOME,
      cwd: PROJECT_WITH_KEYS,
      status: 200,
    });
    assert.equal(requests[0].accessKeyId, "AKIDEXAMPLE");
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["ambiguous_configuration"],
    );
    assert.match(warnings[0].message, /AWS_PROFILE are not used, since .*bedrock\.json has keys/);
  });

  test("that are halves name their source, and no other is asked", async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = KEYS;
    const halves = [
      [{ env: { AWS_ACCESS_KEY_ID } }, /^The environment has AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY\. Set both/],
      [{ env: { AWS_SECRET_ACCESS_KEY } }, /^The environment has AWS_SECRET_ACCESS_KEY without AWS_ACCESS_KEY_ID\. Set both/],
      [{ env: { AWS_PROFILE: "half", AWS_REGION: "us-east-1" } }, /^the profile "half" in .* has aws_access_key_id without/i],
    ];
    for (const [call, message] of halves) {
      const error = await refusalAlone({ home: HOME, cwd: PROJECT, ...call });
      assert.equal(error.name, "AuthenticationError");
      assert.match(error.message, message);
    }
  });

  test("of a profile that does not exist are not those of another", async () => {
    const error = await refusalAlone({ env: { AWS_PROFILE: "prod", AWS_REGION: "us-east-1", ...KEYS }, home: HOME });
    assert.equal(error.name, "AuthenticationError");
    assert.match(error.message, /the profile "prod" in .* does not exist\. Correct AWS_PROFILE/);
  });
});

test("the entry for pages looks for nothing", async () => {
  const call = { how: "page", home: HOME, cwd: PROJECT_WITH_KEYS, env: { ...KEYS, AWS_REGION: "us-east-1" }, status: 200 };
  const { error, reads } = await callAlone(call);
  assert.match(error.message, /^No region\. Pass one that has your model: new Bedrock/);
  assert.deepEqual(reads, []);
  const { name, message } = await refusalAlone({ ...call, options: { region: "us-east-1" } });
  assert.deepEqual([name, message.startsWith("No credentials. Pass temporary ones: ")], ["AuthenticationError", true]);
});

describe("the local Bedrock takes", () => {
  const FOREIGN = { AWS_SESSION_TOKEN: "geheim-token-of-somebody-else" };
  const ENVIRONMENT = {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  };
  const { sessionToken, ...permanent } = CREDENTIALS;
  const CASES = {
    "keys of the environment": { env: ENVIRONMENT },
    "keys and token of the environment": { env: { ...ENVIRONMENT, AWS_SESSION_TOKEN: sessionToken } },
    "an API key of the environment": { env: { AWS_REGION: "us-east-1", AWS_BEARER_TOKEN_BEDROCK: `${API_KEY}\n`, ...FOREIGN } },
    "keys that were passed, without the environment's token": {
      options: { region: "us-east-1", credentials: permanent },
      env: FOREIGN,
    },
    "keys of bedrock.json, without the environment's token": { cwd: PROJECT_WITH_KEYS, env: FOREIGN },
    "keys of a profile, without the environment's token": { home: HOME, env: { AWS_PROFILE: "dev", ...FOREIGN } },
  };
  for (const [what, call] of Object.entries(CASES)) {
    test(what, async (t) => {
      const session = await createSession();
      t.after(() => session.delete());
      const { error, warnings } = await callAlone({ ...call, options: { ...call.options, endpoint: session.endpoint } });
      assert.equal(error, undefined, error?.shown);
      assert.deepEqual(warnings, []);
      assert.equal((await session.log()).total, 1);
    });
  }
});

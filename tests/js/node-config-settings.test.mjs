// Endpoints, FIPS, dual-stack, attempts and the clock, from variables and profiles, as AWS's tools take them.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { FIXTURES, callAlone, refusalAlone, requestAlone } from "./lib/alone.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { areComplete } from "../../pkg-template/node/environment.js";
import { findEndpoints } from "../../pkg-template/node/settings.js";
import { NO_PROFILE, readProfile } from "../../pkg-template/node/profile.js";

const HOME = path.join(FIXTURES, "home");
const COMPLETE = { region: "us-east-1", credentials: CREDENTIALS };
const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = CREDENTIALS;

/** A call that finds its keys beside bedrock.json, and settings in this profile. */
const ofProfile = (name, env = {}) => ({
  home: HOME,
  cwd: path.join(FIXTURES, "project-with-keys"),
  env: { AWS_PROFILE: name, ...env },
});

/** What a function resolves to with this environment. */
async function within(env, ask) {
  const before = process.env;
  process.env = env;
  try {
    return await ask();
  } finally {
    process.env = before;
  }
}

describe("an endpoint", () => {
  const ALL = { AWS_ENDPOINT_URL: "https://all.example/all" };
  const RUNTIME = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "https://runtime.example/base" };
  const OTHERS = {
    AWS_ENDPOINT_URL_BEDROCK: "https://control.example",
    AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: "https://agent.example",
  };
  const IGNORING = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
  const AWS = "https://bedrock-runtime.us-east-1.amazonaws.com";
  // Each line lacks the source that won in the line before.
  const CASES = [
    [
      "an option",
      "https://option.example",
      { options: { ...COMPLETE, endpoint: "https://option.example" }, env: { ...ALL, ...RUNTIME } },
    ],
    ["the runtime's variable", "https://runtime.example/base", { options: COMPLETE, env: { ...ALL, ...RUNTIME } }],
    ["the runtime's variable alone", "https://runtime.example/base", { options: COMPLETE, env: RUNTIME }],
    ["the variable of all services", "https://all.example/all", ofProfile("endpoints", ALL)],
    ["the profile's services", "https://services.example/runtime", ofProfile("endpoints")],
    ["AWS, for a variable of other services", AWS, { options: COMPLETE, env: OTHERS }],
    ["AWS, if variables are to be ignored", AWS, { options: COMPLETE, env: { ...ALL, ...RUNTIME, ...IGNORING } }],
    ["AWS, if the profile says so", "https://bedrock-runtime.sa-east-1.amazonaws.com", ofProfile("ignoring", ALL)],
  ];
  for (const [what, endpoint, call] of CASES) {
    test(`comes from ${what}`, async () => {
      const { url } = await requestAlone(call);
      assert.equal(url, `${endpoint}/model/amazon.nova-micro-v1%3A0/converse`);
    });
  }

  test("of the environment is signed for, as the local Bedrock checks", async (t) => {
    const session = await createSession();
    t.after(() => session.delete());
    const env = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL: session.endpoint };
    for (const how of ["import", "require"]) {
      const { error } = await callAlone({ env, how });
      assert.equal(error, undefined, error?.shown);
    }
    assert.equal((await session.log()).total, 2);
  });

  test("is found for each service by itself", async () => {
    const files = { AWS_CONFIG_FILE: path.join(HOME, ".aws/config"), AWS_SHARED_CREDENTIALS_FILE: "/nowhere" };
    const lookUp = (name, env, given) =>
      within({ ...files, ...env }, async () =>
        findEndpoints({ profile: name ? await readProfile(name, assert.fail) : NO_PROFILE }, given),
      );
    const all = {
      bedrockRuntime: "https://all.example/all",
      bedrock: "https://all.example/all",
      bedrockAgentRuntime: "https://all.example/all",
    };
    assert.deepEqual(await lookUp(undefined, {}), undefined);
    assert.deepEqual(await lookUp(undefined, OTHERS), {
      bedrock: "https://control.example",
      bedrockAgentRuntime: "https://agent.example",
    });
    assert.deepEqual(await lookUp(undefined, ALL), all);
    assert.deepEqual(await lookUp(undefined, { ...ALL, ...RUNTIME }), { ...all, bedrockRuntime: "https://runtime.example/base" });
    assert.deepEqual(await lookUp("endpoints", {}), {
      bedrockRuntime: "https://services.example/runtime",
      bedrock: "https://services.example/control",
      bedrockAgentRuntime: "https://profile.example",
    });
    assert.deepEqual(await lookUp(undefined, ALL, "https://one.example"), "https://one.example");
    assert.deepEqual(await lookUp(undefined, ALL, { bedrock: "https://own.example" }), {
      ...all,
      bedrock: "https://own.example",
    });
    assert.deepEqual(await lookUp("ignoring", ALL, { bedrock: "https://own.example" }), { bedrock: "https://own.example" });
  });

  test("of any service is looked for, even when all else was passed", async () => {
    assert.equal(await within({}, () => areComplete(COMPLETE)), true);
    for (const name of Object.keys({ ...ALL, ...RUNTIME, ...OTHERS })) {
      assert.equal(await within({ [name]: "https://some.example" }, () => areComplete(COMPLETE)), false, name);
    }
  });

  test("of services that are not there is refused", async () => {
    const { name, message } = await refusalAlone(ofProfile("lost"));
    assert.equal(name, "BedrockError");
    assert.match(message, /"lost" in .* has no \[services lost\]\./);
  });
});

describe("FIPS and dual-stack", () => {
  const host = async (call) => new URL((await requestAlone(call)).url).host;
  const variables = (fips, dualstack) => ({ AWS_USE_FIPS_ENDPOINT: fips, AWS_USE_DUALSTACK_ENDPOINT: dualstack });

  test("come from variables, even when all else was passed", async () => {
    assert.equal(
      await host({ options: COMPLETE, env: variables("true", "false") }),
      "bedrock-runtime-fips.us-east-1.amazonaws.com",
    );
    assert.equal(await host({ options: COMPLETE, env: variables("", "True") }), "bedrock-runtime.us-east-1.api.aws");
  });

  test("come from a profile, unless a variable or an option says otherwise", async () => {
    const settings = (env) => ofProfile("settings", env);
    assert.equal(await host(settings()), "bedrock-runtime-fips.sa-east-1.api.aws");
    assert.equal(await host(settings(variables("false", "false"))), "bedrock-runtime.sa-east-1.amazonaws.com");
    assert.equal(await host({ ...settings(), options: { useFipsEndpoint: false } }), "bedrock-runtime.sa-east-1.api.aws");
  });
});

describe("attempts", () => {
  const attempts = async (call) => (await callAlone({ status: 503, ...call })).requests.length;

  test("are counted as AWS counts them", async () => {
    assert.equal(await attempts({ options: COMPLETE, env: { AWS_MAX_ATTEMPTS: "1" } }), 1);
    assert.equal(await attempts({ options: COMPLETE, env: { AWS_MAX_ATTEMPTS: "2" } }), 2);
    assert.equal(await attempts({ options: { ...COMPLETE, maxRetries: 0 }, env: { AWS_MAX_ATTEMPTS: "2" } }), 1);
    assert.equal(await attempts(ofProfile("settings")), 1);
    assert.equal(await attempts(ofProfile("settings", { AWS_MAX_ATTEMPTS: "2" })), 2);
  });
});

describe("the clock", () => {
  test("is left alone if a variable or a profile says so", async (t) => {
    const session = await createSession({ clockSkewSeconds: 3600 });
    t.after(() => session.delete());
    const { endpoint } = session;
    const calls = [
      { options: { ...COMPLETE, endpoint }, env: { AWS_DISABLE_CLOCK_SKEW_CORRECTION: "true" } },
      { ...ofProfile("settings"), options: { useFipsEndpoint: false, useDualstackEndpoint: false, endpoint } },
    ];
    for (const call of calls) assert.equal((await callAlone(call)).error?.code, "InvalidSignatureException");
  });
});

describe("a malformed setting", () => {
  const VARIABLES = {
    AWS_USE_FIPS_ENDPOINT: "geheim",
    AWS_USE_DUALSTACK_ENDPOINT: "1",
    AWS_DISABLE_CLOCK_SKEW_CORRECTION: "yes",
    AWS_MAX_ATTEMPTS: "0",
  };
  for (const [name, value] of Object.entries(VARIABLES)) {
    test(`${name} is refused by name`, async () => {
      const error = await refusalAlone({ options: COMPLETE, env: { [name]: value } });
      assert.equal(error.name, "BedrockError");
      assert.match(error.message, new RegExp(`^${name} is n.*Set it to one`));
    });
  }

  test("AWS_MAX_ATTEMPTS has a range", async () => {
    for (const value of ["-1", "1.5", "two", "102", "1e1"]) {
      const { message } = await refusalAlone({ options: COMPLETE, env: { AWS_MAX_ATTEMPTS: value } });
      assert.match(message, /^AWS_MAX_ATTEMPTS is not a whole number from 1 to 101\./);
    }
  });

  test("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is refused where it matters", async () => {
    const env = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "perhaps", AWS_ENDPOINT_URL: "https://all.example" };
    assert.match((await refusalAlone({ options: COMPLETE, env })).message, /^AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is neither/);
  });

  test("of a profile names the profile and its files", async () => {
    const { message } = await refusalAlone(ofProfile("malformed"));
    assert.match(message, /^use_fips_endpoint of the profile "malformed" in .*config is neither true nor false\./);
  });
});

// What is read, how, and when: bedrock.json and AWS's files, once for a client, again when keys expire, and not at all by
// a client that was told everything.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadSharedConfigFiles } from "@smithy/core/config";
import { parseIni } from "../../pkg-template/node/ini.js";
import { FIXTURES, callAlone, refusalAlone, requestAlone } from "./lib/alone.mjs";
import { CREDENTIALS, EXPIRED } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";

const HOME = path.join(FIXTURES, "home");
const ENVIRONMENT = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "AKIDFIRST", AWS_SECRET_ACCESS_KEY: "geheim-first" };

/** A folder of the test's own, with these files. */
function folder(t, files = {}) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "configuration-")));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return root;
}

function credentialsFile({ accessKeyId, secretAccessKey, sessionToken }) {
  return `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`;
}

describe("bedrock.json", () => {
  const MALFORMED = {
    "what is not JSON": [
      `{ "aws_secret_access_key": "geheim" "x" }`,
      /bedrock\.json is not valid JSON\. Correct it, or delete it\.$/,
    ],
    nothing: ["", /is not valid JSON/],
    "a list": [`["geheim"]`, /bedrock\.json is not an object\. Write \{ "region": "us-east-1" \}/],
    null: ["null", /is not an object/],
    "a number for a string": [
      `{ "aws_secret_access_key": 123 }`,
      /^The member "aws_secret_access_key" of .*bedrock\.json is not a string\.$/,
    ],
    "half of a pair": [
      `{ "aws_secret_access_key": "geheim" }`,
      /bedrock\.json has aws_secret_access_key without aws_access_key_id/,
    ],
  };
  for (const [what, [text, message]] of Object.entries(MALFORMED)) {
    test(`with ${what} is refused by name, without its contents`, async (t) => {
      const cwd = folder(t, { "bedrock.json": text });
      const { name, message: said } = await refusalAlone({ cwd, options: { region: "us-east-1" } });
      assert.equal(name, what === "half of a pair" ? "AuthenticationError" : "BedrockError");
      assert.match(said, message);
      assert.ok(said.includes(path.join(cwd, "bedrock.json")), said);
    });
  }

  test("with what it may not have is read, with a warning", async (t) => {
    const cwd = folder(t, { "bedrock.json": `\ufeff{ "region": " eu-west-3\\n", "api_key": "geheim" }` });
    const { requests, warnings } = await callAlone({ cwd, home: HOME, status: 200 });
    assert.equal(requests[0].region, "eu-west-3");
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["unknown_option"],
    );
    assert.match(warnings[0].message, /bedrock\.json has a member "api_key", which has no effect\. It may have profile, region/);
  });

  test("that cannot be read has no effect, with a warning", async (t) => {
    const cwd = folder(t, { "bedrock.json/file": "" });
    const { requests, warnings } = await callAlone({ cwd, home: HOME, status: 200 });
    assert.equal(requests[0].region, "eu-west-1");
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["unreadable_file"],
    );
    assert.match(warnings[0].message, /bedrock\.json could not be read \(EISDIR\): it has no effect\./);
  });
});

describe("AWS's files", () => {
  test("are read as the AWS SDK reads them", async () => {
    const [filepath, configFilepath] = ["credentials", "config"].map((name) => path.join(HOME, ".aws", name));
    const expected = await loadSharedConfigFiles({ filepath, configFilepath });
    const sections = (file) => ({ ...parseIni(fs.readFileSync(file, "utf8")) });
    const title = (name) => (name === "default" ? name : name.includes(".") ? name.replace(".", " ") : `profile ${name}`);
    const titled = Object.entries(expected.configFile).map(([name, settings]) => [title(name), settings]);
    assert.deepEqual(plain(sections(configFilepath)), Object.fromEntries(titled));
    assert.deepEqual(plain(sections(filepath)), expected.credentialsFile);
  });

  test("may be written in strange ways", async (t) => {
    const text = [
      "ignored = before any section\r\n[default]\r\n  region=a # b\n;region = c\n#\nkey = a#b;c = d\nempty =\n  inner = 1\n",
      "outer = 2\n  still = 3\n[profile a-b.c@d]\nx = 1\n[profile 'q']\ny = 2\n[services s]\none =\n one = 1\ntwo =\n\ttwo = 2\n",
      "[default]\nregion = again\n= nameless\nno equals sign\n[sso-session s]\nz = 3\n[profile a-b.c@d]\nx = 4\n",
    ].join("");
    const root = folder(t, { config: text, none: "" });
    const { configFile } = await loadSharedConfigFiles({
      filepath: path.join(root, "none"),
      configFilepath: path.join(root, "config"),
    });
    const ours = plain(parseIni(text));
    assert.deepEqual(ours.default, configFile.default);
    assert.deepEqual(ours["profile a-b.c@d"], configFile["a-b.c@d"]);
    assert.deepEqual(ours["profile q"], configFile.q);
    assert.deepEqual(ours["services s"], configFile["services.s"]);
    assert.deepEqual(ours["sso-session s"], configFile["sso-session.s"]);
    assert.deepEqual(plain(parseIni("[__proto__]\npolluted = yes\n")).polluted, undefined);
    assert.equal({}.polluted, undefined);
  });
});

/** The same without null prototypes. */
function plain(sections) {
  return JSON.parse(JSON.stringify(sections));
}

describe("keys are read again", () => {
  const SECOND = { AWS_ACCESS_KEY_ID: "AKIDSECOND", AWS_SECRET_ACCESS_KEY: "geheim-second" };

  test("from the environment before they expire, and only then", async () => {
    const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const cases = [
      ["AKIDFIRST", {}],
      ["AKIDFIRST", { AWS_CREDENTIAL_EXPIRATION: inMinutes(60) }],
      ["AKIDSECOND", { AWS_CREDENTIAL_EXPIRATION: inMinutes(4) }],
    ];
    for (const [accessKeyId, expiration] of cases) {
      const steps = [{ env: { ...ENVIRONMENT, ...expiration } }, { env: SECOND }];
      const { requests, error } = await callAlone({ steps, status: 200 });
      assert.equal(error, undefined, error?.shown);
      assert.deepEqual(
        requests.map((request) => request.accessKeyId),
        ["AKIDFIRST", accessKeyId],
      );
    }
  });

  test("from the environment, and the last ones are used while they are good", async () => {
    const expired = { env: { ...ENVIRONMENT, AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z" } };
    assert.match((await refusalAlone(expired)).message, /have expired\. Get fresh ones/);
    const { message } = await refusalAlone({ env: { ...ENVIRONMENT, AWS_CREDENTIAL_EXPIRATION: "soon" } });
    assert.match(message, /^AWS_CREDENTIAL_EXPIRATION is not a date/);
    const AWS_CREDENTIAL_EXPIRATION = new Date(Date.now() + 60_000).toISOString();
    const steps = [
      { env: { ...ENVIRONMENT, AWS_CREDENTIAL_EXPIRATION } },
      { env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" } },
    ];
    const { requests, error } = await callAlone({ steps, status: 200 });
    assert.deepEqual([requests.length, error], [2, undefined]);
  });

  test("from a profile once AWS calls them expired", async (t) => {
    const session = await createSession();
    t.after(() => session.delete());
    const home = folder(t, { ".aws/credentials": credentialsFile(EXPIRED) });
    const files = { [path.join(home, ".aws/credentials")]: credentialsFile(CREDENTIALS) };
    const options = { region: "us-east-1", endpoint: session.endpoint };
    const { requests, error } = await callAlone({ home, options, steps: [{ whenRefused: { files } }] });
    assert.equal(error, undefined, error?.shown);
    assert.deepEqual(
      requests.map(({ accessKeyId }) => accessKeyId),
      [EXPIRED.accessKeyId, CREDENTIALS.accessKeyId],
    );
  });
});

describe("files are read", () => {
  test("once for many calls", async () => {
    const cwd = path.join(FIXTURES, "project-with-keys");
    const { reads, requests } = await callAlone({ home: HOME, cwd, steps: [{ calls: 5 }, {}], status: 200 });
    assert.equal(requests.length, 6);
    assert.deepEqual(reads.map((file) => path.basename(file)).sort(), ["bedrock.json", "config", "credentials"]);
  });

  test("anew after they were refused", async (t) => {
    const cwd = folder(t, { "bedrock.json": "{" });
    const files = { [path.join(cwd, "bedrock.json")]: `{ "region": "eu-north-1" }` };
    const { outcomes, requests } = await callAlone({ cwd, home: HOME, steps: [{ calls: 2 }, { files }], status: 200 });
    assert.deepEqual(
      outcomes.map((failures) => failures.map((error) => error?.name)),
      [["BedrockError", "BedrockError"], [undefined]],
    );
    assert.deepEqual(
      requests.map(({ region }) => region),
      ["eu-north-1"],
    );
  });

  test("not at all by a client that was told everything", async (t) => {
    const cwd = folder(t, { "bedrock.json": "{", ".aws/config": "[default]\nuse_fips_endpoint = maybe\n" });
    const credentials = { accessKeyId: "AKIDOWN", secretAccessKey: "geheim-own" };
    for (const keys of [{ credentials }, { apiKey: "geheim-key" }]) {
      for (const env of [{}, { AWS_PROFILE: "nobody" }, { AWS_USE_FIPS_ENDPOINT: "false" }]) {
        const call = { cwd, home: cwd, env, options: { region: "us-east-1", ...keys }, status: 200 };
        const { reads, error, warnings } = await callAlone(call);
        assert.deepEqual([reads, error, warnings], [[], undefined, []]);
      }
    }
  });

  test("only where that is allowed", async () => {
    const here = path.dirname(fileURLToPath(import.meta.url));
    const flags = ["--experimental-permission", `--allow-fs-read=${here}/*`, "--no-warnings"];
    const call = { home: HOME, cwd: path.join(FIXTURES, "project"), flags, status: 200 };
    const { error, warnings, reads } = await callAlone(call);
    assert.match(error.message, /^No region\./);
    assert.deepEqual([warnings, reads.length], [[], 3]);
    const { accessKeyId } = await requestAlone({ home: HOME, cwd: HOME, flags, env: ENVIRONMENT });
    assert.equal(accessKeyId, "AKIDFIRST");
  });

  test("only where there is a process", async () => {
    const { message } = await refusalAlone({ home: HOME, env: ENVIRONMENT, steps: [{ withoutProcess: true }] });
    assert.match(message, /^No region\./);
  });
});

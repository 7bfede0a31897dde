// What is left to @aws-sdk/credential-provider-node, an optional peer dependency: with it, and without it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { FIXTURES, callAlone, refusalAlone } from "./lib/alone.mjs";
import { CREDENTIALS, EXPIRED } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const HOME = path.join(FIXTURES, "home");
// The home's profiles call the "credential-process.mjs" that is there.
const cwd = path.join(FIXTURES, "project-with-process");
const PEER = "@aws-sdk/credential-provider-node";

/** A client's options that lead to a session of the local Bedrock. */
async function connect(t) {
  const session = await createSession();
  t.after(() => session.delete());
  return { session, options: { region: "us-east-1", endpoint: session.endpoint } };
}

/** A server that answers with these in turn, the last one for ever, and notes what it was asked. */
async function serve(t, answer) {
  const asked = [];
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (text) => (body += text));
    request.on("end", () => {
      asked.push({ path: request.url, body, authorization: request.headers.authorization });
      const { type, text } = answer(asked.length);
      response.writeHead(200, { "content-type": type }).end(text);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { asked, url: `http://127.0.0.1:${server.address().port}` };
}

function container({ accessKeyId, secretAccessKey, sessionToken }) {
  const Expiration = new Date(Date.now() + 3_600_000).toISOString();
  const text = JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration });
  return { type: "application/json", text };
}

describe("with the peer", () => {
  for (const how of ["import", "require"]) {
    test(`keys come from a profile's process, by ${how}`, async (t) => {
      const { session, options } = await connect(t);
      const { error, warnings, requests } = await callAlone({ home: HOME, cwd, env: { AWS_PROFILE: "process" }, options, how });
      assert.deepEqual([error?.shown, warnings, requests[0]?.accessKeyId], [undefined, [], CREDENTIALS.accessKeyId]);
      assert.equal((await session.log()).total, 1);
    });
  }

  test("keys come from a container, once for many calls", async (t) => {
    const { options } = await connect(t);
    const { asked, url } = await serve(t, () => container(CREDENTIALS));
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/keys`, AWS_CONTAINER_AUTHORIZATION_TOKEN: "geheim-container" };
    const { error, requests } = await callAlone({ options, env, steps: [{ calls: 5 }, {}] });
    assert.deepEqual([error?.shown, requests.length], [undefined, 6]);
    assert.deepEqual(asked, [{ path: "/keys", body: "", authorization: "geheim-container" }]);
  });

  test("keys that AWS calls expired are fetched anew", async (t) => {
    const { options } = await connect(t);
    const { asked, url } = await serve(t, (count) => container(count === 1 ? EXPIRED : CREDENTIALS));
    const { error, requests } = await callAlone({ options, env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url } });
    assert.equal(error, undefined, error?.shown);
    assert.deepEqual(
      requests.map(({ accessKeyId }) => accessKeyId),
      [EXPIRED.accessKeyId, CREDENTIALS.accessKeyId],
    );
    assert.equal(asked.length, 2);
  });

  test("a role is assumed before keys of the same profile are taken, in the client's region", async (t) => {
    const { options } = await connect(t);
    const keys = `<AccessKeyId>${CREDENTIALS.accessKeyId}</AccessKeyId><SecretAccessKey>${CREDENTIALS.secretAccessKey}</SecretAccessKey><SessionToken>${CREDENTIALS.sessionToken}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`;
    const text = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${keys}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const { asked, url } = await serve(t, () => ({ type: "text/xml", text }));
    const env = { AWS_PROFILE: "role", AWS_ENDPOINT_URL_STS: url };
    options.region = "eu-central-1";
    const { error, requests } = await callAlone({ home: HOME, options, env });
    assert.deepEqual([error?.shown, requests[0]?.accessKeyId], [undefined, CREDENTIALS.accessKeyId]);
    assert.equal(asked.length, 1);
    assert.match(asked[0].body, /Action=AssumeRole&.*role%2Freader/);
    assert.match(asked[0].authorization, /Credential=AKIDOFDEFAULT\/\d+\/eu-central-1\/sts\//);
  });

  for (const [profile, home] of Object.entries({ default: cwd, "failing-process": HOME })) {
    test(`that finds nothing for ${profile}, the error says what was looked at`, async () => {
      const error = await refusalAlone({ home, cwd, env: { AWS_PROFILE: profile }, options: { region: "us-east-1" } });
      assert.equal(error.name, "AuthenticationError");
      assert.match(
        error.shown,
        /cause\]: AuthenticationError: @aws-sdk\/credential-provider-node got no credentials\. Looked at: AWS_/,
      );
      assert.match(error.shown, new RegExp(`"${profile}" in .* To see more: aws sts get-caller-identity --profile ${profile}\n`));
      assert.match(error.shown, /cause\]: CredentialsProviderError: Could not load credentials from any providers/);
      assert.ok(!error.shown.includes("geheim"), error.shown);
    });
  }

  test("AWS_PROFILE beside keys is warned of once", async (t) => {
    const { options } = await connect(t);
    const env = { AWS_PROFILE: "process", AWS_ACCESS_KEY_ID: "AKIDOTHER", AWS_SECRET_ACCESS_KEY: "geheim-other" };
    for (const listen of [true, false]) {
      const { error, warnings } = await callAlone({ home: HOME, cwd, env, options, listen });
      assert.equal(error, undefined, error?.shown);
      if (listen)
        assert.deepEqual(
          warnings.map(({ code }) => code),
          ["ambiguous_configuration"],
        );
      else assert.equal(warnings.split("\n").length, 2, warnings);
    }
  });
});

describe("without the peer", () => {
  let folder;
  let program;
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "without-peer-")));
    fs.cpSync(path.join(here, "node_modules/bedrock-wasm"), path.join(folder, "node_modules/bedrock-wasm"), { recursive: true });
    program = path.join(folder, "lone-call.mjs");
    fs.copyFileSync(path.join(here, "lib/lone-call.mjs"), program);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  test("it is absent, and optional", () => {
    assert.equal(fs.existsSync(path.join(folder, "node_modules", PEER)), false);
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "node_modules/bedrock-wasm/package.json"), "utf8"));
    assert.deepEqual(Object.keys(manifest.peerDependencies), [PEER]);
    assert.deepEqual(manifest.peerDependenciesMeta, { [PEER]: { optional: true } });
  });

  test("all goes well that does not need it", async (t) => {
    const { options } = await connect(t);
    const { error } = await callAlone({ program, home: HOME, env: { AWS_PROFILE: "dev" }, options });
    assert.equal(error, undefined, error?.shown);
  });

  for (const how of ["import", "require"]) {
    test(`the error says what was looked at and what to install, by ${how}`, async () => {
      const calls = [
        {},
        { env: { AWS_PROFILE: "process" }, home: HOME },
        { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9/" } },
      ];
      for (const call of calls) {
        const error = await refusalAlone({ program, how, cwd, ...call, options: { region: "us-east-1" } });
        assert.equal(error.name, "AuthenticationError");
        const lookedAt =
          /^No credentials\. Looked at: AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID, .*bedrock\.json, the profile "/;
        assert.match(error.message, lookedAt);
        assert.match(error.message, /npm install @aws-sdk\/credential-provider-node$/);
      }
    });
  }

  for (const format of ["esm", "cjs"]) {
    test(`a program can be bundled as ${format}, and runs`, async (t) => {
      const { session, options } = await connect(t);
      const outfile = path.join(folder, `bundle.${format === "esm" ? "mjs" : "cjs"}`);
      const contents = `
        import { Bedrock } from "bedrock-wasm";
        const bedrock = new Bedrock(${JSON.stringify(options)});
        const input = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Hello" }] }] };
        bedrock.converse(input).then(({ stopReason }) => console.log(stopReason), (error) => console.log(error.message));`;
      const built = await build({
        stdin: { contents, resolveDir: folder },
        bundle: true,
        platform: "node",
        format,
        outfile,
        logLevel: "silent",
      });
      assert.deepEqual([built.errors, built.warnings], [[], []]);
      const run = (env) =>
        execFileSync(process.execPath, [outfile], { cwd, encoding: "utf8", env: { PATH: process.env.PATH, HOME: cwd, ...env } });
      const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = CREDENTIALS;
      assert.equal(run({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }), "end_turn\n");
      assert.match(run({}), /^No credentials\. .*npm install/);
      assert.equal((await session.log()).total, 1);
    });
  }
});

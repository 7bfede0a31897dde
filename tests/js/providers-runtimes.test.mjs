// Credentials in a browser page and in workerd, from moto's Cognito and in their own ways.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { startMoto } from "./lib/moto.mjs";
import { serve } from "./lib/serve.mjs";
import { startWorker } from "./lib/workerd.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const GUEST = ["GetId", "GetCredentialsForIdentity"];

let moto;
let identityPoolId;
before(async () => {
  moto = await startMoto();
  identityPoolId = await moto.createIdentityPool();
});
after(() => moto?.stop());

/** That the request was signed with moto's key, which the emulator does not know. */
async function assertSignedWithMotosKey(session) {
  const { requests } = await session.log();
  const { headers } = requests.find(({ preflight }) => !preflight);
  assert.match(headers.authorization, /Credential=TESTACCESSKEY12345\//);
  assert.equal(headers["x-amz-security-token"], "ABC12345");
}

test("a page gets credentials of an identity pool, and keeps the identity when it is opened again", async (t) => {
  const { url, stop } = await serve({
    files: { "/api/credentials": JSON.stringify({ ...CREDENTIALS, expiration: Date.now() + 3_600_000 }) },
    folders: { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") },
  });
  t.after(stop);
  const { page, close } = await openPage(`${url}/pages/credentials.html`);
  t.after(close);
  const act = async (action, ...args) => {
    await page.waitForFunction(() => globalThis.actions !== undefined);
    const session = await createSession();
    t.after(() => session.delete());
    const options = { region: "us-east-1", endpoint: session.endpoint };
    const result = await page.evaluate(([name, ...given]) => globalThis.actions[name](...given), [action, options, ...args]);
    return { result, session };
  };

  const pool = { identityPoolId, endpoint: moto.url };
  const first = await act("cognito", pool);
  assert.deepEqual([first.result.code, first.result.operations], ["UnrecognizedClientException", GUEST]);
  await assertSignedWithMotosKey(first.session);
  const [[key, identityId]] = Object.entries(first.result.stored);
  assert.equal(key, `aws:cognito-identity-credentials:${identityPoolId}:ANONYMOUS`);
  assert.match(identityId, /^us-east-1:[0-9a-f-]{36}$/);

  await page.reload();
  const second = await act("cognito", pool);
  assert.deepEqual([second.result.operations, second.result.stored], [["GetCredentialsForIdentity"], { [key]: identityId }]);

  assert.equal((await act("http", "/api/credentials")).result.stopReason, "end_turn");
  const { result } = await act("environment");
  assert.deepEqual(result, { message: "There is no process.env here. Pass the variables: fromEnv(env).", isBedrockError: true });
});

test("a worker gets credentials of its bindings and of an identity pool", async (t) => {
  const session = await createSession();
  t.after(() => session.delete());
  const worker = await startWorker(path.join(here, "workers/credentials.js"), {
    ENDPOINT: session.endpoint,
    MOTO: moto.url,
    IDENTITY_POOL_ID: identityPoolId,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
  });
  t.after(() => worker.stop());
  const ask = async (source) => (await fetch(`${worker.url}/${source}`)).json();

  assert.equal((await ask("cognito")).code, "UnrecognizedClientException");
  await assertSignedWithMotosKey(session);
  assert.deepEqual(await ask("environment"), { stopReason: "end_turn" });
  const mistake = await ask("mistake");
  assert.match(mistake.message, /^The `credentials` function failed: /);
  assert.match(mistake.cause, /^fromWebToken has no region\. Pass one/);
  assert.equal(mistake.isBedrockError, true);
});

// moto's server, an implementation of Cognito and STS that nobody here wrote: https://docs.getmoto.org
//
// It runs in the Python that BOTO3_PYTHON names, with the packages of tests/python/requirements.txt.
import { spawn } from "node:child_process";
import readline from "node:readline";

/**
 * Starts a server on a free port of 127.0.0.1.
 *
 * - `url`: the endpoint of all services, without a slash at the end
 * - `call(service, action, input)`: sets something up, by a request whose signature moto does not look at
 * - `createIdentityPool()`: makes a pool of Cognito that lets guests in, and resolves to its id
 * - `createUser(name, password)`: makes a user pool with one user, and an identity pool for its users; resolves to
 *   `{ userPoolId, clientId, identityPoolId }`
 * - `checkSignatures(whether)`: whether it verifies signatures and permissions from now on
 * - `stop()`: ends it
 */
export async function startMoto() {
  const python = process.env.BOTO3_PYTHON;
  if (!python) throw new Error("BOTO3_PYTHON is not set: run `cargo xtask test package`, or name a Python that has moto");
  const child = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  // Should the test process die, so does its server.
  process.once("exit", () => child.kill());
  const url = await listening(child);
  const call = (service, action, input) => (service in JSON_TARGETS ? json : query)(url, service, action, input);
  return {
    url,
    call,
    async createIdentityPool() {
      const pool = { IdentityPoolName: "chat", AllowUnauthenticatedIdentities: true };
      return (await call("cognito-identity", "CreateIdentityPool", pool)).IdentityPoolId;
    },
    async createUser(name, password) {
      const idp = (action, input) => call("cognito-idp", action, input);
      const { UserPool } = await idp("CreateUserPool", { PoolName: "users" });
      const pool = { UserPoolId: UserPool.Id };
      const flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
      const { UserPoolClient } = await idp("CreateUserPoolClient", { ...pool, ClientName: "page", ExplicitAuthFlows: flows });
      await idp("AdminCreateUser", { ...pool, Username: name, MessageAction: "SUPPRESS" });
      await idp("AdminSetUserPassword", { ...pool, Username: name, Password: password, Permanent: true });
      const { IdentityPoolId } = await call("cognito-identity", "CreateIdentityPool", {
        IdentityPoolName: "chat",
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: [
          { ProviderName: `cognito-idp.us-east-1.amazonaws.com/${UserPool.Id}`, ClientId: UserPoolClient.ClientId },
        ],
      });
      return { userPoolId: UserPool.Id, clientId: UserPoolClient.ClientId, identityPoolId: IdentityPoolId };
    },
    checkSignatures: (whether) => post(`${url}/moto-api/reset-auth`, {}, whether ? "0" : "inf"),
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
    },
  };
}

/** Services that speak JSON, and what they call themselves there. */
const JSON_TARGETS = {
  "cognito-identity": "AWSCognitoIdentityService",
  "cognito-idp": "AWSCognitoIdentityProviderService",
};

/** Waits for its word that it listens. What it logs is shown if that never comes. */
async function listening(child) {
  const failed = new Promise((_, reject) => child.once("error", reject));
  failed.catch(() => {});
  const log = [];
  const announced = new Promise((resolve, reject) => {
    // Read to the end: a full pipe would stop the server.
    const lines = readline.createInterface({ input: child.stderr });
    lines.on("line", (line) => {
      const address = / \* Running on (http:\S+)/.exec(line);
      if (address) resolve(address[1]);
      else log.push(line);
    });
    lines.once("close", () => reject(new Error(`moto's server ended before it listened:\n${log.join("\n")}`)));
  });
  return Promise.race([announced, failed]);
}

async function json(url, service, action, input) {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${JSON_TARGETS[service]}.${action}` };
  return JSON.parse(await post(url, { ...headers, ...authorization(service) }, JSON.stringify(input)));
}

/** Gives a function that reads the text of an element of the answer. */
async function query(url, service, action, input) {
  const version = { iam: "2010-05-08", sts: "2011-06-15" }[service];
  const form = new URLSearchParams({ Action: action, Version: version, ...input });
  const xml = await post(url, { "content-type": "application/x-www-form-urlencoded", ...authorization(service) }, String(form));
  return (element) => new RegExp(`<${element}>(.*?)</${element}>`).exec(xml)?.[1];
}

/** Tells moto which service a request is for. */
function authorization(service) {
  const credential = `AKIDSETUP/20260101/us-east-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

async function post(url, headers, body) {
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`moto: ${response.status} ${text}`);
  return text;
}

// Where credentials come from: programs as users write them.
import { Bedrock } from "bedrock-wasm";
import type { CredentialProvider, Credentials } from "bedrock-wasm";
import { fromCognitoIdentityPool, fromEnv, fromHttp, fromTemporaryCredentials, fromWebToken } from "bedrock-wasm/credentials";
import type {
  AssumeRoleParams,
  ClientConfig,
  CognitoIdentityCredentialProvider,
  CognitoIdentityCredentials,
  FromCognitoIdentityPoolParameters,
  FromHttpOptions,
  FromTemporaryCredentialsOptions,
  FromWebTokenInit,
  IdentityStorage,
  TemporaryCredentialProvider,
  TemporaryCredentials,
} from "bedrock-wasm/credentials";

declare const session: { readonly idToken: string; readonly user: string | undefined; refresh(): Promise<string> };
declare const env: { readonly AWS_ACCESS_KEY_ID: string; readonly KV: { get(key: string): Promise<string> } };
declare const keys: Credentials | undefined;

const identityPoolId = "us-east-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const roleArn = "arn:aws:iam::123456789012:role/chat";
const region = "us-east-1";

const map = new Map<string, string>();
const synchronous: IdentityStorage = {
  getItem: (key) => map.get(key),
  setItem: (key, value) => map.set(key, value),
  removeItem: (key) => map.delete(key),
};
const asynchronous: IdentityStorage = {
  getItem: async (key) => map.get(key) ?? null,
  setItem: async (key, value) => void map.set(key, value),
  removeItem: async (key) => void map.delete(key),
};

export const clientConfig: ClientConfig = {
  region: undefined,
  endpoint: "http://127.0.0.1:5000",
  maxRetries: 1,
  timeout: 0,
  fetch: (url, init) => Promise.resolve(new Response(url + init.method)),
  onRequest: ({ operation, url }) => console.log(operation, url),
};

export const pools: FromCognitoIdentityPoolParameters[] = [
  { identityPoolId },
  { identityPoolId, logins: { "accounts.google.com": session.idToken, a: session.refresh, b: () => session.idToken } },
  { identityPoolId, cache: synchronous, userIdentifier: session.user, accountId: undefined, clientConfig },
  { identityPoolId, cache: asynchronous, flow: "enhanced", customRoleArn: roleArn, logger: console },
  { identityPoolId, flow: "basic", roleArn, roleSessionName: "page", durationSeconds: 900, policyArns: [{ arn: "a" }] },
];
export const roles: FromTemporaryCredentialsOptions[] = [
  { masterCredentials: fromEnv(), params: { RoleArn: roleArn }, clientConfig: { region } },
  { masterCredentials: keys, params: { RoleArn: roleArn, Tags: [{ Key: "a", Value: "b" }] }, clientConfig: { region } },
  {
    params: { RoleArn: roleArn, SerialNumber: "s" },
    mfaCodeProvider: (serial) => serial,
    clientConfig: { region, credentials: keys },
  },
];
export const tokens: FromWebTokenInit[] = [
  { roleArn, webIdentityToken: session.idToken, clientConfig: { region } },
  {
    roleArn,
    webIdentityToken: session.refresh,
    policy: "{}",
    providerId: "www.amazon.com",
    clientConfig: { ...clientConfig, region },
  },
];
export const endpoints: FromHttpOptions[] = [
  { credentialsFullUri: "/api/credentials" },
  { awsContainerCredentialsFullUri: "http://169.254.170.23/v1/credentials", awsContainerAuthorizationToken: session.refresh },
  {
    credentialsFullUri: "https://a.example",
    authorizationToken: "x",
    timeout: 1,
    maxRetries: 0,
    clientConfig: { fetch: clientConfig.fetch },
  },
];
export const environments: TemporaryCredentialProvider[] = [fromEnv(), fromEnv(env), fromEnv({ AWS_ACCESS_KEY_ID: "a" })];

// Every one of them fits the client, and one another.
const cognito: CognitoIdentityCredentialProvider = fromCognitoIdentityPool({ identityPoolId });
const providers: CredentialProvider[] = [
  cognito,
  fromWebToken({ roleArn, webIdentityToken: session.idToken, clientConfig: { region } }),
  fromTemporaryCredentials({ masterCredentials: cognito, params: { RoleArn: roleArn }, clientConfig: { region } }),
  fromHttp({ credentialsFullUri: "/api/credentials" }),
  fromEnv(),
];
export const clients = providers.map((credentials) => new Bedrock({ region, credentials }));

export async function show(): Promise<string> {
  const { identityId, expiration }: CognitoIdentityCredentials = await cognito();
  const { accessKeyId, sessionToken }: TemporaryCredentials = await fromEnv(env)();
  return [identityId, expiration?.toISOString(), accessKeyId, sessionToken?.length].join();
}

// What is spelt wrongly, or cannot go together, does not compile.
// @ts-expect-error: the pool is required
fromCognitoIdentityPool({});
// @ts-expect-error: misspelt
fromCognitoIdentityPool({ identityPoolId, login: {} });
// @ts-expect-error: the basic flow needs a role
fromCognitoIdentityPool({ identityPoolId, flow: "basic" });
// @ts-expect-error: the enhanced flow takes customRoleArn
fromCognitoIdentityPool({ identityPoolId, roleArn });
// @ts-expect-error: the basic flow takes roleArn
fromCognitoIdentityPool({ identityPoolId, flow: "basic", roleArn, customRoleArn: roleArn });
// @ts-expect-error: STS needs a region
fromWebToken({ roleArn, webIdentityToken: "a", clientConfig: {} });
// @ts-expect-error: the token is required
fromWebToken({ roleArn, clientConfig: { region } });
// @ts-expect-error: the role is a member of params
fromTemporaryCredentials({ roleArn, masterCredentials: keys, clientConfig: { region } });
// @ts-expect-error: AWS's own spelling
export const params: AssumeRoleParams = { roleArn };
// @ts-expect-error: the endpoint is the address itself
fromHttp({ credentialsFullUri: "/", clientConfig: { endpoint: "http://localhost" } });
// @ts-expect-error: variables, not a name
fromEnv("AWS_ACCESS_KEY_ID");

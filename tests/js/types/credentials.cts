// A CommonJS program.
import bedrockWasm = require("bedrock-wasm");
import credentials = require("bedrock-wasm/credentials");
import type { AwsCredentialIdentityProvider } from "@smithy/types";

const options: credentials.FromHttpOptions = { credentialsFullUri: "https://a.example/credentials" };
const provider: credentials.TemporaryCredentialProvider = credentials.fromHttp(options);
const bedrock = new bedrockWasm.Bedrock({ region: "us-east-1", credentials: provider });

// They fit the AWS SDK's clients, and its providers fit here.
const forAws: AwsCredentialIdentityProvider = provider;
const ofAws: credentials.TemporaryCredentialProvider = credentials.fromTemporaryCredentials({
  masterCredentials: forAws,
  params: { RoleArn: "arn:aws:iam::123456789012:role/chat" },
  clientConfig: { region: "us-east-1" },
});

export = { bedrock, ofAws };

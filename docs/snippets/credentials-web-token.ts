import { Bedrock } from "bedrock-wasm";
import { fromWebToken } from "bedrock-wasm/credentials";

export const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: fromWebToken({
    roleArn: "arn:aws:iam::123456789012:role/chat-page",
    webIdentityToken: async () => (await fetch("/id-token")).text(),
    clientConfig: { region: "us-east-1" },
  }),
});

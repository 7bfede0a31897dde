import { createServer } from "node:http";
import { fromEnv, fromTemporaryCredentials } from "bedrock-wasm/credentials";

const assume = fromTemporaryCredentials({
  masterCredentials: fromEnv(), // the server's own keys
  params: { RoleArn: "arn:aws:iam::123456789012:role/chat-page", DurationSeconds: 900 },
  clientConfig: { region: "us-east-1" },
});

createServer(async (_request, response) => {
  // Check here who asks: only users who have signed in should get credentials.
  response.setHeader("content-type", "application/json").setHeader("cache-control", "no-store");
  response.end(JSON.stringify(await assume()));
}).listen(3000);

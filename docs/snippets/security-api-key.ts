import http from "node:http";
import { Bedrock } from "bedrock-wasm";

// On the server: its role may do little, since the key may do all that the role may.
const bedrock = new Bedrock({ region: "us-east-1" });
export const server = http.createServer(async (request, response) => {
  if (!isSignedIn(request)) return void response.writeHead(401).end();
  response.end(await bedrock.createApiKey({ expiresIn: 900 })); // seconds
});

// In the page: a function is asked before each attempt, so it keeps the key for as long as it is good.
let key = { text: "", until: 0 };
export const client = new Bedrock({
  region: "us-east-1",
  apiKey: async () => {
    if (Date.now() > key.until) key = { text: await (await fetch("/api/bedrock-key")).text(), until: Date.now() + 600_000 };
    return key.text;
  },
});

/** Your own check of who asks. */
declare function isSignedIn(request: http.IncomingMessage): boolean;

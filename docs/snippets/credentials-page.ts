import { Bedrock } from "bedrock-wasm";
import { fromHttp } from "bedrock-wasm/credentials";

const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: fromHttp({ credentialsFullUri: "/api/bedrock-credentials" }),
});
const { output } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
document.querySelector("#answer")?.append(output.message.content[0]?.text ?? "");

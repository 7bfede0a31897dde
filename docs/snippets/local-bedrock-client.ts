import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  endpoint: process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:8080",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
});
const messages = [{ role: "user" as const, content: [{ text: "Why is the sky blue?" }] }];
const { output } = await bedrock.converse({ modelId: "amazon.nova-lite-v1:0", messages });
console.log(output.message?.content[0]?.text);

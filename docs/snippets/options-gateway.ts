import { Bedrock } from "bedrock-wasm";

// A gateway that takes /bedrock off and hands requests on to AWS: they are signed for AWS's host.
export const gateway = new Bedrock({
  region: "us-east-1",
  endpoint: "https://gateway.example.com/bedrock",
  signingHost: "bedrock-runtime.us-east-1.amazonaws.com",
  defaultHeaders: { "x-gateway-key": process.env.GATEWAY_KEY ?? "" },
});

// VPC endpoints: each is one service's. The services that are left out stay AWS's own.
export const privately = new Bedrock({
  region: "us-east-1",
  endpoint: { bedrockRuntime: "https://vpce-0123-abcd.bedrock-runtime.us-east-1.vpce.amazonaws.com" },
});

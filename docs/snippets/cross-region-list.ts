import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({ region: "us-east-1" });
for await (const page of bedrock.listInferenceProfiles({ typeEquals: "SYSTEM_DEFINED" })) {
  for (const { inferenceProfileId, models } of page.inferenceProfileSummaries ?? []) {
    console.log(inferenceProfileId, models.map(({ modelArn }) => modelArn?.split(":")[3]).join(" "));
  }
}

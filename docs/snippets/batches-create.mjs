import { writeFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";
import { recordsOf } from "bedrock-wasm/batches";

const bedrock = new Bedrock({ region: "us-east-1" });
const reviews = { r1: "It broke on the second day.", r2: "Quiet, light and quick." };

/** @type {import("bedrock-wasm/batches").BatchRequests} by the ids of their records */
export const requests = {};
for (const [id, text] of Object.entries(reviews)) {
  const content = `Is this review friendly? Answer yes or no.\n\n${text}`;
  requests[id] = { model: "nova-lite", messages: [{ role: "user", content }] };
}
const { modelId, records } = await recordsOf(bedrock, requests);
await writeFile("reviews.jsonl", records); // Upload it: aws s3 cp reviews.jsonl s3://my-bucket/in/

const { jobArn } = await bedrock.createModelInvocationJob({
  jobName: "reviews-2026-11",
  roleArn: "arn:aws:iam::123456789012:role/batch-inference",
  modelId,
  modelInvocationType: "Converse",
  inputDataConfig: { s3InputDataConfig: { s3Uri: "s3://my-bucket/in/" } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://my-bucket/out/" } },
});
console.log(jobArn);

import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";
import { type BatchRequests, completionsOf } from "bedrock-wasm/batches";

export async function readReviews(jobArn: string, requests: BatchRequests) {
  const bedrock = new Bedrock({ region: "us-east-1" });
  const { status, message } = await bedrock.getModelInvocationJob({ jobIdentifier: jobArn });
  if (status !== "Completed" && status !== "PartiallyCompleted") return console.log(status, message ?? "");

  // Download it: aws s3 cp s3://my-bucket/out/JOB/reviews.jsonl.out .
  const output = await readFile("reviews.jsonl.out", "utf8");
  for await (const { recordId, completion, error } of completionsOf(bedrock, requests, output)) {
    console.log(recordId, completion?.choices[0]?.message.content ?? `failed: ${error?.message}`);
  }
}

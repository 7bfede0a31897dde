// Chats in jobs of batch inference.
//
// Published as batches.d.cts for programs that use `require`, from where modules get it too.

import type { Bedrock, ChatCompletion, ChatCompletionCreateParams, Warning, WithWarnings } from "bedrock-wasm";

/** Chats by the ids of their records. None asks for a stream. */
export type BatchRequests = Record<string, ChatCompletionCreateParams & { stream?: false | null | undefined }>;

/** What a job of batch inference is created with. */
export interface BatchRecords {
  /** The one model of all requests: an id, or an inference profile. */
  modelId: string;
  /** JSON lines with `recordId` and `modelInput`, for a `.jsonl` file in S3. */
  records: string;
  /** Parameters without effect, and what is sent otherwise than it was written. */
  warnings: (Warning & { recordId: string })[];
}

/** The answer to one record. */
export type BatchResult =
  | { recordId: string; completion: WithWarnings<ChatCompletion>; error?: undefined }
  | {
      recordId: string;
      completion?: undefined;
      /** As Bedrock wrote it: a status such as 400, and text. */
      error: { code: number | undefined; message: string };
    };

/**
 * Makes the records of a job of chats in OpenAI's shape. Nothing is sent: upload them to S3, and create the job with
 * `modelInvocationType: "Converse"`.
 *
 * ```js
 * import { completionsOf, recordsOf } from "bedrock-wasm/batches";
 *
 * const requests = { "page-1": { model: "nova-lite", messages }, "page-2": { model: "nova-lite", messages: others } };
 * const { modelId, records } = await recordsOf(bedrock, requests);
 * // Upload `records` as in.jsonl, then:
 * const { jobArn } = await bedrock.createModelInvocationJob({
 *   jobName: "pages",
 *   roleArn,
 *   modelId,
 *   modelInvocationType: "Converse",
 *   inputDataConfig: { s3InputDataConfig: { s3Uri: "s3://my-bucket/in.jsonl" } },
 *   outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://my-bucket/out/" } },
 * });
 * // Once getModelInvocationJob says "Completed", with the text of in.jsonl.out:
 * for await (const { recordId, completion, error } of completionsOf(bedrock, requests, output)) …
 * ```
 *
 * @throws `BedrockError` as `bedrock.chat.completions.create` does for a request that cannot be translated;
 * `TypeError` when the requests are for several models, when one asks for a stream, and when there is none.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-data.html
 */
export declare function recordsOf(bedrock: Bedrock, requests: BatchRequests): Promise<BatchRecords>;

/**
 * Reads the output of a job into completions, in the order of its lines, which need not be that of the records.
 *
 * @param requests Those that the records were made of: names of tools and JSON mode are undone by them.
 * @param output The text of a `.jsonl.out` file.
 * @throws `TypeError` for a line that is no output of a job, or answers another request.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html
 */
export declare function completionsOf(
  bedrock: Bedrock,
  requests: BatchRequests,
  output: string,
): AsyncGenerator<BatchResult, undefined>;

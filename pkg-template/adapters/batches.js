// `bedrock-wasm/batches`: chats as the records of a job of batch inference, and the job's output as completions. The core
// translates, as for a chat: a record is the body that a chat would send, and a completion is what the reply to it would be.

import { completed, recordedChat } from "./recorded-chat.js";

/**
 * @import { Bedrock } from "../types/index.js"
 * @import { BatchRecords, BatchRequests, BatchResult } from "./batches.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * The records of a job: JSON lines, for a file in S3.
 *
 * @param {Bedrock} bedrock
 * @param {BatchRequests} requests by the ids of their records
 * @returns {Promise<BatchRecords>}
 */
export async function recordsOf(bedrock, requests) {
  let modelId = "";
  let records = "";
  /** @type {BatchRecords["warnings"]} */
  const warnings = [];
  for (const [recordId, request] of Object.entries(requests)) {
    const { model, body, told } = await recorded(bedrock, recordId, request);
    modelId ||= model;
    if (model !== modelId)
      throw new TypeError(`A job has one model: "${recordId}" is for ${model}, and those before it are for ${modelId}.`);
    records += `{"recordId":${JSON.stringify(recordId)},"modelInput":${body}}\n`;
    warnings.push(...told.map((/** @type {Unchecked} */ warning) => ({ recordId, ...warning })));
  }
  if (!records)
    throw new TypeError("There are no requests. Pass them by the ids of their records: { first: { model, messages } }.");
  return { modelId, records, warnings };
}

/**
 * The output of a job, in the order of its lines, which need not be that of the records.
 *
 * @param {Bedrock} bedrock
 * @param {BatchRequests} requests those that the records were made of
 * @param {string} output the text of a `.jsonl.out` file
 * @returns {AsyncGenerator<BatchResult, undefined>}
 */
export async function* completionsOf(bedrock, requests, output) {
  let number = 0;
  for (const line of output.split("\n")) {
    number += 1;
    if (line.trim() === "") continue;
    const { recordId, modelOutput, error } = parsed(line, number);
    if (!Object.hasOwn(requests, recordId))
      throw new TypeError(`Line ${number} answers record ${JSON.stringify(recordId)}, for which there is no request.`);
    const answer = async () => Response.json(modelOutput);
    if (modelOutput) yield { recordId, completion: await completed(bedrock, requests[recordId], answer) };
    else yield { recordId, error: { code: error?.errorCode, message: error?.errorMessage ?? "Bedrock gave no output." } };
  }
}

/**
 * The model and the body of a chat, which is not sent.
 *
 * @param {Bedrock} bedrock
 * @param {string} recordId
 * @param {Unchecked} request
 */
function recorded(bedrock, recordId, request) {
  if (request?.stream) throw new TypeError(`"${recordId}" asks for a stream, and a job has none. Leave out \`stream\`.`);
  return recordedChat(bedrock, request);
}

/**
 * @param {string} line
 * @param {number} number
 */
function parsed(line, number) {
  try {
    const value = JSON.parse(line);
    if (typeof value?.recordId === "string") return value;
  } catch {
    // Said below.
  }
  throw new TypeError(`Line ${number} is no line of a job's output. Pass the text of a .jsonl.out file.`);
}

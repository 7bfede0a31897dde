// `bedrock-wasm/batches`: chats as the records of a job of batch inference, and the job's output as completions. The core
// translates, as for a chat: a record is the body that a chat would send, and a completion is what the reply to it would be.

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
    if (modelOutput) yield { recordId, completion: await answered(bedrock, requests[recordId], modelOutput) };
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
async function recorded(bedrock, recordId, request) {
  if (request?.stream) throw new TypeError(`"${recordId}" asks for a stream, which a job has not. Leave out \`stream\`.`);
  let model = "";
  let body = "";
  /** @param {string} url @param {RequestInit} init */
  const fetch = async (url, init) => {
    model = decodeURIComponent(url.split("/").at(-2) ?? "");
    body = new TextDecoder().decode(/** @type {Uint8Array} */ (init.body));
    return Response.json(NOTHING_SAID);
  };
  const { _warnings: told = [] } = await create(bedrock, request, fetch);
  return { model, body, told };
}

/**
 * @param {Bedrock} bedrock
 * @param {Unchecked} request
 * @param {unknown} modelOutput
 * @returns {Promise<Unchecked>}
 */
function answered(bedrock, request, modelOutput) {
  return create(bedrock, request, async () => Response.json(modelOutput));
}

/**
 * @param {Bedrock} bedrock
 * @param {Unchecked} request
 * @param {(url: string, init: RequestInit) => Promise<Response>} fetch
 * @returns {Promise<Unchecked>}
 */
function create(bedrock, request, fetch) {
  return bedrock.chat.completions.create(request, { fetch, maxRetries: 0 });
}

/** A reply of Converse that says nothing. */
const NOTHING_SAID = {
  output: { message: { role: "assistant", content: [] } },
  stopReason: "end_turn",
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
};

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

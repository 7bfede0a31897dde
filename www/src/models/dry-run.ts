// Requests that go nowhere: what of them is left says what a model takes.

import { Bedrock, type ChatCompletionCreateParams, type Warning } from "bedrock-wasm";
import { bodyText } from "../recorder/body.ts";
import type { Taken } from "./taken.ts";

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
/** Of levels that are sent in the same words the last one here has the name. */
const BY_NAME = ["minimal", "max", "xhigh", "none", "low", "medium", "high"];
const MESSAGES = [{ role: "user", content: "?" }] as const;
const TOOL = { type: "function", function: { name: "tool", parameters: { type: "object", properties: {} } } } as const;
const TOP_K = 7;

/** The members of Converse's request that are looked at. */
interface Sent {
  inferenceConfig?: { temperature?: number; topP?: number; stopSequences?: string[]; maxTokens?: number };
  toolConfig?: object;
  system?: object[];
  additionalModelRequestFields?: object;
}

export async function dryRun(model: string): Promise<Taken> {
  const bare = JSON.stringify(await sent(model, {}));
  const one = await sent(model, { temperature: 0.5, stop: ["."], top_k: TOP_K });
  const both = await sent(model, { temperature: 0.5, top_p: 0.5 });
  const alone = await sent(model, { top_p: 0.5 });
  const helped = await sent(model, { tools: [TOOL], messages: [{ role: "system", content: "." }, ...MESSAGES] });
  const efforts = new Map<string, string>();
  for (const effort of BY_NAME) {
    const warnings: Warning[] = [];
    const body = JSON.stringify(await sent(model, { reasoning_effort: effort }, warnings));
    // A level that is replaced by another one is warned of, or sent in its words.
    if (warnings.length === 0 && body !== bare) efforts.set(body, effort);
  }
  return {
    temperature: one.inferenceConfig?.temperature !== undefined,
    top_p: alone.inferenceConfig?.topP !== undefined,
    both: both.inferenceConfig?.temperature !== undefined && both.inferenceConfig.topP !== undefined,
    top_k: JSON.stringify(one.additionalModelRequestFields ?? {}).includes(`:${TOP_K}`),
    stop: one.inferenceConfig?.stopSequences !== undefined,
    efforts: EFFORTS.filter((effort) => [...efforts.values()].includes(effort)),
    tools: helped.toolConfig !== undefined,
    system: helped.system !== undefined,
  };
}

/** The body of a chat's request as the package would send it. */
export async function sent(model: string, input: Partial<ChatCompletionCreateParams>, warnings: Warning[] = []): Promise<Sent> {
  let body: string | undefined;
  const bedrock = new Bedrock({
    region: "us-east-1",
    apiKey: "none",
    maxRetries: 0,
    onWarning: (warning) => warnings.push(warning),
    fetch: (_, init) => {
      body = bodyText(init?.body);
      return Promise.resolve(new Response("{}", { status: 400 }));
    },
  });
  try {
    await bedrock.chat.completions.create({ messages: MESSAGES, ...input, model, stream: false });
  } catch (error) {
    // Each of them is answered with an error, once its body is known.
    if (body === undefined) throw error;
  }
  return JSON.parse(body ?? "{}");
}

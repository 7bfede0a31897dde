// Every kind of input, and what is known of outputs: each line has to compile.
import type {
  ContentBlock,
  ConverseOutput,
  ConverseRequest,
  ConverseResponse,
  ConverseStreamOutput,
  ConverseStreamRequest,
  DocumentType,
  GuardrailAssessment,
  ImageSource,
  InvokeModelRequest,
  InvokeModelWithResponseStreamRequest,
  Message,
  OutputBlob,
  ResponseStream,
  StopReason,
} from "bedrock-wasm";

declare const bytes: Uint8Array;

export const blocks: ContentBlock[] = [
  { text: "" },
  { image: { format: "webp", source: { s3Location: { uri: "s3://bucket/key", bucketOwner: "123456789012" } } } },
  { document: { name: "Report", format: "pdf", source: { bytes }, citations: { enabled: true } } },
  { document: { name: "Notes", source: { content: [{ text: "one" }, { text: "two" }] }, context: "from 2020" } },
  { video: { format: "three_gp", source: { bytes: "AAAA" } } },
  { audio: { format: "x-aac", source: { bytes } } },
  { toolUse: { toolUseId: "t", name: "n", input: {}, type: "server_tool_use" } },
  {
    toolResult: {
      toolUseId: "t",
      status: "success",
      content: [
        { json: [1, "two", null, { three: true }] },
        { text: "" },
        { image: { format: "png", source: { bytes } } },
        { document: { name: "d", source: { text: "" } } },
        { searchResult: { source: "https://example.com", title: "t", content: [{ text: "" }] } },
      ],
    },
  },
  { guardContent: { text: { text: "", qualifiers: ["query"] } } },
  { guardContent: { image: { format: "png", source: { bytes } } } },
  { reasoningContent: { reasoningText: { text: "", signature: "s" } } },
  { reasoningContent: { redactedContent: bytes } },
  { citationsContent: { content: [{ text: "" }], citations: [{ location: { documentPage: { start: 1 } } }] } },
  { toolAddition: { tool: { name: "n", serverName: "s" } } },
  { toolRemoval: { tool: { name: "n" } } },
];

export const request: ConverseStreamRequest = {
  modelId: "m",
  messages: [{ role: "user", content: blocks }],
  system: [{ guardContent: { text: { text: "" } } }],
  toolConfig: { tools: [{ systemTool: { name: "nova_grounding" } }], toolChoice: { tool: { name: "n" } } },
  promptVariables: { city: { text: "Rome" } },
  additionalModelResponseFieldPaths: ["/stop_sequence"],
  performanceConfig: { latency: "optimized" },
  serviceTier: { type: "priority" },
  outputConfig: { effort: "high", textFormat: { type: "json_schema", structure: { jsonSchema: { schema: "{}" } } } },
};

// Values that AWS adds later need no new version of the package.
export const laterValues: ConverseRequest = {
  modelId: "m",
  messages: [{ role: "critic", content: [{ image: { format: "avif", source: { bytes } } }] }],
  serviceTier: { type: "overnight" },
};

export const bodies: InvokeModelRequest["body"][] = [bytes, "text", { a: [1, { b: null }], c: undefined }, undefined];
declare const plainRequest: InvokeModelRequest;
export const streamRequest: InvokeModelWithResponseStreamRequest = plainRequest;

// What comes out can go in again; in outputs blobs are bytes and nothing else.
export function replay(response: ConverseResponse, output: ConverseOutput): Message[] {
  const { content } = response.output.message;
  const received: OutputBlob | undefined = content[0]?.image?.source.bytes;
  const receivedBytes: Uint8Array | undefined = received;
  const source: ImageSource | undefined = content[0]?.image?.source;
  console.log(receivedBytes, source);
  const blocks: ContentBlock[] = content;
  return [response.output.message, output.message, { role: "user", content: blocks }];
}

export function events(event: ConverseStreamOutput, part: ResponseStream): void {
  const redacted: Uint8Array | undefined = event.contentBlockDelta?.delta.reasoningContent?.redactedContent;
  const chunk: Uint8Array | undefined = part.chunk.bytes;
  const image: Uint8Array | undefined = event.contentBlockDelta?.delta.image?.source?.bytes;
  const document: DocumentType | undefined = event.messageStop?.additionalModelResponseFields;
  console.log(redacted, chunk, image, document);
  if (event.contentBlockDelta !== undefined) {
    const index: number = event.contentBlockDelta.contentBlockIndex;
    const other: undefined = event.messageStart;
    console.log(index, other);
  }
}

export function findings(assessment: GuardrailAssessment): string[] {
  return (assessment.automatedReasoningPolicy?.findings ?? []).map((finding) => {
    if (finding.invalid) return finding.invalid.contradictingRules?.[0]?.identifier ?? "";
    if (finding.translationAmbiguous) return `${finding.translationAmbiguous.options?.length}`;
    return Object.keys(finding).join();
  });
}

// Known values are still known: a switch completes them, and the rest is a string.
export function isComplete(reason: StopReason): boolean {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return true;
    default: {
      const other: string = reason;
      return other.startsWith("end");
    }
  }
}

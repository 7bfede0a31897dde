// A reply that Bedrock has streamed: 52 text deltas of a few words each.
import fs from "node:fs";

const NAME = "otel.test_converse_stream_with_content_tool_call.1.bin";

export const RECORDING = new Uint8Array(fs.readFileSync(new URL(`../../fixtures/recorded-streams/${NAME}`, import.meta.url)));

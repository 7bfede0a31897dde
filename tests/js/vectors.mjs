// Makes tests/fixtures/sigv4/event-streams.json with AWS's code: node vectors.mjs > ../fixtures/sigv4/event-streams.json
import { pathToFileURL } from "node:url";
import { codec, eventHeaders, eventSignature, presignedQuery, signedFrame, signerOf } from "./lib/aws.mjs";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const TEMPORARY = { ...KEYS, sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==" };

const STREAMS = [
  {
    modelId: "amazon.nova-2-sonic-v1:0",
    credentials: TEMPORARY,
    dates: ["2026-11-22T21:43:05.000Z", "2026-11-22T21:43:05.917Z"],
  },
  { modelId: "amazon.nova-2-sonic-v1:0", credentials: KEYS, dates: ["2026-11-22T23:59:59.999Z", "2026-11-23T00:00:00.001Z"] },
  {
    modelId: "arn:aws:bedrock:eu-north-1:123456789012:application-inference-profile/otnfa2ysixqd",
    credentials: TEMPORARY,
    region: "eu-north-1",
    dates: ["2030-02-28T00:00:00.000Z", "2030-02-28T00:07:59.500Z"],
  },
  {
    modelId: "amazon.nova-sonic-v1:0",
    credentials: TEMPORARY,
    endpoint: "http://127.0.0.1:9999/base/path",
    dates: ["2026-01-01T00:00:00.123Z", "2026-01-01T00:00:01.000Z"],
  },
];
const EVENTS = [
  { name: "chunk", payload: `{"bytes":"${Buffer.from('{"event":{"sessionStart":{}}}').toString("base64")}"}` },
  { name: "chunk", payload: '{"bytes":""}' },
  { name: "einEreignis", payload: '{"„Grüße“":"🦀"}' },
];

export async function vectors() {
  return Promise.all(STREAMS.map(streamVector));
}

async function streamVector({ modelId, credentials, region = "us-east-1", endpoint, dates }) {
  const { host, pathname } = new URL(endpoint ?? `https://bedrock-runtime.${region}.amazonaws.com`);
  const path = `${pathname.replace(/\/$/, "")}/model/${encodeURIComponent(modelId)}/invoke-with-bidirectional-stream-websocket`;
  const signer = signerOf(credentials, region);
  const query = await presignedQuery(signer, { path, host, date: new Date(dates[0]) });
  const frames = [];
  let priorSignature = query["X-Amz-Signature"];
  for (const [index, event] of [...EVENTS, undefined].entries()) {
    // The first with the request, the others later, one of them with the same date as the one before.
    const date = new Date(dates[Math.min(index, 1)]);
    const body = event
      ? codec.encode({ headers: eventHeaders(event.name), body: new Uint8Array(Buffer.from(event.payload)) })
      : new Uint8Array();
    priorSignature = await eventSignature(signer, { body, date, priorSignature });
    frames.push({
      ...event,
      date: date.getTime(),
      frame: Buffer.from(signedFrame({ body, date, signature: priorSignature })).toString("hex"),
    });
  }
  return { modelId, credentials, region, endpoint, date: Date.parse(dates[0]), path, query, frames };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(await vectors(), null, 1));

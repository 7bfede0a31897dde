// AWS's own code for signatures and frames, set up as its SDK sets it up for Bedrock.
import { EventStreamCodec } from "@smithy/core/event-streams";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

export function signerOf(credentials, region = "us-east-1") {
  return new SignatureV4({ credentials, region, service: "bedrock", sha256: Sha256, applyChecksum: false });
}

export const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString("utf8"),
  (text) => new Uint8Array(Buffer.from(text, "utf8")),
);

/** The query of a presigned WebSocket, as @aws-sdk/middleware-websocket makes it. */
export async function presignedQuery(signer, { path, host, date, query = {} }) {
  const request = { method: "GET", protocol: "wss:", hostname: host.split(":")[0], path, query, headers: { host }, body: "" };
  const signed = await signer.presign(request, { signingDate: date, expiresIn: 60 });
  return signed.query;
}

/** The signature of an event, given that of the one before it. */
export async function eventSignature(signer, { body, date, priorSignature }) {
  const message = { headers: { ":date": { type: "timestamp", value: date } }, body };
  return (await signer.sign({ message, priorSignature }, { signingDate: date })).signature;
}

/** The headers of an event, in the order of AWS's serializer. */
export function eventHeaders(name) {
  const string = (value) => ({ type: "string", value });
  return { ":event-type": string(name), ":message-type": string("event"), ":content-type": string("application/json") };
}

/** The frame around an event, with its date and signature. */
export function signedFrame({ body, date, signature }) {
  const headers = {
    ":date": { type: "timestamp", value: date },
    ":chunk-signature": { type: "binary", value: new Uint8Array(Buffer.from(signature, "hex")) },
  };
  return codec.encode({ headers, body });
}

import { APIError, Bedrock, type ConverseStreamOutput, type Stream } from "bedrock-wasm";

const bedrock = new Bedrock(); // region and keys of the environment or of the instance's role

/** Answers `{ question }` with the text of the reply, while it arrives. Check who asks before you publish this. */
export async function POST(request: Request): Promise<Response> {
  const { question } = await request.json();
  if (typeof question !== "string" || question === "") return new Response("Send { question }.", { status: 400 });
  try {
    const stream = await bedrock.converseStream(
      { modelId: "us.amazon.nova-lite-v1:0", messages: [{ role: "user", content: [{ text: question }] }] },
      { signal: request.signal }, // ends the call when the browser has left
    );
    return new Response(textOf(stream), { headers: { "content-type": "text/plain; charset=utf-8" } });
  } catch (error) {
    if (error instanceof APIError) return new Response(error.message, { status: error.status ?? 502 });
    throw error;
  }
}

/** One event is read when the browser has taken the one before: nothing piles up here. */
function textOf(stream: Stream<ConverseStreamOutput>): ReadableStream<Uint8Array> {
  const events = stream[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.contentBlockDelta?.delta.text ?? ""));
    },
    async cancel() {
      await events.return?.();
    },
  });
}

// A function URL with response streaming (`InvokeMode: RESPONSE_STREAM`). POST { "messages": […] }, and read OpenAI's chunks as
// server-sent events. Region and keys are in the environment: Lambda puts those of the function's role there.
import { APIError, Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();

export const handler = awslambda.streamifyResponse(async (event, output) => {
  let stream;
  try {
    const { messages } = JSON.parse(event.isBase64Encoded ? atob(event.body) : event.body);
    stream = await bedrock.chat.completions.create({ model: "bedrock/nova-lite", messages, stream: true });
  } catch (error) {
    const response = begin(output, statusOf(error), "application/json");
    response.end(JSON.stringify({ error: { message: error.message } }));
    return;
  }
  const response = begin(output, 200, "text/event-stream");
  // An error from here on is thrown: Lambda breaks the reply off, so that nobody takes it for a whole one.
  for await (const chunk of stream) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.end("data: [DONE]\n\n");
});

function begin(output, statusCode, type) {
  return awslambda.HttpResponseStream.from(output, { statusCode, headers: { "content-type": type } });
}

function statusOf(error) {
  if (error instanceof SyntaxError) return 400;
  return error instanceof APIError ? (error.status ?? 502) : 500;
}

// Reads a stream of these bytes in pieces of many sizes, and says where it is not the one that was expected. Runs in Node and
// in pages, so it imports nothing.

/** Up to here, which is more than two events, every size is tried. */
const EVERY_SIZE_MAX = 400;
/** Beyond, sizes differ only in how many events they hold. No frame's length is a multiple of this. */
const STEP = 37;

/**
 * Gives `{ reads, wrong }`: how many streams were read, and of those that differ the size of their pieces and their JSON.
 *
 * - `events`: the events that are expected, as JSON; they are compared as {@link canonical} text
 * - `pieces`: the pieces of text that are expected of OpenAI's chunks, as JSON; without, the events are read
 */
export async function readInAllSizes(Bedrock, { bytes, credentials, events, pieces }) {
  let size;
  const fetch = async () =>
    new Response(streamOf(bytes, size), { headers: { "content-type": "application/vnd.amazon.eventstream" } });
  const bedrock = new Bedrock({ region: "us-east-1", credentials, fetch });
  const expected = canonical(JSON.parse(pieces ?? events));
  const wrong = [];
  let reads = 0;
  for (size = 1; size <= bytes.length; size += size < EVERY_SIZE_MAX ? 1 : STEP) {
    const read = pieces ? chatPieces(bedrock) : nativeEvents(bedrock);
    const found = await read.then(canonical, String);
    if (found !== expected) wrong.push({ size, found });
    reads++;
  }
  return { reads, wrong };
}

function streamOf(bytes, size) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

async function nativeEvents(bedrock) {
  const events = [];
  const stream = await bedrock.converseStream({
    modelId: "amazon.nova-micro-v1:0",
    messages: [{ role: "user", content: [{ text: "Draw." }] }],
  });
  for await (const event of stream) events.push(event);
  return events;
}

async function chatPieces(bedrock) {
  const pieces = [];
  const messages = [{ role: "user", content: "Draw." }];
  const stream = await bedrock.chat.completions.create({ model: "amazon.nova-micro-v1:0", messages, stream: true });
  for await (const { choices } of stream) {
    const { content, reasoning_content: reasoning, tool_calls: calls } = choices[0]?.delta ?? {};
    if (reasoning) pieces.push(["reasoning", reasoning]);
    if (content) pieces.push(["text", content]);
    if (calls?.[0].function.arguments) pieces.push(["tool", calls[0].function.arguments]);
  }
  return pieces;
}

/** JSON with members in one order. It writes half a surrogate pair as an escape, so nothing is lost on the way. */
function canonical(value) {
  const sorted = (_, member) => {
    const isObject = typeof member === "object" && member !== null && !Array.isArray(member);
    return isObject ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member;
  };
  return JSON.stringify(value, sorted);
}

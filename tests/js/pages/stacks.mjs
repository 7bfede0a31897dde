// Calls that fail, each made by a function whose name must be in the stack of the error. Node and a page make them.

const input = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Why?" }] }] };
const chat = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why?" }] };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const answer = (status, body, type = "application/json") => new Response(body, { status, headers: { "content-type": type } });
const refuse = () => answer(400, '{"message":"No."}');
const hangUp = () => Promise.reject(new TypeError("hung up"));
/** A stream that breaks off, at once or later. */
const breaking = () => answer(200, new ReadableStream({ pull: (controller) => controller.error(new Error("boom")) }), EVENTS);
const slowlyBreaking = () => {
  const pull = (controller) => new Promise((resolve) => setTimeout(() => resolve(controller.error(new Error("boom"))), 5));
  return answer(200, new ReadableStream({ pull }), EVENTS);
};
const cut = () => answer(200, new Uint8Array([0, 0, 0, 99]), EVENTS);
/** Not AbortSignal.timeout, whose timer lets Node end. */
const abortSoon = () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  return controller.signal;
};
const EVENTS = "application/vnd.amazon.eventstream";
const drain = async (iterable) => {
  for await (const each of iterable) if (!each) return;
};

/** By name: what `fetch` answers, and the call. Options of the client may follow. */
const CASES = {
  chatFirst: [refuse, (bedrock) => bedrock.chat.completions.create(chat)],
  whole: [refuse, (bedrock) => bedrock.converse(input)],
  unreachable: [hangUp, (bedrock) => bedrock.converse(input)],
  unsendable: [refuse, (bedrock) => bedrock.converse({ ...input, system: 5n })],
  wrongOption: [refuse, (bedrock) => bedrock.converse(input, { timeout: "long" })],
  wrongClient: [refuse, (bedrock) => bedrock.converse(input), { timeout: "long" }],
  repeated: [() => answer(503, "{}"), (bedrock) => bedrock.converse(input, { maxRetries: 1 })],
  timedOut: [() => new Promise(() => {}), (bedrock) => bedrock.converse(input, { timeout: 20 })],
  aborted: [() => new Promise(() => {}), (bedrock) => bedrock.converse(input, { signal: abortSoon() })],
  withResponse: [refuse, (bedrock) => bedrock.converse(input).withResponse()],
  asResponse: [refuse, (bedrock) => bedrock.converse(input).asResponse()],
  opened: [refuse, (bedrock) => bedrock.converseStream(input)],
  insideStream: [breaking, async (bedrock) => drain(await bedrock.converseStream(input))],
  insideSlowStream: [slowlyBreaking, async (bedrock) => drain(await bedrock.converseStream(input))],
  cutStream: [cut, async (bedrock) => drain(await bedrock.converseStream(input))],
  abortedStream: [
    () => answer(200, new ReadableStream({}), EVENTS),
    async (bedrock) => drain(await bedrock.converseStream(input, { signal: abortSoon() })),
  ],
  openedWithResponse: [cut, async (bedrock) => drain((await bedrock.converseStream(input).withResponse()).data)],
  chatWhole: [refuse, (bedrock) => bedrock.chat.completions.create(chat)],
  chatWithResponse: [refuse, (bedrock) => bedrock.chat.completions.create(chat).withResponse()],
  chatUnsendable: [refuse, (bedrock) => bedrock.chat.completions.create({ ...chat, user: 5n })],
  chatOpened: [refuse, (bedrock) => bedrock.chat.completions.create({ ...chat, stream: true })],
  insideChat: [slowlyBreaking, async (bedrock) => drain(await bedrock.chat.completions.create({ ...chat, stream: true }))],
  embeddings: [refuse, (bedrock) => bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "a" })],
  images: [refuse, (bedrock) => bedrock.images.generate({ model: "titan-image-generator-v2", prompt: "a" })],
  models: [refuse, (bedrock) => bedrock.models.list()],
  provider: [refuse, (bedrock) => bedrock.converse(input), { credentials: () => Promise.reject(new Error("no")) }],
  apiKey: [refuse, (bedrock) => bedrock.createApiKey({ expiresIn: 1e9 })],
  page: [refuse, (bedrock) => bedrock.listAsyncInvokes()],
  pages: [refuse, async (bedrock) => drain(bedrock.listAsyncInvokes())],
  secondPage: [
    (count) => (count === 1 ? answer(200, '{"nextToken":"2"}') : refuse()),
    async (bedrock) => drain(bedrock.listAsyncInvokes()),
  ],
  bothWays: [refuse, (bedrock) => bedrock.invokeModelWithBidirectionalStream({ modelId: "m", body: [] }), { WebSocket: 5 }],
};

/** By name, the class and the stack of each error. Each name is that of the function that made the call. */
export async function stacks({ Bedrock }) {
  const found = {};
  for (const [name, [respond, call, options]] of Object.entries(CASES)) {
    let count = 0;
    const fetch = async () => respond(++count);
    const bedrock = new Bedrock({
      region: "us-east-1",
      endpoint: "http://127.0.0.1:9",
      credentials,
      fetch,
      maxRetries: 0,
      ...options,
    });
    const caller = {
      async [name]() {
        await call(bedrock);
      },
    };
    const error = await caller[name]().catch((thrown) => thrown);
    found[name] = { error: error?.name, message: error?.message, stack: error?.stack };
  }
  return found;
}

// Bulk in replies: 96 embeddings of 1,024 numbers, as Cohere's models write them, about 1 MB of digits.
import { InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { assertSame, ours, replying, sdk } from "../clients.mjs";

const COUNT = 96;
const DIMENSIONS = 1024;
const MODEL = "cohere.embed-english-v3";
const INPUT = Array.from({ length: COUNT }, (_, index) => `text number ${index}`);
const BODY = JSON.stringify({ texts: INPUT, input_type: "search_document" });
const HEADERS = {
  "content-type": "application/json",
  "x-amzn-requestid": "7d2b0a4e",
  "x-amzn-bedrock-input-token-count": "480",
};

export function cases() {
  const reply = replyText();
  const bytes = new TextEncoder().encode(reply);
  const own = ours(replying(reply, HEADERS));
  const client = sdk(() => bytes, HEADERS);
  const theirs = async () => {
    const { body } = await client.send(new InvokeModelCommand({ modelId: MODEL, body: BODY, contentType: "application/json" }));
    return JSON.parse(new TextDecoder().decode(body)).embeddings;
  };
  const native = async () => (await own.invokeModel({ modelId: MODEL, body: BODY })).json().embeddings;
  const shaped = async () => (await own.embeddings.create({ model: MODEL, input: INPUT, input_type: "search_document" })).data;
  return {
    "embeddings/native": () => ({
      operations: [native, theirs],
      check: async () => assertSame("embeddings", await native(), await theirs()),
    }),
    "embeddings/openai": () => ({
      operations: [shaped, theirs],
      check: async () =>
        assertSame(
          "embeddings",
          (await shaped()).map(({ embedding }) => embedding),
          await theirs(),
        ),
    }),
  };
}

/** Numbers as a model's look, the same at every run. */
function replyText() {
  let state = 1;
  const number = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Number((state / 0x40000000 - 1).toPrecision(8)) / 10;
  };
  const embeddings = INPUT.map(() => Array.from({ length: DIMENSIONS }, number));
  return JSON.stringify({ id: "7d2b0a4e", response_type: "embeddings_floats", texts: INPUT, embeddings });
}

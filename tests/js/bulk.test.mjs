// Images, files, sound and numbers go round the core: it sees a token in the place of each. What is sent and what is returned
// must hold the bulk itself, byte by byte, and no token.
import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { APIConnectionError, APIError, Bedrock } from "bedrock-wasm";
import { CREDENTIALS } from "./lib/client.mjs";

/** From this length on, a text may be replaced. */
const THRESHOLD = 4096;
const MODEL = "bedrock/claude-haiku-4-5";
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const PDF = Buffer.from("%PDF-1.7\n");
const WAV = Buffer.from("RIFF\0\0\0\0WAVEfmt ", "latin1");
const REPLY = { output: { message: { role: "assistant", content: [{ text: "Well." }] } }, stopReason: "end_turn", usage: {} };

/** Bytes whose base64 has this length, beginning with those given. */
function bytesOf(base64Length, begin = PNG) {
  return Buffer.concat([begin, randomBytes((base64Length / 4) * 3)]).subarray(0, (base64Length / 4) * 3);
}

const image = (bytes) => ({ type: "image_url", image_url: { url: `data:image/png;base64,${bytes.toString("base64")}` } });
const file = (bytes, filename) => ({ type: "file", file: { filename, file_data: bytes.toString("base64") } });

/** A client whose service gives these replies in turn, of which the last is given again, and what was sent to it. */
function clientOf(...replies) {
  const sent = [];
  const fetch = async (_, { body }) => {
    const text = new TextDecoder().decode(body);
    sent.push(JSON.parse(text));
    return Response.json(replies[Math.min(sent.length, replies.length) - 1]);
  };
  return { bedrock: new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, maxRetries: 0, fetch }), sent };
}

/** The messages that Bedrock gets for a chat. */
async function messagesOf(messages, more = {}) {
  const { bedrock, sent } = clientOf(REPLY);
  await bedrock.chat.completions.create({ model: MODEL, messages, ...more });
  assert.equal(sent.length, 1);
  return sent[0].messages;
}

const user = (...content) => [{ role: "user", content }];

describe("what a chat sends is what it was given", () => {
  test("images and files, of any length", async () => {
    for (const length of [100, THRESHOLD - 4, THRESHOLD, THRESHOLD + 4, 100_000, 3_000_000]) {
      const [picture, paper] = [bytesOf(length), bytesOf(length, PDF)];
      const [{ content }] = await messagesOf(user({ type: "text", text: "These?" }, image(picture), file(paper, "paper.pdf")));
      assert.ok(content[1].image.source.bytes === picture.toString("base64"), `${length}`);
      assert.deepEqual([content[1].image.format, content[2].document.format], ["png", "pdf"]);
      assert.ok(content[2].document.source.bytes === paper.toString("base64"), `${length}`);
    }
  });

  test("sound", async () => {
    const { bedrock, sent } = clientOf(REPLY);
    const sound = bytesOf(50_000, WAV);
    const content = [
      { type: "input_audio", input_audio: { data: sound.toString("base64"), format: "wav" } },
      { type: "text", text: "Who?" },
    ];
    const model = "bedrock/amazon.nova-2-omni-v1:0";
    await bedrock.chat.completions.create({ model, messages: [{ role: "user", content }] });
    assert.ok(JSON.stringify(sent[0]).includes(sound.toString("base64")));
  });

  test("one image several times, and others between", async () => {
    const [one, other] = [bytesOf(10_000), bytesOf(10_000)];
    const [{ content }] = await messagesOf(user(image(one), image(other), image(one), image(one)));
    const sent = content.map((block) => block.image.source.bytes);
    assert.ok([one, other, one, one].every((bytes, index) => bytes.toString("base64") === sent[index]));
  });

  test("the result of a tool that is an image", async () => {
    const bytes = bytesOf(20_000);
    const call = { id: "t1", type: "function", function: { name: "look", arguments: "{}" } };
    const tools = [{ type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } }];
    const messages = [
      ...user({ type: "text", text: "Look." }),
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "t1", content: [image(bytes)] },
    ];
    const sent = await messagesOf(messages, { tools });
    assert.ok(JSON.stringify(sent.at(-1)).includes(bytes.toString("base64")));
  });

  test("texts that look like base64", async () => {
    for (const text of [
      "a".repeat(5000),
      "7".repeat(THRESHOLD),
      `${"Ab+/".repeat(1500)}Abc=`,
      "data:text/plain,".padEnd(6000, "x"),
    ]) {
      const sent = await messagesOf([
        { role: "system", content: text },
        { role: "user", content: text },
        { role: "assistant", content: text },
        ...user({ type: "text", text }),
      ]);
      const texts = sent.flatMap(({ content }) => content.map((block) => block.text));
      assert.ok(texts.length === 3 && texts.every((each) => each === text), text.slice(0, 40));
    }
  });

  test("a text that a tool was called with, and its result", async () => {
    const letters = "a".repeat(8000);
    const call = { id: "t1", type: "function", function: { name: "say", arguments: JSON.stringify({ letters }) } };
    const tools = [
      { type: "function", function: { name: "say", description: letters, parameters: { type: "object", properties: {} } } },
    ];
    const { bedrock, sent } = clientOf(REPLY);
    const messages = [
      ...user({ type: "text", text: "Say." }),
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "t1", content: letters },
    ];
    await bedrock.chat.completions.create({ model: MODEL, messages, tools });
    const [, { content: used }, { content: result }] = sent[0].messages;
    assert.equal(used[0].toolUse.input.letters, letters);
    assert.equal(result[0].toolResult.content[0].text, letters);
    assert.equal(sent[0].toolConfig.tools[0].toolSpec.description, letters);
  });

  test("whatever its length is, no token is left: 300 chats at random", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (let times = 0; times < 300; times++) {
      const texts = Array.from({ length: randomInt(1, 5) }, () => {
        const letters = Array.from(randomBytes(randomInt(THRESHOLD - 20, THRESHOLD + 60)), (byte) => alphabet[byte & 63]).join(
          "",
        );
        return letters + "=".repeat(randomInt(0, 3)) + (randomInt(4) === 0 ? " " : "");
      });
      const picture = bytesOf(THRESHOLD + 4 * randomInt(-5, 5));
      const [{ content }] = await messagesOf(user(...texts.map((text) => ({ type: "text", text })), image(picture)));
      assert.deepEqual(
        content.map((block) => block.text ?? block.image.source.bytes),
        [...texts, picture.toString("base64")],
      );
    }
  });

  test("a fallback model gets it too", async () => {
    const picture = bytesOf(9000);
    const bodies = [];
    const fetch = async (_, { body }) => {
      bodies.push(new TextDecoder().decode(body));
      return bodies.length === 1 ? Response.json({ message: "Too many." }, { status: 429 }) : Response.json(REPLY);
    };
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, maxRetries: 0, fetch });
    const options = { fallbackModels: ["bedrock/nova-lite"] };
    await bedrock.chat.completions.create({ model: MODEL, messages: user(image(picture)) }, options);
    assert.equal(bodies.length, 2);
    for (const body of bodies) assert.ok(body.includes(picture.toString("base64")));
  });
});

describe("what a service answers is what is returned", () => {
  const vector = Array.from({ length: 1024 }, (_, at) => Math.fround(Math.sin(at) / 3));

  test("embeddings as numbers and in base64", async () => {
    const request = { model: "bedrock/titan-embed-text-v2", input: ["a", "b"] };
    const other = vector.toReversed();
    const replies = [vector, other].map((embedding) => ({ embedding, inputTextTokenCount: 1 }));
    const { data } = await clientOf(...replies).bedrock.embeddings.create(request);
    assert.deepEqual(
      data.map(({ embedding }) => embedding),
      [vector, other],
    );
    const inBase64 = await clientOf(...replies).bedrock.embeddings.create({ ...request, encoding_format: "base64" });
    const floats = inBase64.data.map(({ embedding }) => Buffer.from(embedding, "base64"));
    assert.deepEqual(
      floats.map((bytes) => [...new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))]),
      [vector, other],
    );
  });

  test("an image for an embedding", async () => {
    const picture = bytesOf(12_000);
    const { bedrock, sent } = clientOf({ embedding: vector, inputTextTokenCount: 1 });
    const { data } = await bedrock.embeddings.create({ model: "amazon.titan-embed-image-v1", input: [image(picture)] });
    assert.equal(sent[0].inputImage, picture.toString("base64"));
    assert.deepEqual(data[0].embedding, vector);
  });

  test("images that are made", async () => {
    const pictures = [100, THRESHOLD, 60_000].map((length) => bytesOf(length).toString("base64"));
    const { bedrock } = clientOf({ images: pictures });
    const { data } = await bedrock.images.generate({ model: "bedrock/nova-canvas", prompt: "a fjord", n: 3 });
    assert.ok(data.every(({ b64_json }, index) => b64_json === pictures[index]) && data.length === 3);
  });

  test("a long text of a chat, whole and as JSON of a tool", async () => {
    const letters = "a".repeat(9000);
    const toolUse = { toolUseId: "t1", name: "say", input: { letters, numbers: vector } };
    const message = { role: "assistant", content: [{ text: letters }, { toolUse }] };
    const { bedrock } = clientOf({ ...REPLY, output: { message }, stopReason: "tool_use" });
    const { choices } = await bedrock.chat.completions.create({ model: MODEL, messages: user({ type: "text", text: "Say." }) });
    assert.equal(choices[0].message.content, letters);
    assert.deepEqual(JSON.parse(choices[0].message.tool_calls[0].function.arguments), { letters, numbers: vector });
  });

  test("a long reply that is not JSON is the service's fault, told at once and not asked for again", async () => {
    for (const text of ["x".repeat(5000), `{"embedding":[${"0.5,".repeat(2000)}`, `<html>${" ".repeat(5000)}</html>`]) {
      let calls = 0;
      const fetch = async () => {
        calls += 1;
        return new Response(text, { headers: { "content-type": "application/json" } });
      };
      const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
      const call = bedrock.embeddings.create({ model: "bedrock/titan-embed-text-v2", input: "a" });
      await assert.rejects(call, (error) => error instanceof APIError && !(error instanceof APIConnectionError));
      assert.equal(calls, 1);
    }
  });
});

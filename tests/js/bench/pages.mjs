// What a page loads that streams one reply with each client: bundled by esbuild, minified, counted as Chromium asks
// for it, brotli at its best. `cargo xtask size` watches our own bytes more closely; here they stand beside the
// peers'.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { openPage } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";
import { bundle } from "./chromium.mjs";
import { RECORDING } from "./recording.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const KILOBYTE = 1000;
const BLANK = '<!doctype html><link rel="icon" href="data:,">';
const HTML = `${BLANK}<script type="module" src="/page.js"></script>`;

const KEYS = 'region: "us-east-1", accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret"';
const CREDENTIALS = 'region: "us-east-1", credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }';
const NATIVE = '{ modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Why?" }] }] }';
const SHAPED = '{ model: "amazon.nova-micro-v1:0", stream: true, messages: [{ role: "user", content: "Why?" }] }';
const CHUNK = { object: "chat.completion.chunk", choices: [{ index: 0, delta: { content: "Hi" } }] };
const SERVER_SENT = `data: ${JSON.stringify(CHUNK)}\n\ndata: [DONE]\n\n`;

/** Each streams a reply and says how much text that was. */
const PROGRAMS = {
  "pages/native": `
    import { Bedrock } from "bedrock-wasm";
    const stream = await new Bedrock({ ${CREDENTIALS}, fetch }).converseStream(${NATIVE});
    for await (const event of stream) length += event.contentBlockDelta?.delta.text.length ?? 0;`,
  "pages/aws-sdk": `
    import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
    globalThis.fetch = fetch;
    const { stream } = await new BedrockRuntimeClient({ ${CREDENTIALS} }).send(new ConverseStreamCommand(${NATIVE}));
    for await (const event of stream) length += event.contentBlockDelta?.delta.text.length ?? 0;`,
  "pages/chat": `
    import { Bedrock } from "bedrock-wasm";
    const stream = await new Bedrock({ ${CREDENTIALS}, fetch }).chat.completions.create(${SHAPED});
    for await (const chunk of stream) length += chunk.choices[0]?.delta.content?.length ?? 0;`,
  "pages/ai-sdk": `
    import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
    const prompt = [{ role: "user", content: [{ type: "text", text: "Why?" }] }];
    const { stream } = await createAmazonBedrock({ ${KEYS}, fetch })("amazon.nova-micro-v1:0").doStream({ prompt });
    for await (const part of stream) if (part.type === "text-delta") length += part.delta.length;`,
  "pages/openai": `
    import OpenAI from "openai";
    const client = new OpenAI({ apiKey: "unused", dangerouslyAllowBrowser: true, fetch: serverSent });
    const stream = await client.chat.completions.create(${SHAPED});
    for await (const chunk of stream) length += chunk.choices[0].delta.content.length;`,
};

const FRAME = (program) => `${program.match(/import .*;/)[0]}
  const asset = globalThis.fetch;
  const eventStream = { headers: { "content-type": "application/vnd.amazon.eventstream" } };
  const fetch = async () => new Response((await asset("/recording.bin")).body, eventStream);
  const serverSent = async () =>
    new Response(${JSON.stringify(SERVER_SENT)}, { headers: { "content-type": "text/event-stream" } });
  let length = 0;
  ${program.replace(/import .*;/, "")}
  globalThis.textLength = length;`;

/** Measures these figures, in KB, and gives each to `take`. */
export async function measure(ids, _pace, take) {
  for (const id of ids) {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
    try {
      const contents = FRAME(PROGRAMS[id.replace(/\/chromium$/, "")]);
      await bundle(undefined, outdir, {
        entryPoints: undefined,
        stdin: { contents, resolveDir: here, sourcefile: "page.js" },
      });
      const bytes = await loaded(outdir);
      take(id, { value: bytes / KILOBYTE, best: bytes / KILOBYTE });
    } finally {
      fs.rmSync(outdir, { recursive: true, force: true });
    }
  }
}

/** The bytes of all scripts that the page asks for until the reply is there. */
async function loaded(outdir) {
  fs.renameSync(path.join(outdir, "stdin.js"), path.join(outdir, "page.js"));
  const files = { "/": HTML, "/blank.html": BLANK, "/index.html": HTML, "/recording.bin": Buffer.from(RECORDING) };
  const server = await serve({ files, folders: { "/": outdir } });
  const { page, problems, close } = await openPage(`${server.url}/blank.html`);
  try {
    const scripts = new Set();
    page.on("response", (response) => scripts.add(new URL(response.url()).pathname));
    await page.goto(`${server.url}/index.html`);
    await page.waitForFunction("globalThis.textLength !== undefined");
    const text = await page.evaluate("globalThis.textLength");
    if (!(text > 0) || problems.length > 0) throw new Error(`the page shows ${text} characters; ${problems.join("; ")}`);
    const names = [...scripts].filter((name) => name.endsWith(".js") || name.endsWith(".wasm"));
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    return names.reduce((sum, name) => sum + brotliCompressSync(fs.readFileSync(path.join(outdir, name)), brotli).length, 0);
  } finally {
    await close();
    await server.stop();
  }
}

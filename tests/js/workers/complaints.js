// A worker that does what other clients failed at in workers for want of a page's globals.
import { Bedrock } from "bedrock-wasm";
import { fromWebToken } from "bedrock-wasm/credentials";

const CHAT = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why is the sky blue?" }] };
const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

const actions = {
  /** Bytes go in, bytes come out. */
  async bytes(bedrock) {
    const request = { anthropic_version: "bedrock-2023-05-31", max_tokens: 40, messages: [{ role: "user", content: "Tides?" }] };
    const reply = await bedrock.invokeModel({ modelId: CLAUDE, body: new TextEncoder().encode(JSON.stringify(request)) });
    return { isBytes: reply.body instanceof Uint8Array, text: reply.json().content[0].text };
  },

  async chat(bedrock) {
    const { choices } = await bedrock.chat.completions.create(CHAT);
    let streamed = "";
    for await (const chunk of await bedrock.chat.completions.create({ ...CHAT, stream: true })) {
      streamed += chunk.choices[0]?.delta.content ?? "";
    }
    return { whole: choices[0].message.content, streamed };
  },

  /** STS answers in XML. */
  async xml(_, env) {
    const clientConfig = { region: "us-east-1", endpoint: env.STS };
    const { accessKeyId } = await fromWebToken({ roleArn: "arn:aws:iam::123456789012:role/reader", webIdentityToken: "token", clientConfig })();
    return { accessKeyId };
  },
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: env.ENDPOINT, apiKey: env.API_KEY });
    const globals = ["FileReader", "XMLHttpRequest", "DOMParser", "document", "window"].filter((name) => name in globalThis);
    try {
      return Response.json({ globals, ...(await actions[pathname.slice(1)](bedrock, env)) });
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};

// A plain chat over the package, as any page would write it.

import { Bedrock } from "./pkg/index.js";

const element = (id) => document.getElementById(id);
const messages = [];
let stopped;

const endpoint = new URLSearchParams(location.search).get("endpoint");
if (endpoint) {
  element("endpoint").value = endpoint;
  // The local Bedrock's own keys: they open nothing else.
  element("accessKeyId").value = "AKIDEXAMPLE";
  element("secretAccessKey").value = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  element("sessionToken").value = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==";
} else {
  element("settings").open = true;
}

element("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = element("text").value;
  element("text").value = "";
  bubble("user", text);
  messages.push({ role: "user", content: [{ text }] });
  setBusy(true);
  try {
    await answer();
  } catch (error) {
    bubble("error", `${error.name}: ${error.message}`);
    // The turn did not happen: the next one must not follow an unanswered question.
    messages.pop();
  } finally {
    setBusy(false);
  }
});

element("stop").addEventListener("click", () => stopped.abort());

async function answer() {
  const value = (id) => element(id).value.trim() || undefined;
  const bedrock = new Bedrock({
    region: value("region"),
    endpoint: value("endpoint"),
    credentials: {
      accessKeyId: value("accessKeyId"),
      secretAccessKey: value("secretAccessKey"),
      sessionToken: value("sessionToken"),
    },
  });
  stopped = new AbortController();
  const stream = await bedrock.converseStream({ modelId: value("model"), messages }, { signal: stopped.signal });
  const article = bubble("assistant", "");
  let reply = "";
  for await (const event of stream) {
    const delta = event.contentBlockDelta?.delta.text;
    if (delta) {
      reply += delta;
      article.firstChild.data = reply;
      element("chat").scrollTop = element("chat").scrollHeight;
    }
    if (event.metadata) {
      const { inputTokens, outputTokens } = event.metadata.usage;
      article.append(small(`${inputTokens} tokens in, ${outputTokens} out, ${event.metadata.metrics.latencyMs} ms`));
    }
  }
  messages.push({ role: "assistant", content: [{ text: reply }] });
}

function bubble(kind, text) {
  const article = document.createElement("article");
  article.className = kind;
  article.append(document.createTextNode(text));
  element("chat").append(article);
  return article;
}

function small(text) {
  const node = document.createElement("small");
  node.textContent = text;
  return node;
}

function setBusy(busy) {
  element("send").hidden = busy;
  element("stop").hidden = !busy;
  element("text").disabled = busy;
  if (!busy) element("text").focus();
}

// The extension's service worker holds the client, and answers the panel piece by piece. Service workers forbid `import()`, so it
// takes the entry that has everything in one piece.
import { Bedrock } from "bedrock-wasm/service-worker";

const bedrock = new Bedrock({ region: "us-east-1", apiKey: savedKey });

chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });

chrome.runtime.onConnect.addListener((port) => {
  const controller = new AbortController();
  const { signal } = controller;
  port.onDisconnect.addListener(() => controller.abort()); // the panel was closed
  port.onMessage.addListener(async ({ question }) => {
    try {
      const messages = [{ role: "user", content: [{ text: question }] }];
      const stream = await bedrock.converseStream({ modelId: "us.amazon.nova-lite-v1:0", messages }, { signal });
      for await (const event of stream) port.postMessage({ text: event.contentBlockDelta?.delta.text ?? "" });
      port.postMessage({ done: true });
    } catch (error) {
      if (!signal.aborted) port.postMessage({ error: error.message });
    }
  });
});

/** The short-term API key that the user has entered. It is in memory only, and gone when the browser is closed. */
async function savedKey() {
  return (await chrome.storage.session.get("apiKey")).apiKey;
}

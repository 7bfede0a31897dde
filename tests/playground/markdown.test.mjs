// Markdown as elements: code with colours and a button, and nothing of a reply becomes HTML.
import assert from "node:assert/strict";
import { inBrowsers } from "./lib/playground.mjs";

const TEXT = `# Title

Some **bold** text, \`code\`, <img src=x onerror="globalThis.ran = 1"> and [a link](javascript:alert(1)), [another](https://example.com).

<script>globalThis.ran = 2</script>

![a picture](https://example.com/pixel.png)

| a | b |
|---|---|
| 1 | 2 |

\`\`\`js
const answer = "42"; // why
\`\`\`

\`\`\`whatever
plain <b>text</b>
\`\`\`
`;

const turn = { parent: null, at: 1 };
const assistant = { model: "m", thinking: "", thinkingBlocks: [], toolCalls: [], finish: "stop", usage: null, error: null };
const CONVERSATION = {
  ...{ title: "Markdown", createdAt: 1, updatedAt: 1, model: "m", system: "", settings: {}, tools: [], head: "b" },
  turns: {
    a: { ...turn, id: "a", role: "user", text: "Show me", attachments: [] },
    b: { ...turn, ...assistant, id: "b", parent: "a", role: "assistant", text: TEXT },
  },
};
const FILE = JSON.stringify({ format: "bedrock-wasm-conversations", version: 1, conversations: [CONVERSATION] });

inBrowsers("a reply is shown with colours, and no script, picture or address of it is", {}, async ({ page }) => {
  await page.click("button", "Conversations");
  await page.find("dialog", "Conversations");
  const base64 = Buffer.from(FILE).toString("base64");
  await page.giveFiles("change", "dialog input[type=file]", [{ name: "c.json", type: "application/json", base64 }]);
  await page.click("button", "Markdown");
  await page.until(`document.querySelector(".markdown .hljs-string")?.textContent === '"42"'`, "the colours");
  const shown = await page.evaluate(`(() => {
    const reply = document.querySelector(".markdown");
    const count = (selector) => reply.querySelectorAll(selector).length;
    return {
      counts: ["h3", "strong", "table", "pre", ".code button", "img", "script", "b"].map(count),
      links: [...reply.querySelectorAll("a")].map(({ href }) => href),
      plain: [...reply.querySelectorAll("pre")].at(-1).textContent.trim(),
      text: reply.innerText,
      ran: globalThis.ran ?? null,
    };
  })()`);
  assert.deepEqual(shown.counts, [1, 1, 1, 2, 2, 0, 0, 0]);
  assert.deepEqual(shown.links, ["https://example.com/", "https://example.com/pixel.png"]);
  assert.equal(shown.plain, "plain <b>text</b>");
  assert.match(shown.text, /<script>globalThis\.ran = 2<\/script>/);
  assert.equal(shown.ran, null);

  await page.evaluate(`document.querySelector(".markdown .code:last-of-type")?.scrollIntoView()`);
  await page.click("button", "Copy the code");
  await page.find("button", "Copied");
  await page.click("textbox", "Message");
  await page.press("Control+v");
  await page.until(`document.querySelector("#message").value.trim() === "plain <b>text</b>"`);
});

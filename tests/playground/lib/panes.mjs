// Every pane, and how to fill it as a person would.

/** Names in the hash, and labels of the tabs. */
export const PANES = {
  chat: "Chat",
  compare: "Compare",
  embeddings: "Embeddings",
  images: "Images",
  structured: "Structured output",
};

/** What only this pane has: until it is there, the last pane still stands in its place. */
const OWN = {
  chat: ["textbox", "Message"],
  compare: ["button", "Add a model"],
  embeddings: ["textbox", "Texts"],
  images: ["combobox", "Count"],
  structured: ["textbox", "JSON schema"],
};

/** True when every answer stands as it will: what parses markdown comes with the first one, and moves what is below it. */
export const PARSED = `!document.querySelector(".markdown.plain, .markdown[aria-busy=true]")`;

/** Opens a pane, and waits until it is there. */
export async function opened(page, name) {
  await page.click("tab", PANES[name]);
  await page.find(...OWN[name]);
}

/** Opens a pane and fills it. */
export async function filled(page, name) {
  await opened(page, name);
  if (name === "chat") {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent) && ${PARSED}`, "the answer");
    return;
  }
  if (name === "embeddings") {
    await page.click("button", "Use an example");
    await page.click("button", "Compare texts");
    await page.until(`document.querySelector(".heat")`, "the heat map");
    return;
  }
  if (name === "structured") {
    await page.click("textbox", "Prompt");
  } else {
    await page.fill("Prompt", "A fjord at dawn");
  }
  await page.press("Enter");
  const done = {
    compare: `document.querySelectorAll(".pace").length === 2 && ${PARSED}`,
    images: `document.querySelector(".gallery img")`,
  };
  await page.until(done[name] ?? `document.querySelector(".reply .facts")`, name);
}

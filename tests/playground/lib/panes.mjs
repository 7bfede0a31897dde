// Every pane, and how to fill it as a person would.

/** Names in the hash, and labels of the tabs. */
export const PANES = {
  chat: "Chat",
  compare: "Compare",
  embeddings: "Embeddings",
  images: "Images",
  structured: "Structured output",
};

/** Opens each pane and fills it. */
export async function filled(page, name) {
  await page.click("tab", PANES[name]);
  if (name === "chat") {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
    return;
  }
  await page.until(`document.querySelector(".work")`, name);
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
  const done = { compare: `document.querySelectorAll(".pace").length === 2`, images: `document.querySelector(".gallery img")` };
  await page.until(done[name] ?? `document.querySelector(".reply .facts")`, name);
}

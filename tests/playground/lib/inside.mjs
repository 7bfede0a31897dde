// What the tests of Look inside have in common.
import { PARSED } from "./panes.mjs";

/** The keys of the local Bedrock, and what API keys begin with. */
export const SECRET = /wJalrXUtnFEMI|IQoJb3JpZ2lu|AKIDEXAMPLE|bedrock-api-key-|ABSK/;

/** An expression for the panel. */
export const PANEL = `document.querySelector(".inside")`;

/** What the panel says, once it is there. */
export async function panelText(page) {
  await page.until(`${PANEL}?.querySelector("#inside-content")`, "the panel");
  return page.evaluate(`${PANEL}.innerText`);
}

/** Sends a message in the chat. */
export async function ask(page, message) {
  await page.click("textbox", "Message");
  await page.type(message);
  await page.press("Enter");
}

/** Sends a message and waits until the answer is complete, or has failed. */
export async function answered(page, message) {
  const before = await page.count("button", "Look inside");
  await ask(page, message);
  await page.until(`document.querySelectorAll(".inside-button").length > ${before} && ${PARSED}`, "the answer");
}

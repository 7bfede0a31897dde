// Files of a message: by button, drop and paste, and why one is refused.
import assert from "node:assert/strict";
import { bodies, chooseModel, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const PNG = {
  name: "dot.png",
  type: "image/png",
  base64: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
};
const PDF = { name: "paper.pdf", type: "application/pdf", base64: btoa("%PDF-1.4\n%%EOF\n") };
const MP4 = { name: "clip.mp4", type: "video/mp4", base64: "AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDE=" };
const INPUT = ".composer input[type=file]";
const CHIPS = `[...document.querySelectorAll(".composer .chip")].map(({ innerText }) => innerText)`;

inBrowsers("images, PDF and video go along, chosen, dropped and pasted", {}, async ({ page, session }) => {
  await page.find("textbox", "Message");
  await page.giveFiles("change", INPUT, [PDF]);
  await page.until(`${CHIPS}.length === 1`);
  await page.giveFiles("drop", ".transcript", [PNG]);
  await page.until(`${CHIPS}.length === 2`);
  await page.giveFiles("paste", "#message", [MP4]);
  await page.until(`${CHIPS}.length === 3`);
  const [pdf, png, mp4] = await page.evaluate(CHIPS);
  assert.match(pdf, /paper\.pdf[\s\S]*15 B/);
  assert.match(png, /dot\.png[\s\S]*70 B/);
  assert.match(mp4, /clip\.mp4[\s\S]*32 B/);
  await page.until(`document.querySelector(".composer .chip img").naturalWidth === 1`, "the preview of the image");
  await say(page, "Look at these.");
  assert.equal(await page.evaluate(`${CHIPS}.length`), 0);
  const [body] = await bodies(session);
  const kinds = body.messages[0].content.flatMap((part) => Object.keys(part));
  assert.deepEqual(kinds.toSorted(), ["document", "image", "text", "video"]);
  assert.equal(await page.evaluate(`document.querySelectorAll("article.user .chip").length`), 3);
});

inBrowsers("a chip is taken away again", {}, async ({ page, session }) => {
  await page.find("textbox", "Message");
  await page.giveFiles("change", INPUT, [PNG, PDF]);
  await page.until(`${CHIPS}.length === 2`);
  await page.click("button", "Remove dot.png");
  await page.until(`${CHIPS}.length === 1`);
  await say(page, "Read this.");
  const [body] = await bodies(session);
  assert.equal(body.messages[0].content.filter(({ image }) => image).length, 0);
});

inBrowsers("what Bedrock does not take is refused with the reason", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  const big = { ...PNG, name: "big.png", base64: btoa("x".repeat(4 * 1024 * 1024)) };
  const program = { name: "tool.exe", type: "application/x-msdownload", base64: btoa("MZ") };
  const empty = { name: "empty.png", type: "image/png", base64: "" };
  await page.giveFiles("change", INPUT, [big, program, empty]);
  await page.find("alert");
  const [alert] = await page.texts("alert");
  assert.match(alert, /big\.png: The file has 4\.0 MB; Bedrock takes images of up to 3\.8 MB/);
  assert.match(alert, /tool\.exe: Bedrock takes no such file/);
  assert.match(alert, /empty\.png: The file is empty/);
  assert.equal(await page.evaluate(`${CHIPS}.length`), 0);
  await page.click("button", "Dismiss");
  await page.until(`!document.querySelector(".refusals")`);
});

/** So many megabytes of nothing. */
const megabytes = (count) => Buffer.alloc(count * 1024 * 1024, 1).toString("base64");

async function refused(page, files) {
  await page.giveFiles("change", INPUT, files);
  await page.find("alert");
  const [alert] = await page.texts("alert");
  await page.click("button", "Dismiss");
  await page.until(`!document.querySelector(".refusals")`);
  return alert;
}

inBrowsers("an image of too many pixels is refused, and what is none", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  const wide = await page.evaluate(
    `Object.assign(document.createElement("canvas"), { width: 8001, height: 1 }).toDataURL().split(",")[1]`,
  );
  const alert = await refused(page, [
    { ...PNG, name: "wide.png", base64: wide },
    { ...PNG, name: "text.png", base64: btoa("This is a text.") },
  ]);
  assert.match(alert, /wide\.png: The image has 8001 × 1 pixels; Bedrock takes up to 8000 × 8000\./);
  assert.match(alert, /text\.png: The browser cannot read the image\./);
  assert.equal(await page.evaluate(`${CHIPS}.length`), 0);
});

inBrowsers("a message has room for twenty images, five documents, a video and 17.5 MB", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  const images = Array.from({ length: 21 }, (_, index) => ({ ...PNG, name: `${index}.png` }));
  assert.match(await refused(page, images), /^20\.png: Bedrock takes 20 images in a message\.$/m);
  const documents = Array.from({ length: 6 }, (_, index) => ({ ...PDF, name: `${index}.pdf` }));
  assert.match(await refused(page, documents), /^5\.pdf: Bedrock takes 5 documents in a message\.$/m);
  assert.match(await refused(page, [MP4, { ...MP4, name: "other.3gp" }]), /^other\.3gp: Bedrock takes 1 video in a message\.$/m);
  await page.until(`${CHIPS}.length === 26`);
  for (let left = 26; left > 0; left--) {
    await page.evaluate(`document.querySelector(".chip button").click()`);
    await page.until(`${CHIPS}.length === ${left - 1}`);
  }
  const long = { name: "long.pdf", type: "application/pdf", base64: megabytes(10) };
  const other = await refused(page, [long, { ...long, name: "other.pdf" }]);
  assert.match(other, /other\.pdf: With it the files have 20\.0 MB; a message has room for 17\.5 MB\./);
  assert.equal(await page.evaluate(`${CHIPS}.length`), 1);
});

inBrowsers("a large document goes to the models that take it", {}, async ({ page }) => {
  await page.find("combobox", "Model");
  const text = { name: "long.txt", type: "text/plain", base64: megabytes(5) };
  assert.match(await refused(page, [text]), /long\.txt: The file has 5\.0 MB; Bedrock takes documents of up to 4\.5 MB\./);
  await page.giveFiles("change", INPUT, [{ name: "long.pdf", type: "application/pdf", base64: megabytes(5) }]);
  await page.until(`/5.0 MB/.test(${CHIPS}[0])`);
  await chooseModel(page, "meta.llama3-8b-instruct-v1:0");
  await page.until(`${CHIPS}[0].includes("The model takes it up to 4.5 MB.")`);
  await chooseModel(page, "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
  await page.until(`!document.querySelector(".chip.bad")`);
});

inBrowsers("a model that sees no images is not sent one", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await page.giveFiles("change", INPUT, [PNG]);
  await page.until(`${CHIPS}.length === 1`);
  await chooseModel(page, "us.amazon.nova-micro-v1:0");
  await page.until(`${CHIPS}[0].includes("The model sees no images.")`);
  await page.click("textbox", "Message");
  await page.type("Look");
  await page.press("Enter");
  await page.evaluate("new Promise(requestAnimationFrame)");
  assert.equal(await page.count("article", "You"), 0);
  await chooseModel(page, "us.amazon.nova-lite-v1:0");
  await page.until(`!document.querySelector(".chip.bad")`);
  await say(page, " at it.");
  assert.equal((await bodies(session)).length, 1);
});

inBrowsers("a long name stays within a phone's width", {}, async ({ page }) => {
  await page.resize(360, 740);
  await page.find("textbox", "Message");
  await page.giveFiles("change", INPUT, [{ ...PNG, name: `${"a-long-name-".repeat(8)}.png` }]);
  await page.until(`${CHIPS}.length === 1`);
  const edges = `[...document.querySelectorAll(".chip, .chip button, .composer button")].map((e) => e.getBoundingClientRect().right)`;
  assert.ok(Math.max(...(await page.evaluate(edges))) <= 360, String(await page.evaluate(edges)));
  await say(page, "Look");
  assert.ok(Math.max(...(await page.evaluate(edges))) <= 360, String(await page.evaluate(edges)));
});

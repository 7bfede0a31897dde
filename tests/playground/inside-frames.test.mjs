// The frames of a recorded stream in the panel: the list, the parts and their bytes, damage.
import assert from "node:assert/strict";
import { event } from "../js/lib/frames.mjs";
import { answered, PANEL, panelText } from "./lib/inside.mjs";
import { inBrowsers } from "./lib/playground.mjs";

async function openFrames(page, question = "Why is the sky blue?") {
  await answered(page, question);
  await page.click("button", "Look inside");
  await page.click("tab", "Frames");
  await page.find("listbox", "Frames");
}

const chosenRow = `${PANEL}.querySelector("[role=option][aria-selected=true]")?.textContent`;

inBrowsers("frames are walked by keyboard; each shows its parts and that it is right", {}, async ({ page }) => {
  await openFrames(page);
  await page.until(`/Frame 0: messageStart/.test(${PANEL}.innerText)`, "the first frame");
  await page.evaluate(`document.querySelector("[role=listbox]").focus()`);
  await page.press("ArrowDown");
  await page.until(`/Frame 1: contentBlockDelta/.test(${PANEL}.innerText)`, "the second frame");
  const text = await panelText(page);
  assert.match(text, /Prelude CRC: right \(0x[0-9a-f]{8}\)/);
  assert.match(text, /Message CRC: right \(0x[0-9a-f]{8}\)/);
  assert.match(text, /AWS’s codec \(@smithy\/core\) accepts it/);
  assert.match(text, /:event-type\s+string\s+contentBlockDelta/);
  assert.match(text, /:content-type\s+string\s+application\/json/);
  const payload = await page.evaluate(`${PANEL}.querySelector("[aria-label=Payload]").textContent`);
  assert.ok(JSON.parse(payload).delta.text.length > 0);
  await page.press("End");
  await page.until(`/Frame \\d+: metadata/.test(${PANEL}.innerText)`, "the last frame");
  await page.until(`/metadata/.test(${chosenRow})`, "its row");
  await page.press("Home");
  await page.until(`/Frame 0: messageStart/.test(${PANEL}.innerText)`, "the first frame again");
});

inBrowsers("the bytes of a part stand out, chosen in the table or in the bytes", {}, async ({ page }) => {
  await openFrames(page);
  await page.click("button", ":message-type");
  const marked = `[...${PANEL}.querySelectorAll(".hex [data-chosen]")].map(({ textContent }) => textContent)`;
  const runs = await page.until(`${marked}.length > 0 && ${marked}`, "the bytes of :message-type");
  const hex = runs.filter((run) => /^([0-9a-f]{2} ?)+ *$/.test(run)).join(" ");
  const bytes = Buffer.from(hex.replaceAll(/\s/g, ""), "hex");
  assert.deepEqual(
    bytes,
    Buffer.concat([Buffer.from([13]), Buffer.from(":message-type"), Buffer.from([7, 0, 5]), Buffer.from("event")]),
  );
  const at = await page.evaluate(`(() => { const e = ${PANEL}.querySelector(".hex [data-kind=prelude-crc]");
    e.scrollIntoView({ block: "nearest" }); const { left, top, width, height } = e.getBoundingClientRect();
    return [left + width / 2, top + height / 2]; })()`);
  await page.clickAt(...at);
  await page.until(
    `${PANEL}.querySelector(".parts [aria-pressed=true]")?.textContent === "Prelude CRC"`,
    "the part in the table",
  );
});

for (const part of ["message", "prelude"]) {
  inBrowsers(
    `a wrong checksum of the ${part} is shown, and the frames behind it too`,
    { options: { faults: [{ kind: "badCrc", after: 2, part }] } },
    async ({ page }) => {
      await openFrames(page);
      await page.evaluate(`document.querySelector("[role=listbox]").focus()`);
      await page.press("ArrowDown");
      await page.press("ArrowDown");
      await page.until(`/Frame 2:/.test(${PANEL}.innerText)`, "the third frame");
      const text = await panelText(page);
      const name = part === "message" ? "Message CRC" : "Prelude CRC";
      assert.match(text, new RegExp(`${name}: wrong \\(0x[0-9a-f]{8} instead of 0x[0-9a-f]{8}\\)`));
      assert.match(text, /AWS’s codec refuses it: .*checksum/);
      assert.match(text, /:message-type\s+string\s+event/);
    },
  );
}

inBrowsers(
  "a stream that ends too early ends with half a frame",
  { options: { faults: [{ kind: "truncate", after: 3 }] } },
  async ({ page }) => {
    await openFrames(page);
    await page.evaluate(`document.querySelector("[role=listbox]").focus()`);
    await page.press("End");
    await page.until(`/Frame 3: incomplete/.test(${PANEL}.innerText)`, "the half frame");
    assert.match(await panelText(page), /Message CRC: not there[\s\S]*Incomplete: \d+ bytes of \d+ are here/);
  },
);

const COUNT = 5000;
const DELTAS = Array.from({ length: COUNT }, (_, index) =>
  event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: index % 100 === 99 ? "word\n\n" : "word " } }),
);
const LONG = Buffer.concat([
  event("messageStart", { role: "assistant" }),
  ...DELTAS,
  event("contentBlockStop", { contentBlockIndex: 0 }),
  event("messageStop", { stopReason: "end_turn" }),
  event("metadata", { usage: { inputTokens: 1, outputTokens: COUNT, totalTokens: COUNT + 1 }, metrics: { latencyMs: 9 } }),
]);
const RAW = {
  kind: "raw",
  status: 200,
  headers: { "content-type": "application/vnd.amazon.eventstream" },
  bodyBase64: LONG.toString("base64"),
  chunkBytes: 5000,
};

inBrowsers("of thousands of frames, those that are seen are in the page", { options: { faults: [RAW] } }, async ({ page }) => {
  await openFrames(page);
  assert.match(await panelText(page), /5,004 frames/);
  await page.evaluate(`document.querySelector("[role=listbox]").focus()`);
  for (const [key, row] of [
    ["End", "5,003metadata"],
    ["Home", "0messageStart"],
  ]) {
    await page.press(key);
    await page.until(`${chosenRow}?.startsWith(${JSON.stringify(row)})`, row);
    const rows = await page.count("option");
    assert.ok(rows > 5 && rows < 60, `${rows} rows`);
    const seen = `(() => { const row = ${PANEL}.querySelector("[role=option][aria-selected=true]").getBoundingClientRect();
      const box = document.querySelector("[role=listbox]").getBoundingClientRect();
      return row.top >= box.top - 1 && row.bottom <= box.bottom + 1; })()`;
    await page.until(seen, `the row of ${key} to be in sight`);
  }
  await page.click("tab", "Timeline");
  await page.until(`/5,004 frames/.test(${PANEL}.innerText)`, "the timeline");
  const path = await page.evaluate(
    `Math.max(...[...${PANEL}.querySelectorAll("svg path")].map((path) => path.getAttribute("d").length))`,
  );
  assert.ok(path < 40_000, `a path of ${path} characters`);
  await page.click("tab", "Numbers");
  await page.until(`/Output tokens\\s+5,000/.test(${PANEL}.innerText)`, "the tokens");
});

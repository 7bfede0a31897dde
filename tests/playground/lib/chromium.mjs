// Chromium, driven by playwright-core.
import { openPage } from "../../js/lib/chromium.mjs";
import { REPORT_VIOLATIONS, VIOLATION } from "./violations.mjs";

export async function openChromium() {
  const { page, problems, close } = await openPage("about:blank");
  await page.addInitScript(REPORT_VIOLATIONS);
  page.on("console", (message) => message.text().startsWith(VIOLATION) && problems.push(message.text()));
  return {
    problems,
    close,
    goto: async (url) => void (await page.goto(url, { waitUntil: "load" })),
    evaluate: (expression) => page.evaluate(expression),
    clickAt: (x, y) => page.mouse.click(x, y),
    key: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: () => page.screenshot(),
    setOffline: (offline) => page.context().setOffline(offline),
  };
}

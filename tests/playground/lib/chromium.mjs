// Chromium, driven by playwright-core.
import { openPage } from "../../js/lib/chromium.mjs";
import { REPORT_VIOLATIONS, VIOLATION } from "./violations.mjs";

export async function openChromium() {
  const { page, problems, close } = await openPage("about:blank");
  await page.addInitScript(REPORT_VIOLATIONS);
  page.on("console", (message) => message.text().startsWith(VIOLATION) && problems.push(message.text()));
  const cdp = await page.context().newCDPSession(page);
  return {
    problems,
    close,
    goto: async (url) => void (await page.goto(url, { waitUntil: "load" })),
    evaluate: (expression) => page.evaluate(expression),
    clickAt: (x, y) => page.mouse.click(x, y),
    key: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    resize: (width, height) => page.setViewportSize({ width, height }),
    memory: async () => {
      // Twice: what finalizers let go of is collected the second time.
      for (let time = 0; time < 2; time++) await cdp.send("HeapProfiler.collectGarbage");
      const { usedSize } = await cdp.send("Runtime.getHeapUsage");
      const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
      return { heap: usedSize, nodes, listeners: jsEventListeners };
    },
    tasks: (work) => tasksOf(cdp, work),
    screenshot: () => page.screenshot(),
    setOffline: (offline) => page.context().setOffline(offline),
  };
}

/** Milliseconds of each task of the page's main thread while `work` runs, as long as it had the processor. */
async function tasksOf(cdp, work) {
  const events = [];
  const take = ({ value }) => events.push(...value);
  cdp.on("Tracing.dataCollected", take);
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel"] } });
  try {
    await work();
  } finally {
    const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
    await cdp.send("Tracing.end");
    await complete;
    cdp.off("Tracing.dataCollected", take);
  }
  const thread = ({ pid, tid }) => `${pid}.${tid}`;
  const mains = new Set(events.filter(({ args }) => args?.name === "CrRendererMain").map(thread));
  const tasks = events.filter((event) => event.name.endsWith("RunTask") && mains.has(thread(event)));
  return tasks.map(({ tdur = 0 }) => Math.round(tdur / 1000));
}

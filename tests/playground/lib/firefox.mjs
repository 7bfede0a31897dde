// Firefox, driven by WebDriver BiDi, which it speaks itself.
import { openFirefox } from "../../js/lib/firefox.mjs";
import { played } from "./offline.mjs";
import { REPORT_VIOLATIONS, VIOLATION } from "./violations.mjs";

/** Keys that are no characters, as WebDriver writes them: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS = {
  Enter: "\uE007",
  Tab: "\uE004",
  Escape: "\uE00C",
  Backspace: "\uE003",
  Delete: "\uE017",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
  Home: "\uE011",
  End: "\uE010",
  Shift: "\uE008",
  Control: "\uE009",
  Alt: "\uE00A",
};

export async function openFirefoxDriver() {
  const { evaluate, send, context, onEvent, close } = await openFirefox("about:blank");
  const problems = [];
  onEvent("log.entryAdded", ({ level, text }) => {
    if (level === "error" || text?.startsWith(VIOLATION)) problems.push(text);
  });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  await send("script.addPreloadScript", { functionDeclaration: `() => { ${REPORT_VIOLATIONS} }` });
  const keys = (actions) => send("input.performActions", { context, actions: [{ type: "key", id: "keyboard", actions }] });
  const pressed = (value) => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ];
  return {
    problems,
    close,
    evaluate,
    goto: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    clickAt: (x, y) => {
      const actions = [
        { type: "pointerMove", x: Math.round(x), y: Math.round(y) },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      return send("input.performActions", { context, actions: [{ type: "pointer", id: "mouse", actions }] });
    },
    key: (key) => {
      const names = key === "+" ? ["+"] : key.split("+");
      const values = names.map((name) => KEYS[name] ?? name);
      const downs = values.map((value) => ({ type: "keyDown", value }));
      return keys([...downs, ...values.toReversed().map((value) => ({ type: "keyUp", value }))]);
    },
    type: (text) => keys([...text].flatMap((character) => pressed(character === "\n" ? KEYS.Enter : character))),
    resize: (width, height) => send("browsingContext.setViewport", { context, viewport: { width, height } }),
    // It does not tell of its tasks.
    tasks: async (work) => void (await work()),
    memory: async () => ({ nodes: await evaluate(`document.querySelectorAll("*").length`) }),
    // WebDriver has no way to take the network away from a page: the browser's own events are played.
    setOffline: (offline) => evaluate(played(offline)),
    screenshot: async () => Buffer.from((await send("browsingContext.captureScreenshot", { context })).data, "base64"),
  };
}

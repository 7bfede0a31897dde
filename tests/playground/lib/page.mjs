// A page of the playground in a real browser, the same for Chromium and Firefox: real clicks and keys, nothing simulated.
import { finder } from "./finder.mjs";

/** How long something that a person waits for may take on a slow machine. */
const PATIENCE_MS = 20_000;

/** Looks again after each frame: the page itself says when. */
const NEXT_FRAME = "new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))";

/**
 * `driver` is a browser's: `goto`, `evaluate(expression)`, `clickAt(x, y)`, `key(name)`, `insert(text)`, `resize`, `screenshot`,
 * `problems`, `close`.
 */
export class Page {
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  /** Opens an address and waits until it is loaded. */
  goto = (url) => this.#driver.goto(url);
  /** Evaluates an expression, awaits it, and gives its value, which must be plain data. */
  evaluate = (expression) => this.#driver.evaluate(expression);
  /** Runs a script, as developer tools do: the page's policy is not asked. */
  run = (script) => this.#driver.evaluate(`(() => { ${script}\n })()`);
  /** Width and height of what is seen, in CSS pixels. */
  resize = (width, height) => this.#driver.resize(width, height);
  /** A PNG of what is seen, as a Buffer. */
  screenshot = () => this.#driver.screenshot();
  /** DOM nodes, and in Chromium bytes of the heap and listeners, after garbage is collected. */
  memory = () => this.#driver.memory();
  /**
   * Runs `work`. In Chromium it gives the milliseconds of each task of the page meanwhile, as long as it had the processor: what
   * else the machine does is not the page's. In Firefox, nothing.
   */
  tasks = (work) => this.#driver.tasks(work);
  close = () => this.#driver.close();

  /** Forgets the problems of the page before, so that each test has its own. */
  async forget() {
    await this.goto("about:blank");
    this.#driver.problems.length = 0;
  }

  /** Whether the browser has a network, as `navigator.onLine` tells it. */
  setOffline = (offline) => this.#driver.setOffline(offline);

  /** Console errors, uncaught errors and violations of the Content-Security-Policy so far, as text. */
  problems() {
    return this.#driver.problems;
  }

  /** Waits until an expression is true in the page; gives its value. */
  async until(expression, what = expression) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await this.evaluate(expression);
      if (value) return value;
      if (Date.now() > deadline) {
        const shown = await this.evaluate("document.body.innerText");
        throw new Error(`waited in vain for ${what}\nproblems: ${this.problems().join("\n")}\nThe page shows:\n${shown}`);
      }
      await this.evaluate(NEXT_FRAME);
    }
  }

  /** Waits for an element of a role and an accessible name. */
  async find(role, name) {
    await this.until(`${finder(role, name)}.length > 0`, `${role} "${name ?? ""}"`);
  }

  /** Waits until an element of a role and a name has the focus, so that what is typed next goes there. */
  async focused(role, name) {
    await this.until(`${finder(role, name)}.includes(document.activeElement)`, `${role} "${name}" with the focus`);
  }

  /** How many elements of a role and name are seen now. */
  count(role, name) {
    return this.evaluate(`${finder(role, name)}.length`);
  }

  /** Clicks in the middle of an element, the last one of that role and name, once it stands still. */
  async click(role, name) {
    const at = `(async () => { const e = ${finder(role, name)}.at(-1); if (!e || e.disabled) return null;
      e.scrollIntoView({ block: "nearest" });
      const middle = () => { const { left, top, width, height } = e.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 }; };
      const before = middle(); await ${NEXT_FRAME}; await ${NEXT_FRAME}; const now = middle();
      return e.isConnected && before.x === now.x && before.y === now.y ? now : null; })()`;
    const { x, y } = await this.until(at, `${role} "${name ?? ""}" that can be clicked`);
    await this.#driver.clickAt(x, y);
  }

  /** Gives an element the focus, as Tab does. A click on a list of choices would open it, and keys would no longer choose at once. */
  async goTo(role, name) {
    await this.find(role, name);
    await this.evaluate(`${finder(role, name)}.at(-1).focus()`);
  }

  /** Clicks at a place of what is seen. */
  clickAt = (x, y) => this.#driver.clickAt(x, y);

  /** Presses a key: `Enter`, `Escape`, `?`, or with modifiers: `Shift+Enter`, `Alt+2`. */
  press = (key) => this.#driver.key(key);

  /** Types into what has the focus, key by key. */
  type = (text) => this.#driver.type(text);

  /** Puts a text into what has the focus at once, as pasting does. */
  paste(text) {
    return this.evaluate(`document.execCommand("insertText", false, ${JSON.stringify(text)})`);
  }

  /**
   * Gives files `{ name, type, base64 }` to an element: by `change` of a file input, by `drop`, or by `paste`. No test can reach
   * the system's own dialogs and desktop, so that the events are made here.
   */
  giveFiles(how, selector, files) {
    return this.evaluate(`(() => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of ${JSON.stringify(files)}) {
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
      }
      const element = document.querySelector(${JSON.stringify(selector)});
      const init = { bubbles: true, cancelable: true };
      if (${JSON.stringify(how)} === "change") {
        element.files = data.files;
        element.dispatchEvent(new Event("change", init));
      } else if (${JSON.stringify(how)} === "paste") {
        // Firefox lets no script give files to the event.
        const event = new ClipboardEvent("paste", init);
        element.dispatchEvent(Object.defineProperty(event, "clipboardData", { value: data }));
      } else {
        for (const type of ["dragenter", "dragover", "drop"]) {
          element.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: data }));
        }
      }
    })()`);
  }

  /** Clicks into a text field, empties it and types. */
  async fill(name, text) {
    await this.click("textbox", name);
    await this.press("Control+a");
    await this.press("Delete");
    await this.type(text);
  }

  /** Chooses `system`, `light` or `dark` by keyboard. */
  async chooseTheme(theme) {
    const names = ["system", "light", "dark"];
    await this.goTo("combobox", "Colour scheme");
    await this.press("Home");
    for (const name of names.slice(1, names.indexOf(theme) + 1)) {
      await this.press("ArrowDown");
      await this.until(`document.documentElement.dataset.theme === "${name}"`, `the theme ${name}`);
    }
  }

  /** Role and name of what has the focus, as `button "Send"`. */
  focus() {
    return this.evaluate(`(() => { const e = document.activeElement;
      const name = e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent;
      return (e.getAttribute("role") ?? e.tagName.toLowerCase()) + " " + JSON.stringify(name.trim()); })()`);
  }

  /** The text of all elements of a role and name, in order. */
  texts(role, name) {
    return this.evaluate(`${finder(role, name)}.map((element) => element.innerText)`);
  }
}

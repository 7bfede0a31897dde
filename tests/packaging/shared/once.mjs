// The program in a page, `page.html?emulator=URL`: once, however often it is asked for. Who drives the browser reads `outcome`.
import { run } from "./all.mjs";

export function once() {
  globalThis.outcome ??= run(new URLSearchParams(location.search).get("emulator")).catch((error) => ({
    error: `${error} ${error?.stack}`,
  }));
}

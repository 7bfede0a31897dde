// The program in a page, `page.html?emulator=URL`. Who drives the browser reads `outcome`.
import { run } from "./all.mjs";

globalThis.outcome = run(new URLSearchParams(location.search).get("emulator")).catch((error) => ({
  error: String(error?.stack ?? error),
}));

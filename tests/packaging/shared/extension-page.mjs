// A page of an extension that leaves the program to the extension's service worker.
const emulator = new URLSearchParams(location.search).get("emulator");
globalThis.outcome = chrome.runtime.sendMessage(emulator).catch((error) => ({ error: String(error) }));

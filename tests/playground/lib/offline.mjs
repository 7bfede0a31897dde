// The browser's own events, played: where a browser has no switch for its network, or one that cuts off this machine, too.

/** An expression: from then on the page takes the device to be offline, or online again. */
export const played = (offline) => `(() => {
  Object.defineProperty(navigator, "onLine", { configurable: true, value: ${!offline} });
  dispatchEvent(new Event("${offline ? "offline" : "online"}"));
})()`;

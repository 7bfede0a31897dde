// Says so while the device has no network, and what that means for what is sent.

import { held, offline } from "../connection/network.ts";

export function OfflineBanner() {
  const rest = held.value
    ? "Check its network. What you send goes out when the network is back."
    : "The local Bedrock still answers.";
  return <div role="status">{offline.value && <p class="banner">This device is offline. {rest}</p>}</div>;
}

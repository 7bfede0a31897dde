// Says so while the browser has no network. A local Bedrock answers all the same.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export function OfflineBanner() {
  const offline = useSignal(!navigator.onLine);
  useEffect(() => {
    const update = () => {
      offline.value = !navigator.onLine;
    };
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, [offline]);
  return (
    <div role="status">
      {offline.value && (
        <p class="banner">This device is offline. A local Bedrock still answers; AWS does when the network is back.</p>
      )}
    </div>
  );
}

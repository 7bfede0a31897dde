// Whether calls can go out now. Without a network a browser fails every call but those to its own machine.

import { computed, effect, signal } from "@preact/signals";
import { connection } from "./index.ts";

/** Whether the browser says that the device has no network. */
export const offline = signal(navigator.onLine === false);

const update = () => {
  offline.value = !navigator.onLine;
};
addEventListener("online", update);
addEventListener("offline", update);

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/i;

/** Whether calls wait for the network. */
export const held = computed(() => offline.value && !LOOPBACK.test(connection.value?.endpoint ?? ""));

/** Nothing if calls can go out; else it resolves when they can, and rejects when the caller gives up before. */
export function network(stopped?: AbortSignal | null): Promise<void> | undefined {
  if (!held.peek()) return undefined;
  if (stopped?.aborted) return Promise.reject(stopped.reason);
  let end = () => {};
  const back = new Promise<void>((resolve, reject) => {
    end = effect(() => {
      if (!held.value) resolve();
    });
    stopped?.addEventListener("abort", () => reject(stopped.reason), { once: true });
  });
  return back.finally(end);
}

// What changes with each frame of a stream, seen a few times a second: the reply beside the panel has the time.

import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const REST_MS = 200;

/** The signal's value, as it was a moment ago. */
export function useCalm(changed: ReadonlySignal<number>): number {
  const calm = useSignal(changed.peek());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      void changed.value;
      timer ??= setTimeout(() => {
        timer = undefined;
        calm.value = changed.peek();
      }, REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [changed, calm]);
  return calm.value;
}

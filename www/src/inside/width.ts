// How wide a chart is: one unit of it is one pixel, so that its text is as large as any other, on a phone too.

import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Follows the width of an element; 600 until there is one. */
export function useWidth(element: RefObject<HTMLElement | null>): ReadonlySignal<number> {
  const width = useSignal(600);
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current?.clientWidth) width.value = element.current.clientWidth;
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, width]);
  return width;
}

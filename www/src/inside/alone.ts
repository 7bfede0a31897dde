// The focus of the panel: it takes it when it opens and gives it back. Over the whole page, as on a phone, it has the page
// to itself.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** As the styles have it. */
const OVER_PAGE = "(max-width: 64rem)";

export function useAlone(panel: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const query = matchMedia(OVER_PAGE);
    const others = [...document.querySelectorAll<HTMLElement>(".skip, .header, #pane")];
    const update = () => {
      for (const element of others) element.inert = query.matches;
    };
    update();
    query.addEventListener("change", update);
    panel.current?.focus();
    return () => {
      query.removeEventListener("change", update);
      for (const element of others) element.inert = false;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [panel]);
}

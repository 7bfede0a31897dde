// Links of pages to files outside of `docs/`, which GitHub follows in the repository and the site has no page for.
import path from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** Points them to the repository. Pages stand in `docs/`, so that `../SECURITY.md` of `docs/reliability.md` is at its root. */
export function localLinks(md: MarkdownRenderer, repository: string): void {
  md.core.ruler.push("repository-links", (state) => {
    const page: string = state.env.relativePath ?? "";
    for (const link of state.tokens.flatMap((token) => token.children ?? [])) {
      const href = link.type === "link_open" ? link.attrGet("href") : null;
      if (!href?.startsWith("../")) continue;
      const file = path.posix.join("docs", path.posix.dirname(page), href);
      if (!file.startsWith("docs/")) link.attrSet("href", repository + file);
    }
  });
}

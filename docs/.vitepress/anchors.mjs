// Whether links within the built site lead to something: VitePress looks for the pages that they name and not for the
// places in them, nor for what the sidebar names.
import fs from "node:fs";
import path from "node:path";

/** Says which links of pages lead nowhere. What is in `rust/` is rustdoc's own, which checks its links itself. */
export function checkAnchors(site, base) {
  const pages = new Map(htmlBelow(site).map((file) => [file, fs.readFileSync(path.join(site, file), "utf8")]));
  const ids = new Map(
    [...pages].map(([file, html]) => [file, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))]),
  );
  const problems = new Map();
  for (const [file, html] of pages) {
    const hrefs = new Set([...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&")));
    for (const href of hrefs) {
      const url = new URL(href, `http://site.invalid${base}${file}`);
      if (url.host !== "site.invalid") continue;
      const problem = follow(url, base, site, ids);
      // What the sidebar names is on each page: told once.
      if (problem && !problems.has(href)) problems.set(href, `${file}: ${href}: ${problem}`);
    }
  }
  return [...problems.values()];
}

function follow(url, base, site, ids) {
  const pathname = decodeURIComponent(url.pathname);
  if (!pathname.startsWith(base)) return `is outside of ${base}`;
  const rest = pathname.slice(base.length);
  const file = rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest;
  if (!fs.existsSync(path.join(site, file))) return "there is no such page";
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (anchor === "" || !ids.has(file) || ids.get(file).has(anchor)) return undefined;
  return "the page has no such heading";
}

function htmlBelow(site) {
  const files = fs.readdirSync(site, { recursive: true }).map((file) => file.split(path.sep).join("/"));
  return files.filter((file) => file.endsWith(".html") && !file.startsWith("rust/"));
}

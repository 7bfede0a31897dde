// The documentation's site. `build.mjs` beside this file gathers its pages, the generated reference among them, and calls VitePress.
import fs from "node:fs";
import path from "node:path";
import { slug } from "github-slugger";
import { type DefaultTheme, defineConfig } from "vitepress";
import { localLinks } from "./links.mts";
import { guide } from "./navigation.mts";

const REPOSITORY = "https://github.com/bedrock-wasm/bedrock-wasm";

const SIDEBAR_LIST_MAX = 40;

/** Where `build.mjs` gathers the pages. */
const pages = process.env.DOCS_PAGES ?? path.resolve(import.meta.dirname, "..");

export default defineConfig({
  title: "bedrock-wasm",
  description: "Amazon Bedrock from browsers, Node, Deno, Bun and edge workers: SigV4, fetch and streams, in WebAssembly",
  lang: "en",
  base: process.env.DOCS_BASE ?? "/",
  srcDir: pages,
  outDir: process.env.DOCS_OUT,
  cacheDir: process.env.DOCS_CACHE,
  lastUpdated: false,
  // The crate's documentation is copied beside the built pages, where VitePress does not see it.
  ignoreDeadLinks: [/^\/rust\//],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.DOCS_BASE ?? "/"}icon.svg` }]],
  // Headings have the anchors that GitHub gives them, so that links hold in both places.
  markdown: {
    anchor: { slugify: slug },
    languageAlias: { mjs: "js" },
    config: (md) => localLinks(md, `${REPOSITORY}/blob/main/`),
  },
  vite: {
    // The reference is large, and its one search index too; both load when a reader asks for them.
    build: { chunkSizeWarningLimit: 8192 },
  },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/guide/getting-started", activeMatch: "^/guide/" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
      { text: "Rust crate", link: "/rust/bedrock_wasm/index.html", target: "_self" },
    ],
    sidebar: { "/reference/": reference(), "/": guide },
    outline: [2, 3],
    search: { provider: "local", options: { detailedView: true } },
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    footer: { message: "MIT or Apache-2.0, at your option." },
  },
});

/** What typedoc wrote beside the reference, or nothing when it has not run. */
function reference(): DefaultTheme.SidebarItem[] {
  const file = path.join(pages, "reference/typedoc-sidebar.json");
  return fs.existsSync(file) ? shortened(JSON.parse(fs.readFileSync(file, "utf8"))) : [];
}

/** Every page has the sidebar in it: a long list in it is a link to where the module's page has the same list. */
function shortened(items: DefaultTheme.SidebarItem[], parent = ""): DefaultTheme.SidebarItem[] {
  return items.map((item) => {
    const { text = "", link = parent, items: inner = [] } = item;
    if (inner.length > SIDEBAR_LIST_MAX) return { text, link: `${link}#${slug(text)}` };
    return inner.length > 0 ? { ...item, items: shortened(inner, link) } : item;
  });
}
